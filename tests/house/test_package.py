"""What is installed is what was read: verify.py stands alone, and the packages carry its bytes."""

import ast
import hashlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.sdist_hook import LINKS
from tools.tree import ROOT

VERIFY = ROOT / "verify.py"


def test_verify_imports_nothing_but_the_standard_library():
    names = set()
    for node in ast.walk(ast.parse(VERIFY.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import"
            names.add(node.module.partition(".")[0])
    assert names <= sys.stdlib_module_names


def test_verify_runs_alone_without_any_installed_package(tmp_path):
    copy = tmp_path / "verify.py"
    copy.write_bytes(VERIFY.read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", copy, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_watchline_verify_is_the_file_at_the_root_and_not_a_copy():
    link = ROOT / "src" / "watchline" / "verify.py"
    if link.is_symlink():
        assert link.readlink() == Path("../../verify.py")
    else:  # an unpacked sdist holds the bytes twice
        assert not (ROOT / ".git").exists()
        assert link.read_bytes() == VERIFY.read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The sdist, the wheel of the checkout, and the wheel of the sdist; made with nothing but what is installed."""

    def build(folder, *targets):
        out = tmp_path_factory.mktemp("out")
        command = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "-d",
            out,
            *(word for target in targets for word in ("-t", target)),
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return out

    out = build(ROOT, "sdist", "wheel")
    sdist = next(out.glob("*.tar.gz"))
    unpacked = tmp_path_factory.mktemp("unpacked")
    # By the program: Debian 12's Python has no extractall(filter=...), and newer ones want it.
    subprocess.run(["tar", "-xzf", sdist, "-C", unpacked], check=True)
    again = build(next(unpacked.iterdir()), "wheel")
    return sdist, next(out.glob("*.whl")), next(again.glob("*.whl"))


def test_the_wheel_carries_the_bytes_of_verify(built):
    for wheel in built[1:]:
        with zipfile.ZipFile(wheel) as archive:
            assert archive.read("watchline/verify.py") == VERIFY.read_bytes()
            assert "watchline/py.typed" in archive.namelist()
            assert not [
                name for name in archive.namelist() if Path(name).parts[0] != "watchline" and "dist-info" not in name
            ]


def test_the_packages_carry_the_desk_as_it_was_built(built):
    static = ROOT / "src" / "watchline" / "desk" / "static"
    wanted = {path.name: path.read_bytes() for path in static.iterdir()}
    assert {"index.html", "console.js", "console.css", "manifest.json"} <= set(wanted)
    for wheel in built[1:]:
        with zipfile.ZipFile(wheel) as archive:
            assert {name: archive.read(f"watchline/desk/static/{name}") for name in wanted} == wanted
    with tarfile.open(built[0]) as tar:
        assert not [name for name in tar.getnames() if "node_modules" in name]


def test_the_sdist_carries_the_bytes_of_verify_twice_and_no_link(built):
    with tarfile.open(built[0]) as tar:
        members = {member.name.partition("/")[2]: member for member in tar}
        assert not [name for name, member in members.items() if not member.isfile()]
        for name in ("verify.py", "src/watchline/verify.py"):
            assert tar.extractfile(members[name]).read() == VERIFY.read_bytes()


def test_what_both_need_is_one_file_and_the_packages_carry_its_bytes(built):
    with tarfile.open(built[0]) as tar, zipfile.ZipFile(built[1]) as wheel:
        members = {member.name.partition("/")[2]: member for member in tar}
        packed = set(wheel.namelist())
        for link, file in LINKS.items():
            assert (ROOT / link).read_bytes() == (ROOT / file).read_bytes()
            assert tar.extractfile(members[link]).read() == (ROOT / file).read_bytes()
            assert {name.removeprefix("src/") for name in (link, file)} & packed, link


def test_a_wheel_made_from_the_sdist_is_the_wheel_made_from_the_checkout(built):
    one, two = (
        {info.filename: (info.CRC, oct(info.external_attr)) for info in zipfile.ZipFile(wheel).infolist()}
        for wheel in built[1:]
    )
    assert one == two
    assert hashlib.sha256(built[1].read_bytes()).hexdigest() == hashlib.sha256(built[2].read_bytes()).hexdigest()
