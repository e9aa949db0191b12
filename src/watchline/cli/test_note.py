"""``watchline test note``: note that a telephone was tried, in three fields: answered, quality, by which post."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.claim_types import DATE, TIME
from watchline.cli.options import folder_argument, json_option, passphrase_options

ANSWERED = click.Choice(["yes", "no"])


@click.command("test note", short_help="Note that a telephone was tried, for ourselves alone.")
@folder_argument
@click.option("--with", "state", metavar="CODE", help="Whose telephone. Without it a terminal asks.")
@click.option("--answered", type=ANSWERED, help="Whether somebody answered.")
@click.option("--quality", type=click.IntRange(1, 5), help="How it sounded: 1 poor … 5 good.")
@click.option("--by-post", metavar="TEXT", help="Which post of theirs answered.")
@click.option("--telephone", metavar="TEXT", help="Which telephone, by the name that you give it.")
@click.option("--on", "date", type=DATE, metavar="DATE", help="When. Default: today.")
@click.option("--at", type=TIME, metavar="TIME", help="The time, '131200Z MAY 22' or ISO 8601.")
@click.option("--remark", metavar="TEXT", help="Anything else.")
@click.option("--corrects", metavar="REF", help="A note of ours that this one takes the place of; both stay.")
@click.option("--ours-only", is_flag=True, help="Note it here although it could be an entry that both sides hold.")
@click.option("--post", default="watch", show_default=True, help="The post that notes.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@json_option
def command(
    *, folder: Path, state: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool, **given: Any
) -> None:  # fmt: skip
    """Note that the telephone of CODE was tried: answered, quality, by which post. It stands in our private annex: ours only.

    No answer is an observation; it has no cause unless its party gives one.
    """
    from watchline.annex import standing
    from watchline.cli.both import look_at_both
    from watchline.cli.noting import Answerer, place
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.host.claim_fields import past, when
    from watchline.host.contact_record import Both, contact_answer
    from watchline.measure import day_of
    from watchline.record.claims import PhoneTest

    state = _asked(state, given)
    answerer = Answerer(folder, post, passphrase_file, passphrase_fd)
    with look_at_both(folder) as found:
        now, here, code = found.now, found.here, found.code
    if here is not None and state in here.charter.codes and state != code and not given["ours_only"]:
        raise OurMistake(
            f"{state} is a party of the line that this node keeps: a test between you is a line test, so that both sides hold it"
            " (`watchline test DIR --circuit phone --answered`). Nothing was noted. To note it as ours only all the same: --ours-only."
        )
    if given["answered"] == "no" and (given["quality"] or given["by_post"]):
        raise click.UsageError("--quality and --by-post go with --answered yes.")
    date = when(given["date"], given["at"], now)
    past(date, now)
    record = PhoneTest(
        state=state, date=date.text, answered=int(given["answered"] == "yes"), started=given["at"], quality=given["quality"],
        by_post=given["by_post"], telephone=given["telephone"], remark=given["remark"], corrects=1 if given["corrects"] else None,
    )  # fmt: skip
    answer = answerer.write(record, [place(given["corrects"])] if given["corrects"] else [])
    with look_at_both(folder) as found:
        own = None if found.own is None else standing(found.own.said(), day_of(now))
        tests = contact_answer(Both(code, None, own), day_of(now))["phone_tests"]
    answer["phone_test"] = next((item for item in tests if item["state"] == state), None)
    if as_json:
        emit(answer)
        return
    heard = (
        "no answer"
        if given["answered"] == "no"
        else f"answered{'' if not given['by_post'] else ' by ' + given['by_post']}"
    )
    say(f"{answer['ref']} is noted: telephone of {state}, {date.words()}, {heard}. It is {answer['rung_words']}.")
    if answer["phone_test"]:
        say(answer["phone_test"]["words"])


def _asked(state: str | None, given: dict[str, Any]) -> str:
    """Ask for the fields of a test that are missing; return whose telephone it was."""
    from watchline.cli.asking import ask, needed

    if state is not None and given["answered"] is not None:
        return state
    needed("--answered" if state is not None else "--with")
    state = state or ask("Whose telephone (code)", must=True)
    given["answered"] = given["answered"] or ask("Did somebody answer (yes, no)", ANSWERED, must=True)
    if given["answered"] == "yes" and given["quality"] is None and given["by_post"] is None:
        given["quality"] = ask("How it sounded (1 poor to 5 good; empty: not noted)", click.IntRange(1, 5))
        given["by_post"] = ask("Which post answered (empty: not noted)")
    return str(state)
