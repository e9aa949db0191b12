"""The documents say what the verbs do: every verb and option is in commands.md, nothing there is invented, --help is quick."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from tools.tree import ROOT
from watchline.cli.exits import EXITS
from watchline.cli.main import VERBS, cli

COMMANDS = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
JUDGING = re.compile(r"\b(violat\w*|guilt\w*|hostil\w*|user|users|chat|ping|approv\w*|ticket)\b", re.IGNORECASE)


def commands():
    """Every command with its words, the nested ones too."""
    context = click.Context(cli, info_name="watchline")
    for verb in VERBS:
        command = cli.get_command(context, verb)
        assert command is not None
        yield (verb,), command
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                yield (verb, name), inner
                if isinstance(inner, click.Group):
                    yield from (((verb, name, last), leaf) for last, leaf in inner.commands.items())


def options(command):
    return {
        name
        for param in command.params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }


def section(verb):
    found = re.search(rf"^### {verb}\n(.*?)(?=^##|\Z)", COMMANDS, re.MULTILINE | re.DOTALL)
    assert found, f"{verb} has no section"
    return found[1]


SHARED = {"--json", "--line", "--post", "--draft", "--after", "--before", "--limit", "--passphrase-file", "--passphrase-fd",
          "--root-passphrase-file", "--root-passphrase-fd"}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "command"), list(commands()), ids=lambda item: " ".join(item) if isinstance(item, tuple) else ""
)
def test_every_option_is_documented_under_its_verb(words, command):
    text = section(words[0])
    for name in options(command) - SHARED:
        assert f"`{name}" in text or f" {name}" in text, f"{name} of {words} is not in commands.md"
    for name in options(command) & SHARED:
        assert name in COMMANDS


def test_no_option_of_the_document_is_invented():
    known = {name for _, command in commands() for name in options(command)} | {"--help", "--version"}
    assert set(OPTION.findall(COMMANDS)) <= known


def test_every_exit_code_is_documented():
    for code in EXITS:
        assert re.search(rf"^\| {code} \|", COMMANDS, re.MULTILINE)


@pytest.mark.parametrize(
    ("words", "command"), list(commands()), ids=lambda item: " ".join(item) if isinstance(item, tuple) else ""
)
def test_every_verb_says_what_it_does_and_judges_nobody(words, command):
    with click.Context(command, info_name=" ".join(words)) as context:
        text = command.get_help(context)
    assert len((command.help or "").split()) > 5
    assert not JUDGING.search(text)
    assert not JUDGING.search(section(words[0]))


@pytest.mark.parametrize(
    ("words", "command"), list(commands()), ids=lambda item: " ".join(item) if isinstance(item, tuple) else ""
)
def test_a_passphrase_is_never_an_argument_nor_from_the_environment(words, command):
    assert not [param.name for param in command.params if param.envvar]
    for name in options(command):
        assert "passphrase" not in name or name.endswith(("-file", "-fd"))


def test_every_verb_of_a_node_takes_dir_first():
    free = {
        ("verify",),
        ("demo",),
        ("sim",),
        ("log",),
        ("press",),
        ("phrase",),
        ("phrase", "show"),
        ("phrase", "check"),
        ("people",),
        ("witness",),
        ("roster",),
        ("conflict check",),
        ("shapes",),
    }
    groups = {
        ("alarms",),
        ("annex",),
        ("call",),
        ("charter",),
        ("draft",),
        ("key",),
        ("officer",),
        ("readout",),
        ("sheet",),
        ("line",),
        ("press",),
        ("line", "agreement"),
        ("notice",),
        ("conflict",),
        ("zone",),
    }  # these take it themselves: `call DIR list`
    for words, command in commands():
        if words not in free and words[:-1] not in groups:
            assert command.params[0].name == "folder", words
            assert isinstance(command.params[0], click.Argument)


def test_help_is_quick_and_loads_nothing_heavy():
    script = "import sys; sys.argv = ['watchline', '--help']\nfrom watchline.cli.main import main\ntry: main()\nfinally: print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(re.findall(r"'([a-z_A-Z.]+)'", done.stderr))
    assert not loaded & {"rich", "apsw", "nacl", "cryptography", "asyncio", "textual", "msgspec", "watchline.node"}
    assert len(loaded) < 300, (
        "what a start costs is what it loads; seconds would be those of the machine's other work too"
    )
