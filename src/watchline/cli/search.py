"""``watchline search``: the entries of the record in which words stand. Signs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import folder_argument, json_option, language_option


@click.command("search", short_help="Find messages, calls, notices and entries by words or reference.")
@folder_argument
@click.argument("text", metavar="TEXT")
@language_option
@click.option("--before", metavar="REF", default="", help="Those that precede this reference.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many at most.")
@json_option
def command(*, folder: Path, text: str, language: str, before: str, limit: int, as_json: bool) -> None:
    """List the entries in which every word of TEXT stands, or whose reference TEXT is in whole or in part; the newest first.

    Case, accents and hidden characters do not count. A search stops after a bound of entries and says so and how to go on.
    """
    from shlex import quote

    from watchline.cli.look import look
    from watchline.cli.paging import more_words
    from watchline.cli.show import emit, say, table
    from watchline.host.search import search
    from watchline.measure import dtg

    with look(folder) as found:
        answer = search(found.here, text, limit, before, language)
    if as_json:
        emit(answer)
        return
    if answer["found"]:
        rows = [
            [
                item["ref"],
                item["kind"] or "(cannot be read)",
                "" if item["t"] is None else dtg(item["t"]),
                " ".join(f"{item['before']}{item['match']}{item['after']}".split()),
            ]
            for item in answer["found"]
        ]
        table(["REF", "KIND", "TIME (AUTHOR)", "TEXT"], rows)
    say(answer["words"])
    more_words(answer, f"watchline search {folder} {quote(text)}")
