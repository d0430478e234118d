"""The pages on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.places import PLACES

pytestmark = pytest.mark.browser

BLACK, WHITE = "rgb(0, 0, 0)", "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("place", "most_pages"),
    [
        ("event with a programme", 12),
        ("article with an interview and an image", 5),
        ("article with figures and a table", 5),
    ],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print(open_page, place, most_pages, scheme):
    page = open_page(PLACES[place][0], color_scheme=scheme)
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("header .brand")).to_be_visible()
    for gone in ("header nav", ".tools", ".crumbs", ".skip", ".daynav", ".related", ".foot nav", ".actions"):
        assert [one.is_visible() for one in page.locator(gone).all()].count(True) == 0, gone
    expect(page.locator("body")).to_have_css("background-color", WHITE)
    expect(page.locator("body")).to_have_css("color", BLACK)
    for text in page.locator("main :is(h1, .prose p:not([class]), .session__title a)").all():
        ink = text.evaluate("element => getComputedStyle(element).color")
        assert dark(ink), ink
    pages = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
    assert 1 <= pages <= most_pages


def test_the_programme_is_printed(open_page):
    page = open_page(PLACES["event with a programme"][0])
    sessions = page.locator(".session__title")
    written = sessions.all_inner_texts()
    page.emulate_media(media="print")
    assert len(written) > 5
    assert [title.is_visible() for title in sessions.all()] == [True] * len(written)


def test_addresses_of_links_are_printed(open_page):
    page = open_page(PLACES["standing page"][0])
    page.emulate_media(media="print")
    after = "element => getComputedStyle(element, '::after').content"
    outside = page.locator(".prose a[href^=http]").all()
    assert [link.get_attribute("href") in link.evaluate(after) for link in outside] == [True] * len(outside)


def dark(colour):
    """Whether a colour is near enough to black to be printed as ink."""
    red_green_blue = [float(part) for part in re.findall(r"[\d.]+", colour)][:3]
    return (colour.startswith("oklch") and red_green_blue[0] < 0.3) or max(red_green_blue) < 70
