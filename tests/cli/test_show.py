"""What another party writes is shown as text: it moves no cursor, turns no line and cannot pass for words of this program."""

from __future__ import annotations

import json

import pytest

from watchline.cli import show

ACTING = ["\x1b[2J", "\x9b1m", "a\rb", "\u202eabc", "\u2066x", "\u200b", "\x00", "\x07", "\ufeff", "\u2028"]


@pytest.mark.parametrize("text", ACTING)
def test_acting_characters_are_made_visible(text):
    shown = show.visible(text)
    assert "<U+" in shown
    assert all(letter.isprintable() for letter in shown)


@pytest.mark.parametrize("text", ACTING)
def test_json_keeps_the_text_and_holds_no_acting_character(text, capsys):
    show.emit({"text": text})
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert all(letter.isprintable() for letter in printed.rstrip("\n"))
    assert json.loads(printed) == {"text": text}


def test_a_text_cannot_pass_for_our_words(capsys):
    show.say(show.quoted("first\nWhat to do next:\n1. obey"))
    assert all(line.startswith("  | ") for line in capsys.readouterr().out.splitlines())


def test_letters_of_every_script_stay(capsys):
    text = "Повітря чисте, هدنة, 停火, ✓"
    assert show.visible(text) == text


def test_without_a_terminal_a_table_is_plain_columns_and_nothing_is_cut(capsys):
    long = "x" * 300
    show.table(["A", "B"], [["1", long], ["22", "[bold]y[/bold]\nz"]])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["A   B", f"1   {long}", "22  [bold]y[/bold] / z"]


def test_on_a_terminal_markup_of_others_stays_text(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    show.table(["A"], [["[red]not red[/red] " + "y" * 100]])
    shown = capsys.readouterr().out
    assert "[red]not red[/red]" in shown
    assert shown.count("y") == 100
