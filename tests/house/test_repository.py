"""What is in the repository belongs there: no host to fetch from, no path of one machine, no dead link, no secret."""

import re
import stat

import pytest

from tools.check_links import anchors, dead, slug
from tools.tree import ROOT, files, texts

# Put together from parts so that this file passes its own tests.
ORG, IO, COM = "org", "io", "com"
REGISTRIES = (
    f"pypi.{ORG}",
    f"pythonhosted.{ORG}",
    f"npmjs.{ORG}",
    f"npmjs.{COM}",
    f"crates.{IO}",
    f"proxy.golang.{ORG}",
    f"debian.{ORG}",
    f"docker.{IO}",
    f"ghcr.{IO}",
    f"anaconda.{ORG}",
)
HOST = re.compile("|".join(map(re.escape, REGISTRIES)), re.IGNORECASE)
# A folder of one machine, or of the place where a change was written, means nothing to whoever clones this.
WORK, SHARED, NOTES = "work", "shared", "research"
MACHINE = re.compile(
    rf"(?<![\w.)}}\]])/(?:root|{WORK})/|file:///[a-z]|\.\./{SHARED}\b|\b{NOTES}/\w+\.md\b|\.{'library'}/"
)
SECRET = re.compile(r"BEGIN (?:[A-Z]+ )?PRIVATE KEY")


def found(pattern):
    return [
        f"{path}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for path, text in texts()
        for hit in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry():
    assert not found(HOST)


def test_no_file_names_a_path_of_this_machine():
    assert not found(MACHINE)


def test_no_file_holds_a_private_key():
    assert not found(SECRET)


@pytest.mark.parametrize("text", [f"see /{WORK}/main", f"(/{'root'}/x)", f"../{SHARED}/A.md", f"{NOTES}/record.md"])
def test_a_planted_path_is_found(text):
    assert MACHINE.search(text)


@pytest.mark.parametrize("text", ["(size, root)/index/", "tree/root/leaf", "at.work/now", "network/"])
def test_an_innocent_path_is_left_alone(text):
    assert not MACHINE.search(text)


def test_every_link_in_the_documents_leads_somewhere():
    assert not [line for page, text in texts(".md") for line in dead(page, text)]


def test_a_dead_link_is_found_with_its_line():
    text = "# One\n[a](LICENSE) [b](nowhere.md)\n\n[c](#one) [d](#two) `[e](code.md)`\n\n[f]: gone.md\n"
    lines = list(dead(ROOT.joinpath("planted.md").relative_to(ROOT), text))
    assert [line.split(": ")[:2] for line in lines[:1]] == [["planted.md:2", "nowhere.md"]]
    assert not any("code.md" in line or "LICENSE" in line for line in lines)
    assert any("gone.md" in line for line in lines)


def test_anchors_are_those_of_the_usual_renderers():
    assert slug("What it *costs* us: `make`!") == "what-it-costs-us-make"
    assert anchors("# A b\n```\n# no\n```\n## A b\n") == {"a-b", "a-b-1"}


def test_text_files_are_utf_8_with_plain_line_ends():
    wrong = [
        str(path.relative_to(ROOT))
        for path in files()
        if not path.is_symlink()
        and path.suffix in {".py", ".md", ".toml", ".story", ".go", ".yaml"}
        and (b"\r" in path.read_bytes() or not (path.read_bytes() or b"\n").endswith(b"\n"))
    ]
    assert not wrong


def test_no_file_is_large():
    assert not [str(path) for path in files() if path.lstat().st_size > 1_000_000]


def test_what_is_run_by_name_may_be_run():
    for name in (".ci/run",):
        assert (ROOT / name).stat().st_mode & stat.S_IXUSR


def test_every_make_target_says_what_it_does_and_no_recipe_is_a_shell_program():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    explained = re.findall(r"^([a-z]+):[^#\n]*## .+$", makefile, re.MULTILINE)
    assert sorted(phony) == sorted(explained)
    assert {"demo", "test", "sim", "bench", "floors", "docs", "fix", "doctor", "check", "help"} <= set(phony)
    recipes = [line for line in makefile.splitlines() if line.startswith("\t")]
    assert not [line for line in recipes if line.endswith("\\") or ";" in line or "&&" in line]
