"""Every folder says what it is, in the field's words; nothing judges."""

import ast
import importlib
import re

import pytest

from tools.tree import ROOT, files

SRC = ROOT / "src" / "watchline"
PYTHON = [path for path in files() if path.suffix == ".py" and path.is_relative_to(SRC) and not path.is_symlink()]
FOLDERS = sorted({path.parent for path in PYTHON})

# Folder names that say how, not what.
EMPTY_NAMES = {"utils", "util", "core", "common", "helpers", "models", "services", "handlers", "manager", "misc", "lib"}
# Words of other trades: this is a line between duty officers, not a messenger, a help desk or a coin.
OTHER_TRADES = {
    "chat",
    "user",
    "users",
    "username",
    "ticket",
    "tickets",
    "approve",
    "approved",
    "approval",
    "ping",
    "pings",
    "blockchain",
}
# Names that another standard gave: TCP_USER_TIMEOUT.
FOREIGN = re.compile(r"user_timeout", re.IGNORECASE)
# Words that another program reads, whole: path and role of an OpenAI-compatible endpoint.
FOREIGN_TEXTS = {"/v1/chat/completions", "/chat/completions", "user"}
# A system that both sides trust does not judge either of them.
JUDGING = re.compile(r"\b(violat(?:e[sd]?|ing|ions?|ors?)|guilty|guilt|hostiles?|hostilit(?:y|ies))\b", re.IGNORECASE)
SAID = re.compile(rf"\b({'|'.join(sorted(OTHER_TRADES))}|likes|seen-tick)\b", re.IGNORECASE)


def ids(path):
    return str(path.relative_to(ROOT))


def words(identifier):
    """Split snake_case and CamelCase into lower-case words."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)]


def defined(tree):
    """Yield (line, name) of every name that a file gives; not the names that it takes from others, like Path.expanduser."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value):
            yield node.lineno, node.attr


def _is_self(node):
    return isinstance(node, ast.Name) and node.id == "self"


def texts(tree):
    """Yield (line, text) of every string that is not a docstring (of a name, too): what may reach a screen."""
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def bad_names(source):
    for line, name in defined(ast.parse(source)):
        if FOREIGN.search(name):
            continue
        if OTHER_TRADES & set(words(name)) or name in {"like", "likes"}:
            yield f"{line}: {name}"


def bad_texts(source):
    for line, text in texts(ast.parse(source)):
        if text in FOREIGN_TEXTS:
            continue
        for found in (*SAID.finditer(text), *JUDGING.finditer(text)):
            yield f"{line}: {found[0]}"


@pytest.mark.parametrize("folder", FOLDERS, ids=ids)
def test_a_folder_is_named_after_what_it_is_and_says_what_it_does(folder):
    assert folder.name not in EMPTY_NAMES
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert said, f"{folder.relative_to(ROOT)}/__init__.py has no docstring"
    assert len(said.split()) >= 5, f"{folder.relative_to(ROOT)}/__init__.py says next to nothing"


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_a_file_says_what_it_is_for(path):
    assert path.stem not in EMPTY_NAMES
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("folder", FOLDERS, ids=ids)
def test_the_public_names_of_a_folder_are_there_and_named_once(folder):
    module = importlib.import_module(".".join(folder.relative_to(SRC.parent).parts))
    public = getattr(module, "__all__", [])
    assert len(public) == len(set(public))
    assert not [name for name in public if not hasattr(module, name)]


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_names_are_words_of_the_field(path):
    assert not list(bad_names(path.read_text(encoding="utf-8")))


LOOKED_FOR = {"contact_lexicon.py", "outcome_lexicon.py", "grammar_words.py", "inflect.py"}
"""Rules of the press: lists of words that other people's texts hold, to be found there."""


@pytest.mark.parametrize("path", [path for path in PYTHON if path.name not in LOOKED_FOR], ids=ids)
def test_no_text_judges_or_speaks_of_another_trade(path):
    assert not list(bad_texts(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "source",
    [
        "def ping(): ...",
        "class ChatMessage: ...",
        "user_id = 1",
        "def f(ticket): ...",
        "self.approved_at = 1",
        "like = 2",
    ],
)
def test_a_planted_name_is_found(source):
    assert list(bad_names(source))


@pytest.mark.parametrize(
    "source",
    [
        "shipping = 1",
        "context.num_tickets = 0",
        "USER_TIMEOUT_MS = 1",
        "def expanduser_path(): ...",
        "path.expanduser()",
        "likely = 1",
        "seen = 3",
    ],
)
def test_an_innocent_name_is_left_alone(source):
    assert not list(bad_names(source))


@pytest.mark.parametrize(
    "word", ["an airspace violation", "Guilty", "hostile aircraft", "chat with them", "ask the user"]
)
def test_a_planted_text_is_found(word):
    assert list(bad_texts(f"say({word!r})"))


def test_a_docstring_may_say_which_words_are_not_used():
    assert not list(bad_texts('"""Never hostile."""\ndef f():\n    """Not a ping."""\nX = 1\n"""A user."""\n'))
