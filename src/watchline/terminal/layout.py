"""How the terminal desk is laid out, and its keys: those of the browser's desk where it has the same."""

from __future__ import annotations

from textual.binding import BindingType

CSS = """
#strip { height: auto; max-height: 4; padding: 0 1; background: $panel; }
#panes { height: 1fr; }
#left { width: 2fr; }
#right { width: 3fr; }
#left VerticalScroll, #right VerticalScroll, #messages { border: round $panel; padding: 0 1; height: 1fr; background: $surface; }
#line-pane { border: round $primary; }
#messages { height: 2fr; }
#told { height: 2; padding: 0 1; }
"""
KEYS: list[BindingType] = [
    ("space", "alarm", "acknowledge alarm"),
    ("s", "hush", "hush 30 s"),
    ("t", "test", "test now"),
    ("y", "answer_test", "answer test"),
    ("n", "write", "new"),
    ("r", "reply", "reply"),
    ("enter", "read", "sign read"),
    ("u", "understood", "understood"),
    ("b", "read_back", "read back"),
    ("j", "move(1)", "down"),
    ("k", "move(-1)", "up"),
    ("f8", "waiting", "next that waits"),
    ("less_than_sign", "page(1)", "older"),
    ("greater_than_sign", "page(-1)", "newer"),
    ("f7", "sound", "bell"),
    ("f9", "palette", "palette"),
    ("q", "quit", "end"),
]
