"""The tree of errors is the one that is drawn, and whose fault it is can be asked."""

import re

from watchline import errors
from watchline.errors import Inconsistency, InvalidFromPeer, StoreFailed, WatchlineError


def test_the_drawing_names_every_error_under_its_base():
    drawn, path = {}, []
    for bars, name in re.findall(r"^    ([│├└─ ]*)(\w+)", errors.__doc__, re.MULTILINE):
        path = [*path[: len(bars) // 3], name]
        drawn[name] = path[-2] if len(path) > 1 else "Exception"
    found = {name: item.__bases__[0].__name__ for name, item in vars(errors).items() if isinstance(item, type)}
    assert drawn == found


def test_what_came_from_outside_carries_its_code_and_words():
    why = InvalidFromPeer("limit", "too long")
    assert (why.code, why.words, str(why)) == ("limit", "too long", "too long")


def test_what_can_be_proved_carries_its_evidence():
    why = Inconsistency("two heads of one size", b"evidence")
    assert (why.code, why.evidence) == ("fork", b"evidence")
    assert isinstance(why, InvalidFromPeer)


def test_our_disk_is_not_the_peer():
    assert not issubclass(StoreFailed, InvalidFromPeer)
    assert issubclass(StoreFailed, WatchlineError)
