"""What is said at the desk is what is said by the verbs; drafter and releaser; alarms acknowledged on this side alone."""

import contextlib

import msgspec
import pytest

from watchline.codec import decode
from watchline.errors import OurMistake
from watchline.host.acknowledged import acknowledge, with_acknowledged
from watchline.host.phrases import persons_for
from watchline.host.reading import open_reading
from watchline.host.socket import call
from watchline.keys import digest
from watchline.phrase import shipped
from watchline.record import read_body
from watchline.store import OwnBook
from watchline.watch import Alarm, Level


def entry(desks, ref, code="XBB"):
    """Return an entry at the other side, once it is there."""
    with desks.client("watch", code) as other:

        def there():
            answer = other.get(f"/entries/{ref}")
            return answer.json() if answer.status_code == 200 else None

        return desks.until(there)


def body_at(desks, place, code="XBB"):
    """Return the body of an entry as a side holds it."""
    author, epoch, index = place.split("/")
    with open_reading(desks.stage.nodes[code].folder) as reading:
        return reading.held.entry(reading.charter.log(author, int(epoch)).origin(), int(index)).body


def test_a_flash_is_written_held_read_and_acknowledged_as_three_facts(desks, watch):
    sent = watch.post("/messages", json={"text": "Aircraft in distress.", "precedence": "Z"}).json()
    assert sent["written"]
    ref = sent["ref"]
    assert entry(desks, ref)["kind"] == "message"
    with desks.client("watch", "XBB") as other:
        early = other.post(f"/messages/{ref}/acknowledge", json={})
        assert early.status_code == 409
        assert "read" in early.json()["error"]["what"]
        assert other.post(f"/messages/{ref}/read", json={}).json()["written"]
        assert other.post(
            f"/messages/{ref}/acknowledge", json={"how": "read_back", "text": "Aircraft in distress."}
        ).json()["written"]
    desks.until(lambda: watch.get(f"/messages/{ref}").json()["states"]["XBB"]["acknowledged"])
    state = watch.get(f"/messages/{ref}").json()["states"]["XBB"]
    assert state["held"]
    assert state["read"]["from"] == "XBB"
    assert state["acknowledged"]["how"] == "read_back"


def test_the_same_draft_says_it_once(watch):
    said = {"text": "once", "draft": "ab" * 16}
    first, again = (watch.post("/messages", json=said).json() for _ in range(2))
    assert first["written"]
    assert not again["written"]
    assert first["ref"] == again["ref"]


def test_a_line_test_is_asked_and_answered_at_the_desks(desks, watch):
    ref = watch.post("/tests", json={}).json()["ref"]
    entry(desks, ref)
    with desks.client("watch", "XBB") as other:
        assert other.post(f"/tests/{ref}/answer", json={"quality": 5}).json()["written"]
    desks.until(
        lambda: (
            next(item for item in watch.get("/tests").json()["unscheduled"] if item["ref"] == ref)["outcome"] == "good"
        )
    )


def test_a_call_is_asked_for_and_accepted_at_the_desks(desks, watch):
    asked = {
        "to": "XBB", "level": "minister", "office": "minister of defence", "with_office": "minister of defence",
        "purpose": "risk reduction",
    }  # fmt: skip
    ref = watch.post("/calls", json=asked).json()["ref"]
    entry(desks, ref)
    with desks.client("watch", "XBB") as other:
        assert other.post(f"/calls/{ref}/acts", json={"kind": "call_read"}).json()["written"]
        refused = other.post(f"/calls/{ref}/acts", json={"kind": "call_withdrawn_by_nobody"})
        assert refused.status_code == 409
        declined = other.post(f"/calls/{ref}/acts", json={"kind": "call_declined", "fields": {"reason": "none"}})
        assert declined.json()["written"], declined.text
    desks.until(lambda: watch.get(f"/calls/{ref}").json()["state"] == "declined")


def two_persons():
    """Return a phrase that two officers must agree to say, and values for it."""
    for phrase in shipped().phrases.values():
        if phrase.release > 1 and not phrase.params:
            return phrase
    raise AssertionError("no such phrase")


def test_a_phrase_of_two_officers_is_drafted_by_one_and_released_by_another(desks, watch, second):
    phrase = two_persons()
    message = {"phrases": [{"code": phrase.code}], "precedence": phrase.precedence.value}
    alone = watch.post("/messages", json=message)
    assert alone.status_code == 409
    assert alone.json()["error"]["code"] == "two_officers"
    draft = watch.post("/drafts", json={"message": message}).json()
    assert draft["persons"] == 2
    assert digest(bytes.fromhex(draft["preview"])).hex() == draft["digest"]
    preview = decode(bytes.fromhex(draft["preview"]))
    assert set(preview) == {"line", "charter", "kind", "post", "refs", "precedence", "draft", "body", "not_after"}
    assert read_body("message", preview["body"]).phrases[0].code == phrase.code
    place = f"/drafts/{draft['id']}"
    own = watch.post(f"{place}/release", json={"password": desks.password("XAA", "watch")})
    assert own.status_code == 403, "neither his role nor he himself"
    wrong = second.post(f"{place}/release", json={"password": "not the password"})
    assert wrong.status_code == 401
    released = second.post(f"{place}/release", json={"password": desks.password("XAA", "second")})
    assert released.json()["written"], released.text
    again = second.post(f"{place}/release", json={"password": desks.password("XAA", "second")})
    assert again.status_code == 409
    written = entry(desks, released.json()["ref"])
    assert written["kind"] == "message"
    assert body_at(desks, written["place"]) == preview["body"], "byte for byte what was released"
    acts = {item["what"]: item for item in second.get("/acts").json()["acts"]}
    assert acts["drafted"]["officer"] == "watch"
    assert acts["released"]["officer"] == "second"
    assert draft["digest"] in acts["released"]["words"]
    assert "second" not in str(entry(desks, released.json()["ref"])), "who released stays on this side"


def test_what_differs_in_one_byte_from_what_was_released_is_not_written(desks, watch):
    draft = watch.post("/drafts", json={"message": {"text": "Exactly this.", "refs": ["XAA/1/1"]}}).json()
    folder = desks.stage.nodes["XAA"].folder
    right = {"digest": draft["digest"], "dtg": draft["at"], "not_after": draft["not_after"]}
    request = {"verb": "say", "kind": "message", **draft["message"], "release": right}

    def says(**changed):
        return call(folder, {**request, **changed})

    other = "is not, byte for byte, what was released"
    for changed in (
        {"text": "Exactly this"},
        {"precedence": "P"},
        {"refs": []},
        {"to": ["XBB"]},
        {"language": "fr"},
        {"post": "general officer"},
        {"draft": "cd" * 16},
        {"release": {**right, "dtg": right["dtg"] + 1}},
        {"release": {**right, "not_after": right["not_after"] + 1}},
        {"release": {**right, "digest": "00" * 32}},
    ):
        found = says(**changed)
        assert other in found["error"] or "post" in changed, changed
        assert not found.get("written"), changed
    assert "until" in says(release={**right, "not_after": 1})["error"]
    assert "put before a releaser" in says(release={**right, "dtg": 1})["error"]
    assert says()["written"]


def test_a_releaser_who_drafted_does_not_release_and_a_third_may_come_to_his_desk(desks, second):
    draft = second.post("/drafts", json={"message": {"text": "by the releaser"}}).json()
    own = second.post(f"/drafts/{draft['id']}/release", json={"password": desks.password("XAA", "second")})
    assert own.status_code == 403
    assert own.json()["error"]["code"] == "drafter"
    watcher = second.post(
        f"/drafts/{draft['id']}/release", json={"name": "watch", "password": desks.password("XAA", "watch")}
    )
    assert watcher.status_code == 403
    third = second.post(
        f"/drafts/{draft['id']}/release", json={"name": "third", "password": desks.password("XAA", "third")}
    )
    assert third.json()["written"], third.text


def test_a_draft_goes_back_with_words_and_is_released_no_more(desks, watch, second):
    draft = watch.post("/drafts", json={"message": {"text": "not so"}}).json()
    back = second.post(f"/drafts/{draft['id']}/return", json={"words": "say the unit"}).json()
    assert (back["state"], back["words"]) == ("returned", "say the unit")
    answer = second.post(f"/drafts/{draft['id']}/release", json={"password": desks.password("XAA", "second")})
    assert answer.status_code == 409


def test_which_phrases_take_two_is_data():
    book = shipped().phrases
    two = [code for code, phrase in book.items() if phrase.release > 1]
    one = [code for code, phrase in book.items() if phrase.release == 1]
    assert persons_for(one, shipped()) == (1, [])
    assert persons_for(two, shipped())[0] == 2
    assert len(persons_for(two, shipped())[1]) == len(two)


# Alarms.


ALARM = Alarm("message/XBB-0001", int(Level.WARNING), 1000, 0, "words")


@pytest.fixture
def book(tmp_path):
    with contextlib.closing(OwnBook(tmp_path / "own")) as made:
        yield made


def shown(book, alarm):
    told = {
        "situation": alarm.situation,
        "level": Level(alarm.level).name.lower(),
        "since": alarm.since,
        "alarm_acknowledged": None,
    }
    return with_acknowledged({"alarms": [told]}, book)["alarms"][0]["alarm_acknowledged"]


def test_an_acknowledged_alarm_rings_anew_when_it_grows_worse_or_begins_again(book):
    acknowledge(book, [ALARM], ALARM.situation, 1000, "kaya", 2000)
    assert shown(book, ALARM)["officer"] == "kaya"
    assert shown(book, msgspec.structs.replace(ALARM, level=int(Level.CAUTION)))
    worse = msgspec.structs.replace(ALARM, level=int(Level.ALARM))
    assert shown(book, worse) is None
    assert shown(book, msgspec.structs.replace(ALARM, since=1001)) is None
    acknowledge(book, [ALARM], ALARM.situation, 1000, "demir", 3000)
    assert shown(book, ALARM)["officer"] == "kaya", "whoever was first stays"
    acknowledge(book, [worse], ALARM.situation, 1000, "demir", 3000)
    assert shown(book, worse)["officer"] == "demir"


@pytest.mark.parametrize(("situation", "since"), [("message/XBB-0002", 1000), (ALARM.situation, 999)])
def test_an_alarm_that_does_not_last_is_not_acknowledged(book, situation, since):
    with pytest.raises(OurMistake, match="No such alarm"):
        acknowledge(book, [ALARM], situation, since, "kaya", 2000)
    assert not book.rows("alarm_acknowledged")


def test_what_is_remembered_of_alarms_that_ended_goes(book):
    other = msgspec.structs.replace(ALARM, situation="test/XBB-0003")
    acknowledge(book, [ALARM, other], ALARM.situation, 1000, "kaya", 2000)
    acknowledge(book, [other], other.situation, 1000, "kaya", 2000)
    assert [key for key, _ in book.rows("alarm_acknowledged")] == [other.situation]


def test_an_alarm_acknowledged_at_one_desk_is_so_at_all_and_no_entry(desks, watch, second):
    with desks.client("watch", "XBB") as other:
        ref = other.post("/messages", json={"text": "look", "precedence": "O"}).json()["ref"]
    alarm = desks.until(
        lambda: next((item for item in watch.get("/alarms").json()["alarms"] if item["situation"].endswith(ref)), None)
    )
    before = watch.get("/heads").json()
    assert (
        watch.post("/alarms/acknowledge", json={"situation": alarm["situation"], "since": alarm["since"]}).status_code
        == 200
    )
    at_second = next(item for item in second.get("/status").json()["alarms"] if item["situation"] == alarm["situation"])
    assert at_second["alarm_acknowledged"]["officer"] == "watch"
    assert watch.get("/heads").json() == before, "nothing was written"
    desks.restart("XAA")
    again = next(item for item in second.get("/status").json()["alarms"] if item["situation"] == alarm["situation"])
    assert again["alarm_acknowledged"]["officer"] == "watch"
