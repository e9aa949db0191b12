"""Precedence: speed of service."""

from watchline.measure import OBJECTIVE_S_DEFAULT, Precedence


def test_the_letters_are_those_of_the_signal_book():
    assert {item.name: item.value for item in Precedence} == {
        "FLASH": "Z",
        "IMMEDIATE": "O",
        "PRIORITY": "P",
        "ROUTINE": "R",
    }


def test_every_precedence_has_an_objective_and_a_higher_one_a_shorter():
    assert [OBJECTIVE_S_DEFAULT[item] for item in Precedence] == [120, 600, 3600, 21_600]
    assert list(OBJECTIVE_S_DEFAULT) == [item.value for item in Precedence]
