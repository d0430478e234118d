"""How a text comes to its readers: every person of the story in a browser of their own."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.factories.core import png
from tests.functional.people import (
    LANDING,
    PASSWORD,
    add_text,
    begin_article,
    choose_subject,
    decide,
    people_of,
    press_submit,
)
from tests.functional.server import working_portal

pytestmark = pytest.mark.browser

MONTREAL = ZoneInfo("America/Toronto")
TITLE = "Ce que la lisière retient"
# From the invitation to the submission, as many clicks as that at most.
MOST_CLICKS = 12


@pytest.fixture(scope="module")
def place(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("publishing")
    with working_portal(folder, template=migrated_database, password=PASSWORD) as address:
        yield address


@pytest.fixture
def arrive(browser, place, tmp_path):
    yield from people_of(browser, place, tmp_path)


def invite(person, members, email, role=None):
    """Invite from the screen of the members, on which the person is."""
    person.go(members)
    form = person.page.locator("form:has(input[type=email])")
    form.locator("input[type=email]").fill(email)
    if role:
        form.locator("select[name=role]").select_option(role)
    person.click(form.locator("button[type=submit]"))
    assert email in person.text()


def link_for(administrator, email):
    """The link in the last mail to an address, as its recipient would find it."""
    administrator.go(f"/admin/reports/mails/?q={email}")
    administrator.click("main tbody a")
    return re.search(r"https?://\S+/invitation/\S+", administrator.text())[0]


def join(person, link, first, last):
    """Accept an invitation with a new account."""
    person.go(link)
    person.page.fill("[name=first_name]", first)
    person.page.fill("[name=last_name]", last)
    for field in person.page.locator("[type=password]").all():
        field.fill(PASSWORD)
    person.click("form button[type=submit]")
    person.page.wait_for_url(LANDING)


def test_from_an_invitation_to_readers(arrive, place, tmp_path):
    administrator = arrive("administration@latrame.example")
    administrator.go("/admin/snippets/partners/partner/add/")
    administrator.page.fill("[name=name]", "Atelier du Fil")
    administrator.page.fill("[name=slug]", "atelier-du-fil")
    administrator.page.select_option("[name=type]", index=1)
    administrator.click("main footer button[type=submit], form .footer button[type=submit]")
    members = administrator.page.locator("a[href*='/admin/members/']").last.get_attribute("href")

    invite(administrator, members, "responsable@fil.example", "lead")
    lead = arrive()
    join(lead, link_for(administrator, "responsable@fil.example"), "Rosalie", "Chaîne")
    invite(lead, members, "redaction@fil.example", "editor")
    administrator.go("/admin/members/")
    portal_members = administrator.page.locator("main a[href*='/admin/members/']").filter(has_text="La Trame").first
    communications = arrive()
    invite(administrator, portal_members.get_attribute("href"), "communications@fil.example")
    join(communications, link_for(administrator, "communications@fil.example"), "Camille", "Lafil")

    editor = arrive()
    write(editor, link_for(administrator, "redaction@fil.example"), tmp_path)
    assert editor.clicks <= MOST_CLICKS, editor.clicks

    decide(lead, "approve")
    refuse(communications)
    mend(editor)
    decide(lead, "approve")
    moment = next_minute()
    decide(communications, "approve", go_live_at=f"{moment:%Y-%m-%d %H:%M}")

    reader = arrive()
    address = f"{place}/fr/partenaires/atelier-du-fil/ce-que-la-lisiere-retient/"
    assert reader.page.goto(address).status == 404
    reader.page.wait_for_timeout(max(0, (moment - datetime.now(MONTREAL)).total_seconds()) * 1000)
    while reader.page.goto(address, wait_until="commit").status != 200:
        assert datetime.now(MONTREAL) < moment + timedelta(minutes=1)
        reader.page.wait_for_timeout(500)
    reader.page.wait_for_load_state("domcontentloaded")
    assert TITLE in reader.page.inner_text("h1")
    assert reader.page.locator("main img").first.is_visible()


def write(editor, link, folder):
    """From the mail to the submission, without opening the tree of pages."""
    picture = folder / "lisiere.png"
    picture.write_bytes(png(1200, 800))
    join(editor, link, "Émile", "Navette")
    page = editor.page
    begin_article(editor, TITLE, "Une lisière empêche l’étoffe de s’effilocher. Ce texte en fait autant.")
    editor.click(page.locator("[data-contentpath=lead_image] button").filter(visible=True).first)
    dialog = page.locator(".modal-body, dialog[open]").first
    editor.click(dialog.locator("[role=tab][href='#tab-upload'], a[href='#tab-upload']").first)
    dialog.locator("input[type=file]").set_input_files(str(picture))
    # The name of the file becomes the title.
    expect(dialog.locator("#tab-upload input[name$=title]")).to_have_value("lisiere")
    editor.click(dialog.locator("form[enctype] button[type=submit], #tab-upload button[type=submit]").first)
    page.fill("[name=lead_image_alt]", "Le bord d’une étoffe verte.")
    add_text(editor, "La lisière est le bord que le tisserand ne coupe pas.")
    choose_subject(editor)
    press_submit(editor)


def refuse(person):
    person.go("/admin/")
    person.click(person.page.locator("main a[href*='/admin/review/']").first)
    person.click(".review__refusal summary")
    person.page.fill("[name=reason]", "Dites ce que «\u00a0lisière\u00a0» veut dire pour qui ne tisse pas.")
    person.click("[name=refuse]")


def mend(editor):
    """The reason is on the desk, and the text behind it."""
    editor.go("/admin/")
    assert "pour qui ne tisse pas" in editor.text()
    editor.click(editor.page.locator("main a").filter(has_text=TITLE).first)
    editor.page.fill("[name=summary]", "La lisière est le bord tissé plus serré, qui empêche l’étoffe de s’effilocher.")
    press_submit(editor)


def next_minute():
    """A minute that is not over when the form arrives."""
    now = datetime.now(MONTREAL)
    return (now + timedelta(seconds=75)).replace(second=0, microsecond=0)
