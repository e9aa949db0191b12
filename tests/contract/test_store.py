"""What every store promises the node (watchline.node.doors.Store and Held)."""

import asyncio

import pytest

from tests.store.growth import (
    ELSEWHERE,
    INT_MAX,
    LINE,
    OTHER_LINE,
    OURS,
    THEIRS,
    Grown,
    awaited,
    everything,
    gone,
    row,
)
from tests.store.places import STORES
from watchline.errors import OurMistake, Superseded
from watchline.log import EMPTY, Entry, Head, LogChange, LogRow, leaf_hash
from watchline.node.doors import Batch, RowChange, Stored


@pytest.fixture(params=STORES.values(), ids=STORES)
def place(request, tmp_path):
    made = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture
def store(place):
    return place.open()


@awaited
async def test_an_empty_store_holds_nothing_and_says_so_without_an_error(store):
    held = store.held
    assert list(held.logs(LINE)) == []
    assert held.entry(OURS, 0) is None
    assert list(held.entries(OURS, 0, 10)) == []
    assert list(held.hashes(OURS, 0, 0, 10)) == []
    assert list(held.hashes(OURS, 8, 0, 10)) == []
    assert held.checkpoint(OURS, 1) is None
    assert held.checkpoint_near(OURS, 1, below=True) is None
    assert list(held.cosignatures(OURS)) == []
    assert held.row("board", LINE) is None
    assert list(held.rows("board", b"", None, 10)) == []
    assert list(await store.feed(0, 10)) == []


@awaited
async def test_what_was_appended_is_held_as_it_was_given(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    stored = await store.append(tenure, log.batch(3, row(b"a"), row(b"b"), cosignatures=[("m", 3, b"line \xff\x00")]))
    held = store.held
    assert stored == Stored(2)
    assert list(held.logs(LINE)) == [LogRow(OURS, log.head, 0, b"state 3")]
    assert list(held.entries(OURS, 0, 10)) == log.entries
    assert [held.entry(OURS, index) for index in range(3)] == log.entries
    assert all(type(held.entry(OURS, index)) is Entry for index in range(3))
    assert list(held.hashes(OURS, 0, 0, 10)) == [entry.leaf_hash for entry in log.entries]
    assert held.checkpoint(OURS, 3) == log.note(3)
    assert list(held.cosignatures(OURS)) == [("m", 3, b"line \xff\x00")]
    assert held.row("board", LINE + b"a") == b"value"


@awaited
async def test_what_was_appended_is_there_for_the_next_process(place):
    store = place.open()
    log = Grown()
    tenure = await store.acquire("node", [LINE])
    for count in (1, 300, 5):
        await store.append(tenure, log.batch(count, row(b"%d" % count)))
    before, feed = everything(store.held), list(await store.feed(0, 100))
    place.crash()
    store = place.open()
    assert everything(store.held) == before
    assert list(await store.feed(0, 100)) == feed
    tenure = await store.acquire("node", [LINE])
    await store.append(tenure, log.batch(2))
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_the_size_before_is_that_before_the_last_batch_that_grew_the_log(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    for count, before in ((2, 0), (3, 2), (0, 2), (0, 2), (1, 5)):
        await store.append(tenure, log.batch(count))
        assert store.held.logs(LINE)[0].size_before == before


@awaited
async def test_a_log_may_begin_with_its_state_alone(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    await store.append(tenure, log.batch(0, state=b"nothing yet"))
    assert list(store.held.logs(LINE)) == [LogRow(OURS, EMPTY, 0, b"nothing yet")]
    await store.append(tenure, log.batch(1))
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_the_logs_of_a_line_come_by_origin_and_no_other_line_s(store):
    tenure = await store.acquire("node", [LINE, OTHER_LINE])
    origins = [f"{LINE.hex()}.watchline/{code}" for code in ("XBB/2", "XAA/10", "XAA/2", "XAA/1/x3", "XAA/1")]
    changes = tuple(Grown(origin).change() for origin in (*origins, ELSEWHERE))
    await store.append(tenure, Batch(changes))
    assert [log.origin for log in store.held.logs(LINE)] == sorted(origins)
    assert [log.origin for log in store.held.logs(OTHER_LINE)] == [ELSEWHERE]


@awaited
async def test_many_logs_and_rows_are_one_transaction(store):
    tenure = await store.acquire("node", [LINE, OTHER_LINE])
    ours, theirs, elsewhere = Grown(OURS), Grown(THEIRS), Grown(ELSEWHERE)
    rows = (row(b"a"), row(b"b", line=OTHER_LINE))
    await store.append(tenure, Batch((ours.change(2), theirs.change(3), elsewhere.change(4)), rows))
    before, feed = everything(store.held), list(await store.feed(0, 100))
    good, stale = ours.change(2), theirs.change(2)._replace(old=Head(1, bytes(32)), entries=())
    stale = stale._replace(new=Head(1, bytes(32)))
    with pytest.raises(Superseded):
        await store.append(tenure, Batch((good, stale), (row(b"c"), gone(b"a"))))
    assert everything(store.held) == before
    assert list(await store.feed(0, 100)) == feed


@awaited
async def test_the_same_batch_again_is_success_and_changes_nothing(store):
    tenure = await store.acquire("node", [LINE])
    log, other = Grown(), Grown(THEIRS)
    first = Batch((log.change(2), other.change(0)), (row(b"a", b"first"),))
    stored = await store.append(tenure, first)
    assert await store.append(tenure, first) == stored
    await store.append(tenure, Batch((), (row(b"a", b"second"),)))
    before = everything(store.held)
    await store.append(tenure, first)
    assert everything(store.held) == before
    assert store.held.row("board", LINE + b"a") == b"second"
    assert len(await store.feed(0, 100)) == 2


@awaited
async def test_the_same_batch_again_succeeds_under_the_next_tenure_too(store):
    log = Grown()
    batch = log.batch(2, row(b"a"))
    await store.append(await store.acquire("node", [LINE]), batch)
    await store.append(await store.acquire("node", [LINE]), batch)
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_a_batch_of_which_a_part_is_there_is_another_batch(store):
    tenure = await store.acquire("node", [LINE])
    ours, theirs = Grown(OURS), Grown(THEIRS)
    first = ours.change()
    await store.append(tenure, Batch((first,)))
    with pytest.raises(Superseded):
        await store.append(tenure, Batch((first, theirs.change())))
    assert list(store.held.entries(THEIRS, 0, 9)) == []


@pytest.mark.parametrize("old", [Head(1, bytes(32)), EMPTY, Head(3, bytes(32))])
@awaited
async def test_a_head_that_is_not_old_supersedes_and_writes_nothing(store, old):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    await store.append(tenure, log.batch(1))
    before = everything(store.held)
    leaf = Entry(old.size, b"x", leaf_hash(b"x"), None, None, 1)
    change = LogChange(OURS, old, Head(old.size + 1, b"r" * 32), b"", (leaf,))
    with pytest.raises(Superseded, match="stop signing"):
        await store.append(tenure, Batch((change,), (row(b"a"),)))
    assert everything(store.held) == before


@awaited
async def test_a_second_tenure_of_a_line_supersedes_the_first(store):
    first = await store.acquire("one", [LINE])
    log = Grown()
    await store.append(first, log.batch())
    second = await store.acquire("two", [LINE])
    batch = log.batch(1, row(b"a"))
    with pytest.raises(Superseded, match="stop signing"):
        await store.append(first, batch)
    with pytest.raises(Superseded):
        await store.append(first, Batch((), (row(b"a"),)))
    with pytest.raises(Superseded):
        await store.erase(first, [(OURS, 0)])
    assert store.held.logs(LINE)[0].head.size == 1
    assert store.held.entry(OURS, 0) == log.entries[0]
    await store.append(second, batch)


@awaited
async def test_the_same_owner_supersedes_itself_too(store):
    first = await store.acquire("node", [LINE])
    second = await store.acquire("node", [LINE])
    assert second.fence > first.fence
    with pytest.raises(Superseded):
        await store.append(first, Grown().batch())


@awaited
async def test_a_second_process_supersedes_the_first(place):
    first, second = place.open(), place.open()
    tenure = await first.acquire("one", [LINE])
    log = Grown()
    await first.append(tenure, log.batch())
    newer = await second.acquire("two", [LINE])
    with pytest.raises(Superseded):
        await first.append(tenure, log.batch())
    assert second.held.logs(LINE)[0].head.size == 1
    assert newer.fence > tenure.fence


@awaited
async def test_the_fence_is_of_each_line(store):
    both = await store.acquire("one", [LINE, OTHER_LINE])
    await store.acquire("two", [OTHER_LINE])
    await store.append(both, Grown(OURS).batch(1, row(b"a")))
    with pytest.raises(Superseded):
        await store.append(both, Grown(ELSEWHERE).batch())
    with pytest.raises(Superseded):
        await store.append(both, Batch((), (row(b"a", line=OTHER_LINE),)))
    newest = await store.acquire("three", [LINE, OTHER_LINE])
    await store.append(newest, Grown(ELSEWHERE).batch())
    with pytest.raises(Superseded):
        await store.append(both, Batch((), (row(b"a"),)))


@awaited
async def test_a_fence_only_rises_whatever_lines_it_was_raised_with(store):
    fences = []
    for lines in ([LINE], [OTHER_LINE], [OTHER_LINE], [OTHER_LINE], [LINE, OTHER_LINE], [LINE], [OTHER_LINE]):
        tenure = await store.acquire("node", lines)
        assert tenure.lines == tuple(lines)
        fences.append((lines, tenure.fence))
    for line in (LINE, OTHER_LINE):
        seen = [fence for lines, fence in fences if line in lines]
        assert seen == sorted(set(seen))


@awaited
async def test_a_tenure_given_back_writes_nothing_more(place):
    store = place.open()
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    await store.append(tenure, log.batch())
    await store.release(tenure)
    store = place.open()
    with pytest.raises(Superseded):
        await store.append(tenure, log.batch())
    assert store.held.logs(LINE)[0].head.size == 1


@awaited
async def test_giving_back_an_old_tenure_leaves_the_new_one_standing(place):
    first, second = place.open(), place.open()
    old = await first.acquire("one", [LINE])
    new = await second.acquire("two", [LINE])
    await first.release(old)
    await second.append(new, Grown().batch())


@pytest.mark.parametrize(
    "batch",
    [
        Batch((Grown(ELSEWHERE).change(),)),
        Batch((), (row(b"a", line=OTHER_LINE),)),
        Batch((), (RowChange("board", b"short", b"v"),)),
        Batch((Grown("nonsense").change(),)),
        Batch((Grown("zz" * 32 + ".watchline/XAA/1").change(),)),
        Batch((Grown(LINE.hex() + "/watchline/XAA/1").change(),)),
        Batch((Grown().change(), Grown().change())),
        Batch((Grown().change(2)._replace(entries=Grown().change(1).entries),)),
        Batch((Grown().change(2)._replace(entries=()),)),
        Batch((Grown().change(0)._replace(entries=Grown().change(1).entries),)),
        Batch((Grown().change(1)._replace(entries=tuple(e._replace(index=1) for e in Grown().change(1).entries)),)),
    ],
    ids=[
        "a line not acquired",
        "a row of a line not acquired",
        "a row of no line",
        "no origin",
        "no line in the origin",
        "no dot after the line",
        "one log twice",
        "an entry short",
        "no entries",
        "an entry too many",
        "another index",
    ],
)
@awaited
async def test_a_batch_that_cannot_be_meant_is_our_mistake_and_writes_nothing(store, batch):
    tenure = await store.acquire("node", [LINE])
    before = everything(store.held)
    with pytest.raises(OurMistake):
        await store.append(tenure, batch)
    assert everything(store.held) == before
    await store.append(tenure, Grown().batch())


@awaited
async def test_an_empty_batch_is_stored_at_once(store):
    tenure = await store.acquire("node", [LINE])
    await store.append(tenure, Batch((), (row(b"a"),)))
    assert await store.append(tenure, Batch()) == Stored(1)


@awaited
async def test_rows_are_set_replaced_and_deleted_in_the_order_of_the_batch(store):
    tenure = await store.acquire("node", [LINE])
    await store.append(
        tenure, Batch((), (row(b"a", b"1"), row(b"b", b"1"), gone(b"a"), row(b"b", b"2"), row(b"c", b"")))
    )
    assert [store.held.row("board", LINE + name) for name in (b"a", b"b", b"c")] == [None, b"2", b""]
    await store.append(
        tenure, Batch((), (gone(b"b"), row(b"a", b"3"), gone(b"never there"), gone(b"c"), row(b"c", b"4")))
    )
    assert list(store.held.rows("board", LINE, None, 9)) == [(LINE + b"a", b"3"), (LINE + b"c", b"4")]
    assert store.held.row("calls", LINE + b"a") is None


@awaited
async def test_rows_come_in_bytewise_order_by_prefix_and_page_by_page(store):
    tenure = await store.acquire("node", [LINE])
    names = [
        b"",
        b"\x00",
        b"a",
        b"a\x00",
        b"a\xff",
        b"a\xff\xff",
        b"b",
        b"\x7f",
        b"\x80",
        b"\xff",
        b"\xff\xff",
        b"\xff\x00",
    ]
    for name in names[::-1]:
        await store.append(tenure, Batch((), (row(name), row(name, view="calls"))))
    keys = sorted(LINE + name for name in names)
    rows = store.held.rows
    assert [key for key, _ in rows("board", b"", None, 99)] == keys
    assert [key for key, _ in rows("board", LINE, None, 99)] == keys
    assert [key for key, _ in rows("board", LINE + b"a", None, 99)] == sorted(
        k for k in keys if k.startswith(LINE + b"a")
    )
    assert [key for key, _ in rows("board", LINE + b"\xff", None, 99)] == keys[-3:]
    assert [key for key, _ in rows("board", LINE + b"a", LINE, 99)] == [
        key for key, _ in rows("board", LINE + b"a", None, 99)
    ]
    assert list(rows("board", LINE + b"a", LINE + b"b", 99)) == []
    assert list(rows("board", LINE, None, 0)) == []
    assert list(rows("board", LINE, None, -1)) == []
    paged, after = [], None
    while page := rows("board", LINE, after, 5):
        assert len(page) <= 5
        paged += [key for key, _ in page]
        after = paged[-1]
    assert paged == keys


@awaited
async def test_a_prefix_of_nothing_but_ff_bytes_ends_nowhere(store):
    line = b"\xff" * 32
    tenure = await store.acquire("node", [line])
    await store.append(tenure, Batch((), (row(b"a", line=line), row(b"\xff", line=line))))
    assert [key for key, _ in store.held.rows("board", line, None, 9)] == [line + b"a", line + b"\xff"]
    assert [key for key, _ in store.held.rows("board", line, line + b"a", 9)] == [line + b"\xff"]


@awaited
async def test_the_feed_numbers_every_change_of_a_row_from_one_without_gaps(store):
    tenure = await store.acquire("node", [LINE])
    expected = []
    for number in range(30):
        rows = [row(b"%d" % each, view="calls" if each % 2 else "board") for each in range(number % 4)] + [gone(b"0")]
        stored = await store.append(tenure, Batch((), tuple(rows)))
        expected += [(change.view, change.key) for change in rows]
        assert stored == Stored(len(expected))
    assert [tuple(found) for found in await store.feed(0, 1000)] == [
        (number, view, key) for number, (view, key) in enumerate(expected, 1)
    ]
    assert [found.number for found in await store.feed(10, 5)] == [11, 12, 13, 14, 15]
    assert list(await store.feed(len(expected), 5)) == []
    assert list(await store.feed(len(expected) + 7, 5)) == []
    assert list(await store.feed(0, 0)) == []


@pytest.mark.parametrize("kind", STORES.values(), ids=STORES)
@awaited
async def test_the_feed_keeps_the_last_rows_and_what_it_gives_has_no_gap(kind, tmp_path):
    place = kind(tmp_path, feed_kept=100)
    store = place.open()
    tenure = await store.acquire("node", [LINE])
    for _ in range(30):
        stored = await store.append(tenure, Batch((), tuple(row(b"%d" % each) for each in range(100))))
        assert len(await store.feed(stored.feed - 100, 1000)) == 100
    found = [each.number for each in await store.feed(0, 10_000)]
    assert stored == Stored(3000)
    assert found == list(range(found[0], 3001))
    assert 100 <= len(found) < 3000
    assert [each.number for each in await store.feed(2990, 5)] == [2991, 2992, 2993, 2994, 2995]
    place.close()


@awaited
async def test_entries_come_by_index_page_by_page(store):
    tenure = await store.acquire("node", [LINE])
    log, other = Grown(), Grown(THEIRS, b"their leaf")
    for count in (1, 20, 3):
        await store.append(tenure, Batch((log.change(count), other.change(2))))
    held = store.held
    assert list(held.entries(OURS, 5, 4)) == log.entries[5:9]
    assert list(held.entries(OURS, 22, 100)) == log.entries[22:]
    assert list(held.entries(OURS, 24, 1)) == []
    assert list(held.entries(OURS, 0, 0)) == []
    assert list(held.entries(THEIRS, 0, 100)) == other.entries
    assert held.entry(OURS, 24) is None
    assert held.entry(OURS, -1) is None


@awaited
async def test_hashes_are_those_of_complete_subtrees_level_by_level(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    nodes = []
    for count in (255, 1, 300, 500):
        batch = log.batch(count)
        nodes += batch.changes[0].nodes
        await store.append(tenure, batch)
    leaves = [entry.leaf_hash for entry in log.entries]
    assert list(store.held.hashes(OURS, 0, 0, 5000)) == leaves
    assert list(store.held.hashes(OURS, 0, 256, 256)) == leaves[256:512]
    assert [node.index for node in nodes if node.level == 8] == [0, 1, 2, 3]
    assert list(store.held.hashes(OURS, 8, 0, 256)) == [node.hash for node in nodes]
    assert list(store.held.hashes(OURS, 8, 1, 2)) == [node.hash for node in nodes[1:3]]
    assert list(store.held.hashes(OURS, 8, 4, 2)) == []
    assert list(store.held.hashes(OURS, 16, 0, 2)) == []
    assert list(store.held.hashes(OURS, 0, 3, 0)) == []


@awaited
async def test_every_checkpoint_is_kept_and_the_nearest_is_found(store):
    tenure = await store.acquire("node", [LINE])
    log, other = Grown(), Grown(THEIRS)
    for count in (2, 3, 10):
        await store.append(tenure, Batch((log.change(count), other.change(1))))
    held = store.held
    assert [held.checkpoint(OURS, size) for size in (2, 5, 15)] == [log.note(size) for size in (2, 5, 15)]
    assert held.checkpoint(OURS, 3) is None
    near = {
        size: (held.checkpoint_near(OURS, size, below=True), held.checkpoint_near(OURS, size, below=False))
        for size in range(18)
    }
    sizes = [2, 5, 15]
    for size, (below, above) in near.items():
        lower, upper = [s for s in sizes if s <= size], [s for s in sizes if s >= size]
        assert below == ((lower[-1], log.note(lower[-1])) if lower else None)
        assert above == ((upper[0], log.note(upper[0])) if upper else None)


@awaited
async def test_a_checkpoint_once_kept_is_not_replaced_and_an_older_one_may_come_late(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    await store.append(tenure, log.batch(9))
    late = log.change(0)._replace(checkpoints=((4, b"late"), (9, b"another")))
    await store.append(tenure, Batch((late,)))
    assert store.held.checkpoint(OURS, 9) == log.note(9)
    assert store.held.checkpoint_near(OURS, 8, below=True) == (4, b"late")
    assert store.held.checkpoint_near(OURS, 5, below=False) == (9, log.note(9))


@awaited
async def test_the_newest_cosignature_of_each_mirror_is_kept(store):
    tenure = await store.acquire("node", [LINE])
    log, other = Grown(), Grown(THEIRS)
    await store.append(tenure, log.batch(5, cosignatures=[("b/mirror", 1, b"b1"), ("B/mirror", 2, b"B2")]))
    await store.append(tenure, Batch((other.change(1, cosignatures=[("b/mirror", 1, b"of the other")]),)))
    await store.append(tenure, log.batch(0, cosignatures=[("b/mirror", 5, b"b5"), ("a/mirror", 5, b"a5")]))
    assert list(store.held.cosignatures(OURS)) == [
        ("B/mirror", 2, b"B2"),
        ("a/mirror", 5, b"a5"),
        ("b/mirror", 5, b"b5"),
    ]
    assert list(store.held.cosignatures(THEIRS)) == [("b/mirror", 1, b"of the other")]


@awaited
async def test_integers_have_64_bits_and_bytes_are_bytes(place):
    store = place.open()
    tenure = await store.acquire("owner ü \U0001f6e5", [LINE])
    entry = Entry(0, b"", leaf_hash(b""), b"\x00" * 32, b"\x00\xff" * 40_000, INT_MAX)
    change = LogChange(OURS, EMPTY, Head(1, b"\xff" * 32), b"", (entry,), cosignatures=(("m", INT_MAX, b""),))
    name = bytes(range(256))
    await store.append(tenure, Batch((change,), (RowChange("Ansicht ü", LINE + name, name * 400),)))
    place.crash()
    held = place.open().held
    assert held.entry(OURS, 0) == entry
    assert list(held.cosignatures(OURS)) == [("m", INT_MAX, b"")]
    assert list(held.rows("Ansicht ü", LINE, None, 5)) == [(LINE + name, name * 400)]
    assert held.logs(LINE)[0] == LogRow(OURS, Head(1, b"\xff" * 32), 0, b"")
    assert list(held.entries(OURS, 0, INT_MAX)) == [entry]
    assert held.entry(OURS, INT_MAX) is None
    assert list(held.entries(OURS, INT_MAX, INT_MAX)) == []
    assert list(held.hashes(OURS, 0, 0, INT_MAX)) == [entry.leaf_hash]
    assert held.checkpoint(OURS, INT_MAX) is None
    assert held.checkpoint_near(OURS, INT_MAX, below=False) is None


@awaited
async def test_an_agreed_erasure_takes_body_and_salt_and_leaves_the_leaf(place):
    store = place.open()
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    await store.append(tenure, log.batch(5))
    await store.erase(tenure, [(OURS, 1), (OURS, 3), (OURS, 99), (THEIRS, 0)])
    place.crash()
    held = place.open().held
    expected = [entry._replace(salt=None, body=None) if entry.index in {1, 3} else entry for entry in log.entries]
    assert list(held.entries(OURS, 0, 9)) == expected
    assert held.logs(LINE)[0].head == log.head
    assert list(held.hashes(OURS, 0, 0, 9)) == [entry.leaf_hash for entry in log.entries]


@awaited
async def test_writes_take_their_turn_in_the_order_in_which_they_were_asked_for(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    batches = [log.batch(1, row(b"a", b"%d" % number)) for number in range(40)]
    stored = await asyncio.gather(*(store.append(tenure, batch) for batch in batches))
    assert [each.feed for each in stored] == list(range(1, 41))
    assert store.held.logs(LINE)[0].head == log.head
    assert store.held.row("board", LINE + b"a") == b"39"


@awaited
async def test_one_failure_in_a_queue_of_writes_harms_no_other(store):
    tenure = await store.acquire("node", [LINE, OTHER_LINE])
    ours, elsewhere = Grown(), Grown(ELSEWHERE)
    lost = ours.batch()
    ends = await asyncio.gather(
        store.append(tenure, elsewhere.batch()),
        store.append(tenure, ours.batch()),
        store.append(tenure, elsewhere.batch()),
        return_exceptions=True,
    )
    assert [type(end) for end in ends] == [Stored, Superseded, Stored]
    assert lost
    assert store.held.logs(OTHER_LINE)[0].head == elsewhere.head


@pytest.mark.parametrize("turns", range(8))
@awaited
async def test_a_cancelled_write_is_there_whole_or_not_at_all_and_the_next_one_sees_which(store, turns):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    batches = [log.batch(3, row(b"a", b"%d" % number)) for number in range(4)]
    tasks = [asyncio.create_task(store.append(tenure, batch)) for batch in batches]
    for _ in range(turns):
        await asyncio.sleep(0)
    tasks[turns % 4].cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    tenure = await store.acquire("node", [LINE])
    held = store.held.logs(LINE)
    size = held[0].head.size if held else 0
    assert size % 3 == 0
    done = size // 3
    assert len(store.held.entries(OURS, 0, 99)) == size
    assert store.held.row("board", LINE + b"a") == (b"%d" % (done - 1) if done else None)
    # Nothing that was reported stored is missing, and nothing stored was reported refused.
    for number, end in enumerate(ends):
        assert not isinstance(end, Stored) or number < done
        assert not isinstance(end, Superseded) or number >= done
    for batch in batches[done:]:
        await store.append(tenure, batch)
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_reads_show_only_what_is_committed(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    await store.append(tenure, log.batch(1, row(b"a", b"0")))
    seen = []

    async def look():
        while len(seen) < 300:
            rows = store.held.logs(LINE)
            seen.append((rows[0].head.size, int(store.held.row("board", LINE + b"a"))))
            await asyncio.sleep(0)

    async def write():
        for number in range(1, 30):
            await store.append(tenure, log.batch(1, row(b"a", b"%d" % number)))
            assert store.held.logs(LINE)[0].head == log.head

    await asyncio.gather(look(), write())
    # Two reads are two moments, the second never before the first.
    assert all(size - 1 <= value for size, value in seen)
    assert seen == sorted(seen)


@awaited
async def test_a_snapshot_reads_what_was_committed_when_it_began_and_ends_whatever_happens_in_it(store):
    tenure = await store.acquire("node", [LINE])
    log = Grown()
    for number in range(3):
        await store.append(tenure, log.batch(1, row(b"a", b"%d" % number)))
        with store.held.snapshot():
            assert store.held.logs(LINE)[0].head == log.head
            assert store.held.row("board", LINE + b"a") == b"%d" % number
            assert store.held.entry(log.origin, number) is not None
        with pytest.raises(ZeroDivisionError), store.held.snapshot():
            raise ZeroDivisionError
    assert store.held.logs(LINE)[0].head.size == 3
