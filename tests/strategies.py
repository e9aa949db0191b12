"""Hypothesis strategies for what the folders below ``peer`` read and write; every private key comes from a drawn seed."""

from hypothesis import strategies as st

from tests.party.parties import PARTIES
from watchline.keys import PrivateKey, make_certificate
from watchline.log import EMPTY_FRONTIER, Head, SignatureLine, cosign, leaf_hash, sign_checkpoint
from watchline.party import LogName, PrivateKeySet, make_roster
from watchline.phrase import PhraseUse
from watchline.record import calls, kinds
from watchline.record.charter import write_charter
from watchline.record.header import Header, Ref, Seen

INT_MAX = 2**53

digests = st.binary(min_size=32, max_size=32)
codes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=8)
epochs = st.integers(1, 999_999_999)
sizes = st.integers(1, INT_MAX)
indexes = st.integers(0, INT_MAX)
instants = st.integers(-INT_MAX, INT_MAX)
texts = st.text(max_size=64)
private_keys = digests.map(PrivateKey)
log_names = st.builds(LogName, digests, st.booleans(), codes, epochs)


# -- codec --------------------------------------------------------------------------------------------------------------

integers = st.integers(-(2**63), 2**63 - 1) | st.integers(-30, 300)
map_keys = st.text(min_size=1, max_size=23).filter(lambda key: len(key.encode()) <= 23) | st.integers(0, 23)
cbor_values = st.recursive(
    integers | st.binary(max_size=40) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(map_keys, inner, max_size=5),
    max_leaves=20,
)


@st.composite
def mangled(draw, sound):
    """Return sound bytes with a piece cut off, put in, taken out, or one byte changed."""
    data = draw(sound) if isinstance(sound, st.SearchStrategy) else sound
    at = draw(st.integers(0, max(0, len(data) - 1)))
    match draw(st.sampled_from(["cut", "flip", "flip", "insert", "drop"])):
        case "cut":
            return data[:at]
        case "flip" if data:
            return data[:at] + bytes([data[at] ^ draw(st.integers(1, 255))]) + data[at + 1 :]
        case "drop":
            return data[:at] + data[at + draw(st.integers(1, 8)) :]
    return data[:at] + draw(st.binary(min_size=1, max_size=8)) + data[at:]


# -- record -------------------------------------------------------------------------------------------------------------

seen = st.builds(Seen, codes, epochs, sizes, digests)
refs = st.builds(Ref, codes, epochs, indexes, digests)
headers = st.builds(
    Header,
    line=digests,
    charter=digests,
    author=codes,
    epoch=epochs,
    index=indexes,
    t=instants,
    kind=texts,
    post=texts,
    draft=st.binary(min_size=16, max_size=16),
    seen=st.lists(seen, max_size=11).map(tuple),
    refs=st.lists(refs, max_size=16).map(tuple),
    body_hash=digests,
    body_class=st.integers(0, 15).map(lambda power: 1 << power),
    serial=st.none() | st.integers(1, INT_MAX),
    auth=st.none() | digests,
)


# -- party --------------------------------------------------------------------------------------------------------------

key_sets = st.builds(PrivateKeySet, private_keys, private_keys).filter(lambda keys: keys.log.seed != keys.mirror.seed)


@st.composite
def rosters(draw, prev=None, root=None):
    """Return (root, private key sets, roster): roster 1, or the one after ``prev`` with other key sets."""
    root = root or draw(private_keys)
    entropy = draw(st.binary(min_size=16, max_size=16))

    def key(name):
        return PrivateKey((entropy + name.encode()).ljust(32, b"\0"))

    count = draw(st.integers(1, 3))
    sets = [PrivateKeySet(key(f"log {n}"), key(f"mirror {n}")) for n in range(count)]
    made = make_roster(
        root,
        code=prev.code if prev else draw(codes),
        names=draw(st.dictionaries(st.sampled_from(["en", "ru", "ar", "he"]), texts, max_size=3)),
        key_sets=sets,
        spares=draw(st.lists(digests, max_size=3)),
        tls=[make_certificate(key(f"tls {n}").seed, f"node {n}") for n in range(draw(st.integers(0, 2)))],
        prev=prev,
    )
    return root, sets, made


@st.composite
def roster_chains(draw):
    """Return the rosters 1 … n of one party."""
    root, _, first = draw(rosters())
    chain = [first]
    for _ in range(draw(st.integers(0, 3))):
        chain.append(draw(rosters(chain[-1], root))[2])
    return chain


# -- log ----------------------------------------------------------------------------------------------------------------


@st.composite
def frontiers(draw, most=600):
    """Return (leaf hashes, frontier)."""
    count, salt = draw(st.integers(0, most)), draw(st.binary(max_size=4))
    hashes = [leaf_hash(salt + n.to_bytes(4, "big")) for n in range(count)]
    return hashes, EMPTY_FRONTIER.extended(hashes)[0]


heads = st.builds(Head, sizes, digests)
note_names = st.text(
    st.characters(min_codepoint=33, exclude_characters="+", exclude_categories=["C", "Z"]), min_size=1, max_size=30
)
unknown_lines = st.builds(
    SignatureLine, note_names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=100)
)


@st.composite
def checkpoints(draw):
    """Return (log key, mirror name, mirror key, checkpoint): signed, cosigned, with lines of nobody we know among them."""
    name, log_key, mirror_key = draw(log_names), draw(private_keys), draw(private_keys)
    mirror = draw(log_names).mirror()
    made = sign_checkpoint(name.origin(), draw(heads), log_key)
    time_s = draw(st.integers(0, 2**63 - 1))
    ours = [*made.lines, cosign(mirror, made.origin, made.head, time_s, mirror_key).line]
    lines = draw(st.permutations(ours + draw(st.lists(unknown_lines, max_size=4))))
    return log_key, mirror, mirror_key, made.with_lines(tuple(lines))


# -- charter and bodies ---------------------------------------------------------------------------------------------------


short = st.text(max_size=64)
_numbers = st.integers(-(2**53), 2**53)
phrase_uses = st.builds(
    PhraseUse,
    code=st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True),
    params=st.dictionaries(
        st.from_regex(r"[a-z]{1,16}", fullmatch=True),
        _numbers | short | st.lists(_numbers | short, max_size=16),
        max_size=8,
    ),
    op=st.sampled_from([None, "QUERY"]),
    book=st.none() | digests,
)
counts = st.integers(0, INT_MAX)
windows = st.lists(st.tuples(instants, instants), max_size=calls.WINDOWS_MAX)
reasons = st.sampled_from(["none", "private", "public"])
call_bodies = st.one_of(
    st.builds(
        calls.Call,
        to=codes,
        level=short,
        office=short,
        with_office=short,
        purpose=texts,
        language=short,
        windows=windows,
        valid_until=st.none() | instants,
        initiative=st.none() | codes,
        circuit=st.none() | short,
        interpreter=st.none() | codes,
    ),
    st.just(calls.CallRead()),
    st.builds(calls.CallAttempt, text=st.none() | texts, valid_until=st.none() | instants),
    st.builds(calls.CallAccepted, at=instants, circuit=st.none() | short, text=st.none() | texts),
    st.builds(calls.CallDeclined, reason=reasons, text=st.none() | texts),
    st.builds(calls.CallProposed, windows=windows, text=st.none() | texts),
    st.builds(calls.CallPostponed, windows=windows, reason=reasons, text=st.none() | texts),
    st.builds(calls.CallCancelled, reason=reasons, text=st.none() | texts),
    st.builds(
        calls.CallAccount,
        outcome=st.sampled_from(["held", "no_answer", "deputy", "cut_off"]),
        office=short,
        with_office=short,
        started=st.none() | instants,
        ended=st.none() | instants,
        verified=st.sampled_from([None, 1]),
        next=st.none() | instants,
        text=st.none() | texts,
        language=st.none() | short,
    ),
)
bodies = st.one_of(
    st.builds(
        kinds.EpochOpen,
        reason=short,
        key_set=key_sets.map(lambda keys: keys.public.fields()),
        rosters=st.lists(st.tuples(codes, counts, digests), max_size=12),
    ),
    st.builds(
        kinds.CharterBody,
        charter=st.binary(max_size=100),
        signatures=st.lists(st.tuples(codes, st.binary(min_size=64, max_size=64)), max_size=12),
    ),
    st.builds(
        kinds.EpochSeen, code=codes, epoch=counts, key_set=digests, roster=st.tuples(counts, digests), means=short
    ),
    st.builds(kinds.RosterSeen, code=codes, number=counts, hash=digests),
    st.builds(kinds.Receipt, origin=short, start=counts, to=counts, at=instants, circuit=st.none() | short),
    st.builds(kinds.LineTest, circuit=short, due=st.none() | instants, reverse=st.sampled_from([None, 1])),
    st.builds(
        kinds.LineTestAnswered,
        answered_by=st.sampled_from(["watch", "node"]),
        quality=st.none() | st.integers(1, 5),
        remark=st.none() | texts,
    ),
    st.builds(
        kinds.Message,
        precedence=st.sampled_from("ZOPR"),
        to=st.lists(codes, max_size=11),
        dtg=instants,
        text=texts,
        language=short,
        phrases=st.lists(phrase_uses, max_size=8),
    ),
    st.just(kinds.MessageRead()),
    st.builds(kinds.MessageAcknowledged, how=st.sampled_from(["understood", "read_back"]), text=st.none() | texts),
    st.builds(kinds.Correction, text=texts, language=short),
    st.builds(kinds.ServiceMessage, text=texts, language=short),
    call_bodies,
)
circuit_names = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=16)


@st.composite
def charters(draw, most=4):
    """Return (roots by code, charter): a founding charter of 2 to ``most`` parties with fixed rosters."""
    parties = draw(st.lists(st.sampled_from(PARTIES), min_size=2, max_size=most, unique_by=lambda party: party[2].code))
    circuits = draw(st.lists(circuit_names, min_size=1, max_size=3, unique=True))
    slot = st.tuples(st.integers(0, 1439), st.sampled_from(circuits))
    fields = {
        "circuits": [{"name": name, "carrier": "direct"} for name in circuits],
        "calendar": [
            {"minute": minute, "circuit": name}
            for minute, name in sorted(draw(st.lists(slot, max_size=4, unique=True)))
        ],
        "posts": draw(st.lists(st.sampled_from(["watch", "air", "maritime"]), min_size=1, unique=True)),
        "clock_ms": draw(st.integers(0, 3_600_000)),
    }
    if draw(st.booleans()):
        fields["demo"] = 1
    made = write_charter(fields, [roster for _, _, roster in parties], draw(digests))
    return {roster.code: root for root, _, roster in parties}, made
