"""The simulator's store and the real one, side by side, through the same random days: same ends, same contents."""

import asyncio
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.store.growth import ELSEWHERE, LINE, OTHER_LINE, OURS, THEIRS, Grown, everything
from tests.store.places import empty_record
from watchline.errors import OutcomeUnknown, WatchlineError
from watchline.log import Entry, Head, leaf_hash
from watchline.node.doors import Batch, RowChange
from watchline.store import Fault, MemoryStore, SqliteStore, sqlite, sqlite_writer

NAMES = st.one_of(st.sampled_from([b"", b"a", b"a\xff", b"\xff", b"b"]), st.binary(max_size=3))
ROWS = st.lists(
    st.builds(
        lambda view, line, name, value: RowChange(view, line + name, value),
        st.sampled_from(["board", "calls"]),
        st.sampled_from([LINE, OTHER_LINE]),
        NAMES,
        st.one_of(st.none(), st.binary(max_size=50)),
    ),
    max_size=6,
)
GROWTH = st.dictionaries(
    st.sampled_from([OURS, THEIRS, ELSEWHERE]), st.sampled_from([0, 1, 2, 5, 130, 260]), max_size=3
)
MIRRORS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "B"]), st.integers(0, 2**63 - 1), st.binary(max_size=4)), max_size=2
)


class TwoStores(RuleBasedStateMachine):
    """What is asked of one is asked of the other."""

    @initialize(pages=st.sampled_from([3, 50, 4000]))
    def begin(self, pages):
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(sqlite, "WAL_PAGES_MAX", pages)
        self.patch.setattr(sqlite_writer, "_TRIM_EVERY", 1)
        (self.folder / "record").write_bytes(empty_record())
        self.sqlite = self.opened()
        self.memory = MemoryStore(feed_kept=20)
        self.logs = {origin: Grown(origin) for origin in (OURS, THEIRS, ELSEWHERE)}
        self.tenures = []
        self.batches = []
        self.ask(lambda store: store.acquire("first", [LINE, OTHER_LINE]), self.tenures)

    def opened(self):
        return SqliteStore(self.folder / "record", sync=False, feed_kept=20, idle_s=1000)

    def ask(self, question, kept=None):
        """Ask both, see that they answer alike, and return the answer."""
        ends = []
        for store in (self.memory, self.sqlite):
            try:
                ends.append(asyncio.run(question(store)))
            except WatchlineError as why:
                ends.append((type(why),))
        ours, theirs = ends
        if isinstance(ours, tuple) and isinstance(ours[0], type):
            assert theirs[0] is ours[0]
        else:
            assert theirs == ours
            if kept is not None:
                kept.append(ours)
        return ours

    @rule(owner=st.sampled_from(["one", "two"]), lines=st.sampled_from([[LINE], [OTHER_LINE], [LINE, OTHER_LINE]]))
    def acquire(self, owner, lines):
        self.ask(lambda store: store.acquire(owner, lines), self.tenures)

    @rule(which=st.integers(0, 3), growth=GROWTH, rows=ROWS, mirrors=MIRRORS)
    def append(self, which, growth, rows, mirrors):
        """Mostly under the newest tenure, sometimes under an older one."""
        tenure = self.tenures[-1 - min(which, len(self.tenures) - 1) if which > 1 else -1]
        saved = {origin: (log.frontier, log.head, list(log.entries)) for origin, log in self.logs.items()}
        changes = tuple(self.logs[origin].change(count, cosignatures=mirrors) for origin, count in growth.items())
        batch = Batch(changes, tuple(rows))
        end = self.ask(lambda store: store.append(tenure, batch))
        if isinstance(end[0], type):
            for origin, (frontier, head, entries) in saved.items():
                log = self.logs[origin]
                log.frontier, log.head, log.entries = frontier, head, entries
        else:
            self.batches.append(batch)

    @rule(back=st.integers(1, 4))
    def append_again(self, back):
        """An earlier batch once more: done already, or no longer its turn."""
        if self.batches:
            batch = self.batches[-min(back, len(self.batches))]
            # A batch in which no log grows is always written again; an old one would take rows and states back.
            if any(change.new != change.old for change in batch.changes):
                self.ask(lambda store: store.append(self.tenures[-1], batch))

    @rule(origin=st.sampled_from([OURS, THEIRS]), size=st.integers(0, 5))
    def append_beside(self, origin, size):
        """A batch that grows from a head that was never there."""
        leaf = Entry(size, b"x", leaf_hash(b"x"), None, None, 1)
        change = (
            Grown(origin).change(0)._replace(old=Head(size, b"o" * 32), new=Head(size + 1, b"n" * 32), entries=(leaf,))
        )
        self.ask(lambda store: store.append(self.tenures[-1], Batch((change,))))

    @rule(stored=st.booleans(), count=st.integers(1, 3))
    def a_crash_whose_outcome_is_unknown(self, stored, count):
        """The memory store is told so; the database did it or did not. Both go on alike after acquiring."""
        tenure, log = self.tenures[-1], self.logs[OURS]
        if LINE not in tenure.lines or log.head != self.head(OURS) or not self.may_write(tenure):
            return
        batch = Batch((log.change(count),), (RowChange("board", LINE + b"crash", b"%d" % count),))
        self.memory.fail_next(Fault.UNKNOWN_STORED if stored else Fault.UNKNOWN_LOST)
        with pytest.raises(OutcomeUnknown):
            asyncio.run(self.memory.append(tenure, batch))
        with pytest.raises(OutcomeUnknown):
            asyncio.run(self.memory.append(tenure, batch))
        if stored:
            asyncio.run(self.sqlite.append(tenure, batch))
        self.ask(lambda store: store.acquire("after", [LINE, OTHER_LINE]), self.tenures)
        self.ask(lambda store: store.append(self.tenures[-1], batch))
        assert self.head(OURS) == log.head

    @rule(entries=st.lists(st.tuples(st.sampled_from([OURS, THEIRS]), st.integers(0, 8)), max_size=3))
    def erase(self, entries):
        self.ask(lambda store: store.erase(self.tenures[-1], entries))

    @rule()
    def restart(self):
        self.sqlite.close()
        self.sqlite = self.opened()

    @rule(
        view=st.sampled_from(["board", "calls"]),
        prefix=NAMES,
        after=st.one_of(st.none(), NAMES),
        limit=st.integers(-1, 9),
    )
    def look_at_a_page(self, view, prefix, after, limit):
        for line in (LINE, OTHER_LINE):
            after_key = None if after is None else line + after
            ours, theirs = (
                list(s.held.rows(view, line + prefix, after_key, limit)) for s in (self.memory, self.sqlite)
            )
            assert ours == theirs

    @rule(after=st.integers(0, 400), limit=st.integers(0, 30))
    def look_at_the_feed(self, after, limit):
        ours, theirs = (list(asyncio.run(store.feed(after, limit))) for store in (self.memory, self.sqlite))
        last = asyncio.run(self.memory.feed(0, 10_000))
        # How far back it reaches is each store's own; at least the last 20 are there, and what both have is the same.
        if not last or after >= last[-1].number - 20:
            assert ours == theirs
        assert (
            [row.number for row in theirs] == list(range(theirs[0].number, theirs[0].number + len(theirs)))
            if theirs
            else True
        )

    @invariant()
    def they_hold_the_same(self):
        if hasattr(self, "sqlite"):
            assert everything(self.sqlite.held) == everything(self.memory.held)

    def head(self, origin):
        return next((log.head for log in self.memory.held.logs(LINE) if log.origin == origin), Grown(origin).head)

    def may_write(self, tenure):
        return tenure.fence == max(each.fence for each in self.tenures if LINE in each.lines)

    def teardown(self):
        if hasattr(self, "sqlite"):
            self.sqlite.close()
            self.patch.undo()
            shutil.rmtree(self.folder)


TestTwoStores = TwoStores.TestCase
# Without the explanation of a failure: tracing every line takes longer than the rest together.
TestTwoStores.settings = settings(
    stateful_step_count=30, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
)
