"""Where reports differ, and where they only use looser words."""

import pytest

from watchline.measure import parse_day
from watchline.press import (
    Basis,
    Claim,
    Duration,
    Form,
    Kind,
    Principal,
    Report,
    Span,
    Status,
    conflicts,
    sequence,
    timeline,
)
from watchline.press.conflicts import agree
from watchline.press.tables import ReferenceDay

A, B, C = (
    Principal(name=name, office="minister of defence", state=state)
    for name, state in (("Anna Ask", "XAA"), ("Boris Bid", "XBB"), ("Cora Cut", "XCC"))
)
SPAN = (Span(start=0, end=1),)


def contact(*people, date="2031-05-16", **fields):
    return Claim(
        kind=Kind.CONTACT,
        principals=people or (A, B),
        date=date,
        date_basis=Basis.PRINTED,
        status=fields.pop("status", Status.HELD),
        spans=SPAN,
        **fields,
    )


def earlier(form, *people, **fields):
    return Claim(kind=Kind.PREVIOUS, principals=people or (A, B), form=form, spans=SPAN, **fields)


def reports(*claims, **fields):
    return [
        Report(name=f"r{index}", sha256="", claims=some if isinstance(some, tuple) else (some,), **fields)
        for index, some in enumerate(claims)
    ]


def found(*claims, **fields):
    some = reports(*claims, **fields)
    return [item.field for item in conflicts(timeline(some), some)]


@pytest.mark.parametrize(
    ("ours", "theirs", "fits"),
    [
        (Duration(minutes=60, bound="about"), Duration(minutes=60, bound="more than"), True),
        (Duration(minutes=60, bound="about"), Duration(minutes=50), True),
        (Duration(minutes=60, bound="about"), Duration(minutes=40), False),
        (Duration(minutes=42), Duration(minutes=40, bound="more than"), True),
        (Duration(minutes=30, bound="less than"), Duration(minutes=45), False),
        (Duration(minutes=45), Duration(minutes=45), True),
    ],
)
def test_durations(ours, theirs, fits):
    assert agree(ours, theirs) is agree(theirs, ours) is fits
    assert found(contact(duration=ours), contact(duration=theirs)) == ([] if fits else ["duration"])


def test_initiative():
    assert found(contact(initiative="XAA"), contact(initiative="XBB")) == ["initiative"]
    assert found(contact(initiative="XAA"), contact(initiative="XAA"), contact()) == []
    assert found(contact(initiative_both=True)) == ["initiative"]


def test_the_day_of_the_contact_before():
    first = (contact(), earlier(Form.LAST_ON, date="2031-02-11", value="2031-02-11"))
    second = (contact(), earlier(Form.LAST_ON, date="2031-02-18", value="2031-02-18"))
    assert "date" in found(first, second)
    assert found(first, first) == []


def test_a_weekday_that_the_day_is_not():
    assert found(contact(weekday="Friday")) == []
    assert found(contact(weekday="Tuesday")) == ["weekday"]


@pytest.mark.parametrize(
    ("published", "date", "fields"),
    [
        ("2031-05-14", "2031-05-16", ["date"]), ("2031-04", "2031-05-16", ["date"]), ("2031-05-14", "2031-05-16/..", ["date"]),
        ("2031-05-15", "2031-05-16", []), ("2031-05", "2031-05-16", []), ("unknown", "2031-05-16", []), ("2031-05-14", "2031-05", []),
        ("2031-05-14", "../2031-05-16", []),
    ],
)  # fmt: skip
def test_a_report_cannot_tell_as_held_what_came_after_its_publication(published, date, fields):
    assert found(contact(date=date), published=published) == fields
    assert found(contact(date=date, status=Status.SCHEDULED), published=published) == []


def test_a_lead_that_the_body_contradicts():
    assert found(contact(value="scheduled")) == ["status"]


def test_participants_of_one_day():
    assert found(contact(A, B), contact(A, B, C)) == ["participants"]
    assert found(contact(A, B), contact(A, C)) == []


def test_counts():
    assert found((contact(), earlier(Form.NTH, value=3)), (contact(), earlier(Form.NTH, value=4))) == ["ordinal"]
    assert (
        found((contact(), earlier(Form.NTH, value=3)), (contact(date="2031-06-01"), earlier(Form.NTH, value=4))) == []
    )


def test_an_interval_that_the_known_days_contradict():
    before = contact(date="2031-02-21", background=True)
    assert found((contact(), before, earlier(Form.GAP_DAYS, value=84))) == []
    assert found((contact(), before, earlier(Form.GAP_DAYS, value=80))) == ["arithmetic"]
    assert found((contact(), before, earlier(Form.GAP_DAYS, value=80, arithmetic="wrong"))) == ["arithmetic"]


def test_the_same_words_of_two_authors():
    words = "pressing questions of regional security in the strait were discussed"
    ours = Claim(
        kind=Kind.READOUT,
        principals=(A, B),
        party="XBB",
        gist=words,
        attribution=("Agency", "the defence ministry"),
        spans=SPAN,
    )
    theirs = Claim(
        kind=Kind.READOUT, principals=(A, B), party="XBB", gist=words, attribution=("the general staff",), spans=SPAN
    )
    assert found(ours, theirs) == ["attribution"]
    assert found(ours, ours) == []


def test_a_weekday_joins_the_one_contact_that_fits():
    dated = (contact(), contact(date="2031-02-21", background=True))
    loose = contact(date="unknown", weekday="Friday"), earlier(Form.LAST_ON, date="2031-02-21", value="2031-02-21")
    rows = timeline(reports(dated, loose))
    assert [(row.date, len(row.attests)) for row in rows] == [("2031-02-21", 1), ("2031-05-16", 2)]


def test_a_weekday_that_fits_nothing_or_too_much_stays_alone():
    loose = contact(date="unknown", weekday="Friday")
    assert len(timeline(reports(contact(), loose))) == 2
    other = contact(date="unknown", weekday="Monday"), earlier(Form.LAST_ON, date="2031-02-21", value="2031-02-21")
    assert len(timeline(reports(contact(), other))) == 2


def test_first_since_an_event_joins_the_first_contact_after_it():
    day = ReferenceDay(parse_day("2031-02-24"), "24 February 2031", ("XAA",), ("the strait was shut",))
    loose = contact(date="unknown", weekday="Friday"), earlier(Form.FIRST_SINCE, value="the strait was shut")
    rows = timeline(reports(contact(date="2031-05-16"), contact(date="2031-10-24"), loose), (day,))
    assert [(row.date, len(row.attests)) for row in rows] == [("2031-05-16", 2), ("2031-10-24", 1)]


def test_declined_stands_over_sought_and_unanswered_is_not_declined():
    def asked(status, date):
        return Claim(kind=Kind.REQUEST, principals=(A, B), status=status, date=date, spans=SPAN)

    (row,) = timeline(reports(asked(Status.SOUGHT, "../2031-03-20"), asked(Status.DECLINED, "../2031-03-24")))
    assert row.status is Status.DECLINED
    (row,) = timeline(reports(asked(Status.UNANSWERED, "2031-03-20")))
    assert row.status is Status.UNANSWERED
    assert len(timeline(reports(asked(Status.SOUGHT, "../2031-03-20"), contact()))) == 2


def test_the_order_of_a_day():
    rows = timeline(reports((contact(A, B), contact(A, C)), contact(date="2031-05-17")))
    assert [len(some) for some in sequence(rows).values()] == [2]


def test_comments_join_nothing():
    assert timeline(reports(contact(comment=True))) == []
