"""The roster of offices: exact look-up, hints, who was in office, whose counterpart."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.errors import InvalidFromPeer
from watchline.measure import parse_day
from watchline.people import Answer, Roster, fold, likeness, sample_bytes, sample_roster, spelled

HEAD = "person,name,surname,native,aliases,office,level,state,from,to\n"
DAY = parse_day("2022-05-13")


def roster(*rows):
    return Roster.read_csv((HEAD + "".join(row + "\n" for row in rows)).encode())


@pytest.mark.parametrize(
    "name",
    ["Sergei Shoigu", "SHOIGU", "Shoygu", "Schoigu", "Choïgou", "Sergei\u00a0Shoigu", "Шойгу", "Сергей Шойгу", "\u200fShoigu\u200e", "Shojgu", "Sergey Shoigu"],
)  # fmt: skip
def test_every_spelling_of_one_name_finds_one_person(name):
    assert [person.key for person in sample_roster().find(name)] == ["shoigu"]


def test_a_near_name_is_a_hint_and_no_answer():
    found = sample_roster()
    assert found.find("Shoygou") == ()
    assert next(hint.person.key for hint in found.hints("Shoygou")) == "shoigu"
    assert found.hints("Zzzzzz") == ()


def test_a_name_with_letters_of_two_scripts_is_a_hint_that_says_so():
    found = sample_roster()
    assert found.find("Lavr\u043ev") == ()
    assert found.hints("Lavr\u043ev") == ()  # one letter of six: too far to be a hint
    assert "mixes" in found.hints("Sergei Lavr\u043ev")[0].why


def test_two_people_of_one_name_are_two_answers_until_state_or_day_tell_them_apart():
    found = sample_roster()
    assert [person.key for person in found.find("Li")] == ["lishangfu", "lizuocheng"]
    assert [person.key for person in found.find("Li", day=parse_day("2023-06-01"))] == ["lishangfu"]
    assert found.find("Li", state="USA") == ()


def test_the_holder_of_an_office_is_told_by_title_or_level_and_day():
    found = sample_roster()
    assert found.holder("Secretary of Defense", "USA", DAY).person.key == "austin"
    assert found.holder("minister of defence", "RUS", parse_day("2024-05-12")).person.key == "shoigu"
    assert found.holder("minister of defence", "RUS", parse_day("2024-06-01")).person.key == "belousov"


def test_an_office_that_nobody_held_is_vacant_and_one_beyond_the_file_is_not_listed():
    found = sample_roster()
    vacant = found.holder("Minister of National Defense", "CHN", parse_day("2023-11-15"))
    assert (vacant.answer, vacant.person) == (Answer.VACANT, None)
    assert "nobody held the office on 2023-11-15" in vacant.words
    assert found.holder("minister of defence", "RUS", parse_day("2024-05-13")).answer is Answer.VACANT
    assert found.holder("minister of defence", "USA", parse_day("2001-01-01")).answer is Answer.NOT_LISTED
    assert found.holder("minister of defence", "XAA", DAY).answer is Answer.NOT_LISTED


def test_on_the_day_of_a_change_both_are_named_and_neither_is_chosen():
    found = sample_roster().holder("chief of defence", "UKR", parse_day("2024-02-08"))
    assert found.answer is Answer.UNSURE
    assert found.person is None
    assert {term.person.key for term in found.terms} == {"zaluzhnyi", "syrskyi"}


def test_an_unsharp_bound_leaves_the_answer_unsure():
    found = sample_roster().holder("chief of defence", "CHN", parse_day("2022-11-01"))
    assert found.answer is Answer.UNSURE
    assert len(found.terms) == 2


@pytest.mark.parametrize(
    ("office", "of", "other", "day", "key"),
    [
        ("Secretary of Defense", "USA", "RUS", "2022-05-13", "shoigu"),
        ("Secretary of Defense", "USA", "RUS", "2024-06-26", "belousov"),
        ("Secretary of Defense", "USA", "UKR", "2022-10-21", "reznikov"),
        ("Chairman of the Joint Chiefs of Staff", "USA", "RUS", "2021-11-23", "gerasimov"),
        ("Chairman of the Joint Chiefs of Staff", "USA", "UKR", "2021-11-22", "zaluzhnyi"),
        ("Chief of the General Staff", "RUS", "USA", "2022-02-11", "milley"),
        ("Secretary of State", "USA", "RUS", "2022-07-15", "lavrov"),
    ],
)
def test_his_counterpart_goes_by_office_and_day(office, of, other, day, key):
    assert sample_roster().counterpart(office, of, other, parse_day(day)).person.key == key


def test_the_file_comes_back_as_it_was():
    assert sample_roster().terms == Roster.read_csv(sample_roster().write_csv()).terms
    assert sample_roster().write_csv().count(b"\n") == sample_bytes().count(b"\n")


ROW = "doe,Jane Doe,Doe,,,Minister of Defence,minister of defence,XAA,2020-01-01,2021-01-01"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"name,office\n", "row 1: missing: person"),
        (HEAD.encode() + b"doe,Jane Doe\n", "row 2: 2 cells"),
        (HEAD.encode() + ROW.replace("doe,", "D!,", 1).encode(), "row 2, column person"),
        (HEAD.encode() + ROW.replace("XAA", "x").encode(), "row 2, column state"),
        (HEAD.encode() + ROW.replace("Minister of Defence", "").encode(), "row 2, column office: is empty"),
        (HEAD.encode() + ROW.replace("2020-01-01", "2020-02-30").encode(), "row 2, column from: not a date"),
        (HEAD.encode() + ROW.replace("2020-01-01", "2023").encode(), "row 2, column to: the term ends"),
        (HEAD.encode() + ROW.replace("2020-01-01", "../2020").encode(), "row 2, column from"),
        (HEAD.encode() + ROW.encode() + b"\n" + ROW.encode(), "row 3, column office: the same term"),
        (HEAD.encode() + ROW.encode() + b"\n" + ROW.replace("Jane", "John").replace("2020", "2019").encode(), "two people of one name need two keys"),
        (HEAD.encode() + b'doe,"Jane', "not CSV"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_its_row_and_column(data, words):
    with pytest.raises(InvalidFromPeer) as refused:
        Roster.read_csv(data)
    assert words in str(refused.value)


def test_generated_spellings_follow_the_schemes():
    assert {"Valery Gerasimov", "Valeriy Gerasimov", "Waleri Gerasimow"} <= set(spelled("Валерий Герасимов"))
    assert "Zaluzhny" in spelled("Залужний", ukrainian=True)
    assert "Yermak" in spelled("Єрмак", ukrainian=True)
    assert spelled("李尚福") == ()


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name):
    assert fold(fold(name)) == fold(name)


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_likeness_is_the_longest_common_subsequence(first, second):
    rows = [0] * (len(second) + 1)
    for letter in first:
        before = rows[:]
        for at, other in enumerate(second):
            rows[at + 1] = before[at] + 1 if letter == other else max(rows[at], before[at + 1])
    whole = len(first) + len(second)
    assert likeness(first, second) == (200 * rows[-1] // whole if first and second else 0)
    assert likeness(first, second) == likeness(second, first)


@given(st.binary(max_size=80) | st.builds(lambda rows: (HEAD + rows).encode(), st.text(',;\n"abXA2-./', max_size=80)))
def test_garbage_is_refused_or_read_and_nothing_else(data):
    with contextlib.suppress(InvalidFromPeer):
        Roster.read_csv(data)
