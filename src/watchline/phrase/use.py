"""A phrase said with its parameters: the value that stands in a body (docs/spec/phrasebook.md).

One value serves all languages. What an author says is refused with the name of each parameter that is wrong; what came
from a peer is only asked for its shape here, and is shown even if nothing else about it is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.phrase.book import Phrase, Phrasebook
from watchline.phrase.check import with_check
from watchline.phrase.limits import ITEMS_MAX, PARAMETERS_MAX, VALUE_CHARACTERS_MAX
from watchline.phrase.parameters import TYPES, Value
from watchline.sentence import joined, worded

_Number = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
_Text = Annotated[str, msgspec.Meta(max_length=VALUE_CHARACTERS_MAX)]
_Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z]{1,16}\Z")]
_Value = _Number | _Text | Annotated[list[_Number | _Text], msgspec.Meta(max_length=ITEMS_MAX)]


class PhraseUse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A phrase as it stands in a body.

    Attributes:
        code: Two letters and two digits; the check character is for ears and fingers and does not travel.
        params: Value of each parameter by its name.
        op: QUERY, CANCEL or REPEAT; absent: the phrase is stated.
        ref: With CANCEL and REPEAT: where it was said.
        book: Hash of the phrasebook; absent: the one that the charter names.
    """

    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}[0-9]{2}\Z")]
    params: Annotated[dict[_Name, _Value], msgspec.Meta(max_length=PARAMETERS_MAX)] = msgspec.field(
        default_factory=dict
    )
    op: Annotated[str, msgspec.Meta(pattern=r"^(QUERY|CANCEL|REPEAT)\Z")] | None = None
    ref: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    book: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)] | None = None

    def __post_init__(self) -> None:
        """Refuse an operator without the reference it needs, or a reference without an operator."""
        if (self.ref is not None) != (self.op in {"CANCEL", "REPEAT"}):
            raise ValueError("CANCEL and REPEAT have a reference, nothing else has")
        if self.ref is not None:
            try:
                TYPES["ref"].show(self.ref)
            except ValueError:
                raise ValueError(f"ref: not {TYPES['ref'].means}") from None


def shown_parameters(phrase: Phrase, params: Mapping[str, Value]) -> dict[str, str]:
    """Return each parameter as it is shown.

    Raises:
        ValueError: which parameters are missing, unknown to the phrase, or not of their type.
    """
    wanted = dict(phrase.params)
    faults = [
        worded("parameter {name} is missing: {means}", name=name, means=TYPES[kind].means)
        for name, kind in wanted.items()
        if name not in params
    ]
    faults += [worded("no parameter {name}", name=name) for name in params if name not in wanted]
    shown = {}
    for name, kind in wanted.items():
        if name not in params:
            continue
        try:
            shown[name] = TYPES[kind].show(params[name])
        except ValueError:
            faults.append(worded("parameter {name} is not {means}", name=name, means=TYPES[kind].means))
    if faults:
        raise ValueError(joined(faults, "; "))
    return shown


def typed_parameters(phrase: Phrase, typed: Mapping[str, str]) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the values of what an officer typed, and what is wrong with the rest, both by parameter."""
    wanted = dict(phrase.params)
    faults: dict[str, str] = {
        name: worded("parameter {name} is missing: {means}", name=name, means=TYPES[kind].means)
        for name, kind in wanted.items()
    }
    faults = {name: words for name, words in faults.items() if name not in typed}
    faults |= {name: worded("no parameter {name}", name=name) for name in typed if name not in wanted}
    values: dict[str, Value] = {}
    for name, kind in wanted.items():
        if name not in typed:
            continue
        try:
            values[name] = TYPES[kind].read(typed[name].strip())
        except ValueError:
            faults[name] = worded("parameter {name} is not {means}", name=name, means=TYPES[kind].means)
    return values, faults


def read_parameters(phrase: Phrase, typed: Mapping[str, str]) -> dict[str, Value]:
    """Return the values of what an officer typed, by parameter.

    Raises:
        OurMistake: which parameters are missing, unknown to the phrase, or not of their type.
    """
    values, faults = typed_parameters(phrase, typed)
    if faults:
        raise OurMistake(worded("{code}: {faults}", code=with_check(phrase.code), faults=joined(faults.values(), "; ")))
    return values


def say(
    book: Phrasebook,
    code: str,
    params: Mapping[str, Value],
    *,
    agreed: bytes | None,
    operator: str | None = None,
    ref: str | None = None,
) -> PhraseUse:
    """Return the use of a phrase, ready for a body.

    Args:
        book: The author's phrasebook, or his own edition.
        code: Without its check character.
        params: Values by name (``read_parameters`` makes them of typed text).
        agreed: Hash that the charter names. A phrase that is not in that one carries the hash of ``book``.
        operator: QUERY, CANCEL, REPEAT or None.
        ref: With CANCEL and REPEAT, the message in which it was said.

    Raises:
        OurMistake: an unknown code or operator, or which parameters are wrong.
    """
    phrase = book.phrases.get(code)
    if phrase is None:
        raise OurMistake(worded("no phrase {code} in this phrasebook; free text can say it", code=repr(code[:20])))
    if operator is not None and operator not in book.operators:
        raise OurMistake(
            worded(
                "no operator {operator}; there are {operators}",
                operator=repr(operator[:20]),
                operators=", ".join(book.operators),
            )
        )
    try:
        shown_parameters(phrase, params)
        return PhraseUse(
            code=code,
            params={name: params[name] for name, _ in phrase.params},
            op=operator,
            ref=ref,
            book=None if agreed is not None and book.phrase(code, agreed) is not None else book.hash,
        )
    except ValueError as why:
        raise OurMistake(worded("{code}: {why}", code=with_check(code), why=why)) from None


def write_use(use: PhraseUse) -> dict[str, Any]:
    """Return the map that stands in a body."""
    fields: dict[str, Any] = msgspec.to_builtins(use, builtin_types=(bytes,))
    return fields


def read_use(value: Any) -> PhraseUse:
    """Return the use of a phrase that a body holds; its code and parameters may be unknown here.

    Raises:
        InvalidFromPeer: ``malformed``: not the shape of one.
    """
    try:
        return msgspec.convert(value, PhraseUse, builtin_types=(bytes,))
    except (msgspec.ValidationError, ValueError, TypeError) as why:
        raise InvalidFromPeer("malformed", f"a phrase: {why}") from None


def offered_replies(use: PhraseUse, book: Phrasebook, agreed: bytes | None) -> tuple[str, ...]:
    """Return the codes that a desk offers as answers; none for a phrase that this book does not know."""
    edition = use.book or agreed
    phrase = None if edition is None else book.phrase(use.code, edition)
    if phrase is None:
        return ()
    return (use.op is not None and book.operators[use.op].replies) or phrase.replies
