"""A skipped test is counted and explained, and refused where that is asked."""

import os
import subprocess
import sys

import pytest

from tools.tree import ROOT

TESTS = """
import pytest

def test_kept():
    pass

@pytest.mark.skipif(True, reason="no such machine here")
def test_one():
    pass

def test_two():
    pytest.skip("no such machine here")

def test_three():
    pytest.importorskip("nonesuch")
"""


def run(folder, *arguments, forbidden, tests=TESTS):
    (folder / "conftest.py").write_bytes((ROOT / "tests" / "conftest.py").read_bytes())
    (folder / "test_planted.py").write_text(tests, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--rootdir={folder}", *arguments, folder],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "WATCHLINE_NO_SKIPS": "1" if forbidden else "0"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", [["-p", "no:xdist"], ["-n", "2"]])
@pytest.mark.parametrize("forbidden", [True, False])
def test_skips_are_counted_by_reason_and_a_failure_only_where_they_are_forbidden(tmp_path, workers, forbidden):
    done = run(tmp_path, *workers, forbidden=forbidden)
    assert done.returncode == (1 if forbidden else 0), done.stdout
    assert "2 x no such machine here" in done.stdout
    assert "1 x could not import 'nonesuch'" in done.stdout
    assert ("skips are forbidden" in done.stdout) == forbidden
    assert "1 passed, 3 skipped" in done.stdout.strip().splitlines()[-1]


def test_a_run_without_a_skip_says_nothing_of_them(tmp_path):
    done = run(tmp_path, "-p", "no:xdist", forbidden=True, tests="def test_kept():\n    pass\n")
    assert done.returncode == 0
    assert "skipped" not in done.stdout


def test_a_whole_file_that_skips_itself_is_counted_too(tmp_path):
    done = run(tmp_path, "-n", "2", forbidden=True, tests="import pytest\npytest.importorskip('nonesuch')\n")
    assert done.returncode != 0
    assert "1 x could not import 'nonesuch'" in done.stdout
