"""Each dependency is something that every party must audit: decided on paper, locked by hash, and in use."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
GROUPS = {name: [Requirement(line) for line in lines] for name, lines in PROJECT["dependency-groups"].items()}
PAGES = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
IMPORT_NAME = {"pynacl": "nacl", "prometheus-client": "prometheus_client"}
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))? \\\n(?P<hashes>(?:    --hash=.*\n?)+)",
    re.MULTILINE,
)


def lock(name):
    """Return {package: (version, hashes)} of a lock, having checked that it holds nothing else."""
    text = (ROOT / "locks" / f"{name}.txt").read_text(encoding="ascii")
    assert not LINE.sub("", text).strip(), "a line without a version and a hash"
    return {
        canonicalize_name(found["name"]): (found["version"], tuple(re.findall(r"sha256:[0-9a-f]{64}", found["hashes"])))
        for found in LINE.finditer(text)
    }


def imported():
    """Return the top-level names that src imports and that are neither ours nor Python's."""
    names = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - {"watchline"} - sys.stdlib_module_names


def import_name(requirement):
    name = canonicalize_name(requirement.name)
    return IMPORT_NAME.get(name, name)


@pytest.mark.parametrize("requirement", RUNTIME, ids=lambda requirement: requirement.name)
def test_a_dependency_has_a_decision_page(requirement):
    decided = {
        canonicalize_name(name.strip())
        for page in PAGES
        for line in re.findall(r"^Dependencies: (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        for name in line.split(",")
    }
    assert canonicalize_name(requirement.name) in decided


def test_what_is_imported_is_declared_and_what_is_declared_is_imported():
    assert imported() == {import_name(requirement) for requirement in RUNTIME}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_page_says_what_it_costs_us(page):
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Drivers", "Options", "Choice", "What it costs us"]
    assert re.match(rf"# {page.stem[:4]} \S", text)
    assert len(text.splitlines()) <= 80, "one page"


def test_decision_pages_are_numbered_without_a_gap():
    assert [int(page.stem[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


@pytest.mark.parametrize("name", ["runtime", "dev", "build"])
def test_a_lock_names_versions_and_hashes_and_nothing_else(name):
    packages = lock(name)
    assert packages
    assert all(hashes for _, hashes in packages.values())


@pytest.mark.parametrize(
    ("name", "wanted"), [("runtime", RUNTIME), ("dev", RUNTIME + GROUPS["dev"]), ("build", GROUPS["build"])]
)
def test_a_lock_fits_what_pyproject_asks_for(name, wanted):
    packages = lock(name)
    for requirement in wanted:
        version, _ = packages[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), (
            f"locks/{name}.txt: {requirement} but {version}"
        )


def test_tests_run_with_the_versions_that_a_node_runs():
    runtime, dev, build = lock("runtime"), lock("dev"), lock("build")
    assert {name: dev.get(name) for name in runtime} == runtime
    assert {name: build[name] for name in build.keys() & dev.keys()} == {
        name: dev[name] for name in build.keys() & dev.keys()
    }


@pytest.mark.parametrize("module", ["watchline.cli.main", "watchline.host"])
def test_a_node_at_rest_and_the_command_line_do_not_load_the_terminal_desk(module):
    asked = f"import sys, {module}; print(*sorted({{'textual', 'pygments'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.strip()
