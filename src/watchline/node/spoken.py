"""Line tests that people make by voice or telephone, as our officer types them: which slot of the calendar they fill, what may be said."""

from __future__ import annotations

from watchline.errors import OurMistake
from watchline.line import due_in
from watchline.measure import dtg, utc_writes
from watchline.node.inputs import SayTest, SayTestAnswered
from watchline.node.memory import Core
from watchline.node.readouts import checked
from watchline.record import LineTest, LineTestAnswered
from watchline.sentence import joined, worded
from watchline.view import EntryRef, Thread
from watchline.view.spoken import ANSWERED, NO_ANSWER, spoken_test


def typed_test(core: Core, said: SayTest, circuit: str) -> LineTest:
    """Return the test of a spoken circuit, as the caller's account of it.

    Raises:
        OurMistake: it is not said what became of it, or it cannot be so; the words say what to write.
    """
    to = said.to or (next(iter(core.peers)) if len(core.peers) == 1 else "")
    if to not in core.peers:
        raise OurMistake(worded("Say whose watch was called: --to {peers}.", peers=", ".join(core.peers)))
    if said.answered is None:
        numbers = [phone.number for phone in core.charter.phones if phone.party == to]
        raise OurMistake(
            joined(
                (
                    worded(
                        "{circuit} is tested by voice: call the watch of {party} on {numbers}.",
                        circuit=circuit,
                        party=to,
                        numbers=", ".join(numbers),
                    )
                    if numbers
                    else worded("{circuit} is tested by voice: call the watch of {party}.", circuit=circuit, party=to),
                    worded(
                        "Then type what became of it: `watchline test DIR --circuit {circuit} --answered --quality 4 --by POST`, or --no-answer.",
                        circuit=circuit,
                    ),
                )
            )
        )
    fields = _account(core, answered=said.answered, quality=said.quality, at=said.at, by=said.by, remark=said.remark)
    found = _slot(core, circuit, core.now.wall if said.at is None else said.at)
    slot: dict[str, object] = {}
    if found is not None:
        due, ours = found
        slot = {"due": due} if ours else {"due": due, "reverse": 1}
    quality = {"quality": said.quality} if said.quality else {}
    return checked(LineTest, {"circuit": circuit, "to": to, **quality, **slot, **fields})


def typed_answer(core: Core, said: SayTestAnswered, ref: EntryRef, thread: Thread) -> LineTestAnswered:
    """Return the answer to a line test; to a spoken one it is our own account of the call.

    Raises:
        OurMistake: it does not fit the test.
    """
    test = spoken_test(thread, ref)
    typed = said.answered is not None or said.at is not None or bool(said.by)
    if test is None:
        if typed:
            raise OurMistake(
                worded(
                    "{ref} is not a test by voice or telephone: it is answered as it is, without --by, --at or --no-answer.",
                    ref=said.ref,
                )
            )
        return LineTestAnswered(answered_by="watch", quality=said.quality or None, remark=said.remark or None)
    if test.called not in {"", core.code}:
        raise OurMistake(
            worded(
                "By the account of {code} it called {called}, so only {called} confirms {ref}.",
                code=ref.code,
                called=test.called,
                ref=said.ref,
            )
        )
    answered = said.answered is not False
    fields = _account(core, answered=answered, quality=said.quality, at=said.at, by=said.by, remark=said.remark)
    quality = {"quality": said.quality} if said.quality else {}
    return checked(LineTestAnswered, {"answered_by": "watch", **quality, **fields})


def _account(core: Core, *, answered: bool, quality: int, at: int | None, by: str, remark: str) -> dict[str, object]:
    if not answered and (quality or by):
        raise OurMistake(
            "Nobody answered, so there is neither a quality nor who answered; leave --quality and --by out."
        )
    if at is not None and not (utc_writes(at) and at <= core.now.wall + core.charter.clock_ms):
        raise OurMistake(
            worded(
                "They spoke at a time that is not past yet; our clock says {now}. Type the test after the call.",
                now=dtg(core.now.wall),
            )
        )
    made: dict[str, object] = {"outcome": ANSWERED if answered else NO_ANSWER}
    return (
        made | ({} if at is None else {"at": at}) | ({"by": by} if by else {}) | ({"remark": remark} if remark else {})
    )


def _slot(core: Core, circuit: str, at: int) -> tuple[int, bool] | None:
    """Return the slot of the calendar that a call at this time fills, the nearest within the answer window: (due, whether we initiate)."""
    window = 1000 * core.charter.windows.answer_s
    found = [due for _, due in due_in(core.terms, at - window, at + window + 1) if due.circuit == circuit]
    nearest = min(found, key=lambda due: (abs(due.due - at), due.due), default=None)
    return None if nearest is None else (nearest.due, nearest.initiator == core.code)
