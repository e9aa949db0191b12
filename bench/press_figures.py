"""``python bench/press_figures.py FOLDER [--verbose]``: how well the rules read reports whose facts are known.

FOLDER holds ``NAME.txt`` with ``NAME.gold.json`` beside it and one ``roster.csv``, or reports with one ``gold.jsonl``. Printed are precision,
recall and F1 of contacts and requests (strict: the same persons, the day at the precision of the gold, held or not), contacts out of readers'
comments and of reports that tell of none, days right given the persons, spans, milliseconds, and a 95 % interval by resampling the reports.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import re
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from watchline.measure import parse_edtf
from watchline.people import Person, Roster, Term, sample_roster
from watchline.press import Claim, Kind, Reader, edtf, file_hash, quote_hash, read_bytes
from watchline.press.lexicon import level_of
from watchline.press.tables import read_states

CONTACTS = {"contact", "request"}


def level_class(office: str | None) -> str:
    """Return the level of an office for comparison."""
    return level_of(office or "")


def invented_roster(data: bytes) -> Roster:
    """Return the roster of invented persons: columns name, native_name, aliases, office, state, from, to."""
    people: dict[tuple[str, str], Person] = {}
    terms: list[Term] = []
    for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"))):
        words = row["name"].split()
        aliases = tuple(item.strip() for item in row["aliases"].split(";") if item.strip())
        turned = " ".join([*words[1:], words[0]])
        surname = words[0] if turned in aliases else words[-1]
        native = row["native_name"] if not row["native_name"].isascii() else ""
        key = re.sub(r"[^a-z0-9]+", "-", row["name"].lower()) + "-" + row["state"].lower()
        person = people.setdefault((row["name"], row["state"]), Person(key, row["name"], surname, native, aliases))
        bounds = [parse_edtf(row[name]) if row[name] else None for name in ("from", "to")]
        terms.append(Term(person, row["office"], row["office"], row["state"], *bounds))
    return Roster(terms)


def roster_of(folder: Path) -> Roster:
    """Return the folder's roster, or the sample roster where it has none."""
    file = folder / "roster.csv"
    if not file.exists():
        return sample_roster()
    data = file.read_bytes()
    return Roster.read_csv(data) if data.startswith(b"person,") else invented_roster(data)


SEED_STATES = {"US": "USA", "RU": "RUS", "UA": "UKR", "CN": "CHN"}
SEED_KEYS = {"zaluzhny": "zaluzhnyi"}


def gold_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the gold of every report of a folder, in one form."""
    one_file = folder / "gold.jsonl"
    if not one_file.exists():
        return {
            path.name.removesuffix(".gold.json") + ".txt": json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.gold.json"))
        }
    roster = sample_roster()
    found: dict[str, dict[str, Any]] = {}
    for line in one_file.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        report = found.setdefault(fact["doc"], {"claims": [], "published": None})
        if fact["kind"] == "doc":
            report["published"] = fact["published"]
        if fact["kind"] != "contact":
            continue
        who = []
        for one in fact["principals"]:
            key = SEED_KEYS.get(one["key"], one["key"])
            known = roster.persons.get(key)
            who.append(
                {
                    "name": known.name if known else None,
                    "office": roster.terms_of(key)[0].office if known else one["role"],
                    "state": SEED_STATES[one["state"]],
                }
            )
        date = fact["date"] or "unknown"
        accept = []
        if "date_text_only" in fact:
            month = re.match(r"\d{4}-\d{2}", fact["date_text_only"] or "")
            accept = [month[0]] if month else ["unknown"]
        report["claims"].append(
            {
                "kind": "contact",
                "principals": who,
                "date": date,
                "status": fact["status"],
                "accept": {"date": accept},
                "initiative": (SEED_STATES.get((fact.get("initiative") or "")[:2])),
                "quote": fact["spans"][0]["quote"],
                "text_only": bool(accept),
            }
        )
    return found


def same_people(claim: Claim, gold: dict[str, Any]) -> bool:
    """Whether a claim names the gold's persons; a nameless one matches any of its office and state."""
    wanted = list(gold["principals"])
    if len(wanted) != len(claim.principals):
        return False
    for one in claim.principals:
        fit = next(
            (
                item
                for item in wanted
                if item["state"] == one.state
                and (
                    item["name"] == one.name
                    if item["name"] and one.name
                    else not item["office"] or level_class(item["office"]) == level_class(one.office) or not one.office
                )
            ),
            None,
        )
        if fit is None:
            return False
        wanted.remove(fit)
    return True


def same_date(claim: Claim, gold: dict[str, Any]) -> bool:
    """Whether a claim's day is the gold's, at the gold's precision."""
    status = gold["status"]
    if status in {"not_scheduled", "avoided"}:
        return True
    accept = (gold.get("accept") or {}).get("date", [])
    for date in [gold["date"], *accept]:
        if date is None or date == "unknown":
            return True
        if claim.date == date:
            return True
        if date.startswith("../") and claim.date in {date[3:], "unknown"}:
            return True
        if re.fullmatch(r"\d{4}-\d{2}", date) and claim.date.startswith(date):
            return True
    return False


def held(status: Any) -> bool:
    """Whether a status is that of a contact that took place."""
    return str(getattr(status, "value", status)) == "held"


def score(claims: list[Claim], gold: dict[str, Any]) -> dict[str, Any]:
    """Return the counts of one report."""
    counted = [claim for claim in claims if claim.kind in {Kind.CONTACT, Kind.REQUEST} and not claim.comment]
    wanted = [item for item in gold["claims"] if item["kind"] in CONTACTS]
    core = [item for item in wanted if not item.get("optional") and not item.get("in_comment")]
    spare = [item for item in wanted if item.get("optional")]
    comments = [item for item in wanted if item.get("in_comment")]
    left, missed, hits, false = list(counted), [], [], []
    pair_right = date_right = initiative_right = channel_right = duration_right = status_right = 0
    for item in core:
        fits = [claim for claim in left if same_people(claim, item)]
        best = max(
            fits,
            key=lambda claim: (
                same_date(claim, item) and held(claim.status) == held(item["status"]),
                same_date(claim, item),
                claim.date == item["date"],
            ),
            default=None,
        )
        if (best is not None and held(best.status) == held(item["status"])) or (
            best is not None and same_date(best, item)
        ):
            pair_right += 1
            date_right += same_date(best, item)
        if best is not None and same_date(best, item) and held(best.status) == held(item["status"]):
            hits.append((item, best))
            left.remove(best)
            accept = item.get("accept") or {}
            initiative_right += best.initiative in [item.get("initiative"), *accept.get("initiative", [])]
            channel_right += best.channel in [item.get("channel"), *accept.get("channel", [])]
            said = None if best.duration is None else {"minutes": best.duration.minutes, "bound": best.duration.bound}
            duration_right += said in [item.get("duration"), *accept.get("duration", [])]
            status_right += str(best.status.value if best.status else None) in [
                item["status"],
                *accept.get("status", []),
            ]
        else:
            missed.append(item)
    out_of_comments = 0
    for claim in left:
        if any(same_people(claim, item) for item in spare):
            continue
        if any(
            same_people(claim, item) and same_date(claim, item) and held(claim.status) == held(item["status"])
            for item, _ in hits
        ):
            continue
        false.append(claim)
        out_of_comments += any(same_people(claim, item) for item in comments)
    return {"hits": hits, "missed": missed, "false": false, "wanted": len(core), "pair_right": pair_right, "date_right": date_right, "initiative": initiative_right, "channel": channel_right, "duration": duration_right, "status": status_right, "comments": out_of_comments, "none": not core and not spare}  # fmt: skip


def others(claims: list[Claim], gold: dict[str, Any], kind: str) -> tuple[int, int, int, list[Any], list[Any]]:
    """Return hits, misses and false positives of earlier contacts or of line facts."""
    wanted = [
        item
        for item in gold["claims"]
        if item["kind"] == kind and not item.get("optional") and not item.get("in_comment")
    ]
    left = [claim for claim in claims if claim.kind.value == kind and not claim.comment]
    hits, missed = 0, []
    for item in wanted:
        for claim in left:
            if (
                kind == "line_fact"
                and claim.fact is not None
                and claim.fact.value == item["fact"]
                and {one.state for one in claim.principals} == {one["state"] for one in item["principals"]}
            ):
                break
            if (
                kind == "previous_contact"
                and claim.form is not None
                and claim.form.value == item["form"]
                and same_people(claim, item)
            ):
                break
        else:
            missed.append(item)
            continue
        hits += 1
        left.remove(claim)
    optional = [item for item in gold["claims"] if item["kind"] == kind and item.get("optional")]
    left = [
        claim
        for claim in left
        if not any(
            (claim.form or claim.fact) and (claim.form or claim.fact).value == item.get("form", item.get("fact"))
            for item in optional
        )
    ]  # type: ignore[union-attr]
    return hits, len(missed), len(left), missed, left


def f1(hits: int, missed: int, false: int) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    precision = hits / (hits + false) if hits + false else 1.0
    recall = hits / (hits + missed) if hits + missed else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def shown(claim: Claim) -> str:
    """Return a claim on one line."""
    return f"{[one.name or (one.office, one.state) for one in claim.principals]} {claim.date} {claim.weekday} {claim.status.value if claim.status else None} {'background' if claim.background else ''}"


def main() -> None:
    """Read the folder and print the figures."""
    ask = argparse.ArgumentParser()
    ask.add_argument("folder", type=Path)
    ask.add_argument("--verbose", action="store_true")
    ask.add_argument(
        "--states",
        type=Path,
        help="what the states are called: code,names,adjectives,seats; else states.csv of the folder, if it has one",
    )
    ask.add_argument(
        "--alone", action="store_true", help="let each report teach the words of its states to itself only"
    )
    ask.add_argument("--undated", action="store_true", help="give no publication dates")
    asked = ask.parse_args()
    folder: Path = asked.folder
    reader = Reader.shipped(roster_of(folder))
    states = asked.states or folder / "states.csv"
    if states.exists():
        reader = replace(reader, states=(*read_states(states.read_bytes()), *reader.states))
    elif not asked.alone:
        reader = reader.taught(read_bytes((folder / name).read_bytes(), name) for name in gold_of(folder))
    rows: list[dict[str, Any]] = []
    kinds: dict[str, Counter[str]] = {"previous_contact": Counter(), "line_fact": Counter()}
    spans = spans_right = 0
    spent: list[float] = []
    arithmetic: Counter[str] = Counter()
    for name, gold in gold_of(folder).items():
        data = (folder / name).read_bytes()
        begun = time.perf_counter()
        raw = read_bytes(data, name)
        report = reader.read(
            raw,
            name=name,
            sha256=file_hash(data),
            published="unknown" if asked.undated else gold.get("published") or "unknown",
            outlet=gold.get("outlet"),
        )
        spent.append((time.perf_counter() - begun) * 1000)
        for claim in report.claims:
            edtf(claim.date)
            for span in claim.spans:
                spans += 1
                spans_right += quote_hash(raw, span.start, span.end) == span.sha256 and span.end <= len(raw)
        row = score(list(report.claims), gold)
        rows.append(row)
        for kind, counts in kinds.items():
            hits, missed, false, misses, left = others(list(report.claims), gold, kind)
            counts.update(hits=hits, missed=missed, false=false)
            if asked.verbose:
                for item in misses:
                    print(
                        f"   {name} {kind} missed {item.get('form') or item.get('fact')} {item.get('value')} | {item['quote'][:140]}"
                    )
                for claim in left:
                    print(
                        f"   {name} {kind} false {(claim.form or claim.fact)} {claim.value} {[one.name or one.state for one in claim.principals]} | {raw[claim.spans[0].start : claim.spans[0].end][:140]}"
                    )
        for item in gold["claims"]:
            if item["kind"] == "previous_contact" and item.get("arithmetic") in {"right", "wrong"}:
                same = next(
                    (
                        claim
                        for claim in report.claims
                        if claim.kind is Kind.PREVIOUS
                        and claim.form is not None
                        and claim.form.value == item["form"]
                        and same_people(claim, item)
                    ),
                    None,
                )
                arithmetic[f"{item['arithmetic']} read as {same.arithmetic if same else 'missed'}"] += 1
        if asked.verbose:
            print(f"{name}: {len(row['hits'])} of {row['wanted']}")
            for item in row["missed"]:
                print(
                    f"   MISSED {[(one['name'] or one['office'], one['state']) for one in item['principals']]} {item['date']} {item['status']} | {item['quote'][:230]}"
                )
            for claim in row["false"]:
                print(f"   FALSE {shown(claim)} | {raw[claim.spans[0].start : claim.spans[0].end][:200]}")
            for item, claim in row["hits"]:
                for field, value in (
                    ("initiative", claim.initiative),
                    ("channel", claim.channel),
                    (
                        "duration",
                        None
                        if claim.duration is None
                        else {"minutes": claim.duration.minutes, "bound": claim.duration.bound},
                    ),
                ):
                    if field in item and value not in [item.get(field), *(item.get("accept") or {}).get(field, [])]:
                        print(f"   {field}: {value} for {item.get(field)} | {item['quote'][:120]}")
    total = Counter[str]()
    for row in rows:
        total.update(hits=len(row["hits"]), missed=len(row["missed"]), false=len(row["false"]), wanted=row["wanted"])
        total.update(
            {
                key: row[key]
                for key in ("pair_right", "date_right", "initiative", "channel", "duration", "status", "comments")
            }
        )
    precision, recall, measure = f1(total["hits"], total["missed"], total["false"])
    draw = random.Random(7)
    resampled = sorted(
        f1(
            sum(len(row["hits"]) for row in some),
            sum(len(row["missed"]) for row in some),
            sum(len(row["false"]) for row in some),
        )[2]
        for some in ([draw.choice(rows) for _ in rows] for _ in range(2000))
    )
    print(f"{len(rows)} reports, {total['wanted']} contacts and requests")
    print(
        f"strict: P {precision:.3f}  R {recall:.3f}  F1 {measure:.3f}  [{resampled[50]:.2f}-{resampled[1949]:.2f}]  hits {total['hits']} missed {total['missed']} false {total['false']}"
    )
    print(
        f"out of comments: {total['comments']}; false in reports without a contact: {sum(len(row['false']) for row in rows if row['none'])} of {sum(row['none'] for row in rows)} reports"
    )
    print(f"day right given the persons: {total['date_right']}/{total['pair_right']}")
    print(
        f"of the strict hits: status {total['status']}, initiative {total['initiative']}, channel {total['channel']}, duration {total['duration']} of {total['hits']}"
    )
    for kind, counts in kinds.items():
        precision, recall, measure = f1(counts["hits"], counts["missed"], counts["false"])
        print(f"{kind}: P {precision:.2f} R {recall:.2f} F1 {measure:.2f} ({counts['hits']} hits)")
    print(f"arithmetic of earlier contacts: {dict(arithmetic)}")
    print(f"spans: {spans_right}/{spans}")
    print(f"milliseconds a report: median {sorted(spent)[len(spent) // 2]:.1f}, most {max(spent):.1f}")


if __name__ == "__main__":
    sys.exit(main())
