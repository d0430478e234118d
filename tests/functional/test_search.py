"""The search in a browser: the suggestions by keyboard, the filters without JavaScript, paper, a small window."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.reporting import named
from tests.functional.test_accessibility import RULES, violations
from tests.functional.test_layout import PAST

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
WINDOWS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["", "without JavaScript"])


@pytest.fixture
def suggest(open_page):
    """A function that opens a page, types into its search box and gives page, box and list."""

    def suggest(typed, address="/fr/recherche/", **options):
        page = open_page(address, **{"viewport": WIDE, "reduced_motion": "reduce", **options})
        if "recherche" not in address:
            page.locator(".seek > summary").click()
        box = page.locator("#q-page" if "recherche" in address else "#q-top")
        box.focus()
        page.keyboard.type(typed)
        return page, box, page.get_by_role("listbox")

    return suggest


@pytest.mark.parametrize("address", ["/fr/recherche/", "/fr/articles/"], ids=["page", "masthead"])
@WINDOWS
def test_suggestions_by_keyboard(suggest, address, viewport):
    page, box, found = suggest("decouv", address, viewport=viewport)
    expect(found).to_be_visible()
    options = found.get_by_role("option")
    count = options.count()
    assert count > 1
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("role", "combobox")
    assert page.locator(f"#{box.get_attribute('aria-controls')}").count() == 1
    expect(page.get_by_role("status").filter(has_text=f"{count} suggestions")).to_have_count(1)

    for key, chosen in [
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("End", count - 1),
        ("Home", 0),
        ("ArrowUp", None),
        ("ArrowUp", count - 1),
        ("ArrowDown", None),
    ]:
        page.keyboard.press(key)
        assert found.locator("[aria-selected=true]").count() == (0 if chosen is None else 1)
        if chosen is None:
            assert box.get_attribute("aria-activedescendant") is None
        else:
            expect(options.nth(chosen)).to_have_attribute("aria-selected", "true")
            expect(box).to_have_attribute("aria-activedescendant", options.nth(chosen).get_attribute("id"))
            expect(options.nth(chosen)).to_be_in_viewport(ratio=0.9)
        expect(box).to_be_focused()

    page.keyboard.press("Escape")
    expect(found).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("decouv")
    page.keyboard.press("ArrowDown")
    target = options.first.get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(target))


def test_each_group_has_its_name(suggest):
    _page, _box, found = suggest("culture")
    expect(found).to_be_visible()
    groups = found.get_by_role("group")
    assert "Partenaires" in [group.locator(".suggestions__label").inner_text() for group in groups.all()]
    expect(found.get_by_role("group", name="Partenaires").get_by_role("option").first).to_contain_text("Culture")


def test_enter_looks_for_the_words_where_nothing_is_chosen(suggest):
    page, _box, found = suggest("decouv")
    expect(found).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/recherche/?q=decouv")


def test_a_suggestion_is_chosen_with_the_mouse(suggest):
    page, _box, found = suggest("decouv")
    option = found.get_by_role("option").nth(1)
    target = option.get_attribute("data-url")
    option.click()
    page.wait_for_url(lambda url: url.endswith(target))


def test_the_list_goes_with_the_focus(suggest):
    page, _box, found = suggest("decouv")
    expect(found).to_be_visible()
    page.keyboard.press("Tab")
    expect(found).to_be_hidden()


def test_nothing_begins_so(suggest):
    page, box, found = suggest("zyzzyva")
    expect(page.get_by_role("status").filter(has_text="Aucune suggestion")).to_have_count(1)
    expect(found).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_server_that_does_not_answer_is_not_missed(open_page):
    page = open_page("/fr/recherche/", viewport=WIDE)
    errors = []
    # Playwright wants a function of Python's.
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route("**/suggestions/**", lambda route: route.abort())
    page.locator("#q-page").focus()
    with page.expect_event("requestfailed"):
        page.keyboard.type("decouv")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/recherche/?q=decouv")
    assert errors == []


def test_what_was_lost_on_the_way_is_asked_again(suggest):
    page, _box, found = suggest("decouv", viewport=NARROW)
    expect(found).to_be_visible()
    said = page.get_by_role("status").filter(has_text="suggestions")
    expect(said).to_have_count(1)
    page.route("**/suggestions/**", lambda route: route.abort())
    page.keyboard.type("r")
    expect(found).to_be_hidden()
    # Nothing tells of a list that is gone.
    expect(said).to_have_count(0)
    page.unroute_all()
    page.keyboard.press("Backspace")
    expect(found).to_be_visible()
    expect(said).to_have_count(1)


TYPE = """(box, words) => {
  for (let end = 1; end <= words.length; end++) {
    box.value = words.slice(0, end);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""


def test_one_question_at_a_time(open_page):
    """What is typed in one go is asked for once."""
    page = open_page("/fr/recherche/", viewport=WIDE)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/suggestions/" in request.url else None)
    page.locator("#q-page").focus()
    # By the page itself: between two keys that come from outside, a busy machine may rest as long as a reader.
    page.locator("#q-page").evaluate(TYPE, "découvrabilité")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert [address.rpartition("=")[2] for address in asked] == ["d%C3%A9couvrabilit%C3%A9"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@WINDOWS
def test_axe_with_the_suggestions(suggest, scheme, viewport):
    page, _box, found = suggest("culture", viewport=viewport, color_scheme=scheme, bypass_csp=True)
    expect(found).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert named(violations(page, RULES)) == ""
    assert named(page.evaluate(PAST)) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@WINDOWS
def test_axe_with_the_filters(open_page, scheme, viewport):
    page = open_page("/fr/recherche/?q=culture&type=article", viewport=viewport, color_scheme=scheme, bypass_csp=True)
    if viewport is NARROW:
        page.locator(".refine > summary").click()
    page.evaluate("document.querySelectorAll('.facet, .facet__more').forEach(details => details.open = true)")
    assert named(violations(page, RULES)) == ""
    assert named(page.evaluate(PAST)) == ""


@JAVASCRIPT
@WINDOWS
def test_filters(open_page, viewport, javascript):
    page = open_page("/fr/recherche/?q=culture", viewport=viewport, java_script_enabled=javascript)
    results = page.locator(".results > li")
    before = results.count()
    opener = page.locator(".refine > summary")
    if viewport is NARROW:
        expect(page.locator(".facets")).to_be_hidden()
        opener.focus()
        page.keyboard.press("Enter")
    else:
        expect(opener).to_be_hidden()
    box = page.get_by_label(re.compile(r"^Événement \d+$"))
    expected = int(box.locator("xpath=..").locator(".n").inner_text())
    box.focus()
    page.keyboard.press("Space")
    page.locator(".facets button").press("Enter")
    page.wait_for_url("**/fr/recherche/?q=culture&type=event")
    expect(results).to_have_count(expected)
    assert expected < before
    expect(page.locator("#q-page")).to_have_value("culture")
    chip = page.locator(".chips a").first
    expect(chip).to_contain_text("Événement")
    chip.press("Enter")
    page.wait_for_url("**/fr/recherche/?q=culture&page=1")
    expect(results).to_have_count(before)


@JAVASCRIPT
def test_new_words_keep_the_filters_and_the_order(open_page, javascript):
    page = open_page("/fr/recherche/?q=culture&type=article&sort=date", viewport=WIDE, java_script_enabled=javascript)
    page.locator("#q-page").fill("québec")
    page.locator("#ask button").click()
    page.wait_for_url("**/fr/recherche/?q=qu%C3%A9bec&sort=date&type=article")


def test_controls_are_large_enough_for_a_thumb(open_page):
    page = open_page("/fr/recherche/?q=culture&type=article", viewport=NARROW)
    page.locator(".refine > summary").click()
    small = """() => [...document.querySelectorAll("main :is(summary, label, button, .chips a, .orders a, input)")]
        .filter(element => element.checkVisibility({visibilityProperty: true}) && element.type !== "checkbox")
        .map(element => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24)
        .map(([name, box]) => `${name}: ${box.width} × ${box.height}`)"""
    assert named(page.evaluate(small)) == ""


def test_on_paper(open_page):
    page = open_page("/fr/recherche/?q=culture&type=article", viewport=WIDE, color_scheme="dark")
    page.emulate_media(media="print")
    for gone in (".refine", ".chips", ".orders", "#ask", ".tools"):
        assert page.locator(gone).first.is_visible() is False, gone
    expect(page.locator("#h-results")).to_be_visible()
    expect(page.locator(".results > li").first).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_what_is_chosen_shows_in_the_colours_of_the_system(suggest):
    page, _box, found = suggest("decouv", forced_colors="active")
    expect(found).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(found.locator("[aria-selected=true]")).not_to_have_css("outline-style", "none")
    expect(page.locator(".orders [aria-current]")).to_have_count(0)
