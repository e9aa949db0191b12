"""One process at a time on a node's folder."""

import os
import stat
import subprocess
import sys

import pytest

from tools.tree import ROOT
from watchline.errors import Misconfigured
from watchline.store import DirectoryLock

CHILD = """
import sys
from pathlib import Path
from watchline.store import DirectoryLock
lock = DirectoryLock(Path(sys.argv[1]))
print("locked", flush=True)
sys.stdin.read()
"""


def test_a_folder_in_use_is_refused_and_its_holder_named(tmp_path):
    with (
        DirectoryLock(tmp_path),
        pytest.raises(Misconfigured, match=rf"in use by process {os.getpid()}: .*use the running one"),
    ):
        DirectoryLock(tmp_path)


def test_a_folder_given_back_can_be_had(tmp_path):
    lock = DirectoryLock(tmp_path)
    lock.release()
    lock.release()
    with DirectoryLock(tmp_path):
        pass
    (tmp_path / "lock").write_text("a longer number of a process before\n")
    with DirectoryLock(tmp_path):
        assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600
        assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_another_process_holds_it_until_it_is_killed(tmp_path):
    command = [sys.executable, "-c", CHILD, tmp_path]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ) as child:
        assert child.stdout.readline() == b"locked\n"
        with pytest.raises(Misconfigured, match=f"process {child.pid}"):
            DirectoryLock(tmp_path)
        child.kill()
        child.wait()
        with DirectoryLock(tmp_path):
            pass


def test_a_child_does_not_inherit_it(tmp_path):
    with DirectoryLock(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    with child, DirectoryLock(tmp_path):
        child.kill()


def test_a_folder_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(Misconfigured, match=r"none.*see that"):
        DirectoryLock(tmp_path / "none")
