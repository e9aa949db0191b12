"""What people type of a contact as one value each: a duration with its bound, a date as sharp as it is known, an instant.

Light: `--help` reads this file, so what is heavy is imported where a value is read.
"""

from __future__ import annotations

import re
from typing import Any

import click

_MINUTES = re.compile(r"(?P<bound>~|<|>|about |more than |less than )?\s*(?P<count>[0-9]{1,6})(?: minutes?| min)?")
_BOUNDS = {None: "exactly", "~": "about", ">": "more_than", "<": "less_than", "about ": "about", "more than ": "more_than", "less than ": "less_than"}  # fmt: skip
BOUND_WORDS = {"exactly": "", "about": "about ", "more_than": "more than ", "less_than": "less than "}


class Minutes(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only since click 8.4
    """A duration with its bound: 60, ~60 or "about 60", >60, <60."""

    name = "minutes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, str]:
        """Return (minutes, bound)."""
        found = _MINUTES.fullmatch(str(value).strip())
        if found is None:
            self.fail(
                f'{value!r}: write 60, "about 60" (~60), "more than 60" (>60) or "less than 60" (<60)', param, ctx
            )
        return int(found["count"]), _BOUNDS[found["bound"]]


class Date(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A date as sharp as it is known."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the date."""
        from watchline.measure import Edtf, parse_edtf

        try:
            return value if isinstance(value, Edtf) else parse_edtf(str(value))
        except ValueError as why:
            self.fail(str(why), param, ctx)


class Instant(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """An instant, as a date-time group or ISO 8601 with its zone; converted to ms."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return ms."""
        from watchline.measure import parse_instant

        try:
            return int(parse_instant(str(value)))
        except ValueError as why:
            self.fail(str(why), param, ctx)


MINUTES, DATE, TIME = Minutes(), Date(), Instant()
