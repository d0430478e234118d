"""axe finds nothing to say about the pages of log-in, in either language, in either scheme, narrow or wide."""

import pytest

from tests.functional.reporting import named
from tests.functional.test_accessibility import RULES, SCHEMES, WIDTHS, violations

pytestmark = pytest.mark.browser

LOG_IN = "/admin/login/"
PLACES = {
    "log-in": LOG_IN,
    "ask for a link": "/admin/password_reset/",
    "a link is on its way": "/admin/password_reset/done/",
    "a link that no longer works": "/admin/password_reset/confirm/MQ/nonsense/",
    "a new password": "/admin/password_reset/complete/",
}
LOCALES = ["fr-CA", "en-CA"]


def problems(page):
    """What axe has against the page, at every width and in every scheme."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            yield from (f"{width} px, {scheme}: {violation}" for violation in violations(page, RULES))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            yield f"{width} px: wider than the screen"


def attempt(page, name):
    """Type a name and a wrong password; give the status of the answer."""
    page.fill("[name=username]", name)
    page.fill("[name=password]", "pas-le-bon-secret")
    with page.expect_navigation() as answer:
        page.press("[name=password]", "Enter")
    return answer.value.status


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("address", [pytest.param(address, id=name) for name, address in PLACES.items()])
def test_axe(open_page, address, locale):
    page = open_page(address, locale=locale, reduced_motion="reduce")
    assert named(problems(page)) == ""


def test_axe_after_failures(open_page):
    """The page with an error, then that of a lock-out; by keyboard, a person gets from there to a new password."""
    page = open_page(LOG_IN, locale="fr-CA", reduced_motion="reduce")
    assert attempt(page, "personne@exemple.example") == 200
    assert named(problems(page)) == ""
    assert [attempt(page, "personne@exemple.example") for _time in range(4)] == [200, 200, 200, 429]
    assert named(problems(page)) == ""
    page.locator("main a[href='/admin/password_reset/']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/admin/password_reset/")
    # In the other language, the lock is the same.
    page = open_page(LOG_IN, locale="en-CA", reduced_motion="reduce")
    assert attempt(page, "personne@exemple.example") == 429
    assert (page.evaluate("document.documentElement.lang"), named(problems(page))) == ("en", "")
