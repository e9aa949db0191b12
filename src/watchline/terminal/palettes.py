"""Day, dusk and night as data: grounds and words as at the browser's desk (console/style/tokens.css). Red and yellow belong to alarms and precedence."""

from __future__ import annotations

from textual.theme import Theme

_OURS, _THEIRS = "#1f8f8f", "#8f6fd6"


def _theme(name: str, ground: str, words: str, panel: str, *, dark: bool) -> Theme:
    return Theme(
        name=name,
        primary=_OURS,
        secondary=_THEIRS,
        accent=_OURS,
        foreground=words,
        background=ground,
        surface=ground,
        panel=panel,
        warning="#b58900",
        error="#c8372d",
        success=words,
        dark=dark,
        variables={"footer-key-foreground": words},
    )


PALETTES = (
    _theme("dusk", "#1b232b", "#d5dde4", "#28323c", dark=True),
    _theme("night", "#06080a", "#b07a55", "#15110e", dark=True),
    _theme("day", "#f4f5f6", "#16202a", "#e3e6e9", dark=False),
)
