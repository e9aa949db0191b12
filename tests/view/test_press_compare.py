"""Our own record beside confirmed reports: what can be true together is no difference, however loosely it is said; what cannot is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annex.test_standing import entry
from tests.view.test_press_record import ON, SIDES, TOLD, one, ours, press
from watchline.annex import standing
from watchline.measure import day_text, parse_day, parse_instant
from watchline.record.claims import ContactClaim, ContactRequest, Participant, RequestAct
from watchline.record.press_notes import Named, PressClaim, PressReport
from watchline.view.contact_record import contact_record
from watchline.view.contacts import HeldCall, Rung
from watchline.view.fact_sheet import LineTests, facts_of, sheet
from watchline.view.press_compare import Published, same_person

OFFICE = "minister of defence"
BETWEEN = (("XAA", OFFICE), ("XBB", OFFICE))
SPAN = (0, 9, bytes(32))
WORDS = "The ministers discussed several questions of international security and agreed that specifics remain private"


def call(at="2022-05-13T13:00:00Z", minutes=(62,), starts=None, initiative="XAA"):
    """A call of the line that accounts say lasted so long."""
    begun = int(parse_instant(at))
    return HeldCall(
        begun, BETWEEN, "XAA-0007", "XAA/1/9", initiative, Rung.ESTABLISHED, ("XAA", "XBB"), starts or (begun,),
        tuple(int(length * 60_000) for length in minutes),
    )  # fmt: skip


def beside(held, *claims, published=(), states=False):
    """The row of a call of the line and claims of one report, all confirmed."""
    entries = [entry(0, PressReport(name="first", sha256=bytes(32), outlet="The Quiet Paper"))]
    entries += [entry(index, claim, 0) for index, claim in enumerate(claims, 1)]
    rows = contact_record([held], [], standing(entries, ON), ON, states=states, published=published)
    return next(row for row in rows if {code for code, _ in row.between} == {"XAA", "XBB"})


def fields(row):
    return [item.field for item in row.differs]


def readout(party, gist=WORDS, **more):
    return PressClaim(kind="readout", found_by="person", spans=[SPAN], party=party, gist=gist, **more)


def named(*principals):
    return PressClaim(kind="contact", found_by="person", date="2022-05-13", status="held", spans=[SPAN], principals=list(principals))  # fmt: skip


lengths = st.integers(1, 240)


@given(lengths, st.sampled_from(["exactly", "about", "more_than", "less_than"]), st.data())
def test_words_for_a_length_that_was_so_are_no_difference(length, bound, data):
    match bound:
        case "exactly":
            unit = data.draw(st.sampled_from([1, 5, 10, 15, 30]))
            told = max((length + unit // 2) // unit, 1) * unit if 2 * length >= unit else length
        case "about":
            told = data.draw(st.integers(-(-length * 10 // 12), length * 10 // 8))
        case "more_than":
            told = data.draw(st.integers(0, length))
        case _:
            told = data.draw(st.integers(length, 300))
    row = beside(call(minutes=(length,)), press(minutes=told, bound=bound))
    assert (fields(row), len(row.contacts), row.last.rung) == ([], 1, "established")
    assert fields(one(ours(minutes=length), press(minutes=told, bound=bound))) == []


@given(lengths, st.sampled_from(["exactly", "about", "more_than", "less_than"]))
def test_words_for_a_length_that_it_cannot_have_been_are_a_difference(length, bound):
    told = {"exactly": 2 * length + 20, "about": 2 * length + 40, "more_than": length + 1, "less_than": length - 1}[
        bound
    ]
    (differs,) = beside(call(minutes=(length,)), press(minutes=told, bound=bound)).differs
    assert (differs.field, differs.ours, differs.our_ref) == ("duration", f"{length} minutes", "XAA-0007")


def test_two_accounts_of_a_call_allow_what_lies_between_them_and_both_are_shown():
    assert fields(beside(call(minutes=(52, 63)), press(minutes=58))) == []
    (differs,) = beside(call(minutes=(52, 63)), press(minutes=20)).differs
    assert differs.words == (
        "duration: our record has 52 or 63 minutes (XAA-0007), the press 20 minutes (The Quiet Paper)"
    )
    assert fields(beside(call(minutes=()), press(minutes=20))) == []


@given(
    st.integers(0, 23), st.integers(0, 59), st.sampled_from(["/", "month", "year", "until", "from", "unknown"]),
    st.integers(0, 3), st.integers(0, 3),
)  # fmt: skip
def test_a_looser_date_that_holds_the_day_is_no_difference(hour, minute, how, before, after):
    day = parse_day("2022-05-13")
    first, last = day_text(day - before), day_text(day + after)
    told = {"/": f"{first}/{last}", "month": "2022-05", "year": "2022", "until": f"../{last}", "from": f"{first}/..", "unknown": "unknown"}[how]  # fmt: skip
    row = beside(call(f"2022-05-13T{hour:02}:{minute:02}:00Z"), press(told))
    assert (fields(row), len(row.contacts)) == ([], 1)


@pytest.mark.parametrize(
    ("at", "told", "differs"),
    [
        ("2022-05-13T22:30:00Z", "2022-05-14", []),
        ("2022-05-13T22:30:00Z", "2022-05-12", ["date"]),
        ("2022-05-13T01:30:00Z", "2022-05-12", []),
        ("2022-05-13T01:30:00Z", "2022-05-14", ["date"]),
        ("2022-05-13T13:00:00Z", "2022-05-20", ["date"]),
    ],
)
def test_a_day_that_it_was_somewhere_at_that_instant_is_no_difference(at, told, differs):
    row = beside(call(at), press(told))
    assert (fields(row), len(row.contacts), row.last.date.text) == (differs, 1, "2022-05-13")


@pytest.mark.parametrize(
    ("first", "second", "told_by"),
    [
        ("2022-05-12T22:00:00Z", "2022-05-13T09:00:00Z", [0, 1]),
        ("2022-05-13T09:00:00Z", "2022-05-14T01:00:00Z", [1, 0]),
    ],
)
def test_a_report_is_of_the_call_of_its_day_before_one_of_another_clock(first, second, told_by):
    entries = [entry(0, PressReport(name="first", sha256=bytes(32))), entry(1, press("2022-05-13"), 0)]
    calls = [call(first)._replace(name="XAA-0006"), call(second)]
    (row,) = contact_record(calls, [], standing(entries, ON), ON)
    assert [len(item.told_by) for item in row.contacts] == told_by


@pytest.mark.parametrize(
    ("one_name", "other"),
    [
        ("Sergei Shoigu", "Shoygu"), ("Sergei Shoigu", "Shoigu Sergei"), ("Sergei Shoigu", "S. Shoigu"), ("Сергей Шойгу", "Sergey Shoygu"),
        ("Valerii Zaluzhnyi", "Valery Zaluzhny"), ("Lloyd\xa0Austin", "lloyd austin"), ("Ann Ash", "General Ann Ash"), ("José Núñez", "Jose Nunez"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_are_one_person(one_name, other):
    assert same_person(one_name, other)
    assert same_person(other, one_name)


@pytest.mark.parametrize(
    ("one_name", "other"),
    [("Ann Ash", "Ann Birch"), ("Ann Ash", "Bo Ash"), ("Lloyd Austin", "Mark Milley"), ("A. Ash", "A. Birch"), ("Ann Ash", "A.")],
)  # fmt: skip
def test_names_of_others_are_not(one_name, other):
    assert not same_person(one_name, other)
    assert not same_person(other, one_name)


def test_fewer_participants_are_no_difference_and_a_further_state_is_one():
    three = ContactClaim(
        status="held", date="2022-05-13", participants=[*SIDES, Participant(office=OFFICE, state="XCC")]
    )
    assert fields(next(row for row in _rows(three, press()) if "XCC" not in dict(row.between))) == []
    row = beside(call(), named(*TOLD, Named(office="Foreign Minister", state="XCC")))
    assert [(item.field, item.theirs) for item in row.differs] == [("participants", "also Foreign Minister (XCC)")]
    assert fields(beside(call(), named(*TOLD, Named(office="Foreign Minister", state="XCC")), states=True)) == ["participants"]  # fmt: skip


def _rows(*notes):
    entries = [entry(0, PressReport(name="first", sha256=bytes(32), outlet="The Quiet Paper"))]
    for index, note in enumerate(notes, 1):
        entries.append(entry(index, note, *([0] if isinstance(note, PressClaim) else [])))
    return contact_record([], [], standing(entries, ON), ON)


def test_an_interpreter_whom_we_named_is_not_the_one_who_spoke():
    beside_him = Participant(office="interpreter", state="XBB", name="Di Dill", role="interpreter")
    claim = ContactClaim(status="held", date="2022-05-13", participants=[*SIDES, beside_him])
    assert [fields(row) for row in _rows(claim, press())] == [[]]


@pytest.mark.parametrize(("listener", "differs"), [("Bo Birch", []), ("Di Dill", ["participants"])])
def test_whom_we_noted_as_listening_the_press_may_take_for_the_one_who_spoke(listener, differs):
    sides = [SIDES[0], Participant(office=OFFICE, state="XBB", name="Al Alder"), Participant(office="adviser", state="XBB", name=listener, role="listener")]  # fmt: skip
    assert [
        fields(row) for row in _rows(ContactClaim(status="held", date="2022-05-13", participants=sides), press())
    ] == [differs]


def test_words_of_one_side_credited_to_the_other_are_a_difference_of_attribution():
    said = Published("XAA-0007", BETWEEN, "XAA", "XAA/1/12", f"{WORDS}. Nothing else was agreed.")
    row = beside(call(), press(), readout("XBB", attribution=["the ministry of XBB"]), published=[said])
    (differs,) = row.differs
    assert (differs.field, differs.our_ref, differs.refs) == ("attribution", "XAA/1/12", ("own/1/2",))
    assert differs.words == (
        "attribution: our record has these words in the readout of XAA (XAA/1/12), the press words of XBB"
        " (The Quiet Paper, crediting the ministry of XBB)"
    )


@pytest.mark.parametrize(
    "claim",
    [
        readout("XAA"), readout("XBB", gist=None), readout("XBB", gist="Both spoke of the harvest of this year and of grain"),
        readout("XBB", comment=1), readout("XCC"), readout("XBB", gist="They discussed security"),
    ],
)  # fmt: skip
def test_words_that_may_be_those_of_the_side_they_are_credited_to_are_none(claim):
    said = Published("XAA-0007", BETWEEN, "XAA", "XAA/1/12", WORDS)
    assert fields(beside(call(), press(), claim, published=[said])) == []


def test_a_text_that_both_published_is_of_either():
    said = [Published("XAA-0007", BETWEEN, code, f"{code}/1/12", WORDS) for code in ("XAA", "XBB")]
    assert fields(beside(call(), press(), readout("XBB"), readout("XAA"), published=said)) == []


ASKED = ContactRequest(participants=SIDES, initiative="XAA", date="2022-03-01")


@pytest.mark.parametrize(
    ("acts", "told", "differs"),
    [
        ([], "sought", []), ([], "unanswered", []), ([], "declined", ["status"]), (["unanswered"], "declined", ["status"]),
        (["unanswered"], "unanswered", []), (["declined"], "declined", []), (["declined"], "sought", []),
        (["declined"], "unanswered", ["status"]), (["declined", "attempt"], "declined", []), (["lapsed"], "unanswered", []),
        (["accepted"], "sought", []),
    ],
)  # fmt: skip
def test_not_answered_is_not_declined_and_the_other_way_round(acts, told, differs):
    noted = [(RequestAct(act=act, date=f"2022-03-{10 + at}"), 1) for at, act in enumerate(acts)]
    row = one(ASKED, *noted, press("../2022-03-24", told))
    assert fields(row) == differs
    assert [item.source for item in row.sought] == ["annex"]


COMING = parse_day("2022-05-01")


@pytest.mark.parametrize(
    ("told", "differs", "coming"),
    [
        (press("2022-05-13", "scheduled"), [], "2022-05-13"), (press("2022-05", "scheduled"), [], "2022-05-13"),
        (press("2022-05-12/2022-05-15", "scheduled"), [], "2022-05-13"), (press("unknown", "scheduled"), [], "2022-05-13"),
        (press("2022-05-10", "scheduled"), ["date"], "2022-05-13"), (press("2022-05-20", "scheduled"), ["date"], "2022-05-13"),
        (press("2022-05-10", "scheduled", channel="in_person"), [], "2022-05-10"), (press("2022-06-20", "scheduled"), [], "2022-05-13"),
        (press("2022-05-10", "not_scheduled"), [], "2022-05-13"),
    ],
)  # fmt: skip
def test_a_plan_of_the_press_beside_our_own_next_contact(told, differs, coming):
    row = one(ours(status="scheduled"), told, on=COMING)
    assert (fields(row), row.next.date.text) == (differs, coming)


@pytest.mark.parametrize(("day", "differs"), [("2022-05-12", []), ("2022-05-13", []), ("2022-05-11", ["date"])])
def test_a_plan_is_dated_by_the_clock_of_any_place(day, differs):
    own = ours(status="scheduled", started=int(parse_instant("2022-05-13T03:00:00Z")))
    row = one(own, press(day, "scheduled"), on=COMING)
    assert fields(row) == differs
    if differs:
        assert row.differs[0].words == (
            "date: our record has the next contact 13 May 2022 (own/1/1), the press one to come 11 May 2022 (The Quiet Paper)"
        )


def test_a_plan_of_the_press_alone_is_the_next_contact():
    row = one(ours("2022-04-01"), press("2022-05-20", "scheduled"), on=COMING)
    assert (fields(row), row.next.stated_by) == ([], ("The Quiet Paper",))


def test_who_is_credited_is_named():
    row = one(ours(initiative="XAA"), press(initiative="XBB", attribution=["a paper", "the ministry of XAA"]))
    assert row.differs[0].words.endswith("(The Quiet Paper, crediting the ministry of XAA)")


def test_who_ticks_facts_sees_what_the_press_says_against_them_and_the_sheet_does_not():
    row = one(ours(minutes=65), press(minutes=20))
    found = facts_of([row], ON, LineTests(742, 12, parse_day("2022-03-01")))
    assert [len(fact.differs) for fact in found] == [1, 1, 0]
    assert (found[-1].sentence, found[-1].arithmetic) == (
        "The line was tested 742 times from 1 March 2022 to 31 December 2022; tests of its calendar missed: 12.",
        "counted: 742 made, 12 missed",
    )
    written = sheet(found, ON, "XAA")
    assert "The Quiet Paper" not in written
    assert "Rests on the entries of the line\n" in written
    assert facts_of([], ON, LineTests(0, 3, 0)) == []


def test_nobody_is_named_for_what_another_report_says():
    told = press(minutes=200, bound="exactly", initiative="XBB")
    fits = press(minutes=62, bound="exactly", initiative="XAA")
    entries = [
        entry(0, PressReport(name="first", sha256=bytes(32), outlet="The Quiet Paper")),
        entry(1, told, 0),
        entry(2, PressReport(name="second", sha256=bytes([1]) * 32, outlet="The Loud Paper")),
        entry(3, fits, 2),
    ]
    (row,) = contact_record([call()], [], standing(entries, ON), ON)
    assert fields(row) == ["initiative", "duration"]
    assert {source.outlet for item in row.differs for source in item.sources} == {"The Quiet Paper"}
    assert {source.outlet for source in row.contacts[0].told_by} == {"The Quiet Paper", "The Loud Paper"}
