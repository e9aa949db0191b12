"""``watchline request note``: note that a contact was asked for, asked again, declined, unanswered, lapsed, accepted or withdrawn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.claim_types import DATE
from watchline.cli.options import folder_argument, json_option, passphrase_options

ACTS = ("attempt", "reminder", "declined", "unanswered", "lapsed", "accepted", "withdrawn")
MEANS = ("phone", "video", "in_person", "letter", "line", "unstated")


@click.command("request note", short_help="Note a request for a contact and what became of it, for ourselves alone.")
@folder_argument
@click.argument("ref", metavar="[REF]", required=False)
@click.option(
    "--to",
    "other",
    metavar="WHO",
    help='Without REF: who is asked, "OFFICE, STATE", "NAME, OFFICE, STATE" or a name of the roster.',
)
@click.option("--our", "ours", metavar="WHO", help="Who of ours would speak. Default: the office that --to names.")
@click.option("--by", default="us", show_default=True, metavar="us|them|CODE", help="Who asks.")
@click.option("--purpose", metavar="TEXT", help="What it is to be about.")
@click.option(
    "--means", type=click.Choice(MEANS), default="phone", show_default=True, help="By which means the contact is to be."
)
@click.option("--act", type=click.Choice(ACTS), help="With REF: what became of the request. No answer is not declined.")
@click.option(
    "--reason",
    type=click.Choice(["none", "private", "public"]),
    help="With --act declined: none given; one, not for the record; or the remark.",
)
@click.option("--valid-until", type=DATE, metavar="DATE", help="After it the request has lapsed. Default: it stands.")
@click.option("--on", "date", type=DATE, metavar="DATE", help="When. Default: today.")
@click.option("--authorised-by", metavar="TEXT", help="Who of ours authorised it.")
@click.option("--remark", metavar="TEXT", help="Anything else.")
@click.option("--post", default="watch", show_default=True, help="The post that notes.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@json_option
def command(
    *, folder: Path, ref: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool, **given: Any
) -> None:  # fmt: skip
    """Note a request for a contact, or with REF and --act what became of one. It stands in our private annex: ours only.

    A contact that meets a request is noted with `call note --answers REF`.
    """
    from watchline.cli.asking import Whom, ask, at_terminal
    from watchline.cli.noting import Answerer
    from watchline.cli.show import emit, facts, say

    answerer = Answerer(folder, post, passphrase_file, passphrase_fd)
    if ref is None:
        if not given["other"] and not given["act"] and at_terminal():
            given["other"] = ask('Who is asked ("OFFICE, STATE", or a name of the roster)', Whom(folder), must=True)
            given["purpose"] = given["purpose"] or ask("What it is to be about (empty: not noted)")
        if not given["other"] or given["act"]:
            raise click.UsageError("Say who is asked with --to; or name a request REF and say --act.")
        answer = _request(answerer, given)
    else:
        if given["other"] or not given["act"]:
            raise click.UsageError("With REF say what became of it: --act; --to is for a new request.")
        answer = _act(answerer, ref, given)
    if as_json:
        emit(answer)
        return
    request = answer["request"]
    say(f"{answer['ref']} is noted. The request {request['ref']} is {request['status']}, asked {request['attempts']}x.")
    if not answer["has_effect"]:
        say(
            f"What you noted has no place in a request that is {request['status']}: it stands in the annex and changes nothing."
        )
    facts(
        [
            ("answered after", ", ".join(f"{days} days" for days in request["answer_days"])),
            ("known", answer["rung_words"]),
        ]
    )


def _request(answerer: Any, given: dict[str, Any]) -> dict[str, Any]:
    from watchline.cli.both import look_at_both
    from watchline.errors import OurMistake
    from watchline.host.claim_fields import Typed, initiative, past, roster_of, when
    from watchline.record.claims import ContactRequest, Participant

    with look_at_both(answerer.folder) as found:
        code, now = found.code, found.now
    date = when(given["date"], None, now)
    past(date, now)
    typed = Typed(roster_of(answerer.folder), date)
    ours = typed.ours(given["ours"], code) if given["ours"] else None
    theirs = typed.participant(given["other"], ours=ours)
    ours = ours or Participant(office=theirs.office, state=code)
    asks = initiative(given["by"], code, (theirs.state,))
    if asks not in {code, theirs.state}:
        raise OurMistake(f"A request is of one of the two: {code} (us) or {theirs.state} (them), not {given['by']!r}.")
    until = given["valid_until"]
    record = ContactRequest(
        participants=[ours, theirs] if asks == code else [theirs, ours], initiative=str(asks), date=date.text, purpose=given["purpose"],
        means=given["means"], valid_until=None if until is None else until.text, authorised_by=given["authorised_by"], remark=given["remark"],
    )  # fmt: skip
    return _answer(answerer, answerer.write(record))


def _act(answerer: Any, ref: str, given: dict[str, Any]) -> dict[str, Any]:
    from watchline.annex import standing
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import place
    from watchline.errors import OurMistake
    from watchline.host.claim_fields import past, when
    from watchline.measure import day_of
    from watchline.record.claims import RequestAct

    at = place(ref)
    with look_at_both(answerer.folder) as found:
        now = found.now
        known = standing(needs_annex(found, answerer.folder).said(), day_of(now)).requests
    if not any(said.place == at for item in known for said in item.stood.said):
        raise OurMistake(f"{ref} is no request of our annex; `watchline annex {answerer.folder} list` shows them.")
    date = when(given["date"], None, now)
    past(date, now)
    until = given["valid_until"]
    record = RequestAct(
        act=given["act"], date=date.text, reason=given["reason"], valid_until=None if until is None else until.text, remark=given["remark"],
    )  # fmt: skip
    return _answer(answerer, answerer.write(record, [at]), of=ref)


def _answer(answerer: Any, answer: dict[str, Any], of: str | None = None) -> dict[str, Any]:
    """Add what the request is now."""
    from watchline.annex import standing
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.measure import day_of

    with look_at_both(answerer.folder) as found:
        known = standing(needs_annex(found, answerer.folder).said(), day_of(found.now)).requests
    item = next(item for item in known if any(said.place.text() == (of or answer["ref"]) for said in item.stood.said))
    effects = {said.place.text(): effect for said, effect in item.acts}
    return answer | {
        "has_effect": effects.get(answer["ref"], True),
        "request": {
            "ref": item.stood.place.text(),
            "status": item.state.value,
            "date": item.asked[0].text,
            "attempts": len(item.asked),
            "answer_days": list(item.answer_days),
            "valid_until": None if item.valid_until is None else item.valid_until.text,
        },
    }
