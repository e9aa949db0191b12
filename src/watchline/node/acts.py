"""What a person may write by kind and fields: which thread it acts upon, and who says whether it may be written now.

The rules themselves are pure and stand with the views; here each kind is given its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import msgspec

from watchline.errors import OurMistake
from watchline.record import ANSWERS, BODIES, Charter, Record, write_body
from watchline.record import calls as call_kinds
from watchline.record import notices as notice_kinds
from watchline.record import readouts as readout_kinds
from watchline.sentence import worded
from watchline.view import EntryRef, Thread, notice_rules
from watchline.view.call_rules import refuse_act, refuse_body, refuse_call
from watchline.view.readouts import refuse_amendment, refuse_blank

MayOpen = Callable[[Charter, str, Record], str]
"""(charter, our code, what would be said) -> why not, in words; empty if it may be said."""
MayAct = Callable[[Thread, EntryRef, str, str], str]
"""(thread, what opened it, kind, our code) -> why not, in words; empty if it may be said."""
MaySay = Callable[[Charter, Thread, EntryRef, Record], str]
"""(charter, thread, what opened it, what would be said) -> why not, in words; empty if it may be said."""


class Rules(NamedTuple):
    """Who says whether an entry of a kind may be written: ``may_act`` by its kind, then ``may_say`` by what it says."""

    may_open: MayOpen | None = None
    may_act: MayAct | None = None
    may_say: MaySay | None = None


SAYABLE: Final[dict[str, Rules]] = {
    call_kinds.CALL: Rules(may_open=refuse_call),
    **dict.fromkeys(call_kinds.ACTS, Rules(may_act=refuse_act, may_say=refuse_body)),
    **dict.fromkeys(
        (readout_kinds.CORRECTED, readout_kinds.SUPPLEMENTED), Rules(may_act=refuse_amendment, may_say=refuse_blank)
    ),
    notice_kinds.NOTICE: Rules(may_open=notice_rules.refuse_notice),
    **dict.fromkeys(notice_kinds.SAID, Rules(may_act=notice_rules.refuse_act, may_say=notice_rules.refuse_body)),
}
"""Kinds that are said by their fields."""


def record_of(kind: str, fields: dict[str, Any]) -> Record:
    """Return the record of fields that a person gave.

    Raises:
        OurMistake: a kind that is not said this way, an unknown or missing field, or a value of the wrong form.
    """
    if kind not in SAYABLE:
        raise OurMistake(
            worded(
                "{kind} cannot be said by its fields; what can is {sayable}.",
                kind=repr(kind),
                sayable=", ".join(sorted(SAYABLE)),
            )
        )
    body = BODIES[kind]
    names = {field.encode_name for field in msgspec.structs.fields(body)}
    unknown = sorted(set(fields) - names)
    if unknown:
        raise OurMistake(
            worded(
                "{kind}: unknown field {unknown}; known are {names}.",
                kind=kind,
                unknown=repr(unknown[0]),
                names=", ".join(sorted(names)),
            )
        )
    try:
        record = msgspec.convert(fields, body)
        write_body(record)  # a number beyond 64 bits, or half a character: it has no form in the record
    except (msgspec.ValidationError, ValueError, TypeError) as why:
        raise OurMistake(worded("{kind}: {why}.", kind=kind, why=why)) from why
    return record


def thread_kind(kind: str) -> str:
    """Return the kind of thread that a kind acts upon; empty if it opens one."""
    return ANSWERS.get(kind, "")
