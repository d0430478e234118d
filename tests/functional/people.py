"""People at browsers, for the stories that several of them tell together."""

import re

from playwright.sync_api import expect

PASSWORD = "une-etoffe-bien-serree"
LANDING = re.compile(r"/admin/$")


class Person:
    """Somebody at a browser. Clicks are counted; typing, choosing in a list and dropping a file are none."""

    def __init__(self, browser, portal):
        self.context = browser.new_context(base_url=portal, locale="fr-CA", viewport={"width": 1280, "height": 1000})
        self.page = self.context.new_page()
        self.clicks = 0

    def click(self, target):
        """Click on the first element that a selector finds, or on a locator."""
        locator = self.page.locator(target).first if isinstance(target, str) else target
        locator.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def go(self, path):
        self.page.goto(path)

    def log_in(self, email):
        self.go("/admin/login/")
        self.page.fill("[name=username]", email)
        self.page.fill("[name=password]", PASSWORD)
        self.click("form button[type=submit]")
        return self

    def text(self):
        return self.page.inner_text("body")


def people_of(browser, place, folder):
    """A function that lets somebody arrive, logged in if an address is given. To be delegated to by a fixture."""
    people = []

    def arrive(email=None):
        person = Person(browser, place)
        people.append(person)
        return person.log_in(email) if email else person

    yield arrive
    for number, person in enumerate(people):
        # What each of them saw last, for whoever looks into a failure.
        person.page.screenshot(path=folder / f"person-{number}.png")
        person.context.close()


def decide(person, button, **fields):
    """Open the text that waits on the desk, and decide."""
    person.go("/admin/")
    person.click(person.page.locator("main a[href*='/admin/review/']").first)
    for name, value in fields.items():
        person.page.fill(f"[name={name}]", value)
        person.page.keyboard.press("Escape")
    person.click(f"[name={button}]")
    person.page.wait_for_url(LANDING)


def begin_article(person, title, summary):
    """Open a new article from the desk, and say what it is."""
    person.click("a[href*='/admin/desk/new/article']")
    # Key by key: the address is made of the title as it is typed.
    person.page.locator("[name=title]").press_sequentially(title)
    person.page.fill("[name=summary]", summary)


def add_text(person, words):
    """Add a block of text with one paragraph."""
    page = person.page
    person.click(page.locator(".c-sf-add-button").filter(visible=True).first)
    person.click(page.locator(".w-combobox [role=option], [role=option]").first)
    block = page.locator("[data-contentpath=body] [contenteditable=true][role=textbox]").first
    # The block unfolds first, then takes the keyboard.
    expect(block).to_be_focused()
    block.press_sequentially(words)
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(re.escape(words[-20:])))


def choose_subject(person):
    """Give the text the first subject of the list."""
    person.click(person.page.get_by_role("tab").nth(1))
    person.click(person.page.locator("#id_subjects-ADD"))
    person.page.select_option("[name=subjects-0-subject]", index=1)


def press_submit(person):
    """Submit from the editor."""
    person.click("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle, footer button[aria-haspopup]")
    person.click("[name=action-submit]")
    person.page.wait_for_url(LANDING)
