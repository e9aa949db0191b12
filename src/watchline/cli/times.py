"""Instants as options take them: date-time groups or ISO 8601 with a zone, in ms."""

from __future__ import annotations

from typing import Any

import click


class Time(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only since click 8.4
    """An instant, as a date-time group or ISO 8601 with its zone; converted to ms."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the instant in ms."""
        from watchline.measure import parse_instant

        try:
            return int(parse_instant(str(value)))
        except ValueError as why:
            self.fail(str(why), param, ctx)


class Window(Time):
    """Two instants with a slash between them."""

    name = "window"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return both instants in ms."""
        parts = str(value).split("/")
        if len(parts) != 2:
            self.fail(f"not a window: {value!r}; write FROM/TO, like '221530Z NOV 26/221700Z NOV 26'", param, ctx)
        time = Time()
        return [time.convert(part, param, ctx) for part in parts]


TIME, WINDOW = Time(), Window()
