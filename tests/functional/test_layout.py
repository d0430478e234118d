"""Small windows, large text, the system's colours, no motion."""

import pytest
from playwright.sync_api import expect

from tests.functional.places import EVERY_PLACE, PLACES
from tests.functional.reporting import named

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}

# What a reader may ask of a browser (WCAG 2.2, 1.4.4 and 1.4.12).
LARGE_TEXT = "html { font-size: 200% !important; }"
SPACED_TEXT = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""

# How far the page, then each element that does not scroll by itself, goes past the right edge of the window.
PAST = """() => {
    const width = document.documentElement.clientWidth;
    const scrolls = element => {
        for (let box = element; box && box !== document.body; box = box.parentElement)
            if (getComputedStyle(box).overflowX !== "visible") return true;
        return false;
    };
    const wide = [...document.querySelectorAll("body *")]
        .filter(element => element.getBoundingClientRect().right > width + 1 && !scrolls(element))
        .map(element => element.outerHTML.slice(0, 120));
    return document.documentElement.scrollWidth > width ? ["the page scrolls", ...wide] : wide;
}"""
# Text that its own box cuts: the letters are wider than the box, and it shows no way to the rest.
CUT = """() => [...document.querySelectorAll("main *, header *, footer *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .filter(element => {
        const style = getComputedStyle(element);
        const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
        return hides && !element.closest(".vh, .plate__sign, [aria-hidden=true]") &&
            (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    })
    .map(element => element.outerHTML.slice(0, 120))"""

# Text whose colour is too near to that of the first ground below it that is not transparent.
FAINT = """() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
    const ground = element => {
        for (let box = element; box; box = box.parentElement) {
            const colour = parts(getComputedStyle(box).backgroundColor);
            if (colour.length === 3 || colour[3] === 1) return colour;
        }
        return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
    };
    return [...document.querySelectorAll("body *")]
        .filter(element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
        .filter(element => element.checkVisibility())
        .filter(element => {
            const [a, b] = [parts(getComputedStyle(element).color), ground(element)].map(light);
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
        })
        .map(element => element.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("address", EVERY_PLACE)
def test_nothing_goes_past_the_edge(open_page, address):
    # The style that the reader's browser adds is not ours to forbid: the policy is set aside.
    page = open_page(address, viewport=NARROW, bypass_csp=True)
    past = {"at 320 px": page.evaluate(PAST)}
    spaced = page.add_style_tag(content=SPACED_TEXT)
    past["with spaced text"] = page.evaluate(PAST) + page.evaluate(CUT)
    spaced.evaluate("element => element.remove()")
    page.set_viewport_size(WIDE)
    page.add_style_tag(content=LARGE_TEXT)
    past["with text twice as large"] = page.evaluate(PAST) + page.evaluate(CUT)
    assert named(f"{when}: {what}" for when, found in past.items() for what in found) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stays_legible_in_the_colours_of_the_system(open_page, scheme):
    """axe cannot tell: it sets the colours of the system aside to measure those of the page."""
    page = open_page("/fr/", forced_colors="active", color_scheme=scheme, reduced_motion="reduce")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    faint = []
    for place in ("home", "article with figures and a table", "calendar", "event with a programme", "project hub"):
        page.goto(PLACES[place][0])
        faint += [f"{text} ({place})" for text in page.evaluate(FAINT)]
    assert named(faint) == ""


@pytest.mark.parametrize("place", ["article list", "calendar", "event with a programme"])
def test_what_is_current_has_a_border_in_the_colours_of_the_system(open_page, place):
    page = open_page(PLACES[place][0], forced_colors="active", viewport=WIDE)
    marked = page.locator("[aria-current]:visible:not(.crumbs *)").all()
    assert len(marked) > 0
    for current in marked:
        expect(current).not_to_have_css("border-bottom-style", "none")


@pytest.mark.parametrize("place", ["home", "project list", "event with a programme"])
def test_nothing_moves_for_who_asked_for_none(open_page, place):
    moving = "() => document.getAnimations().filter(one => one.effect.getComputedTiming().endTime > 1).length"
    page = open_page(PLACES[place][0], viewport=WIDE, reduced_motion="reduce")
    found = [page.evaluate(moving)]
    for link in page.locator("main a:visible").all()[:12]:
        link.hover()
        found.append(page.evaluate(moving))
    assert found == [0] * len(found)
    page.locator("main a:visible").first.focus()
    expect(page.locator("html")).to_have_css("scroll-behavior", "auto")


def test_something_moves_for_the_others(open_page):
    """Or the test above would find no motion for want of any."""
    page = open_page(PLACES["home"][0], viewport=WIDE, reduced_motion="no-preference")
    cloth = page.locator(".cloth > li").first
    assert cloth.evaluate("element => getComputedStyle(element).transitionDuration") == "0.24s"


@pytest.mark.parametrize("window", [NARROW, WIDE], ids=["phone", "wide"])
def test_a_page_without_english_says_so_where_the_language_link_stands(open_page, window):
    page = open_page(PLACES["event with a programme"][0], viewport=window)
    tools = page.locator("header .tools")
    expect(tools.get_by_text("Cette page n’existe qu’en français.")).to_be_in_viewport(ratio=1)
    link = tools.get_by_role("link", name="English home page")
    expect(link).to_be_in_viewport(ratio=1)
    link.click()
    expect(page.locator("html")).to_have_attribute("lang", "en-CA")
