"""Readouts in words: facts with their references, both sides with equal weight, no word that judges."""

from __future__ import annotations

from typing import Any

from watchline.cli.show import facts, quoted, say, table
from watchline.measure import dtg


def show_list(answer: dict[str, Any]) -> None:
    """Print a block for each call."""
    if not answer["calls"]:
        say("No readouts.")
    for call in answer["calls"]:
        say(
            f"Call {call['call']}, {' and '.join(call['parties'])}. Confidentiality: {_confidential(call['confidentiality'])}."
        )
        rows = [[item["ref"], item["from"], item["language"], state_words(item)] for item in call["readouts"]]
        if rows:
            table(["REF", "FROM", "LANG", "STATE"], rows)
        for item in call["without_commitment"]:
            say(f"{item['from']} {_shown(item)} in {item['ref']} without a commitment.")
        for item in call["of_others"]:
            say(f"{item['ref']} is a readout of {item['from']}, which is not on this call.")
        for item in call["confidentiality"]["published_while_agreed"]:
            say(_while_agreed(item))
        say()
    if answer["more"]:
        say("There is more: ask with a larger --limit.")
    say(answer["difference"])


def state_words(item: dict[str, Any]) -> str:
    """Return the state of a readout and the facts beside it."""
    words = [item["state"]]
    if item["replaced_by"]:
        words.append(f"replaced by {item['replaced_by']}")
    if item["beside"]:
        words.append(f"beside {item['beside']}, which it does not name")
    if item["state"] == "committed" and not item["replaced_by"]:
        words.append("not published")
    other = [shown["ref"] for shown in (*item["shared"], *item["published"]) if shown["matches"] is False]
    words += [f"the text in {ref} does not match the commitment" for ref in other]
    for shown in item["published"]:
        if not shown["held_before"]:
            words.append("not shown that the other side held the commitment before")
        if shown["early"]:
            words.append("published before the time it was committed for")
    return "; ".join(words)


def show_one(item: dict[str, Any]) -> None:
    """Print one readout in full."""
    scope = item["scope"] or ""
    not_before = "" if item["not_before"] is None else dtg(item["not_before"])
    facts(
        [
            ("readout", item["ref"]),
            ("of the call", item["call"]),
            ("from", f"{item['from']}, post {item['post']}"),
            ("committed", dtg(item["t"])),
            ("commitment", item["commitment"]),
            ("language", item["language"]),
            ("scope", scope),
            ("not before", not_before),
            ("held by", ", ".join(item["held_by"]) or "nobody else yet"),
            ("state", state_words(item)),
            ("replaces", item["replaces"] or ""),
            ("confidentiality", _confidential(item["confidentiality"])),
            ("labels", ", ".join(item["labels"])),
        ]
    )
    say(f"Legal effect, by the charter: {item['legal_effect']}")
    if item["kept_text"] is not None:
        say()
        say("Kept on this machine only:")
        say(quoted(item["kept_text"]))
        _points(item["kept_points"])
    for shown in (*item["shared"], *item["published"]):
        say()
        say(f"{shown['ref']}, {dtg(shown['t'])}: {_shown(shown)}{_where(shown)}. {_matching(shown)}")
        _quoted(shown["text"])
        _points(shown["points"])
    for name in ("corrected", "supplemented"):
        for said in item[name]:
            say()
            say(f"{said['ref']}, {dtg(said['t'])}: {name}; what was published stands.")
            _quoted(said["text"])
    for said in item["without_effect"]:
        say(f"{said['ref']} ({said['kind']}, {said['from']}) changes nothing here.")
    for found in item["confidentiality"]["published_while_agreed"]:
        say(_while_agreed(found))
    say()
    say(item["difference"])


def show_pairs(answer: dict[str, Any]) -> None:
    """Print what both sides published, side by side."""
    say(
        f"Call {answer['call']}, {' and '.join(answer['parties'])}. Confidentiality: {_confidential(answer['confidentiality'])}."
    )
    for pair in answer["pairs"]:
        _pair(pair)
    if not answer["pairs"]:
        say("There is nothing to compare yet: not both sides have published a readout.")
    for item in answer["not_compared"]:
        say(f"Not compared: {item['ref']} of {item['from']}, {item['language']}: {state_words(item)}.")
    for found in answer["confidentiality"]["published_while_agreed"]:
        say(_while_agreed(found))
    say()
    say(answer["difference"])


def _pair(pair: dict[str, Any]) -> None:
    for item in pair["readouts"]:
        say()
        say(f"{item['ref']}, {item['from']}, {item['language']}: {state_words(item)}.")
        _quoted(item["published"][0]["text"])
    codes = [item["from"] for item in pair["readouts"]]
    say()
    if not pair["same_language"]:
        say("The two are in different languages; words are compared as they stand.")
    if pair["same_text"] is not None:
        say("Both texts are equal." if pair["same_text"] else "The texts are not equal.")
    rows = [[point["key"], "both", *[_statements(point["statements"])] * 2] for point in pair["both"]]
    for point in pair["one"]:
        said = _statements(point["statements"])
        rows.append([point["key"], f"{point['from']} only", *[said if code == point["from"] else "" for code in codes]])
    rows += [
        [point["key"], "differently", *[_statements(point["by_party"][code]) for code in codes]]
        for point in pair["differently"]
    ]
    if rows:
        table(["POINT", "STATED BY", *codes], rows)


def _statements(said: list[str]) -> str:
    return " / ".join(said)


def _confidential(item: dict[str, Any]) -> str:
    match item["state"]:
        case "agreed":
            return f"agreed ({item['agreed']['ref']})"
        case "proposed":
            waiting = [f"{said['ref']} of {said['from']}" for said in item["proposals"] if said["answer"] is None]
            return f"proposed, not answered ({', '.join(waiting)})"
        case "not_agreed":
            answers = [said["answer"]["ref"] for said in item["proposals"] if said["answer"]]
            return f"proposed, not agreed ({answers[-1]})"
        case _:
            return "nothing said"


def _while_agreed(item: dict[str, Any]) -> str:
    held = (
        "" if item["author_held_agreement"] else f"; {item['from']} did not hold {item['agreed']} yet, by its own word"
    )
    return f"{item['published']} of {item['from']} is published while it is agreed that it is confidential ({item['agreed']}){held}."


def _shown(item: dict[str, Any]) -> str:
    return "published" if item["kind"] == "readout_published" else "shown to the other side"


def _where(item: dict[str, Any]) -> str:
    return f" ({item['where']})" if item["where"] else ""


def _matching(item: dict[str, Any]) -> str:
    if item["matches"] is None:
        return "Whether it matches the commitment cannot be told."
    return "The text matches the commitment." if item["matches"] else "The text does not match the commitment."


def _quoted(text: str | None) -> None:
    say(quoted(text) if text is not None else "(body erased by agreement; the entry stands)")


def _points(points: list[dict[str, str]]) -> None:
    if points:
        table(["POINT", "STATEMENT"], [[item["key"], item["statement"]] for item in points])
