"""A text in both languages, from the French to an English that is current again: each person in a browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.functional.people import (
    PASSWORD,
    add_text,
    begin_article,
    choose_subject,
    decide,
    people_of,
    press_submit,
)
from tests.functional.server import SET_UP, running_portal

pytestmark = pytest.mark.browser

# A partner that publishes its articles in both languages, with everybody who has a part in the story.
PEOPLE = f"""
from accounts.models import User
from core.models import OrganisationType, Subject
from partners.models import Membership, Partner, RoleGroup
from partners.provisioning import provision
from translation.models import TwinRule
def person(name, first, last):
    return User.objects.create_user(name + "@fil.example", "{PASSWORD}", first_name=first, last_name=last)
partner = provision(Partner.objects.create(
    name="Atelier du Fil", slug="atelier-du-fil", type=OrganisationType.objects.first()))
TwinRule.objects.create(partner=partner, type="article")
Membership.objects.create(partner=partner, user=person("redaction", "Émile", "Navette"), role="editor")
Membership.objects.create(partner=partner, user=person("responsable", "Rosalie", "Chaîne"), role="lead")
Membership.objects.create(
    partner=Partner.objects.get(is_portal=True), user=person("communications", "Camille", "Lafil"), role="lead")
person("traduction", "Odile", "Passe").groups.add(RoleGroup.objects.get(role="translator").group)
"""
TITLE, ENGLISH_TITLE = "Ce que la lisière retient", "What the selvedge holds"
FRENCH = "/fr/partenaires/atelier-du-fil/ce-que-la-lisiere-retient/"
ENGLISH = "/en/partners/atelier-du-fil/what-the-selvedge-holds/"
WORDS = {
    TITLE: ENGLISH_TITLE,
    "Une lisière empêche l’étoffe de s’effilocher.": "A selvedge keeps the cloth from fraying.",
    "La lisière est le bord que le tisserand ne coupe pas.": "The selvedge is the edge that teh weaver does not cut.",
}
SENTENCE, MENDED = list(WORDS)[2], "The selvedge is the edge that the weaver does not cut."
CHANGED = "Une lisière empêche l’étoffe de s’effilocher, et le texte de s’égarer."
UPDATED = "A selvedge keeps the cloth from fraying, and the text from straying."


@pytest.fixture(scope="module")
def place(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("translating")
    given = {"template": migrated_database, "fill": SET_UP + PEOPLE, "PORTAL_ADMIN_PASSWORD": PASSWORD}
    with running_portal(folder, worker=True, **given) as address:
        yield address


@pytest.fixture
def arrive(browser, place, tmp_path):
    yield from people_of(browser, place, tmp_path)


def test_from_french_to_an_english_that_is_current_again(arrive):
    editor, lead = arrive("redaction@fil.example"), arrive("responsable@fil.example")
    communications, translator = arrive("communications@fil.example"), arrive("traduction@fil.example")
    reader = arrive()
    write(editor)
    decide(lead, "approve")
    decide(communications, "approve")
    # Approved, and held until the English is.
    assert reader.page.goto(FRENCH).status == 404

    start(translator)
    for french, words in WORDS.items():
        translate(translator, french, words)
    translate(translator, SENTENCE, MENDED)
    submit(translator)
    decide(lead, "approve")
    assert [reader.page.goto(address).status for address in (FRENCH, ENGLISH)] == [404, 404]
    decide(communications, "approve")

    assert reader.page.goto(FRENCH).status == 200
    assert reader.page.goto(ENGLISH).status == 200
    assert MENDED in reader.text()
    assert "changed since" not in reader.text()

    change(editor)
    decide(lead, "approve")
    decide(communications, "approve")
    reader.go(ENGLISH)
    assert "1 passage has changed since" in reader.text()
    assert "from fraying." in reader.text()

    translator.go("/admin/")
    row = translator.page.locator("main li, main tr").filter(has_text=TITLE)
    translator.click(row.locator("a[href*='/admin/pages/'][href$='/edit/']").last)
    translate(translator, CHANGED, UPDATED)
    submit(translator)
    decide(lead, "approve")
    decide(communications, "approve")
    reader.go(ENGLISH)
    assert UPDATED in reader.text()
    assert "changed since" not in reader.text()


def write(editor):
    """A short article, submitted."""
    title, summary, words = WORDS
    begin_article(editor, title, summary)
    add_text(editor, words)
    choose_subject(editor)
    press_submit(editor)


def start(translator):
    """From the desk, where the text that waits for its English stands, to the editor of its passages."""
    translator.go("/admin/")
    row = translator.page.locator("main li, main tr").filter(has_text=TITLE)
    translator.click(row.locator("a[href*='/localize/submit/page/']").last)
    translator.click("main form button[type=submit]")
    translator.page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/$"))


def translate(translator, french, words):
    """Open the passage, type its English, save."""
    passage = translator.page.locator(".js-translation-editor li").filter(has_text=french).last
    passage.get_by_role("button", name=re.compile("^(Translate|Traduire|Edit|Modifier)$")).click()
    passage.locator("textarea").fill(words)
    with translator.page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        passage.get_by_role("button", name=re.compile("^(Save|Enregistrer)")).click()
    assert saved.value.ok, saved.value.text()
    expect(passage).to_contain_text(words)


def submit(translator):
    """Submit what is translated, without leaving the editor."""
    translator.click("form[action*='/translation/'][action$='/submit/'] button")
    expect(translator.page.locator(".messages .success")).to_be_visible()


def change(editor):
    """Correct the French that readers see."""
    editor.go("/admin/")
    row = editor.page.locator("main li, main tr").filter(has_text=TITLE)
    editor.click(row.locator("a[href*='/admin/pages/'][href$='/edit/']").last)
    editor.page.fill("[name=summary]", CHANGED)
    press_submit(editor)
