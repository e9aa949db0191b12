"""A party that writes what no honest node writes: references to heads that are not there, or not yet, or never."""

import pytest

from tests.sim.worlds import MINUTE, alarms, cut_all, held, mend_all, opened, say, size, wait
from watchline.node import writing
from watchline.record import Seen
from watchline.sim.checkers.cosigned_is_kept import CosignedIsKept
from watchline.sim.checkers.mirror_is_prefix import MirrorIsPrefix
from watchline.sim.checkers.one_history import OneHistory
from watchline.sim.checkers.stored_before_sent import StoredBeforeSent
from watchline.sim.checkers.views_agree import ViewsAgree

WATCHING = (StoredBeforeSent, OneHistory, MirrorIsPrefix, CosignedIsKept, ViewsAgree)
LIES = {
    "the next head, with a root of nobody": lambda seen: seen._replace(size=seen.size + 1, root=bytes(32)),
    "this head, with a root of nobody": lambda seen: seen._replace(root=bytes(32)),
    "a head that will never be": lambda seen: seen._replace(size=1 << 50, root=bytes(32)),
    "an epoch that is not open": lambda seen: seen._replace(epoch=2),
    "an older head than before": lambda seen: seen._replace(size=1, root=bytes(32)),
}


def quiet(world):
    for checker in world.hooks.quiet:
        checker.quiet()


@pytest.mark.parametrize("lie", LIES.values(), ids=list(LIES))
def test_references_to_heads_that_are_not_there_stop_nothing_and_split_no_view(lie, monkeypatch):
    world = opened(3, seed="liar", checkers=WATCHING)
    real = writing._seen

    def seen(core):
        found = real(core)
        return tuple(map(lie, found)) if core.code == "XCC" else found

    monkeypatch.setattr(writing, "_seen", seen)
    for turn in range(8):
        for code in world.members:
            say(world, code, f"Turn {turn}.")
        if turn == 3:
            cut_all(world)
        if turn == 5:
            mend_all(world)
        wait(world, 2 * MINUTE)
    wait(world, 2 * MINUTE)
    for code in world.members:
        assert not world[code].node.core.closed
        for author in world.members:
            assert held(world, code, author) == size(world, author), "bytes decide what is mirrored"
    quiet(world)


def test_an_entry_that_names_another_root_is_labelled_at_every_party(monkeypatch):
    world = opened(3, seed="label", checkers=WATCHING)
    real = writing._seen
    monkeypatch.setattr(
        writing,
        "_seen",
        lambda core: tuple(Seen(*item[:3], bytes(32)) for item in real(core)) if core.code == "XCC" else real(core),
    )
    say(world, "XCC", "I have seen what nobody wrote.")
    wait(world, 2 * MINUTE)
    for code in ("XAA", "XBB"):
        labels = world[code].held.rows("label", world.charter.line, None, 10)
        assert any(b"unknown_seen" in value for _, value in labels)
        assert "entry/XCC" in alarms(world, code)
    quiet(world)
