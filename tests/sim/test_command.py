"""The command: one line at the end, the command that repeats a failure, JSON for programs."""

import json

import pytest
from click.testing import CliRunner

from watchline.sim.__main__ import main
from watchline.sim.checkers import Broken
from watchline.sim.checkers.delivered import Delivered


def test_a_run_ends_with_one_line():
    done = CliRunner().invoke(main, ["--days", "1", "--seed", "3"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("ok seed 3: 1 days, 2 parties, ")
    assert done.output.count("\n") == 1


def test_json_has_every_figure():
    done = CliRunner().invoke(main, ["--days", "1", "--no-faults", "--json"])
    found = json.loads(done.output)
    assert found["starts"] == 2
    assert len(found["trace"]) == 64
    assert found["days_per_s"] > 0


def test_a_failure_is_one_line_with_seed_options_and_the_command_to_repeat_it(monkeypatch):
    def broken(checker, since):
        raise Broken(checker.name, 90_061_000, "nothing came")

    monkeypatch.setattr(Delivered, "healed", broken)
    done = CliRunner().invoke(main, ["--days", "3", "--seed", "8", "--parties", "3"])
    assert done.exit_code == 1
    assert done.output.count("\n") == 1
    assert done.output.startswith("FAILED seed 8, version ")
    assert "day 1, 3661.000 s: delivered: nothing came." in done.output
    assert done.output.rstrip().endswith("Again: python -m watchline.sim --seed 8 --days 3 --parties 3")


def test_a_fault_of_the_program_under_test_is_a_failure_with_its_command_too(monkeypatch):
    def fault(core):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("watchline.node.node.run_rota", fault)
    done = CliRunner().invoke(main, ["--days", "1"])
    assert done.exit_code != 0
    assert "ZeroDivisionError: planted. Again: python -m watchline.sim --seed 7 --days 1 --parties 2" in done.output


@pytest.mark.parametrize("words", [["--parties", "1"], ["--parties", "13"], ["--days", "0"]])
def test_what_cannot_be_run_is_refused_at_once(words):
    assert CliRunner().invoke(main, words).exit_code == 2
