"""The portal with its demonstration, what a crawl of it finds, and a browser to look at it with."""

import os

import pytest
from playwright.sync_api import sync_playwright

from scripts.test import NO_CHROMIUM, chromium
from tests.functional.crawl import crawl, dumped, loaded
from tests.functional.reporting import skip
from tests.functional.server import shared_portal
from tests.sharing import once

# Without a sandbox, for root has none; the rest keeps the browser from talking to anybody but us.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def run_folder(shared_folder):
    """The folder of the portal that all the processes of this test run look at."""
    folder = shared_folder / "demonstration"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def portal(run_folder, migrated_database):
    """The address of a portal with the whole demonstration, at 9:00 in Toronto on 11 October 2023."""
    # Whoever writes these tests has one running already, and need not wait for another.
    running = os.environ.get("PORTAL_ADDRESS")
    if running:
        yield running
        return
    with shared_portal(run_folder, template=migrated_database) as address:
        yield address


@pytest.fixture(scope="session")
def answers(portal, run_folder):
    """What the portal answers to each address that links lead to."""
    name = "crawl-" + portal.rpartition(":")[2] + ".json"
    return loaded(once(run_folder / name, lambda: dumped(crawl(portal))))


@pytest.fixture(scope="session")
def pages(answers):
    """The pages among the answers."""
    found = [answer for answer in answers if answer.is_page]
    assert len(found) > 100
    return found


# Not for the whole session: while it runs, Django takes this process for an asynchronous one and refuses its database.
@pytest.fixture(scope="module")
def browser():
    """A Chromium."""
    program = chromium()
    if program is None:
        skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, portal):
    """A function that opens an address in a new window of the browser; its options are those of `new_context`."""
    contexts = []

    def open_it(address, **options):
        context = browser.new_context(base_url=portal, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_it
    for context in contexts:
        context.close()
