"""A page is given to translators from its own button: with its parts, by whoever may, once."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from tests.factories.accounts import make_administrator
from tests.factories.moderation import as_stored, make_draft, page_of
from tests.factories.pages import make_event, make_project, make_session
from tests.factories.partners import make_communications, make_member, make_translator, make_working_partner
from tests.factories.translation import english, publish, start
from tests.standing import stands


@stands
def editor(crim):
    return make_member(crim)


@stands
def page(crim, editor):
    return publish(make_draft(crim, editor, title="Le fil", slug="le-fil"))


def address(page):
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def editor_of(page):
    return reverse("wagtailadmin_pages:edit", args=[page.get_translation(english()).pk])


def said(response):
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("who", ["member", "lead", "translator", "communications", "administrator"])
def test_whoever_may_translate_it_begins(client, crim, page, who):
    makers = {
        "member": lambda: make_member(crim),
        "lead": lambda: make_member(crim, "lead"),
        "translator": make_translator,
        "communications": make_communications,
        "administrator": make_administrator,
    }
    client.force_login(makers[who]())
    assert "Le fil" in client.get(address(page)).content.decode()
    assert not page.has_translation(english())
    response = client.post(address(page))
    assert (response.status_code, response.url) == (302, editor_of(page))
    made = as_stored(page.get_translation(english()))
    assert (made.live, made.title) == (False, "Le fil")
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("who", ["other", "inactive"])
def test_nobody_else_reads_its_title_or_begins(client, crim, page, who):
    if who == "other":
        client.force_login(make_member(make_working_partner("Autre"), "lead"))
    else:
        client.force_login(make_member(crim))
        crim.is_active = False
        crim.save()
    draft = make_draft(crim, title="Un secret", slug="un-secret")
    for target in (page, draft):
        for response in (client.get(address(target)), client.post(address(target))):
            assert response.status_code in {302, 403}
            assert "secret" not in response.content.decode()
        assert not target.has_translation(english())


def test_an_event_comes_with_its_sessions(client, crim, editor):
    event = make_event(page_of(crim), title="La rencontre", live=False)
    event.save_revision(user=editor)
    session = make_session(event, title="La séance", live=False)
    session.save_revision(user=editor)
    client.force_login(editor)
    assert "La séance" in client.get(address(event)).content.decode()
    # From the session, the event comes with it.
    assert "La rencontre" in client.get(address(session)).content.decode()
    client.post(address(event))
    made = [part.get_translation(english()) for part in (event, session)]
    assert [(part.title, part.live) for part in made] == [("La rencontre", False), ("La séance", False)]


def test_again_it_leads_to_what_is_there(client, editor, page):
    start(page, editor)
    client.force_login(editor)
    response = client.get(address(page))
    assert editor_of(page) in response.content.decode()
    assert client.post(address(page)).url == editor_of(page)
    assert Translation.objects.filter(source__object=page.translation_key).count() == 1


def test_a_page_below_one_without_english_waits(client, tree):
    hub = publish_now(make_project(tree.fr.projects, title="Le chantier"))
    child = publish_now(make_project(hub, title="La suite"))
    client.force_login(make_administrator())
    response = client.get(address(child))
    assert address(hub) in response.content.decode()
    assert "Le chantier" in said(client.post(address(child), follow=True))[0]
    assert [Page.objects.filter(translation_key=page.translation_key).count() for page in (hub, child)] == [1, 1]


def publish_now(page):
    page.save_revision()
    return publish(page)


def test_an_english_page_leads_to_its_french_one(client, editor, page):
    start(page, editor)
    client.force_login(editor)
    response = client.get(address(page.get_translation(english())))
    assert response.url == address(page)


def test_an_english_page_without_a_translation_says_where_to_begin(client, crim, editor, page):
    made = page.copy_for_translation(english(), copy_parents=False)
    for who in (editor, make_translator()):
        client.force_login(who)
        response = client.get(reverse("wagtailadmin_pages:edit", args=[made.pk]))
        assert response.url == address(page)
    client.force_login(editor)
    client.post(address(page))
    assert client.get(editor_of(page)).status_code == 200


def test_the_button_stands_on_french_pages_only(client, editor, page):
    start(page, editor)
    client.force_login(editor)
    french = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address(page) in french
    sister = page.get_translation(english())
    listed = client.get(reverse("wagtailadmin_explore", args=[sister.get_parent().pk])).content.decode()
    assert address(sister) not in listed
    listed = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    assert address(page) in listed
