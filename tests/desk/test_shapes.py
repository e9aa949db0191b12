"""What the desk answers is what its types say: read with them, and written again, it is the same."""

import msgspec
import pytest

from watchline.desk.app import ROUTES
from watchline.desk.limits import PAGE_MAX
from watchline.desk.routes import BASE

PLAIN = [
    route
    for route in ROUTES
    if route.method == "GET"
    and "{" not in route.path
    and route.kind == "application/json"
    and not any(field.required for field in msgspec.structs.fields(route.query))
]


def check(route, answer):
    assert answer.status_code == 200, answer.text
    typed = msgspec.convert(answer.json(), route.answer)
    assert msgspec.json.decode(msgspec.json.encode(typed)) == answer.json()  # a pair of numbers is a list there


@pytest.mark.parametrize("route", PLAIN, ids=lambda route: route.name)
def test_an_answer_has_the_shape_of_its_type(desks, route):
    with desks.client("second") as client:
        check(route, client.get(route.path))


@pytest.mark.parametrize(
    ("listed", "items", "of"),
    [
        ("messages", "messages", ["message", "entry"]),
        ("entries", "entries", ["entry"]),
        ("calls", "calls", ["call", "comparison"]),
        ("drafts", "drafts", []),
    ],
)
def test_every_item_of_a_list_can_be_asked_for(second, listed, items, of):
    found = second.get(f"/{listed}", params={"limit": 20} if listed != "drafts" else {}).json()[items]
    assert found or listed == "drafts"
    for route in (route for route in ROUTES if route.name in of):
        for item in found[:5]:
            for ref in {item["ref"], item["place"]}:
                check(route, second.get(route.path.replace("{ref:path}", ref)))


def test_every_readout_and_every_phrase_can_be_asked_for(second):
    route = {item.name: item for item in ROUTES}
    call = next(item for item in second.get("/calls").json()["calls"] if item["state"] == "ended" or item["accounts"])
    said = {"call": call["ref"], "text": "Both sides spoke of risk reduction.", "points": [["topic", "risk reduction"]]}
    written = second.post("/readouts", json=said)
    assert written.json()["written"], written.text
    kept = second.get(f"/readouts/{written.json()['ref']}").json()
    assert kept["kept_text"] == said["text"]
    assert second.post(f"/readouts/{kept['ref']}/publish", json={"where": "our site"}).json()["written"]
    readouts = [item for call in second.get("/readouts").json()["calls"] for item in call["readouts"]]
    assert readouts
    for item in readouts:
        check(route["readout"], second.get(f"/readouts/{item['ref']}"))
    for item in second.get("/phrases").json()["phrases"][::25]:
        check(route["phrase"], second.get(f"/phrases/{item['code']}", params={"language": "ru"}))


def test_a_list_is_never_cut_silently(second):
    whole = second.get("/entries", params={"limit": PAGE_MAX}).json()
    pages, asked = [], {}
    while True:
        page = second.get("/entries", params={"limit": 100, **asked}).json()
        pages = [*page["entries"], *pages]
        if not page["more"]:
            assert page["next"] is None
            break
        asked = page["next"]
    places = [item["place"] for item in pages]
    assert len(set(places)) == len(places) == sum(head["size"] for head in second.get("/heads").json()["heads"])
    assert whole["more"] == (len(places) > PAGE_MAX)
    assert places[-len(whole["entries"]) :] == [item["place"] for item in whole["entries"]]


def test_the_verbs_and_the_desk_say_the_same(desks, second):
    from watchline.host.answers import inbox
    from watchline.host.reading import open_reading

    with open_reading(desks.stage.nodes["XAA"].folder) as reading:
        said = inbox(reading.here, 0, 5)
    asked = second.get("/messages", params={"limit": 5}).json()
    names = [item["ref"] for item in said["messages"]]
    assert [item["ref"] for item in asked["messages"]] == names
    assert BASE.endswith("/v1")
