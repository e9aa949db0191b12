"""What is printed of a call, a notice, contacts, a check and for the telephone: whole in itself, a text is data, both parties' papers say the same."""

import re
from html import unescape

import pytest

from tests.cli.nodes import run
from tests.host.test_day_sheet import SAID, Tags
from tests.notices import HOUR, announce, range_area, write
from tests.pair import Line
from watchline.errors import OurMistake
from watchline.host.call_page import call_page
from watchline.host.check_page import check_page
from watchline.host.contact_record import Both
from watchline.host.contacts_page import contacts_page
from watchline.host.here import Here
from watchline.host.notice_page import notice_page
from watchline.host.telephone_page import STEPS, telephone_page
from watchline.measure import day_of
from watchline.node import SayEntry, SayReadout, SayReadoutPublished, SayReadoutShared

SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt; &lt;U+202E&gt;321 &amp; so"
KEPT = "A text that is kept until it is public."
PHONES = [{"party": "XBB", "number": "+00 000 0000002", "words": "duty officer"}]
REQUEST = {"to": "XBB", "level": "watch", "office": "o", "with_office": "p", "language": "en"}


def here(line, code):
    return Here(line.charter, code, line[code].store.held)


def whole(page):
    """Check a page by itself, and return its words."""
    tags = Tags()
    tags.feed(page)
    assert not tags.tags & {"script", "link", "img", "iframe", "form"}
    assert not tags.links, "nothing is fetched"
    assert "default-src 'none'" in page
    assert "size: A4" in page
    assert "color: #000; background: #fff" in page, "black on white whatever the palette"
    assert not set("\u202e\u2066\x1b\u200b") & set(page)
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.partition("</style>")[2])))
    assert not re.search(r"\b(because they|failed to|refused to|did not bother)\b", words)
    return words


@pytest.fixture(scope="module")
def line():
    return Line(calendar=[], phones=PHONES, ladder=[{"name": "watch", "posts": ["watch"]}, {"name": "minister"}]).open()


@pytest.fixture(scope="module")
def call(line):
    """A call that was asked for, agreed, accounted for by both, otherwise by one, and of which one published a readout."""
    a, b = line["XAA"], line["XBB"]
    ref = a.say(SayEntry(kind="call", fields={**REQUEST, "purpose": SAID, "windows": [[line.wall, line.wall + HOUR]]}))
    line.settle()
    b.say(SayEntry(kind="call_accepted", on=ref, fields={"at": line.wall + 60_000, "text": "Agreed so."}))
    line.wait(120)
    held = {"outcome": "held", "office": "o", "with_office": "p", "started": line.wall - 60_000, "language": "en"}
    a.say(SayEntry(kind="call_account", on=ref, fields={**held, "ended": line.wall - 30_000, "text": "Ours."}))
    line.settle()
    b.say(SayEntry(kind="call_account", on=ref, fields={**held, "office": "p", "with_office": "o", "ended": line.wall - 10_000, "text": "Theirs."}))  # fmt: skip
    line.settle()
    a.say(SayReadout(call=ref, text=KEPT))
    public = b.say(SayReadout(call=ref, text=f"What was said: {SAID}"))
    line.settle()
    b.say(SayReadoutPublished(ref=public, where="a page"))
    line.settle()
    return ref


def test_a_call_sheet_has_what_each_side_wrote_and_nothing_that_is_kept(line, call):
    pages = {code: call_page(here(line, code), line.wall, here(line, code).find(call)) for code in ("XAA", "XBB")}
    words = {code: whole(page) for code, page in pages.items()}
    for page in pages.values():
        assert page.count(SHOWN) == 2, "the purpose, and the published readout"
        assert KEPT not in page
    for said in ("Agreed so.", "Ours.", "Theirs.", "Account of XAA", "Account of XBB", "no agreement on its matter", "A difference between two readouts is normal."):  # fmt: skip
        assert all(said in text for text in words.values()), said
    assert "ended" in words["XAA"].partition("Where the accounts differ")[2]
    one, two = (re.sub(r"held (yes|no|by both|the other side is not known to hold it yet|by XBB)|XBB is not known to hold it yet", "", text) for text in words.values())  # fmt: skip
    assert one.replace("· XAA", "").replace("node of XAA", "") == two.replace("· XBB", "").replace("node of XBB", "")


def test_a_readout_that_was_shared_is_marked_as_not_public(line):
    a = line["XAA"]
    ref = a.say(SayEntry(kind="call", fields={**REQUEST, "purpose": "Another."}))
    line.settle()
    a.say(SayReadoutShared(ref=a.say(SayReadout(call=ref, text="For their eyes."))))
    line.settle()
    words = whole(call_page(here(line, "XBB"), line.wall, here(line, "XBB").find(ref)))
    assert re.search(r"shared, not public [^:]+: For their eyes\.", words)


def test_what_is_no_call_or_no_notice_has_no_sheet(line):
    at = here(line, "XAA")
    for page in (call_page, notice_page):
        with pytest.raises(OurMistake):
            page(at, line.wall, at.find("XAA/1/0"))


def test_a_notice_sheet_has_elements_heights_times_and_what_the_other_side_had_of_it(line):
    a, b = line["XAA"], line["XBB"]
    ref = announce(a, "live_fire", range_area(line.wall + HOUR, line.wall + 2 * HOUR), text=SAID, language="en")
    write(b, "read", ref, version=1)
    write(b, "objected", ref, version=1, text="Too near.")
    page = notice_page(here(line, "XBB"), line.wall, here(line, "XBB").find(ref))
    words = whole(page)
    assert SHOWN in page
    for said in (
        "circle of 5000 m around",
        "surface to 3000 m (9843 ft) AMSL",
        "Too near.",
        "version 1",
        "asks for no permission",
    ):
        assert said in words, said


def test_the_telephone_card_has_numbers_of_every_party_steps_and_words_to_say(line):
    words = whole(telephone_page(here(line, "XAA"), line.wall))
    for said in (
        *STEPS,
        "+00 000 0000002",
        "duty officer",
        "This line is open and staffed.",
        "______",
        "watch",
        "minister",
    ):
        assert said in words, said
    bare = Line(calendar=[]).open()
    assert "write the numbers here by hand" in whole(telephone_page(here(bare, "XBB"), bare.wall))


def test_the_contact_table_says_the_same_for_both_parties(line, call):
    pages = []
    for code in ("XAA", "XBB"):
        at = here(line, code)
        pages.append(whole(contacts_page(at, line.wall, Both(code, at, None), day_of(line.wall), states=False)))
    one, two = (page.partition("What each sentence rests on")[0].partition("Who last spoke")[2] for page in pages)
    assert one == two
    assert "XAA o and XBB p" in one


def test_a_verification_report_says_what_it_shows_and_what_not_and_that_it_is_the_nodes_own(line):
    verdict = {"headline": "not checked", "reasons": [], "missing": ["a body"], "not_checked": [SAID], "found": [], "not_shown": ["no absolute time"]}  # fmt: skip
    work = {
        "verdict": verdict, "ended": line.wall, "heads": [{"party": "XAA", "epoch": 1, "size": 3, "root": "ab" * 32}], "left_out": ["XAA/2"],
        "roots": [{"party": "XAA", "fingerprint": "1" * 30}], "legal_effect": "none is admitted",
    }  # fmt: skip
    page = check_page(here(line, "XAA"), line.wall, work)
    words = whole(page)
    assert SHOWN in page
    for said in ("not checked: 3 entries", "Missing a body", "no absolute time", "XAA/2", "It convinces nobody who does not trust this node", "none is admitted"):  # fmt: skip
        assert said in words, said
    assert "Because" not in words


def test_a_demonstration_is_marked_on_every_sheet():
    demo = Line(calendar=[], demo=1).open()
    at = here(demo, "XAA")
    assert "DEMONSTRATION:" in whole(telephone_page(at, demo.wall))


def test_the_verb_writes_new_files_and_overwrites_nothing(tmp_path):
    from tests.host.founded import two

    folder, _ = two(tmp_path)
    for what in ("telephone", "contacts"):
        out = tmp_path / f"{what}.html"
        run("sheet", folder, what, "--out", out)
        whole(out.read_text(encoding="utf-8"))
        before = out.read_bytes()
        assert "exists already" in run("sheet", folder, what, "--out", out, exit_code=1).stderr
        assert out.read_bytes() == before
    for what in ("call", "notice"):
        refused = run("sheet", folder, what, "XAA/1/0", "--out", tmp_path / "none.html", exit_code=1)
        assert re.search(r"is (no|not a) ", refused.stderr)
    assert not (tmp_path / "none.html").exists()
