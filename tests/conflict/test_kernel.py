"""The compiled kernel against NumPy, pair by pair, and against records that nobody should give it."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conflict.areas import PLACES
from tests.conflict.engines import compiled
from tests.conflict.test_everything import crowd
from tools import kernel_build
from tools.tree import ROOT
from watchline.conflict import Minima, Table, kernel, meet, rows_of
from watchline.conflict.judging import limits_by_kind, pair_limits, told
from watchline.conflict.records import Records, pack, record_of, unpack

__all__ = ["compiled"]


def limits(table):
    return limits_by_kind(["air"], ["air"], table, None)[0]


@pytest.mark.parametrize("name", sorted(PLACES))
def test_each_pair_gets_the_verdict_of_numpy_and_what_is_too_close_to_tell_is_the_same(compiled, name):
    rows = rows_of(crowd(PLACES[name], 7))
    words, begins = pack(rows)
    count = len(begins)
    for table in (Table({"air": Minima(0, 0, 0)}), Table({"air": Minima(5_500_000, 30_000, 900_000)}), Table()):
        seven = limits(table)
        pairs = pair_limits(np.repeat(seven, count, axis=0))
        for one in range(0, count, 7):
            mine = Records(words, begins[one : one + 1], np.zeros(1, np.int32))
            found = compiled.judge(mine, Records(words, begins, np.zeros(count, np.int32)), seven)
            wanted = told(rows, rows, np.full(count, one), np.arange(count), pairs)
            assert found.tolist() == wanted.tolist()


def test_close_to_a_limit_both_leave_the_same_pairs_to_the_exact_way(compiled):
    crowded = crowd(PLACES["high south"], 9)[:60]
    rows = rows_of(crowded)
    words, begins = pack(rows)
    told_apart = set()
    for one, other in zip(range(30), range(30, 60), strict=True):
        metres = meet(crowded[one], crowded[other], None).lateral_mm / 1000
        for off_cm in (-9, -6, -5, -4, 0, 4, 5, 6, 9):
            limit = max(0, round(metres * 100) + off_cm)
            seven = limits(Table({"air": Minima(limit, 0, 1 << 40)}))
            mine = Records(words, begins[one : one + 1], np.zeros(1, np.int32))
            (found,) = compiled.judge(mine, Records(words, begins[other : other + 1], np.zeros(1, np.int32)), seven)
            pair = pair_limits(seven)
            assert found == told(rows, rows, np.array([one]), np.array([other]), pair)[0], (one, other, off_cm)
            told_apart.add(int(found))
    assert told_apart >= {-1, 0}


def test_proximity_is_named_as_numpy_names_it(compiled):
    rows = rows_of(crowd(PLACES["antimeridian"], 3))
    words, begins = pack(rows)
    seven = limits_by_kind(["air"], ["air"], Table(), Minima(2_000_000, 0, 0))[0]
    pairs = pair_limits(np.repeat(seven, 300, axis=0))
    found = compiled.judge(
        Records(words, begins[:1], np.zeros(1, np.int32)), Records(words, begins, np.zeros(300, np.int32)), seven
    )
    assert found.tolist() == told(rows, rows, np.zeros(300, np.int64), np.arange(300), pairs).tolist()
    assert 2 in found


def test_records_hold_what_rows_hold():
    rows = rows_of(crowd(PLACES["south pole"], 5))
    found = unpack(*pack(rows))
    for name in ("start", "end", "heights", "reach", "polygon", "begins", "sizes"):
        assert (getattr(found, name) == getattr(rows, name)).all(), name
    assert np.array_equal(found.points, rows.points, equal_nan=True)


def test_a_volume_alone_has_the_record_that_it_has_among_others():
    crowded = crowd(PLACES["equator"], 5)[:30]
    words, begins = pack(rows_of(crowded))
    assert np.concatenate([record_of(one) for one in crowded]).tolist() == words.tolist()
    assert begins[1] == len(record_of(crowded[0]))


def test_a_record_that_is_not_whole_is_told_and_not_read(compiled):
    words, begins = pack(rows_of(crowd(PLACES["equator"], 5)[:2]))
    kinds = np.zeros(2, np.int32)
    seven = limits(Table({"air": Minima(0, 0, 0)}))
    for broken in (begins + len(words), begins - 1, np.array([0, 1 << 62])):
        with pytest.raises(AssertionError, match="not whole"):
            compiled.judge(Records(words, begins[:1], kinds[:1]), Records(words, broken, kinds), seven)
    with pytest.raises(AssertionError, match="not whole"):
        compiled.judge(Records(words, begins[:1], kinds[:1]), Records(words[:-1].copy(), begins, kinds), seven)
    with pytest.raises(AssertionError, match="kind"):
        compiled.judge(Records(words, begins[:1], kinds[:1]), Records(words, begins, kinds + 1), seven)
    with pytest.raises(AssertionError, match="numbers"):
        compiled.judge(Records(words, begins[:1], kinds[:1]), Records(words, begins, kinds.astype(np.int64)), seven)


@given(
    st.binary(max_size=400), st.integers(-4, 120), st.lists(st.integers(-(1 << 62), 1 << 62), min_size=7, max_size=7)
)
def test_any_words_are_judged_or_refused(compiled, data, begin, numbers):
    words = np.frombuffer(data[: len(data) // 4 * 4], np.int32)
    one = Records(words, np.array([begin]), np.zeros(1, np.int32))
    try:
        (found,) = compiled.judge(one, one, np.array([numbers]))
    except AssertionError:
        return
    assert found in {-1, 0, 1, 2, 3}


def test_the_kernel_here_is_of_this_source(compiled):
    assert kernel_build.fresh(), "run python tools/kernel_build.py"
    assert kernel.words() == "compiled, sound, in use"


def test_without_the_file_there_is_no_kernel_and_it_is_said(tmp_path):
    assert kernel._load(str(tmp_path / "nothing.so")).kernel is None
    (tmp_path / "text.so").write_text("no library")
    found = kernel._load(str(tmp_path / "text.so"))
    assert found.kernel is None
    assert "the same answers" in found.words


@pytest.mark.parametrize("flags", [["-DVERSION_IS=2"], ["-mfma", "-ffp-contract=fast"]])
def test_a_kernel_of_another_version_or_that_rounds_otherwise_is_not_used(compiled, tmp_path, flags):
    compiler = kernel_build.compiler()
    if compiler is None:
        pytest.skip("there is no C compiler here")
    text = kernel_build.SOURCE.read_text(encoding="utf-8")
    if "-mfma" in flags and "fma" not in Path("/proc/cpuinfo").read_text(encoding="utf-8"):
        pytest.skip("this processor cannot fuse a product and a sum")
    (tmp_path / "kernel.c").write_text(
        text.replace("VERSION = 1", "VERSION = 2") if "-DVERSION_IS=2" in flags else text
    )
    subprocess.run(
        [compiler, "-O2", "-fPIC", "-shared", *flags, "-o", tmp_path / "other.so", tmp_path / "kernel.c", "-lm"],
        check=True,
    )
    found = kernel._load(str(tmp_path / "other.so"))
    assert found.kernel is None
    assert "not used" in found.words


def test_it_is_built_only_where_it_may_be(monkeypatch):
    monkeypatch.setenv("WATCHLINE_NO_KERNEL", "1")
    assert not kernel_build.wanted()
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert kernel_build.compiler() is None
    assert not kernel_build.build()


FUZZ = """
import random, sys
import numpy as np
from watchline.conflict import kernel
from watchline.conflict.records import Records
from watchline.conflict.tree import Tree
found = kernel._load(sys.argv[1]).kernel
assert found, kernel._load(sys.argv[1]).words
data, begins, boxes = (np.load(name) for name in sys.argv[2:5])
dice = random.Random(5)
count, kinds = len(begins), np.zeros(len(begins), np.int32)
limits = np.array([[500_000, 30_000, 900_000, 5_500_000, 330_000, 9_900_000, 1]])
asked = np.concatenate((-boxes[:, 5:], -boxes[:, :5]), axis=1)
refused = 0
for turn in range(150):
    words, where, all_boxes, many = data.copy(), begins.copy(), boxes.copy(), limits.copy()
    for _ in range(dice.randint(0, 6) if turn else 0):
        words[dice.randrange(len(words))] = dice.choice([0, -1, 1, 1 << 30, -(1 << 31), dice.randrange(-(1 << 31), 1 << 31)])
    if turn % 5 == 1:
        where[dice.randrange(count)] = dice.choice([-1, len(words), len(words) - 13, 1 << 62, -(1 << 62)])
    if turn % 7 == 2:
        many[0, dice.randrange(7)] = dice.choice([-1, 0, (1 << 63) - 1, -(1 << 63)])
    if turn % 3 == 0:
        words = words[: dice.randrange(1, len(words))].copy()
    tree = Tree(all_boxes[: dice.randrange(count + 1)])
    if turn % 11 == 4:
        tree.order = tree.order + dice.choice([-5, 1 << 20])
    records = Records(words, where, kinds)
    try:
        found.search(records, asked, kernel.Stored(records, all_boxes, [tree]), many[None, :, :], np.full(count, -1))
        found.judge(Records(words, where[:1], kinds[:1]), records, many)
    except AssertionError:
        refused += 1
assert 30 < refused < 150, refused
print("clean", refused)
"""


def test_broken_records_trees_and_limits_are_read_nowhere_beyond_their_ends(compiled, tmp_path):
    """Under the address and undefined-behaviour sanitizers of the compiler."""
    runtime = (
        kernel_build.compiler()
        and subprocess.run(
            [kernel_build.compiler(), "-print-file-name=libasan.so"], capture_output=True, text=True, check=True
        ).stdout.strip()
    )
    if not runtime or not Path(runtime).is_absolute() or not kernel_build.build(checked=True):
        pytest.skip("there is no address sanitizer here; Debian's libgcc-12-dev has it")
    rows = rows_of(random.Random(1).sample(crowd(PLACES["north pole"], 5), 40))
    words, begins = pack(rows)
    files = []
    for name, values in (("words", words), ("begins", begins), ("boxes", rows.box)):
        np.save(tmp_path / f"{name}.npy", values)
        files.append(tmp_path / f"{name}.npy")
    done = subprocess.run(
        [sys.executable, "-c", FUZZ, kernel_build.CHECKED, *files],
        env={
            **os.environ,
            "LD_PRELOAD": runtime,
            "ASAN_OPTIONS": "detect_leaks=0",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONMALLOC": "malloc",  # so that every array has ends of its own
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.startswith("clean")
