"""What sentences and passages tell, in the words of wires: each line of the files beside this one is a text and what is told in it."""

from pathlib import Path

import pytest

from bench.press_figures import roster_of
from tests.press.test_examples import FOLDER
from watchline.press import Kind, Reader, read_states

HERE = Path(__file__).parent
WEATHER = "Strait remains closed\n\nThe weather in the strait was poor and ships kept to port, "
SENTENCES = WEATHER + (
    "Ingrid Sorell, the Arvenian defence minister, and Yevgeny Shchukarev, the Belmark defence minister, said.\n\n"
)
PASSAGES = WEATHER + "harbour masters in Arvenia said.\n\n"
RUSSIAN = "Пролив закрыт\n\nПогода в проливе плохая, суда стоят в портах, сообщили синоптики в среду вечером.\n\n"


def cases():
    """Every text with its opening and what is told in it: status, day and persons of each contact."""
    for name, opening in (("sentences.txt", SENTENCES), ("passages.txt", PASSAGES), ("passages_ru.txt", RUSSIAN)):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            text, told = line.split(" =>")
            yield opening, text, [item.strip() for item in told.split(";") if item.strip()]


@pytest.fixture(scope="module")
def reader():
    shipped = Reader.shipped(roster_of(FOLDER))
    return Reader(shipped.roster, (*read_states((FOLDER / "states.csv").read_bytes()), *shipped.states), shipped.days)


@pytest.mark.parametrize(("opening", "text", "told"), list(cases()))
def test_what_is_told(reader, opening, text, told):
    report = reader.read(opening + text, name="x", sha256="", published="2031-10-31")
    found = [
        f"{claim.status.value} {claim.date} {'+'.join(sorted(one.name.split()[-1] for one in claim.principals))}"
        for claim in report.claims
        if claim.kind in {Kind.CONTACT, Kind.REQUEST}
    ]
    assert sorted(found) == sorted(told)


def parts(reader, *paragraphs):
    """What each paragraph is taken for."""
    report = reader.read("\n\n".join(paragraphs), name="x", sha256="", published="2031-10-31")
    return [part for part, _, _ in report.body]


def test_a_transcript_is_no_forum(reader):
    lines = ["QUESTION: Has she called him?", "MS VOLL: I have no calls to read out."] * 4
    assert "comment" not in parts(reader, "Briefing", "MS VOLL: Good afternoon, everyone.", *lines)


def test_a_column_in_the_first_person_is_no_forum(reader):
    lines = ["I went to the harbour on Monday and saw the ships for myself, all nine of them."] * 6
    assert "comment" not in parts(reader, "A column", "The strait is shut.", "Nobody says why.", "It rained.", *lines)


def test_a_text_that_speaks_of_a_play_is_not_silenced(reader):
    text = (
        "Notes of the week\n\nA comedy at the theatre has two ministers sing on stage about fish, in one long episode.\n\n"
        "On Tuesday the Arvenian defence minister, Ingrid Sorell, telephoned Yevgeny Shchukarev of Belmark.\n\n"
        "In the play, Beate Korvin telephones Ingrid Sorell."
    )
    report = reader.read(text, name="x", sha256="", published="2031-10-31")
    contacts = [claim for claim in report.claims if claim.kind is Kind.CONTACT]
    assert [(claim.date, len(claim.principals)) for claim in contacts] == [("2031-10-28", 2)]


def test_a_guessed_day_says_so(reader):
    report = reader.read(SENTENCES + "Sorell and Shchukarev shook hands.", name="x", sha256="", published="2031-10-31")
    contact = next(claim for claim in report.claims if claim.kind is Kind.CONTACT)
    assert (contact.date, contact.date_basis.value, contact.date_printed) == ("2031-10-31", "relative", None)
    assert contact.derivation == "no day is given; read as that of publication"
