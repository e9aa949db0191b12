"""``watchline call note``: note a contact by any means with anyone, for ourselves alone. One short command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.claim_types import BOUND_WORDS, DATE, MINUTES, TIME
from watchline.cli.options import folder_argument, json_option, passphrase_options

STATUSES = (
    "held", "sought", "declined", "unanswered", "scheduled", "not_scheduled", "cancelled", "intended", "avoided",
)  # fmt: skip
MEANS = ("phone", "video", "in_person", "letter", "line", "unstated")
_HAPPENED = {"held", "declined", "unanswered", "sought"}


@click.command("call note", short_help="Note a contact by any means, for ourselves alone.")
@folder_argument
@click.option(
    "--with",
    "others",
    multiple=True,
    metavar="WHO",
    help='"OFFICE, STATE", "NAME, OFFICE, STATE", "counterpart, STATE", or a name of the roster; repeat it. Without it a terminal asks.',
)
@click.option(
    "--our",
    "ours",
    metavar="WHO",
    help='Who of ours: "OFFICE" or "NAME, OFFICE". Default: the office that --with names first.',
)
@click.option("--not-us", is_flag=True, help="None of ours took part: a contact between others.")
@click.option("--by", metavar="us|them|both|third|CODE", help="At whose initiative. Default: not stated.")
@click.option("--minutes", type=MINUTES, metavar="N", help='How long: 60, "about 60", "more than 60", "less than 60".')
@click.option(
    "--on",
    "date",
    type=DATE,
    metavar="DATE",
    help="When: 2022-05-13, 2022-10 (day not known), 2022, ../2022-03-24, ~ behind it for about. Default: today.",
)
@click.option("--at", type=TIME, metavar="TIME", help="When it began, '131200Z MAY 22' or ISO 8601.")
@click.option("--basis", metavar="TEXT", help="How the date is known, if not first hand.")
@click.option(
    "--means",
    type=click.Choice(MEANS),
    default="phone",
    show_default=True,
    help="By which means; line: one of which no log is kept here.",
)
@click.option("--status", type=click.Choice(STATUSES), default="held", show_default=True, help="What became of it.")
@click.option("--topic", "topics", multiple=True, metavar="TEXT", help="What it was about; repeat it.")
@click.option("--outcome", metavar="TEXT", help="What came of it.")
@click.option("--owe", "owes", multiple=True, metavar='"WHO: WHAT by DATE"', help="What somebody undertook; repeat it.")
@click.option("--next", "following", metavar="DATE|none", help="The next contact agreed, or none.")
@click.option("--place", "where", metavar="TEXT", help="Where.")
@click.option("--kept-private", metavar="TEXT", help="What was agreed about keeping it private.")
@click.option(
    "--also", multiple=True, metavar="ROLE: WHO", help="Somebody else who took part, such as an interpreter; repeat it."
)
@click.option("--authorised-by", metavar="TEXT", help="Who of ours authorised it.")
@click.option("--told", multiple=True, metavar="TEXT", help="Who of ours was told; repeat it.")
@click.option("--listened", multiple=True, metavar="TEXT", help="Who listened; repeat it.")
@click.option("--remark", metavar="TEXT", help="Anything else.")
@click.option("--answers", metavar="REF", help="The request in our annex that this contact meets.")
@click.option("--corrects", metavar="REF", help="A note of ours that this one takes the place of; both stay.")
@click.option("--ours-only", is_flag=True, help="Note it here although it could be an entry that both sides hold.")
@click.option("--post", default="watch", show_default=True, help="The post that notes.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@json_option
def command(
    *,
    folder: Path,
    others: tuple[str, ...],
    post: str,
    passphrase_file: Path | None,
    passphrase_fd: int | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Note a contact, held or not, by telephone or any other means. It stands in our private annex: ours only, sent to nobody.

    Least of it: --with "minister of defence, XBB". Today, by telephone, between equal offices, unless said otherwise.
    """
    from watchline.cli.noting import Answerer

    if not others:
        others = _asked(folder, given)
    answerer = Answerer(folder, post, passphrase_file, passphrase_fd)
    answer = _claim(answerer, others, given)
    _end(answer, as_json=as_json)


def _asked(folder: Path, given: dict[str, Any]) -> tuple[str, ...]:
    """Ask for what most notes say; return with whom the contact was."""
    from watchline.cli.asking import Whom, ask, needed

    needed("--with")
    others = (ask('With whom ("OFFICE, STATE", or a name of the roster)', Whom(folder), must=True),)
    if given["by"] is None:
        given["by"] = ask("At whose initiative (us, them, both, third; empty: not stated)")
    if given["minutes"] is None:
        given["minutes"] = ask('How many minutes (60, "about 60", "more than 60"; empty: not stated)', MINUTES)
    if given["date"] is None and given["at"] is None:
        given["date"] = ask("When (2022-05-13; empty: today)", DATE)
    return others


def _claim(answerer: Any, others: tuple[str, ...], given: dict[str, Any]) -> dict[str, Any]:
    from watchline.cli.both import look_at_both
    from watchline.cli.noting import gauge, place
    from watchline.errors import OurMistake
    from watchline.host.claim_fields import Typed, initiative, past, roster_of, when
    from watchline.measure import day_of
    from watchline.record.claims import ContactClaim, Participant, principals

    with look_at_both(answerer.folder) as found:
        code, now, here = found.code, found.now, found.here
    date = when(given["date"], given["at"], now)
    if given["status"] in _HAPPENED:
        past(date, now)
    typed = Typed(roster_of(answerer.folder), date)
    ours = None
    if given["ours"]:
        ours = typed.ours(given["ours"], code)
    theirs = [typed.participant(text, ours=ours) for text in others]
    if given["not_us"]:
        if ours is not None:
            raise OurMistake("--not-us and --our do not go together.")
    elif ours is None:
        ours = Participant(office=theirs[0].office, state=code)
    participants = ([] if ours is None else [ours]) + theirs
    for text in given["also"]:
        role, colon, who = text.partition(":")
        if not colon:
            raise OurMistake(f'{text!r}: write "ROLE: OFFICE, STATE", such as "interpreter: interpreter, XBB".')
        participants.append(typed.participant(who.strip(), role=role.strip()))
    speak = principals(participants)
    _is_there_a_line(here, [item.state for item in speak], given)
    minutes, bound = given["minutes"] or (None, "exactly")
    following = given["following"]
    record = ContactClaim(
        status=given["status"], date=date.text, date_basis=given["basis"], participants=participants, means=given["means"],
        started=given["at"], minutes=minutes, bound=bound,
        initiative=initiative(given["by"], code, tuple(dict.fromkeys(item.state for item in theirs if item.state != code))),
        topics=list(given["topics"]), outcome=given["outcome"], place=given["where"], confidentiality=given["kept_private"],
        next=following, undertakings=[typed.undertaking(text) for text in given["owes"]],
        authorised_by=given["authorised_by"], told=list(given["told"]), listened=list(given["listened"]), remark=given["remark"],
        corrects=1 if given["corrects"] else None,
    )  # fmt: skip
    refs = [place(text) for text in (given["corrects"], given["answers"]) if text]
    answer: dict[str, Any] = answerer.write(record, refs)
    with look_at_both(answerer.folder) as found:
        answer["contacts"] = gauge(found, [(item.state, item.office) for item in speak], day_of(found.now))
    return answer


def _is_there_a_line(here: Any, states: list[str], given: dict[str, Any]) -> None:
    """Say where a call between parties of a line belongs; by other means, or with others, it is noted here."""
    from watchline.errors import OurMistake

    spoken = given["means"] in {"phone", "video", "line"} and given["status"] == "held"
    if (
        here is None
        or not spoken
        or given["ours_only"]
        or not set(states) <= set(here.charter.codes)
        or len(set(states)) < 2
    ):
        return
    raise OurMistake(
        f"{' and '.join(dict.fromkeys(states))} are parties of the line that this node keeps: a call between them is an entry of the common"
        " record, so that both sides hold it. `watchline call DIR request`, then `watchline call DIR account REF`. Nothing was noted."
        " To note it as ours only all the same: --ours-only."
    )


def _end(answer: dict[str, Any], *, as_json: bool) -> None:
    from watchline.cli.show import emit, facts, say
    from watchline.measure import parse_edtf

    if as_json:
        emit(answer)
        return
    body = answer["body"]
    who = " and ".join(
        f"{item['office']} ({item['state']})"
        for item in body["participants"]
        if item.get("role") in {None, "principal"}
    )
    say(
        f"{answer['ref']} is noted: {body['status'].replace('_', ' ')}, {body.get('means', 'phone').replace('_', ' ')}, {who}, {parse_edtf(body['date']).words()}."
    )
    long = (
        "" if body.get("minutes") is None else f"{BOUND_WORDS[body.get('bound', 'exactly')]}{body['minutes']} minutes"
    )
    facts(
        [
            ("initiative", body.get("initiative") or "not stated"),
            ("duration", long),
            ("next", body.get("next") or ""),
            *(
                ("owed", f"{item['who']}: {item['what']}" + (f" by {item['by']}" if item.get("by") else ""))
                for item in body.get("undertakings", [])
            ),
            ("known", answer["rung_words"]),
        ]
    )
    for row in answer["contacts"]:
        say(row["sentence"])


__all__ = ["command"]
