"""Verbs that hand over to another part: what they pass on, and what they do without a terminal or with long work."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from tests.cli.nodes import run
from watchline.cli import checks
from watchline.cli.show import Progress


@pytest.fixture
def handed(monkeypatch):
    """Stand-ins for the simulator and the demonstration; returns what they were handed."""
    found = []
    names = (
        "watchline.sim",
        "watchline.sim.__main__",
        "watchline.demo",
        "watchline.demo.headless",
        "watchline.demo.live",
    )
    modules = {name: ModuleType(name) for name in names}
    modules["watchline.sim.__main__"].main = lambda arguments: found.append(arguments) or 0
    modules["watchline.demo.headless"].run_headless = lambda folder, *, as_json, days, day: (
        found.append((folder, as_json, days, day)) or 3
    )
    modules["watchline.demo.live"].run_live = lambda folder, *, days, day: (
        found.append((folder, "live", days, day)) or 0
    )
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    return found


def test_sim_passes_everything_on_untouched(handed):
    run("sim", "--seed", "7", "--days", "30", "--help")
    assert handed == [["--seed", "7", "--days", "30", "--help"]]


def test_demo_passes_its_folder_on_and_ends_with_its_code(handed, tmp_path):
    run("demo", "--headless", "--json", "--dir", tmp_path, exit_code=3)
    run("demo", "--days", "30", "--at", "2026-11-22")
    assert handed == [(tmp_path, True, 365, None), (None, "live", 30, 1_795_305_600_000)]
    run("demo", "--json", exit_code=2)


def test_progress_is_shown_on_a_terminal_only_and_never_on_standard_output(monkeypatch, capsys):
    for terminal in (True, False):
        monkeypatch.setattr("sys.stderr.isatty", lambda shown=terminal: shown, raising=False)
        progress = Progress("{done} of {of}")
        for done in range(1, 501):
            progress(done, 500)
        progress.end()
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("of 500") == (5 if terminal else 0)


def test_the_doctor_names_a_library_that_is_missing(monkeypatch):
    monkeypatch.setitem(checks.LIBRARIES, "nonesuch", "nonesuch")
    missing = [item for item in checks.machine_checks() if item.result == checks.FAIL]
    assert [item.check for item in missing] == ["nonesuch"]
    assert "locks/runtime.txt" in missing[0].words


def test_the_doctor_names_an_old_python_and_a_clock_that_nobody_keeps(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert [item.result for item in checks.machine_checks() if item.check == "Python"] == ["fail"]


def test_the_doctor_of_the_machine_needs_no_node():
    words = run("doctor").stdout
    assert "the machine only" in words
    assert "TLS 1.3" in words
