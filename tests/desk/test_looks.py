"""What a browser or an officer asks of the looks: no motion, colours of his own, twice the size. Nothing is lost, nothing overflows."""

from tests.desk.test_screens import SCREENS, signed_in


def flash(desks):
    """A FLASH that rings at the desk of XAA; return its reference."""
    with desks.client("watch", "XBB") as other:
        return other.post("/messages", json={"text": "Looked at.", "precedence": "Z"}).json()["ref"]


def quiet(desks):
    with desks.client() as client:
        for alarm in client.get("/alarms").json()["alarms"]:
            client.post("/alarms/acknowledge", json={"situation": alarm["situation"], "since": alarm["since"]})


def test_who_asks_for_no_motion_sees_an_outline_instead_of_a_flash(seen, desks):
    ref = flash(desks)
    for motion, animated in (("no-preference", True), ("reduce", False)):
        page = signed_in(seen, desks, reduced_motion=motion).page
        page.wait_for_selector(f".alert.unacked:has-text('{ref}')")
        look = "() => { const at = getComputedStyle(document.querySelector('.alert.unacked .flash') ?? document.querySelector('.flash')); return [at.animationName, at.outlineStyle]; }"
        name, outline = page.evaluate(look)
        assert (name != "none") is animated
        assert (outline == "double") is not animated
    quiet(desks)


def test_in_colours_of_ones_own_marks_and_words_still_tell_precedence_and_state(seen, desks):
    ref = flash(desks)
    page = signed_in(seen, desks, forced_colors="active").page
    page.wait_for_selector(f".alert.unacked:has-text('{ref}')")
    assert "EMERGENCY" in page.inner_text(".alert.unacked")
    assert "NORMAL" in page.inner_text(".strip")
    page.goto(f"{page.url.partition('#')[0]}#/messages/{ref}")
    page.wait_for_selector(f"section h2:has-text('{ref}')")
    assert "FLASH" in page.inner_text(".mrow.sel")
    bars = (
        "() => [...document.querySelectorAll('.mrow.sel .prec i')].map(bar => getComputedStyle(bar).forcedColorAdjust)"
    )
    assert set(page.evaluate(bars)) == {"none"}, "the bar keeps the shape that is drawn by its colour"
    quiet(desks)


def test_at_twice_the_size_no_screen_is_wider_than_its_window(seen, desks):
    """1280 by 720 at 200 % has 640 by 360 of its own units."""
    page = signed_in(seen, desks, viewport={"width": 640, "height": 360}, device_scale_factor=2).page
    for name in SCREENS:
        page.goto(f"{page.url.partition('#')[0]}#/{name}")
        page.wait_for_selector("main h1", state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), name
