"""The portal without a mouse, without JavaScript, and with a thumb."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.places import PLACES
from tests.functional.reporting import named

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
LANGUAGES = ("fr", "en")
MENU = {
    "fr": ["Articles", "Calendrier", "Projets", "Partenaires"],
    "en": ["Articles", "Calendar", "Projects", "Partners"],
}

# What has the focus, how it shows, and whether something covers it. A teaser draws the ring around the whole of itself.
FOCUSED = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const ringed = [element, element.closest(".teaser")].filter(Boolean).map(one => getComputedStyle(one));
    const ring = ringed.map(style => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth));
    const box = element.getBoundingClientRect();
    const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return {
        name: element.outerHTML.slice(0, 120),
        text: element.textContent.trim(),
        ring: Math.max(...ring),
        visible: box.width > 0 && at !== null && (element.contains(at) || at.contains(element)),
        y: box.y + scrollY,
    };
}"""
SMALL = """() => [...document.querySelectorAll(
    ".masthead :is(a, summary, button, input), .filters :is(summary, select, button), .chips a, .pager a, " +
    ".daynav a, .crumbs a, .hub nav a, .foot :is(nav a, .brand), .searchbox :is(input, button), .btn, .month td > a"
)].filter(element => element.checkVisibility({visibilityProperty: true})).map(element => {
    const box = element.getBoundingClientRect();
    return {name: element.outerHTML.slice(0, 120), width: box.width, height: box.height};
}).filter(size => size.width < 24 || size.height < 24)"""


def walk(page):
    """Press Tab until the focus leaves the page; give each stop."""
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        yield stop
    pytest.fail("the focus does not leave the page")


@pytest.mark.parametrize(
    "place", ["home", "article with an interview and an image", "calendar", "event with a programme"]
)
def test_each_stop_shows_and_comes_in_the_order_of_the_page(open_page, place):
    page = open_page(PLACES[place][0], viewport=WIDE, reduced_motion="reduce")
    stops = list(walk(page))
    assert len(stops) > 20
    assert named(stop["name"] for stop in stops if stop["ring"] < 2) == ""
    assert named(stop["name"] for stop in stops if not stop["visible"]) == ""
    assert stops[0]["name"].startswith('<a class="skip"')


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_skip_link(open_page, viewport):
    page = open_page("/fr/articles/", viewport=viewport, reduced_motion="reduce")
    link = page.locator(".skip")
    expect(link).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_menu_is_shown_and_says_where_one_is(open_page, language, viewport):
    page = open_page(PLACES["home"][LANGUAGES.index(language)], viewport=viewport)
    menu = page.locator("header").get_by_role("navigation")
    assert menu.get_by_role("link").all_inner_texts() == MENU[language]
    expect(menu.locator("[aria-current]")).to_have_count(0)
    for name in MENU[language]:
        menu.get_by_role("link", name=name).press("Enter")
        expect(menu.locator("[aria-current=page]")).to_have_text(name)
        expect(menu.locator("[aria-current]")).to_have_count(1)
    page.goto(PLACES["partner"][LANGUAGES.index(language)])
    expect(menu.locator("[aria-current=true]")).to_have_text(MENU[language][-1])


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_search_from_the_header(open_page, viewport, javascript):
    page = open_page("/fr/articles/", viewport=viewport, java_script_enabled=javascript)
    box = page.locator("#q-top")
    expect(box).to_be_hidden()
    page.locator(".seek > summary").focus()
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.type("découvrabilité")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/fr/recherche/\?q=d%C3%A9couvrabilit%C3%A9$"))
    expect(page.locator("#q-page")).to_have_value("découvrabilité")
    expect(page.locator("main .results > li").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_filters(open_page, viewport, javascript):
    page = open_page("/fr/articles/", viewport=viewport, java_script_enabled=javascript)
    entries = page.locator("main .results > li")
    before = entries.count()
    expect(page.locator(".filters form")).to_be_hidden()
    page.locator(".filters > summary").focus()
    page.keyboard.press("Enter")
    choice = page.locator(".filters select").first
    choice.focus()
    page.keyboard.press("ArrowDown")
    chosen = choice.locator("option").nth(1).inner_text()
    expect(choice).to_have_js_property("selectedIndex", 1)
    page.locator(".filters button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/?**")
    label, _, count = chosen.rpartition(" (")
    chip = page.locator(".chips a").first
    expect(chip).to_contain_text(label)
    expect(entries).to_have_count(int(count.rstrip(")")))
    assert entries.count() < before
    chip.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: label not in url)
    expect(entries).to_have_count(before)


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_the_calendar_at_a_desk(open_page, javascript):
    """The day's number opens the list of the day."""
    page = open_page("/fr/calendrier/", viewport=WIDE, java_script_enabled=javascript)
    day = page.locator("#m2023-10-12")
    expect(day).to_be_hidden()
    page.locator("#d2023-10-12 > a").focus()
    page.keyboard.press("Enter")
    expect(day).to_be_visible()
    expect(day).to_be_in_viewport()
    titles = day.locator("li").count()
    assert titles >= 2
    assert page.locator("#d2023-10-12 li").count() == titles


def test_the_calendar_in_the_hand(open_page):
    """The cells hold numbers only; all the days of the month are below."""
    page = open_page("/fr/calendrier/", viewport=NARROW, reduced_motion="reduce")
    expect(page.locator("#d2023-10-12 li").first).to_be_hidden()
    day = page.locator("#m2023-10-12")
    expect(day).to_be_visible()
    page.locator("#d2023-10-12 > a").press("Enter")
    expect(day).to_be_in_viewport()


@pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])
def test_the_months(open_page, javascript):
    page = open_page("/fr/calendrier/", viewport=NARROW, java_script_enabled=javascript)
    caption = page.locator(".month caption")
    expect(caption).to_have_text("Octobre 2023")
    expect(page.locator(".month [aria-current=date]")).to_contain_text("11")
    page.locator(".pager [rel=next]").first.press("Enter")
    page.wait_for_url("**/?month=2023-11")
    expect(caption).to_have_text("Novembre 2023")
    expect(page.locator(".month [aria-current=date]")).to_have_count(0)
    page.locator(".pager [rel=prev]").first.press("Enter")
    page.wait_for_url("**/?month=2023-10")
    expect(caption).to_have_text("Octobre 2023")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_controls_are_large_enough_for_a_thumb(open_page, viewport):
    """24 px a side at least (WCAG 2.2, 2.5.8), whatever stands around; links within a sentence are exempt."""
    page = open_page("/fr/", viewport=viewport)
    small = []
    addresses = ("/fr/", "/fr/articles/?kind=analyse", "/fr/partenaires/", "/fr/calendrier/", "/en/nowhere/")
    for address in (*addresses, PLACES["project hub"][1], PLACES["event with a programme"][0]):
        page.goto(address)
        page.locator("header summary").click()
        small += [f"{size['name']}: {size['width']} × {size['height']} ({address})" for size in page.evaluate(SMALL)]
    assert named(small) == ""
