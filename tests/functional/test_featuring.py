"""How something comes to the home page: a person at a keyboard, a second one, and the minute when readers see it."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.functional.people import LANDING, PASSWORD, Person, people_of
from tests.functional.reporting import named
from tests.functional.server import MIGRATE, running_portal
from tests.functional.test_accessibility import RULES, SCHEMES, WIDTHS, violations
from tests.functional.test_layout import PAST

pytestmark = pytest.mark.browser

MONTREAL = ZoneInfo("America/Toronto")
# Longer than the story takes until its last step, and than any page has keys to press.
AHEAD, MOST_KEYS = timedelta(minutes=3), 120
TITLE, BEFORE = "Ce que la lisière retient", "Le fil conducteur de l’année"
# Five articles, one of them on the home page all week, and two people of communications.
CONTENT = (
    MIGRATE
    + f"""
from datetime import timedelta
from django.utils import timezone
from search.carrying import carry
from tests.factories.home import make_slot
from tests.factories.moderation import page_of
from tests.factories.pages import make_article
from tests.factories.partners import make_communications, make_working_partner
from tests.factories.tree import plant
tree = plant()
for first, last in (("Camille", "Lafil"), ("Simone", "Letissage")):
    make_communications(email=first.lower() + "@fil.example", password="{PASSWORD}", first_name=first, last_name=last)
partner = make_working_partner("Atelier du Fil")
for title in ("{BEFORE}", "{TITLE}", "La chaîne", "La trame", "La navette"):
    page = make_article(page_of(partner), title=title)
    page.save_revision().publish()
    if title == "{BEFORE}":
        slot = make_slot(page, ends_at=timezone.now() + timedelta(days=6))
        slot.save_revision().publish()
carry(now=timezone.now())
"""
)


@pytest.fixture(scope="module")
def place(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("featuring")
    with running_portal(folder, template=migrated_database, fill=CONTENT, READER_CLOCK_OFFSET="0") as address:
        yield address


@pytest.fixture
def arrive(browser, place, tmp_path):
    yield from people_of(browser, place, tmp_path)


SCREENS = (
    "/admin/home/timeline/",
    "/admin/home/slots/",
    "/admin/home/slots/1/",
    "/admin/home/slots/1/move/",
    "/admin/home/preview/",
    "/admin/reports/exposure/",
    "/admin/reports/scheduled/",
    "/admin/reports/scheduled/?month={month}",
)


@pytest.fixture(scope="module")
def camille(browser, place):
    """Somebody of communications, who logs in once and looks at everything."""
    person = Person(browser, place).log_in("camille@fil.example")
    yield person
    person.context.close()


@pytest.mark.parametrize("address", SCREENS)
def test_axe_and_a_small_window(camille, address):
    found = []
    for width in WIDTHS:
        camille.page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            camille.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            camille.go(address.format(month=f"{datetime.now(MONTREAL):%Y-%m}"))
            found += [f"{width} px, {scheme}: {violation}" for violation in violations(camille.page, RULES)]
            found += [f"{width} px: {wide}" for wide in camille.page.evaluate(PAST)]
    assert named(found) == ""


class Keyboard:
    """Somebody without a pointer."""

    def __init__(self, page):
        self.page = page

    def reach(self, target):
        """Press Tab until the focus is on an element, which shows that it is."""
        element = target.element_handle()
        for _key in range(MOST_KEYS):
            self.page.keyboard.press("Tab")
            if element.evaluate("element => element === document.activeElement"):
                return
        pytest.fail(f"Tab does not lead to {target}")

    def press(self, target, key="Enter"):
        self.reach(target)
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def type(self, target, words):
        """Put words in the place of what a field holds, and close the calendar that it may open."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        self.page.keyboard.press("Escape")

    def choose(self, target, label):
        """Choose in a list by its first letters."""
        self.reach(target)
        self.page.keyboard.type(label)
        expect(target.locator("option:checked")).to_have_text(label)


def typed(moment):
    return f"{moment:%Y-%m-%d %H:%M}"


def test_from_the_timeline_to_readers(arrive):
    moment = (datetime.now(MONTREAL) + AHEAD).replace(second=0, microsecond=0)
    camille = arrive("camille@fil.example")
    schedule(camille.page, moment)
    simone = arrive("simone@fil.example")
    approve(simone, TITLE)
    earlier = resolve(camille.page, moment)
    approve(simone, BEFORE)
    camille.go("/admin/home/timeline/")
    assert "Chevauchement" not in camille.text()
    expect(shown_when(camille.page)).not_to_have_text(earlier)
    preview(camille.page, moment)

    reader = arrive()
    lead = reader.page.locator(".lead__title")
    # Everything above was done before its time.
    assert datetime.now(MONTREAL) < moment
    reader.go("/fr/")
    expect(lead).to_contain_text(BEFORE)
    reader.page.wait_for_timeout(max(0, (moment - datetime.now(MONTREAL)).total_seconds()) * 1000)
    reader.go("/fr/")
    expect(lead).to_contain_text(TITLE)


def schedule(page, moment):
    """A new slot over the one that shows, found, filled and submitted with the keyboard alone."""
    keyboard = Keyboard(page)
    page.goto("/admin/home/timeline/")
    keyboard.press(page.get_by_role("link", name="Nouvelle place").first)
    keyboard.choose(page.locator("[name=position]"), "Manchette")
    keyboard.press(page.get_by_role("button", name="Choisissez une page"))
    dialog = page.locator(".modal-body")
    search = dialog.locator("input[name=q]")
    expect(search).to_be_visible()
    keyboard.reach(search)
    # At once: letter by letter, a busy machine lets the dialog look for the first ones alone.
    page.keyboard.insert_text("lisière")
    # Only what was looked for is left.
    expect(dialog.locator("a.choose-page")).to_have_count(1, timeout=20_000)
    keyboard.press(dialog.locator("a.choose-page"))
    expect(dialog).to_be_hidden()
    keyboard.type(page.locator("[name=starts_at]"), typed(moment))
    keyboard.type(page.locator("[name=ends_at]"), typed(moment + timedelta(days=1)))
    keyboard.press(page.locator("footer [data-w-dropdown-target=toggle]").first)
    keyboard.press(page.locator("[name=action-submit]"))
    page.wait_for_url(re.compile(r"/home/slots/\d+/$"))
    expect(page.locator(".slot-warnings")).to_contain_text(BEFORE)


def approve(person, title):
    """Find what waits on the desk, and approve it."""
    person.go("/admin/")
    person.click(person.page.locator("main a[href*='/admin/home/slots/']").filter(has_text=title).first)
    person.click("[name=approve]")
    person.page.wait_for_url(LANDING)


def resolve(page, moment):
    """End the earlier slot where the later one begins, from the timeline; return when it was to show."""
    keyboard = Keyboard(page)
    page.goto("/admin/home/timeline/")
    overlap = page.locator(".timeline__overlap").first
    expect(overlap).to_contain_text("paraît")
    earlier = shown_when(page).inner_text()
    keyboard.press(page.locator(".timeline__slot").filter(has_text=BEFORE).locator(".timeline__move").first)
    keyboard.type(page.locator("[name=ends_at]"), typed(moment))
    keyboard.press(page.locator("main form button[type=submit]").first)
    keyboard.press(page.get_by_role("link", name="Soumettre").first)
    keyboard.press(page.locator("[name=submit]"))
    # Said once it is done: somebody else looks at it next.
    expect(page.locator(".messages .success")).to_contain_text("attend maintenant une deuxième personne")
    return earlier


def shown_when(page):
    """When the timeline says that the earlier slot shows."""
    return page.locator(".timeline__slot").filter(has_text=BEFORE).locator(".timeline__when").first


def preview(page, moment):
    """Ask for the home page at its first second, and a minute before."""
    keyboard = Keyboard(page)
    page.goto("/admin/home/preview/")
    for at, shown in ((moment - timedelta(minutes=1), BEFORE), (moment, TITLE)):
        keyboard.type(page.locator("[name=at]"), typed(at))
        keyboard.press(page.locator(".at-date button[type=submit]"))
        expect(page.locator(".at-date__why tbody tr").first).to_contain_text(shown)
        expect(page.frame_locator(".at-date__frame").locator(".lead__title")).to_contain_text(shown)
