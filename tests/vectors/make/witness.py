"""Vectors of docs/spec/witness.md: a witness's card, an enrolment, what is sent to a witness and what it answers."""

from tests.vectors.make.cosignature import AT
from tests.vectors.make.form import Vector
from tests.vectors.make.frames import NOTE
from tests.vectors.make.log import ORIGIN, ROOT, SIZE
from tests.vectors.make.plain import (
    cbor,
    certificate,
    fingerprint,
    first_roster,
    key_set,
    label,
    mirror_line,
    public,
    sha,
    sign,
)

KEY = "witness"
NAME = f"{ORIGIN.split('/')[0]}/witness/{public(KEY).hex()}"
LINE = mirror_line(NAME, ORIGIN, SIZE, ROOT, AT, KEY)
SUBMIT = {"origin": ORIGIN, "old": 4, "checkpoint": NOTE, "proof": [sha(b"one"), sha(b"two")], "now": 1000 * AT}
OK = {"code": "ok", "origin": ORIGIN, "size": SIZE, "words": "", "lines": [LINE], "apart": []}


def card_fields(**changes):
    fields = {
        "v": 1,
        "name": "w-one",
        "key": public(KEY),
        "tls": certificate("witness tls"),
        "endpoint": ["192.0.2.1", 7100],
    }
    return {key: value for key, value in (fields | changes).items() if value is not None}


def card(signer=KEY, **changes):
    document = cbor(card_fields(**changes))
    return cbor([document, sign(signer, label("witness-card") + document)])


def vectors():
    def of_card(which, expect, comment, data, **gives):
        return Vector(f"witness/card-{which}", "witness-card", expect, comment, data, gives=gives)

    shown = {"name": "w-one", "fingerprint": fingerprint(public(KEY))}
    yield of_card("sound", "ok", "The card of a witness.", card(), **shown)
    yield of_card("other-signer", "refused signature", "Signed by another key than it shows.", card("XAA root"))
    yield of_card("party-name", "refused malformed", "A party code as a short name.", card(name="XAA"))
    yield of_card("version", "refused version", "A later version.", card(v=2))
    yield of_card("without-tls", "refused malformed", "No certificate.", card(tls=None))
    one = certificate(KEY)
    yield of_card("one-key", "refused key", "One key for cosignatures and for its circuit.", card(tls=one))

    def enrolment(name, expect, comment, **changes):
        fields = {"v": 1, "rosters": [first_roster("XAA")[1]], "checkpoint": NOTE, "key_set": key_set("XAA 1")}
        gives = {"origin": ORIGIN, "fingerprint": fingerprint(public("XAA root"))} if expect == "ok" else {}
        return Vector(f"witness/enrolment-{name}", "enrolment", expect, comment, cbor(fields | changes), gives=gives)

    yield enrolment("sound", "ok", "XAA's rosters and a signed head of its log.")
    yield enrolment("other-party", "refused key", "The rosters of another party.", rosters=[first_roster("XBB")[1]])
    yield enrolment("other-keys", "refused key", "A key set that the roster does not list.", key_set=key_set("XBB 1"))
    yield enrolment("without-roster", "refused malformed", "No roster.", rosters=[])

    def frame(which, expect, comment, kind, fields, **changes):
        whole = {"v": 1, "frame": kind} | fields | changes
        plain = {key: value for key, value in whole.items() if value is not None}
        gives = {"frame": kind} if expect == "ok" else {}
        return Vector(f"witness/{which}", "witness-frame", expect, comment, cbor(plain), {"frame": kind}, gives)

    kept = [SIZE, ROOT, LINE]
    yield frame("submit", "ok", "A head of XAA's log after size 4.", "SUBMIT", SUBMIT, kept=kept)
    yield frame("submit-without-kept", "ok", "The sender keeps no cosignature of the witness.", "SUBMIT", SUBMIT)
    for field in SUBMIT:
        yield frame(
            f"submit-without-{field}", "refused malformed", f"Without {field}.", "SUBMIT", SUBMIT, **{field: None}
        )
    yield frame("submit-hash-short", "refused malformed", "A hash of 31 bytes.", "SUBMIT", SUBMIT, proof=[bytes(31)])
    yield frame("submit-version", "refused version", "A later version.", "SUBMIT", SUBMIT, v=2)
    yield frame("witnessed", "ok", "Consistent: the line of the witness.", "WITNESSED", OK)
    fork = {"code": "fork", "lines": [], "checkpoint": NOTE, "apart": [NOTE], "words": "two heads by one key"}
    yield frame("witnessed-fork", "ok", "Another root was cosigned for this size.", "WITNESSED", OK | fork)
    yield frame("witnessed-without-size", "refused malformed", "Without size.", "WITNESSED", OK, size=None)
    yield frame("witnessed-as-submit", "refused malformed", "A frame of another name.", "WITNESSED", OK, frame="SUBMIT")

    def stated(name, expect, comment, body, **gives):
        given = {"mirror": NAME, "mirror_key": public(KEY), "origin": ORIGIN, "size": SIZE, "root": ROOT}
        return Vector(f"witness/line-{name}", "cosignature", expect, comment, body, given, gives)

    yield stated("sound", "ok", "A witness states that this head is consistent. Its name holds its key.", LINE, time=AT)
    mirror = mirror_line(NAME.replace(f"witness/{public(KEY).hex()}", "XBB/1/mirror"), ORIGIN, SIZE, ROOT, AT, KEY)
    yield stated("as-a-mirror", "refused signature", "The same key in the name of a mirror.", mirror)
    yield stated(
        "other-key",
        "refused signature",
        "Another key's signature under its name.",
        mirror_line(NAME, ORIGIN, SIZE, ROOT, AT, "XBB 1 mirror"),
    )
