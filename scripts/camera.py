"""The browser of `scripts.screenshots`, which needs the development packages: it walks through a demonstration."""

import io
import sys
from contextlib import suppress
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLong

DOCS = Path(__file__).resolve().parents[1] / "docs" / "screenshots"
HEAVIEST = 120_000
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ARTICLE = "Ce que les Canadiens achètent en culture sur le Web"
EVENT = "MTL connecte 2023"
EDITOR = "redaction.crim@latrame.example"


def main(arguments: list[str]) -> int:
    """Take the sets of pictures named after the address of the portal, an account and the path of the browser."""
    address, email, password, path, *sets = arguments
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for name in sets:
            if name == "guide":
                guide(browser, address, email, password)
            else:
                readme(browser, address)
        browser.close()
    return 0


def guide(browser: Browser, address: str, email: str, password: str) -> None:
    """Take the pictures of the editors' guide, in the order of its text."""
    desk(browser, address, password)
    context = context_of(browser, width=1024, height=700)
    page = context.new_page()
    page.goto(f"{address}/admin/login/")
    keep(page, "guide/connexion", clip={"x": 262, "y": 0, "width": 500, "height": 600})
    page.fill("[name=username]", email)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    settle(page)
    for step in (tree, article, blocks, event, preview, vocabularies, translation):
        step(page, address)
    context.close()


def desk(browser: Browser, address: str, password: str) -> None:
    """The landing page of somebody who writes for a partner."""
    context = context_of(browser, width=1024, height=900)
    page = context.new_page()
    page.goto(f"{address}/admin/login/")
    page.fill("[name=username]", EDITOR)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    settle(page)
    keep(page, "guide/ma-semaine")
    context.close()


def tree(page: Page, address: str) -> None:
    """The page of a partner and what stands below it."""
    row = find_listed(page, address, "articlepage", ARTICLE).locator("xpath=ancestor::tr")
    row.locator("td:not(.title) a").first.click()
    settle(page)
    keep(page, "guide/espace")


def article(page: Page, address: str) -> None:
    """The form of an article, its lead image and the ways to keep it."""
    open_listed(page, address, "articlepage", ARTICLE)
    keep(page, "guide/article")
    centre(page, "[name=lead_image_alt]")
    keep(page, "guide/image")
    page.locator("footer .w-dropdown__toggle, footer button[aria-expanded]").first.click()
    page.wait_for_timeout(600)
    keep(page, "guide/publier", clip={"x": 200, "y": 380, "width": 824, "height": 320})


def blocks(page: Page, address: str) -> None:
    """The blocks that one may add, with a picture of each."""
    open_listed(page, address, "articlepage", ARTICLE)
    button = page.locator("[data-contentpath=body] .c-sf-add-button").first
    button.evaluate("place => place.scrollIntoView({block: 'start'})")
    page.mouse.wheel(0, -120)
    button.click()
    settle(page)
    keep(page, "guide/blocs")


def event(page: Page, address: str) -> None:
    """When and how an event takes place."""
    open_listed(page, address, "eventpage", EVENT)
    centre(page, "[name=start_time]")
    keep(page, "guide/evenement")


def preview(page: Page, address: str) -> None:
    """The preview beside the form."""
    page.set_viewport_size({"width": 1440, "height": 800})
    open_listed(page, address, "articlepage", ARTICLE)
    page.locator("[data-side-panel-toggle=preview]").click()
    settle(page)
    page.wait_for_timeout(2500)
    keep(page, "guide/apercu", width=1024)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1024, "height": 700})


def vocabularies(page: Page, address: str) -> None:
    """A vocabulary, both languages side by side."""
    page.goto(f"{address}/admin/snippets/core/subject/")
    settle(page)
    keep(page, "guide/vocabulaire", clip={"x": 0, "y": 0, "width": 1024, "height": 480})


def translation(page: Page, address: str) -> None:
    """The translation of an article, one that is behind, and all of them."""
    open_listed(page, address, "articlepage", "MTL connecte 2023 en chiffres")
    number = page.url.split("/pages/")[1].split("/")[0]
    page.goto(f"{address}/admin/localize/submit/page/{number}/")
    settle(page)
    keep(page, "guide/traduire", clip={"x": 0, "y": 0, "width": 1024, "height": 480})
    open_listed(page, address, "articlepage", "Welcoming someone to a remote meeting")
    page.wait_for_timeout(1500)
    keep(page, "guide/traduction")
    page.goto(f"{address}/admin/reports/parity/?ordering=-rank")
    settle(page)
    keep(page, "guide/versions")


def readme(browser: Browser, address: str) -> None:
    """Take the six public pages of the README."""
    light = context_of(browser, width=1280, height=860)
    for name, path in (
        ("accueil", "/fr/"),
        ("article", "/fr/partenaires/ceim/ce-que-les-canadiens-achetent-en-culture-sur-le-web/"),
        ("calendrier", "/fr/calendrier/"),
        ("projet", "/fr/projets/clic-quebec/"),
    ):
        visit(light, address + path, name, width=1000)
    light.close()
    phone = context_of(browser, width=390, height=844)
    visit(phone, f"{address}/fr/partenaires/printemps-numerique/mtl-connecte-2023/", "evenement", width=390)
    phone.close()
    dark = context_of(browser, width=390, height=844, scheme="dark")
    visit(dark, f"{address}/en/", "accueil-en", width=390)
    dark.close()


def visit(context: BrowserContext, url: str, name: str, *, width: int) -> None:
    """Take one public page, as it opens. A page that is not there stops everything."""
    page = context.new_page()
    answer = page.goto(url)
    if answer is None or not answer.ok:
        sys.exit(f"{url} cannot be opened")
    settle(page)
    keep(page, name, width=width)
    page.close()


def context_of(browser: Browser, *, width: int, height: int, scheme: str = "light") -> BrowserContext:
    """A reader in Québec with a window of so many pixels."""
    return browser.new_context(
        locale="fr-CA",
        timezone_id="America/Toronto",
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
    )


def open_listed(page: Page, address: str, model: str, title: str) -> None:
    """Open the form of the page with this title."""
    find_listed(page, address, model, title).click()
    settle(page)


def find_listed(page: Page, address: str, model: str, title: str) -> Locator:
    """Find the link to the page with this title in a flat list."""
    for number in (1, 2, 3, 4, 5):
        page.goto(f"{address}/admin/publications/{model}/?p={number}")
        found = page.locator("td.title a").get_by_text(title, exact=True)
        if found.count():
            return found.first
    sys.exit(f"No page is called “{title}”")


def centre(page: Page, selector: str) -> None:
    """Bring a field to the middle of the window."""
    page.locator(selector).evaluate("field => field.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(400)


def settle(page: Page) -> None:
    """Wait until nothing is being fetched; what polls does not hold the picture up."""
    with suppress(TooLong):
        page.wait_for_load_state("networkidle", timeout=5000)
    page.wait_for_timeout(400)


def keep(page: Page, name: str, *, width: int | None = None, clip: dict | None = None) -> None:
    """Write what the window shows as a small PNG, with as many colours as the weight allows."""
    image = Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")
    if width and image.width > width:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    file = DOCS / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    for colours in (256, 128, 64, 32, 16):
        content = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
        if content.tell() <= HEAVIEST:
            break
    file.write_bytes(content.getvalue())
    print(f"{file.relative_to(DOCS.parent)}  {len(content.getvalue()) / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
