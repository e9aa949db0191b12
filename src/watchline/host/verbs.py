"""What may be asked of a running node over its socket: a request of named fields becomes one input, or a sentence why not."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from watchline.errors import OurMistake
from watchline.node import (
    Said,
    SayAcknowledged,
    SayCharterAnswered,
    SayCharterProposed,
    SayConfidentiality,
    SayCorrection,
    SayEntry,
    SayLeft,
    SayMessage,
    SayRead,
    SayReadout,
    SayReadoutPublished,
    SayReadoutShared,
    SayResumed,
    SayService,
    SaySuspended,
    SayTest,
    SayTestAnswered,
)

KINDS: dict[str, type[Said]] = {
    "message": SayMessage,
    "read": SayRead,
    "acknowledged": SayAcknowledged,
    "test": SayTest,
    "test_answered": SayTestAnswered,
    "correction": SayCorrection,
    "service": SayService,
    "entry": SayEntry,
    "readout": SayReadout,
    "readout_shared": SayReadoutShared,
    "readout_published": SayReadoutPublished,
    "confidentiality": SayConfidentiality,
    "suspended": SaySuspended,
    "resumed": SayResumed,
    "charter_proposed": SayCharterProposed,
    "charter_answered": SayCharterAnswered,
    "left": SayLeft,
}
assert set(KINDS.values()) == set(get_args(Said)), "a kind that nobody can say"


def read_said(request: dict[str, Any]) -> Said:
    """Return the input of a ``say`` request: ``kind``, and the fields of that input by name; bytes as hex digits.

    Raises:
        OurMistake: an unknown kind or field, or a value of the wrong form.
    """
    fields = {name: value for name, value in request.items() if name not in {"verb", "kind", "entry"}}
    if "entry" in request:
        fields["kind"] = request["entry"]
    kind = KINDS.get(str(request.get("kind")))
    if kind is None:
        raise OurMistake(f"{request.get('kind')!r} cannot be said; what can is {', '.join(KINDS)}.")
    unknown = sorted(set(fields) - set(kind.__struct_fields__))
    if unknown:
        raise OurMistake(
            f"{request['kind']}: unknown field {unknown[0]!r}; known are {', '.join(sorted(kind.__struct_fields__))}."
        )
    try:
        for name in ("draft", "charter", "signature"):
            if name in fields:
                fields[name] = bytes.fromhex(str(fields[name]))
        if isinstance(fields.get("release"), dict):
            fields["release"] = {**fields["release"], "digest": bytes.fromhex(str(fields["release"].get("digest", "")))}
        if isinstance(fields.get("rosters"), list):
            fields["rosters"] = [bytes.fromhex(str(item)) for item in fields["rosters"]]
        if isinstance(fields.get("signatures"), list):
            fields["signatures"] = [(str(code), bytes.fromhex(str(item))) for code, item in fields["signatures"]]
        return msgspec.convert(fields, kind)
    except (ValueError, TypeError) as why:  # of fromhex and of msgspec
        raise OurMistake(f"{request['kind']}: {why}.") from why
