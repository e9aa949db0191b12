"""Files from a stranger's hand: links, pipes, names, sizes; each gives words and an exit code, never a traceback."""

import os

import pytest

from tests.log.bundles import exported, roots, talked, write
from watchline.errors import OurMistake
from watchline.host.check import check_path
from watchline.log.verdict import Result


@pytest.fixture(scope="module")
def line():
    return talked()


def test_a_folder_that_was_exported_is_verified(line, tmp_path):
    verdict = check_path(write(exported(line["XAA"]), tmp_path), roots(line))
    assert verdict.result is Result.VERIFIED


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), lambda path: path.mkdir()])
def test_a_pipe_a_link_or_a_folder_in_a_files_place_is_not_read(line, tmp_path, make):
    write(exported(line["XAA"]), tmp_path)
    path = tmp_path / "logs/XAA-1/bodies/000"
    path.unlink()
    make(path)
    verdict = check_path(tmp_path, roots(line))
    assert verdict.result is Result.INCOMPLETE
    assert any("bodies of XAA-1" in sentence for sentence in verdict.missing)


def test_links_to_folders_are_not_followed(line, tmp_path):
    write(exported(line["XAA"]), tmp_path / "bundle")
    (tmp_path / "bundle/evidence").symlink_to(tmp_path)
    verdict = check_path(tmp_path / "bundle", roots(line))
    assert verdict.not_checked == ("files that belong to no bundle: evidence",)


def test_a_name_that_is_no_text_is_shown_with_its_escapes(line, tmp_path):
    write(exported(line["XAA"]), tmp_path)
    try:
        (tmp_path / os.fsdecode(b"\xff\x1b")).write_bytes(b"")
    except OSError:
        return  # a file system that takes UTF-8 only
    verdict = check_path(tmp_path, roots(line))
    assert verdict.words().encode("ascii", "strict")
    assert verdict.result is Result.NOT_CHECKED


def test_a_file_above_every_limit_is_refused_before_it_is_read_whole(line, tmp_path):
    with (tmp_path / "large").open("wb") as file:
        file.truncate(1 << 40)
    verdict = check_path(tmp_path / "large", roots(line))
    assert verdict.result is Result.REJECTED
    write(exported(line["XAA"]), tmp_path / "bundle")
    with (tmp_path / "bundle/charters/1").open("wb") as file:
        file.truncate(1 << 40)
    assert check_path(tmp_path / "bundle", roots(line)).result is Result.REJECTED


def test_nothing_there_is_a_mistake_of_the_user(line, tmp_path):
    with pytest.raises(OurMistake, match="no file or folder"):
        check_path(tmp_path / "nowhere", roots(line))
