"""Every golden vector against the source, and the generators against the files."""

from pathlib import Path

import pytest

from tests.refusal import outcome
from tests.vectors.make.__main__ import files
from tests.vectors.make.form import read, write
from watchline.annex import check_annex
from watchline.codec import decode, encode, parse_b64
from watchline.conflict import Activity, Minima, Table, assess, place
from watchline.errors import InvalidFromPeer
from watchline.keys import body_hash, certificate_key, enrolled, labelled_digest, verified
from watchline.line import rota
from watchline.log import (
    EMPTY_FRONTIER,
    Head,
    consistent,
    cover,
    included,
    leaf_hash,
    parse_checkpoint,
    parse_line,
    read_cosignature,
    signed_by_log,
)
from watchline.log.check import check_file
from watchline.log.tiles import write_entry_bundle
from watchline.measure import DAY_MS
from watchline.party import (
    KeySet,
    fingerprint,
    pairing,
    parse_fingerprint,
    parse_origin,
    party_id,
    read_card,
    read_roster,
)
from watchline.party.pairing_text import Text, read_commit, read_nonce, read_qr_payload
from watchline.party.witness import read_witness_card
from watchline.peer.frames import read_frame, write_frame
from watchline.peer.witness import Submit, Witnessed, read_witness, write_witness
from watchline.record.charter import read_charter
from watchline.record.charter_signing import read_signed_charter
from watchline.record.claims import read_annex_body
from watchline.record.founding import read_founding
from watchline.record.header import Ref, body_class, read_leaf
from watchline.record.kinds import BODIES, rank, read_body
from watchline.record.readouts import commitment
from watchline.record.volumes import read_volume, write_volume
from watchline.view.fold import order_hash
from watchline.witness import read_enrolment

HERE = Path(__file__).resolve().parent
FOUND = {path.relative_to(HERE).as_posix(): path.read_bytes() for path in sorted(HERE.glob("*/*.txt"))}
VECTORS = [read(data) for data in FOUND.values()]


def _hex(vector, key):
    return bytes.fromhex(vector.given[key])


def _head(vector, size="size", root="root"):
    return Head(int(vector.given[size]), _hex(vector, root))


def _must(held, code):
    """Turn a plain no into the refusal that the vector names."""
    if not held:
        raise InvalidFromPeer(code, "no")


def _diagnostic(value):
    """Return RFC 8949 section 8 notation."""
    match value:
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(map(_diagnostic, value))}]"
        case dict():
            return f"{{{', '.join(f'{_diagnostic(key)}: {_diagnostic(item)}' for key, item in value.items())}}}"
    return str(value)


def _cbor(vector):
    value = decode(vector.body)
    assert encode(value) == vector.body
    return {"diagnostic": _diagnostic(value)}


def _base64(vector):
    return {"bytes": parse_b64(vector.body.removesuffix("\n"))}


def _public_key(vector):
    enrolled(vector.body)
    return {}


def _signature(vector):
    _must(verified(_hex(vector, "key"), _hex(vector, "message"), vector.body), "signature")
    return {}


def _leaf(vector):
    """Return what a reader of the leaf finds; a label comes back as ``label``."""
    log = parse_origin(vector.given["origin"])
    found = {"leaf_hash": leaf_hash(vector.body)}
    try:
        header = read_leaf(vector.body)
    except InvalidFromPeer as why:
        if why.code == "limit":
            raise
        return found | {"label": "bad_refs" if "refs" in why.words and b"refs\x91" in vector.body else "not_canonical"}
    place = (log.line, log.code, log.epoch, int(vector.given["index"]))
    if (header.line, header.author, header.epoch, header.index) != place:
        return found | {"label": "misplaced"}
    return found if header.kind in BODIES else found | {"label": "unknown_kind"}


def _body(vector):
    party = party_id(_hex(vector, "root"))
    commitment = body_hash(_hex(vector, "line"), party, _hex(vector, "salt"), vector.body)
    return {"party": party, "body_hash": commitment, "body_class": body_class(len(vector.body))}


def _order(vector):
    return {"order_hash": order_hash(_hex(vector, "line"), int(vector.given["depth"]), _hex(vector, "party"))}


def _tree(vector):
    return {"root": EMPTY_FRONTIER.extended(map(leaf_hash, vector.body))[0].root()}


def _tree_counted(vector):
    leaves = (leaf_hash(n.to_bytes(4, "big")) for n in range(int(vector.given["size"])))
    return {"root": EMPTY_FRONTIER.extended(leaves)[0].root()}


def _cover(vector):
    places = cover(int(vector.given["start"]), int(vector.given["end"]))
    return {"places": " ".join(f"{level},{index}" for level, index in places)}


def _inclusion(vector):
    index = int(vector.given["index"])
    _must(included(_hex(vector, "leaf_hash"), index, vector.body, _head(vector)), "root")
    return {}


def _consistency(vector):
    old, new = _head(vector, "old_size", "old_root"), _head(vector, "new_size", "new_root")
    _must(consistent(old, new, vector.body), "root")
    return {}


def _checkpoint(vector):
    checkpoint = parse_checkpoint(vector.body.encode())
    assert checkpoint.note() == vector.body.encode()
    _must(signed_by_log(checkpoint, _hex(vector, "log_key")), "signature")
    return {"origin": checkpoint.origin, "size": checkpoint.head.size, "root": checkpoint.head.root}


def _cosignature(vector):
    line = parse_line(vector.body)
    found = read_cosignature(line, vector.given["origin"], _head(vector), _hex(vector, "mirror_key"))
    _must(found is not None and found.name == vector.given["mirror"], "signature")
    return {"time": found.time_s}


def _witness_card(vector):
    made = read_witness_card(vector.body)
    return {"name": made.name, "fingerprint": made.fingerprint}


def _enrolment(vector):
    made = read_enrolment(vector.body)
    return {"origin": made.log.origin(), "fingerprint": made.fingerprint}


def _witness_frame(vector):
    made = read_witness(vector.body, {"SUBMIT": Submit, "WITNESSED": Witnessed}[vector.given["frame"]])
    assert write_witness(made) == vector.body
    return {"frame": vector.given["frame"]}


def _fingerprint(vector):
    shown = fingerprint(vector.body)
    assert parse_fingerprint(shown.replace(" ", "")) == shown
    return {"party": party_id(vector.body), "fingerprint": shown}


def _key_set(vector):
    keys = KeySet.of(decode(vector.body))
    assert keys.document() == vector.body
    return {"key_set_hash": keys.hash()}


def _roster(vector):
    before = None
    for signed in vector.given.get("before", "").split():
        before = read_roster(bytes.fromhex(signed), before)
    return {"roster_hash": read_roster(vector.body, before).hash()}


def _certificate(vector):
    return {"key": certificate_key(vector.body)}


def _card(vector):
    roster = read_card(vector.body).roster
    return {"code": roster.code, "fingerprint": roster.fingerprint}


def _pairing_qr(vector):
    mark = read_qr_payload(vector.body)
    return {"code": mark.code, "root": mark.root, "card": mark.card, "hint": mark.hint or "-"}


def _pairing_string(vector):
    match vector.given["what"]:
        case "commit":
            sender, committed = read_commit(vector.body)
            return {"sender": sender, "commitment": committed}
        case what:
            sender, card, nonce = read_nonce(Text[what.upper()], vector.body)
            return {"sender": sender, "card": card, "nonce": nonce}


def _pairing_reveal(vector):
    _, card, nonce = read_nonce(Text.REVEAL, vector.body)
    _must(card == _hex(vector, "card") and pairing.commitment(card, nonce) == _hex(vector, "commitment"), "root")
    return {}


def _pairing_digits(vector):
    card_a, card_b = (labelled_digest("pairing-card", data) for data in vector.body[:2])
    shown = pairing.digits(card_a, card_b, *vector.body[2:])
    found = {"card_a": card_a, "card_b": card_b, "commitment": pairing.commitment(card_a, vector.body[2])}
    return found | shown._asdict()


def _kind(vector):
    kind = vector.given["kind"]
    record, code = outcome(read_body, kind, vector.body)
    if record is None:
        return {"label": "bad_body" if code else "unknown_kind"}
    return {"rank": rank(kind, record)}


def _annex_kind(vector):
    read_annex_body(vector.given["kind"], vector.body)
    return {}


class _Annex:
    """The export of an annex of one epoch, of a vector's lines: leaf, salt, body of each entry."""

    def __init__(self, vector):
        lines = vector.body
        leaves, bodies = lines[::3], [[at // 3, lines[at + 1], lines[at + 2]] for at in range(0, len(lines), 3)]
        self.files = {
            "rosters/XAA-1": _hex(vector, "roster"),
            "annex/1/checkpoint": _hex(vector, "note"),
            "annex/1/tile/entries/000.p/3": write_entry_bundle(leaves),
            "annex/1/bodies/000": encode(bodies),
        }

    def names(self):
        return iter(self.files)

    def read(self, path, most):
        return self.files.get(path)


def _annex_log(vector):
    roster = read_roster(_hex(vector, "roster"))
    return {"result": check_annex(_Annex(vector), [roster.fingerprint]).result.value}


def _readout(vector):
    code, epoch, index = vector.given["call"].split("/")
    call = Ref(code, int(epoch), int(index), _hex(vector, "leaf_hash"))
    party = party_id(_hex(vector, "root"))
    made = commitment(
        _hex(vector, "line"), party, call, vector.given["language"], _hex(vector, "salt"), vector.body.decode()
    )
    return {"commitment": made}


def _charter(vector):
    charter = read_charter(vector.body)
    return {"charter_hash": charter.hash, "line": charter.line, "parties": " ".join(charter.codes)}


def _charter_calendar(vector):
    charter = read_charter(vector.body)
    start = int(vector.given["from"]) * DAY_MS
    due = rota.tests_due(charter, start, start + int(vector.given["days"]) * DAY_MS)
    rows = (f"{at // DAY_MS}/{at % DAY_MS // 60_000}/{circuit}/{code}" for at, circuit, code in due)
    return {"charter_hash": charter.hash, "line": charter.line, "due": " ".join(rows)}


def _signed_charter(vector):
    return {"line": read_signed_charter(vector.body)[0].line}


def _founding(vector):
    found = read_founding(vector.body)
    assert found.data() == vector.body
    return {"line": found.charter.line, "missing": " ".join(found.missing())}


def _frame(vector):
    found = read_frame(vector.body, vector.given["receiver"])
    fields = decode(vector.body)
    written = write_frame(found.frame, found.line, found.sender, vector.given["receiver"])
    assert decode(written).items() <= fields.items()
    return {"frame": fields["frame"], "line": found.line, "sender": found.sender}


def _file(vector):
    data = vector.body.encode() if isinstance(vector.body, str) else vector.body
    return {"result": check_file(data, vector.given["roots"].split("; ")).result.value}


def _volume(vector):
    volume = read_volume(vector.body)
    assert write_volume(volume) == vector.body
    return {"form": type(volume.area).__name__.lower()}


def _encounter(vector):
    ours, theirs = (
        place(Activity(ref, "kind", (read_volume(data),))) for ref, data in zip("AB", vector.body, strict=True)
    )
    minima = Minima(*(int(vector.given[name]) for name in ("lateral_cm", "vertical_cm", "time_ms")))
    found = assess(ours, theirs, Table({"kind": minima}))
    one, other = (f"{lat}, {lon}" for lat, lon in found.nearest)
    return {"verdict": found.verdict, "lateral_mm": found.lateral_mm, "ours": one, "theirs": other}


CHECKS = {
    "annex-kind": _annex_kind,
    "annex-log": _annex_log,
    "base64": _base64,
    "body": _body,
    "card": _card,
    "cbor": _cbor,
    "certificate": _certificate,
    "charter": _charter,
    "charter-calendar": _charter_calendar,
    "checkpoint": _checkpoint,
    "consistency": _consistency,
    "cosignature": _cosignature,
    "cover": _cover,
    "enrolment": _enrolment,
    "file": _file,
    "encounter": _encounter,
    "fingerprint": _fingerprint,
    "founding": _founding,
    "frame": _frame,
    "inclusion": _inclusion,
    "key-set": _key_set,
    "kind": _kind,
    "leaf": _leaf,
    "order": _order,
    "pairing-digits": _pairing_digits,
    "pairing-qr": _pairing_qr,
    "pairing-reveal": _pairing_reveal,
    "pairing-string": _pairing_string,
    "public-key": _public_key,
    "readout": _readout,
    "roster": _roster,
    "signature": _signature,
    "signed-charter": _signed_charter,
    "tree": _tree,
    "tree-counted": _tree_counted,
    "volume": _volume,
    "witness-card": _witness_card,
    "witness-frame": _witness_frame,
}


def _verdict(vector):
    """Return (expect, gives) as the source has them."""
    found, code = outcome(CHECKS[vector.check], vector)
    if code:
        return f"refused {code}", {}
    label, result = found.pop("label", None), found.pop("result", None)
    shown = {key: value.hex() if isinstance(value, bytes) else str(value) for key, value in found.items()}
    return f"label {label}" if label else f"result {result}" if result else "ok", shown


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_the_source_does_with_each_vector_what_the_vector_says(vector):
    assert _verdict(vector) == (vector.expect, vector.gives)


def test_making_the_vectors_again_changes_no_byte():
    made = files()
    assert sorted(made) == sorted(FOUND), "run: python -m tests.vectors.make"
    assert [path for path, data in made.items() if FOUND[path] != data] == []


def test_a_vector_file_reads_back_as_what_was_written():
    for path, data in FOUND.items():
        vector = read(data)
        assert write(vector) == data, path
        assert path == f"{vector.name}.txt"


def test_every_check_has_sound_and_refused_vectors_and_stands_in_the_readme():
    words = (HERE / "README.md").read_text()
    verdicts = {(vector.check, vector.expect.partition(" ")[0]) for vector in VECTORS}
    without_refusal = {
        "body",
        "cover",
        "encounter",
        "fingerprint",
        "order",
        "pairing-digits",
        "readout",
        "tree",
        "tree-counted",
    }
    for check in CHECKS:
        assert f"`{check}`" in words
        assert {(check, "ok"), (check, "result")} & verdicts
        assert check in without_refusal or {(check, word) for word in ("refused", "label", "result")} & verdicts


def test_every_file_fails_for_one_reason_only():
    """Two vectors with the same bytes and the same given fields would say one thing twice, or two things of one."""
    seen = {}
    for vector in VECTORS:
        key = (vector.check, str(vector.body), str(vector.given))
        assert key not in seen, f"{vector.name} repeats {seen.get(key)}"
        seen[key] = vector.name
