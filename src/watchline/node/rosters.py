"""Rosters of the parties as they arrive: the next one is taken, a lower number is not, a second one of a number is evidence for people."""

from __future__ import annotations

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log.held import DOC_ROSTER, HeldLogs, every_row
from watchline.node.doors import RowChange
from watchline.node.memory import Core
from watchline.node.outcome import Reply
from watchline.party import Roster, read_roster
from watchline.sentence import worded
from watchline.watch import Level


def take_roster(core: Core, signed: bytes) -> None:
    """Take a party's next roster, whoever brings it; one that is known changes nothing.

    Raises:
        InvalidFromPeer: it does not verify, is under another root, or does not follow the newest known.
    """
    unread = read_roster(signed)
    known = core.rosters.get(unread.code)
    if known is None or unread.root != known.root:
        raise InvalidFromPeer("key", f"a roster of {unread.code} under another root key")
    if unread.number == known.number and unread.hash() != known.hash():
        words = worded(
            "{code} signed two rosters of number {number}. Ask it by another means which one it stands by.",
            code=unread.code,
            number=unread.number,
        )
        core.alarms.set(f"roster/{unread.code}", Level.ALARM, words, core.now.wall)
    if unread.number <= known.number:
        return
    made = read_roster(signed, known)
    core.rosters[made.code] = made
    core.rows.append(roster_row(core.line, made))
    core.have_to |= set(core.peers)  # HAVE is sent after a change; whoever lacks it asks for it
    core.pins[f"roster/{made.code}"] = made.number.to_bytes(4, "big") + made.hash()


def take_own_roster(core: Core, signed: bytes) -> Reply:
    """Take a roster of our own that the root key signed; one that is known changes nothing.

    Raises:
        OurMistake: it is not the next of ours.
    """
    known = core.rosters[core.code]
    try:
        if signed != known.signed:
            if read_roster(signed, known).code != core.code:
                raise OurMistake("This is no roster of ours. Nothing was changed.")
            take_roster(core, signed)
    except InvalidFromPeer as why:
        raise OurMistake(
            worded("This roster is not the next of ours: {words}. Nothing was changed.", words=why.words)
        ) from why
    return Reply(str(core.rosters[core.code].number))


def newest_rosters(held: HeldLogs, line: bytes) -> dict[str, Roster]:
    """Return the newest roster that is kept of each party; each knows the keys of all before it.

    Raises:
        InvalidFromPeer: what is kept does not verify.
    """
    found: dict[str, Roster] = {}
    for _key, row in every_row(held, DOC_ROSTER, line):  # they ascend by code and number
        code = read_roster(row).code
        found[code] = read_roster(row, found.get(code))
    return found


def roster_row(line: bytes, roster: Roster) -> RowChange:
    """Return the row that keeps a signed roster."""
    key = line + roster.code.encode().ljust(8, b"\0") + roster.number.to_bytes(4, "big")
    return RowChange(DOC_ROSTER, key, roster.signed)
