"""Vectors of docs/spec/charter.md: charters, their signatures, the founding file."""

from datetime import date

from tests.vectors.make.curve import SMALL
from tests.vectors.make.form import Vector
from tests.vectors.make.plain import (
    Raw,
    card,
    cbor,
    charter_fields,
    charter_hash,
    charter_party,
    charter_signatures,
    label,
    public,
    sha,
    sign,
)

CHARTER = cbor(charter_fields())
BOTH = charter_signatures(CHARTER, "XAA", "XBB")


def vectors():
    yield from _sound()
    yield from _articles()
    yield from _refused()
    yield from _refused_articles()
    yield from _signed()
    yield from _founding()


def _charter(name, expect, comment, data, **gives):
    return Vector(f"charter/charter-{name}", "charter", expect, comment, data, gives=gives)


def _sound():
    def ok(name, comment, fields, line=None):
        data = cbor(fields)
        gives = {"charter_hash": charter_hash(data), "line": line or charter_hash(data)}
        return _charter(
            name, "ok", comment, data, **gives, parties=" ".join(item["code"] for item in fields["parties"])
        )

    yield ok("founding", "A founding charter of two parties: its hash is the line id.", charter_fields())
    yield ok(
        "reversed",
        "The same parties in the other order are another line, with other party numbers.",
        charter_fields("XBB", "XAA"),
    )
    yield ok("demo", "A demonstration line.", charter_fields(demo=1))
    yield ok(
        "words",
        "Words are shown, never interpreted.",
        charter_fields(title="A line", purpose="To be tested", legal_effect="None"),
    )
    yield ok(
        "unknown-field",
        "A field that this version does not know is kept and shown as unknown.",
        charter_fields(weather="fair"),
    )
    yield ok("twelve", "As many parties as a line may have.", charter_fields(*(f"X{n:02d}" for n in range(12))))
    spare = charter_fields(calendar=None, windows=None, precedence=None, receipt_kinds=None, clock_ms=None)
    yield ok("defaults", "What has a default may be left out.", spare)
    twice = [{"minute": 360, "circuit": "main"}, {"minute": 360, "circuit": "sat"}]
    yield ok("two-circuits", "Two circuits tested in one minute.", charter_fields(calendar=twice))
    line, prev = charter_hash(CHARTER), charter_hash(CHARTER)
    later = charter_fields(nonce=None, line=line, prev=prev, clock_ms=5000)
    yield ok("later", "A later charter names its line and the charter that it replaces.", later, line)


FULL = {
    "title": "A line",
    "purpose": {"en": "To be tested", "fr": "Pour essai"},
    "area": "Here",
    "legal_effect": {"en": "None.", "fr": "Aucun."},
    "in_force_on": "2026-12-01",
    "review_on": "2027-12-01",
    "ladder": [{"name": "floor"}, {"name": "general", "posts": ["chief"]}],
    "posts": ["watch", "air", "chief"],
    "desks": {"air": ["air"]},
    "phones": [
        {"party": "XAA", "number": "+00 000 0000001"},
        {"party": "XBB", "desk": "air", "number": "+00-000-0000002 x12", "words": "duty room"},
    ],
    "calendar": [
        {"minute": 360, "circuit": "main", "weekdays": [1, 2, 3, 4, 5]},
        {"minute": 1080, "circuit": "sat"},
    ],
    "holidays": [
        {"date": "2026-12-25"},
        {"date": "2027-01-01", "calendar": [{"minute": 720, "circuit": "main"}], "title": "New Year"},
    ],
    "initiator_rule": "slot",
    "languages": ["en", "fr"],
    "datum": "WGS84",
    "units": {"distance": "nm", "altitude": "ft"},
    "altitude_reference": "FL",
    "separation": [{"kind": "flight", "lateral_m": 9260, "vertical_m": 300, "time_s": 900}],
    "reference_lines": [{"name": "Blue", "points": [[483_794_000, 311_656_000], [-1, -1_800_000_000]]}],
    "gazetteer": [{"name": "Hill", "at": [900_000_000, 0]}],
    "relay_groups": {"XAA": ["north", "south"], "XBB": ["fleet"]},
    "record_class": {"confidential": ["message"]},
    "readouts_confidential": 1,
    "phrasebook": sha(b"a phrasebook"),
    "exercise_rule": "Announced a week before.",
    "suspension_rule": "Said by one party for itself.",
    "agreements": [
        {"id": "launches", "title": "Launches", "hash": sha(b"launches"), "suspendable": 1},
        {"id": "aid", "title": {"en": "Aid", "fr": "Aide"}, "text": "Aid is let through."},
    ],
}


def due(fields, start, days):
    """Return the tests due in some days from day ``start`` (since 1970-01-01): day, minute, circuit, initiator."""
    found = []
    holidays = {date.fromisoformat(item["date"]).toordinal(): item for item in fields.get("holidays", [])}
    codes = [party["code"] for party in fields["parties"]]
    for day in range(start, start + days):
        ordinal = date(1970, 1, 1).toordinal() + day
        holiday = holidays.get(ordinal)
        slots = fields["calendar"] if holiday is None else holiday.get("calendar", [])
        weekday = date.fromordinal(ordinal).isoweekday()
        slots = [slot for slot in slots if weekday in slot.get("weekdays", range(1, 8))]
        for slot in slots:
            before = len({other["minute"] for other in slots if other["minute"] < slot["minute"]})
            turn = {"day": day, "week": (day + 3) // 7, "slot": day + before}[fields.get("initiator_rule", "day")]
            found.append(f"{day}/{slot['minute']}/{slot['circuit']}/{codes[turn % len(codes)]}")
    return " ".join(found)


def _articles():
    def ok(name, comment, **more):
        fields = charter_fields(**more)
        data = cbor(fields)
        start = date(2026, 12, 21).toordinal() - date(1970, 1, 1).toordinal()
        gives = {"charter_hash": charter_hash(data), "line": charter_hash(data), "due": due(fields, start, 14)}
        return Vector(
            f"charter/articles-{name}", "charter-calendar", "ok", comment, data, {"from": start, "days": 14}, gives
        )

    yield ok(
        "all", "A charter with every article; the tests due in the last days of 2026 and the first of 2027.", **FULL
    )
    yield ok("none", "A charter without any article: two tests each day, by turns of days.")
    weekly = [
        {"minute": 0, "circuit": "main", "weekdays": [7]},
        {"minute": 1439, "circuit": "main", "weekdays": [1, 7]},
    ]
    yield ok("weeks", "Tests on Sundays and Mondays, by turns of weeks.", calendar=weekly, initiator_rule="week")
    only = [{"date": "2027-01-01", "calendar": [{"minute": 0, "circuit": "sat"}]}]
    yield ok("one-date", "A calendar without tests but on one date.", calendar=[], holidays=only)
    third = {"name": "State C", "area": [[0, 0], [0, 10], [10, 0]]}
    told = third | {"name": "State D", "within_m": 5000, "told_by": ["XBB", "XAA"], "how": {"en": "By its attaché."}}
    yield ok("third-states", "Territory whose states are told of activities near it.", third_states=[third, told])
    yield ok("empty-clause", "An empty legal effect is the usual clause.", legal_effect="")


def _refused_articles():
    def bad(name, comment, **more):
        return _charter(name, "refused malformed", comment, cbor(charter_fields(**{**FULL, **more})))

    slot, phone = {"minute": 360, "circuit": "main"}, {"party": "XAA", "number": "+00 000 0000001"}
    yield bad("post-twice", "A post named twice.", posts=["watch", "air", "chief", "air"])
    twice = cbor(charter_fields(calendar=[slot | {"weekdays": [1, 1]}]))
    comment, given = "A weekday named twice.", {"from": 0, "days": 1}
    yield Vector("charter/articles-weekday-twice", "charter-calendar", "refused malformed", comment, twice, given)
    yield bad("weekday-0", "Weekdays count from 1.", calendar=[slot | {"weekdays": [0]}])
    yield bad("weekdays-none", "No weekday: leave the slot out.", calendar=[slot | {"weekdays": []}])
    yield bad("weekdays-descending", "Weekdays ascend.", calendar=[slot | {"weekdays": [2, 1]}])
    yield bad("slot-on-other-weekdays", "One slot names all weekdays.", calendar=[slot, slot | {"weekdays": [1]}])
    yield bad("holiday-no-date", "2027 has no 29 February.", holidays=[{"date": "2027-02-29"}])
    yield bad("holiday-descending", "Holidays ascend.", holidays=[{"date": "2027-01-01"}, {"date": "2026-12-25"}])
    yield bad("holiday-twice", "A date named twice.", holidays=[{"date": "2027-01-01"}, {"date": "2027-01-01"}])
    weekday = [{"date": "2027-01-01", "calendar": [slot | {"weekdays": [5]}]}]
    yield bad("holiday-weekdays", "A date has its weekday already.", holidays=weekday)
    yield bad("initiator-rule", "A rule that does not exist.", initiator_rule="dice")
    yield bad("phone-form", "A telephone number without its country.", phones=[phone | {"number": "030 1234567"}])
    yield bad("phone-stranger", "A telephone number of somebody who is no party.", phones=[phone | {"party": "XHH"}])
    yield bad("desk-unknown", "A desk that does not exist.", desks={"space": ["air"]})
    yield bad("desk-post", "A desk of a post that the charter does not name.", desks={"air": ["sea"]})
    yield bad("ladder-post-twice", "A post on two levels.", ladder=[{"name": n, "posts": ["air"]} for n in ("a", "b")])
    yield bad("review-before-force", "A review on the date in force.", review_on="2026-12-01")
    yield bad("language-form", "A language is written by its tag.", languages=["English"])
    yield bad("datum", "Positions are WGS84.", datum="ED50")
    yield bad("units", "A unit that does not exist.", units={"distance": "miles"})
    yield bad("altitude-reference", "A reference that does not exist.", altitude_reference="QFE")
    yield bad(
        "separation-time", "Minima have three parts.", separation=[{"kind": "flight", "lateral_m": 1, "vertical_m": 1}]
    )
    yield bad(
        "line-of-one-point", "A line has two positions or more.", reference_lines=[{"name": "Blue", "points": [[0, 0]]}]
    )
    yield bad(
        "third-state-of-two-points",
        "An outline has three positions or more.",
        third_states=[{"name": "State C", "area": [[0, 0], [0, 10]]}],
    )
    yield bad(
        "third-state-told-by-a-stranger",
        "Who tells a third state is a party.",
        third_states=[{"name": "State C", "area": [[0, 0], [0, 10], [10, 0]], "told_by": ["XZZ"]}],
    )
    yield bad("beyond-the-pole", "Latitudes end at 90 degrees.", gazetteer=[{"name": "Hill", "at": [900_000_001, 0]}])
    yield bad("relay-stranger", "Relay groups of somebody who is no party.", relay_groups={"XHH": ["north"]})
    yield bad("class-unknown", "A class that this version does not keep.", record_class={"off_record": ["message"]})
    two = {"on_record": ["message"], "confidential": ["message"]}
    yield bad("class-twice", "A kind in two classes.", record_class=two)
    yield bad("readouts-0", "A flag is 1 or absent.", readouts_confidential=0)
    yield bad("phrasebook-short", "A hash has 32 bytes.", phrasebook=bytes(31))
    aid = {"id": "aid", "title": "Aid"}
    yield bad("agreement-neither", "An agreement with neither hash nor text.", agreements=[aid])
    yield bad("agreement-both", "An agreement with both.", agreements=[aid | {"hash": sha(), "text": "Aid"}])
    yield bad("agreement-twice", "Two agreements of one id.", agreements=[aid | {"text": "Aid"}] * 2)
    yield bad("words-bell", "Words hold no control characters.", purpose="ring\a")
    long = cbor(charter_fields(agreements=[{"id": f"a{n}", "title": "A", "text": "x" * 4096} for n in range(8)]))
    yield _charter("long", "refused limit", "A charter that fits no entry.", long)


def _refused():
    def bad(name, comment, code="malformed", **more):
        return _charter(name, f"refused {code}", comment, cbor(charter_fields(**more)))

    def parties(name, comment, made, code="malformed"):
        return bad(name, comment, code, parties=made)

    def calendar(name, comment, *slots):
        return bad(name, comment, calendar=[{"minute": minute, "circuit": circuit} for minute, circuit in slots])

    a, b = charter_party("XAA"), charter_party("XBB")
    yield _charter("not-canonical", "refused malformed", "A byte after the map.", CHARTER + b"\0")
    yield bad("version-2", "Another version.", "version", v=2)
    yield bad("no-nonce", "Neither a nonce nor a line.", nonce=None)
    yield bad("short-nonce", "A nonce of 31 bytes.", nonce=bytes(31))
    yield bad("nonce-and-line", "A founding charter knows no line id.", line=sha(), prev=sha())
    yield bad("line-without-prev", "A later charter that replaces none.", nonce=None, line=sha())
    yield bad("prev-without-line", "A later charter of no line.", nonce=None, prev=sha())
    yield bad("demo-0", "A flag is 1 or absent: two readers must not disagree whether this is a demonstration.", demo=0)
    yield bad("demo-2", "A flag of another number.", demo=2)
    yield bad("demo-text", "A flag in words.", demo="yes")
    yield bad("without-posts", "No posts: nobody may speak.", posts=None)
    yield bad("no-posts", "An empty list of posts.", posts=[])
    yield bad("post-node", "The post node is the node's own.", posts=["watch", "node"])
    yield bad("without-circuits", "No circuits.", circuits=None)
    yield bad("no-circuits", "An empty list of circuits.", circuits=[])
    main = {"name": "main", "carrier": "direct"}
    yield bad("circuit-twice", "Two circuits of one name.", circuits=[main, main])
    yield bad(
        "circuit-capitals",
        "A circuit's name has small letters, digits and hyphens.",
        circuits=[main | {"name": "Main"}, main],
    )
    yield bad("circuit-long", "A circuit's name of 17 characters.", circuits=[main, main | {"name": "m" * 17}])
    yield bad("circuit-empty", "A circuit's name of no characters.", circuits=[main, main | {"name": ""}])
    yield bad("circuit-without-carrier", "A circuit without a carrier.", circuits=[{"name": "main"}])
    yield calendar("calendar-descending", "The calendar does not ascend.", (1080, "main"), (360, "main"))
    yield calendar("calendar-twice", "One circuit tested twice in a minute.", (360, "main"), (360, "main"))
    yield calendar("calendar-1440", "The last minute of a day is 1439.", (1440, "main"))
    yield calendar("calendar-negative", "Minutes count from 0.", (-1, "main"))
    yield calendar("calendar-circuit", "A circuit that the charter does not list.", (360, "radio"))
    yield bad("window-0", "An answer within no time.", windows={"answer_s": 0})
    yield bad("precedence-text", "An objective in words.", precedence={"Z": "120"})
    yield bad("clock-negative", "A negative clock difference.", clock_ms=-1)
    yield parties("one-party", "A line of one.", [a])
    yield parties("thirteen", "More parties than a line may have.", [charter_party(f"X{n:02d}") for n in range(13)])
    yield parties("code-twice", "Two parties of one code.", [a, b | {"code": "XAA"}])
    yield parties("root-twice", "Two parties of one root.", [a, b | {"root": a["root"]}])
    yield parties("small-root", "A root of small order: anybody can sign for it.", [a, b | {"root": SMALL[1]}], "key")
    yield parties("roster-number-0", "Rosters count from 1.", [a, b | {"roster": [0, sha()]}])
    yield parties(
        "without-roster", "A party without a roster.", [a, {key: value for key, value in b.items() if key != "roster"}]
    )


def _signed():
    def signed(name, expect, comment, signatures, data=CHARTER, **gives):
        return Vector(
            f"charter/signed-{name}", "signed-charter", expect, comment, cbor([data, signatures]), gives=gives
        )

    def bad(name, comment, signatures, code="signature"):
        return signed(name, f"refused {code}", comment, signatures)

    yield signed("by-both", "ok", "Signed by both roots, in party order.", BOTH, line=charter_hash(CHARTER))
    yield bad("by-one", "XBB has not signed.", BOTH[:1])
    yield bad("by-none", "Nobody has signed.", [])
    yield bad("twice-by-one", "XAA's signature stands for XBB too.", [BOTH[0], ["XBB", BOTH[0][1]]])
    yield bad("one-code-twice", "XAA's signature twice.", [BOTH[0], BOTH[0]], "malformed")
    yield bad("by-a-third", "Somebody who is no party has signed too.", [*BOTH, *charter_signatures(CHARTER, "XHH")])
    other = cbor(charter_fields(clock_ms=9_999))
    yield bad("another", "The signatures are those of another charter.", charter_signatures(other, "XAA", "XBB"))
    whole = [[code, sign(f"{code} root", label("charter") + CHARTER)] for code in ("XAA", "XBB")]
    yield bad("over-bytes", "The roots signed the charter's bytes; the hash is what they sign.", whole)
    log = [BOTH[0], ["XBB", sign("XBB 1 log", label("charter") + charter_hash(CHARTER))]]
    yield bad("by-log-key", "XBB's log key signed in place of its root.", log)
    yield bad("short", "A signature of 63 bytes.", [BOTH[0], ["XBB", BOTH[1][1][:63]]], "malformed")
    yield Vector(
        "charter/signed-one-part",
        "signed-charter",
        "refused malformed",
        "The array lacks the signatures.",
        cbor([CHARTER]),
    )


def _founding():
    cards = [card("XAA"), card("XBB")]

    def founding(name, expect, comment, missing=None, **more):
        fields = {"v": 1, "charter": CHARTER, "signatures": BOTH, "cards": cards} | more
        gives = {} if missing is None else {"line": charter_hash(CHARTER), "missing": missing}
        return Vector(f"charter/founding-{name}", "founding", expect, comment, cbor(fields), gives=gives)

    def bad(name, comment, code="key", **more):
        return founding(name, f"refused {code}", comment, **more)

    yield founding("signed", "ok", "Every root has signed: each node may open its epoch 1.", "")
    yield founding("proposed", "ok", "Nobody has signed yet.", "XAA XBB", signatures=[])
    yield founding("half", "ok", "XBB has not signed yet.", "XBB", signatures=BOTH[:1])
    yield bad("swapped-cards", "The cards are not in party order.", cards=cards[::-1])
    yield bad("missing-card", "A card is missing.", cards=cards[:1])
    yield bad("other-card", "The card of another party.", cards=[cards[0], card("XHH")])
    wrong = [["XAA", BOTH[1][1]]]
    yield bad("wrong-signature", "XBB's signature in XAA's name.", "signature", signatures=wrong)
    yield bad(
        "stranger", "A signature by somebody who is no party.", "sender", signatures=charter_signatures(CHARTER, "XHH")
    )
    yield bad("version-2", "Another version.", "version", v=2)
    yield bad("no-charter", "The charter is null.", "malformed", charter=Raw(b"\xf6"))
    parties = [charter_party("XAA"), charter_party("XBB") | {"roster": [1, sha()]}]
    changed = cbor(charter_fields(parties=parties))
    comment = "The charter names another roster of XBB than its card holds."
    yield bad("other-roster", comment, charter=changed, signatures=[])
    yield bad(
        "other-root",
        "The charter names another root of XAA than its card holds.",
        charter=cbor(
            charter_fields(parties=[charter_party("XAA") | {"root": public("XHH root")}, parties[0] | {"code": "XBB"}])
        ),
        signatures=[],
    )
