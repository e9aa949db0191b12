"""A bundle on disk: whole or not at all."""

import pytest

from watchline.errors import Misconfigured, OurMistake
from watchline.host.export import write_bundle

FILES = [("charters/1", b"one"), ("logs/XAA-1/tile/x001/000", b"two")]


def _everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("exists", [False, True])
def test_files_are_written_into_a_new_or_an_empty_folder(tmp_path, exists):
    out = tmp_path / "deep" / "out"
    if exists:
        out.mkdir(parents=True)
    told = []
    assert write_bundle(FILES, out, lambda *counts: told.append(counts)) == 2
    assert _everything(out) == dict(FILES)
    assert told == [(1, 3), (2, 6)]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "mine").write_bytes(b"x")
    with pytest.raises(Misconfigured, match="not an empty folder"):
        write_bundle(FILES, tmp_path)
    with pytest.raises(Misconfigured, match="not an empty folder"):
        write_bundle(FILES, tmp_path / "mine")
    assert _everything(tmp_path) == {"mine": b"x"}


def test_an_export_that_fails_leaves_nothing_behind(tmp_path):
    def broken():
        yield FILES[0]
        raise OurMistake("the store is gone")

    with pytest.raises(OurMistake):
        write_bundle(broken(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Misconfigured, match="cannot be written"):
        write_bundle(FILES, tmp_path / "file" / "out")
