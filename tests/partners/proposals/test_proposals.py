"""People are proposed by those who write and confirmed by communications."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail import hooks
from wagtail.permissions import policy_registry

from partners.models import Contribution, Person
from search.carrying import carry
from tests.factories.core import make_image
from tests.factories.pages import make_article
from tests.factories.partners import make_person
from tests.forms import filled
from tests.partners.walls import browser
from tests.standing import stands

FORM = "form[data-edit-form]"
ACTIONS = ["add", "change", "delete", "view", "choose"]


def address(name, *args):
    return reverse(f"wagtailsnippets_partners_person:{name}", args=args)


def chooser(name, *args):
    return reverse(f"wagtailsnippetchoosers_partners_person:{name}", args=args)


@stands
def people(walls):
    """Return a confirmed person, our proposal, our colleague's and the neighbour's."""
    return {
        "confirmed": make_person("Anne Tisserand"),
        "ours": make_person("Olga Tisserand", is_confirmed=False, proposed_by=walls.ours.editor),
        "colleague": make_person("Carla Tisserand", is_confirmed=False, proposed_by=walls.ours.lead),
        "theirs": make_person("Nadia Tisserand", is_confirmed=False, proposed_by=walls.theirs.editor),
    }


def may(user, person):
    hooks.search_for_hooks()
    policy = policy_registry.get_by_type(Person)
    return [action for action in ACTIONS if policy.user_has_permission_for_instance(user, action, person)]


def test_who_does_what(walls, people):
    everything = dict.fromkeys(people, ACTIONS)
    told = {
        name: {key: may(user, person) for key, person in people.items()}
        for name, user in {
            "editor": walls.ours.editor,
            "communications": walls.communications,
            "administrator": walls.administrator,
        }.items()
    }
    assert told == {
        "editor": {
            "confirmed": ["choose"],
            "ours": ["change", "delete", "view", "choose"],
            "colleague": [],
            "theirs": [],
        },
        "communications": everything,
        "administrator": everything,
    }


def test_what_readers_see_is_changed_by_communications(walls, people):
    """Nobody changes alone what two people let through, whoever proposed it."""
    article = make_article(
        walls.ours.page, rows={"contributions": [Contribution(person=people["ours"], role="author")]}
    )
    assert may(walls.ours.editor, people["ours"]) == ["view", "choose"]
    assert may(walls.communications, people["ours"]) == ACTIONS
    client, edit = browser(walls.ours.editor), address("edit", people["ours"].pk)
    answer = client.post(edit, {"name": "Autre nom"}, follow=True)
    told = [str(message).strip() for message in answer.context["messages"]]
    assert (
        "Les lecteurs voient «\u00a0Olga Tisserand\u00a0»\u00a0: demandez aux communications de changer cette fiche."
        in told
    )
    people["ours"].refresh_from_db()
    assert people["ours"].name == "Olga Tisserand"
    assert client.get(address("usage", people["ours"].pk)).status_code == 200
    article.unpublish()
    assert may(walls.ours.editor, people["ours"]) == ["change", "delete", "view", "choose"]


def names(queryset):
    return sorted(person.name for person in queryset)


def test_lists(walls, people):
    hooks.search_for_hooks()
    policy = policy_registry.get_by_type(Person)
    found = {
        action: names(policy.instances_user_has_permission_for(walls.ours.editor, action))
        for action in ("change", "choose", "publish")
    }
    assert found == {
        "change": ["Olga Tisserand"],
        "choose": ["Anne Tisserand", "Olga Tisserand"],
        "publish": [],
    }
    assert len(policy.instances_user_has_permission_for(walls.communications, "choose")) == 4


def shown(content):
    return [name for name in ("Anne", "Olga", "Carla", "Nadia") if name in content]


@pytest.mark.parametrize("query", ["", "?q=tiss", "?is_confirmed=false"])
def test_the_list_of_an_editor_is_what_it_proposed(walls, people, query):
    carry(now=timezone.now())
    content = browser(walls.ours.editor).get(address("list") + query).content.decode()
    assert shown(content) == ["Olga"]
    content = browser(walls.ours.editor).get(address("list_results") + query).content.decode()
    assert shown(content) == ["Olga"]


def test_communications_find_what_is_to_be_confirmed(walls, people):
    content = browser(walls.communications).get(address("list") + "?is_confirmed=false").content.decode()
    assert (shown(content), address("confirm", people["theirs"].pk) in content) == (["Olga", "Carla", "Nadia"], True)


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage", "history_results"])
def test_views_of_one_record(walls, people, view):
    ours = browser(walls.ours.editor)
    answers = {name: ours.get(address(view, person.pk)) for name, person in people.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "confirmed": 302,
        "ours": 200,
        "colleague": 302,
        "theirs": 302,
    }
    refused = ours.get(address(view, people["theirs"].pk), headers={"x-requested-with": "XMLHttpRequest"})
    assert (refused.status_code, shown(refused.content.decode())) == (403, [])


def propose(client, **fields):
    form = filled(client.get(address("add")), FORM)
    return client.post(address("add"), {**form, **fields})


def test_an_editor_types_a_name_and_proposes(walls):
    client = browser(walls.ours.editor)
    form = filled(client.get(address("add")), FORM)
    assert ("slug" in form, "is_confirmed" in form) == (False, False)
    # Posted by hand, what the form does not ask for counts for nothing.
    propose(client, name="Ève Roy", slug="accueil", is_confirmed="on", proposed_by=str(walls.theirs.editor.pk))
    person = Person.objects.get()
    assert (person.name, person.slug, person.is_confirmed, person.proposed_by) == (
        "Ève Roy",
        "eve-roy",
        False,
        walls.ours.editor,
    )


def test_staff_make_what_is_confirmed(walls):
    response = propose(browser(walls.communications), name="Ève Roy", slug="eve", is_confirmed="on")
    person = Person.objects.get()
    assert (response.status_code, person.slug, person.is_confirmed, person.proposed_by) == (302, "eve", True, None)


def test_a_slug_that_is_taken_is_refused_in_words(walls):
    make_person("Ève")
    response = propose(browser(walls.communications), name="Autre", slug="eve")
    with translation.override("en"):
        assert response.context["form"].errors.keys() == {"slug"}
    assert Person.objects.count() == 1


def test_what_one_does_not_see_takes_no_name_away(walls, people):
    response = propose(browser(walls.ours.editor), name="Nadia Tisserand")
    proposed = Person.objects.get(proposed_by=walls.ours.editor, name="Nadia Tisserand")
    assert (response.status_code, proposed.slug) == (302, "nadia-tisserand-2")


@pytest.mark.parametrize("name", ["Anne Tisserand", "olga tisserand"])
def test_what_is_in_the_list_is_not_proposed_twice(walls, people, name):
    response = propose(browser(walls.ours.editor), name=name)
    assert (list(response.context["form"].errors), Person.objects.count()) == (["name"], 4)


def test_a_name_without_letters(walls):
    propose(browser(walls.ours.editor), name="李娜")
    propose(browser(walls.ours.editor), name="王芳")
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["person", "person-2"]


def test_an_editor_mends_its_proposal_and_cannot_confirm_it(walls, people):
    client, person = browser(walls.ours.editor), people["ours"]
    form = filled(client.get(address("edit", person.pk)), FORM)
    client.post(address("edit", person.pk), {**form, "name": "Olga Corrigée", "slug": "x", "is_confirmed": "on"})
    person.refresh_from_db()
    assert (person.name, person.slug, person.is_confirmed) == ("Olga Corrigée", "olga-corrigee", False)


def test_nobody_but_its_author_changes_a_proposal(walls, people):
    for name, status in (("theirs", 302), ("colleague", 302), ("confirmed", 302)):
        client, person = browser(walls.ours.editor), people[name]
        before = person.name
        response = client.post(address("edit", person.pk), {"name": "Volée"})
        client.post(address("delete", person.pk))
        person.refresh_from_db()
        assert (response.status_code, person.name) == (status, before)


def test_the_photograph_of_another_partner_is_refused(walls):
    client = browser(walls.ours.editor)
    theirs = make_image("À eux", collection=walls.theirs.partner.collection)
    response = propose(client, name="Ève", photo=str(theirs.pk))
    assert (list(response.context["form"].errors), Person.objects.count()) == (["photo"], 0)
    ours = make_image("À nous", collection=walls.ours.partner.collection)
    propose(client, name="Ève", photo=str(ours.pk))
    assert Person.objects.get().photo == ours


def test_staff_confirm_with_one_button(walls, people):
    client, person = browser(walls.communications), people["theirs"]
    page = client.get(address("confirm", person.pk))
    person.refresh_from_db()
    assert (page.status_code, person.is_confirmed) == (200, False)
    client.post(address("confirm", person.pk))
    person.refresh_from_db()
    assert person.is_confirmed
    assert [entry.action for entry in _log(person)] == ["wagtail.edit"]
    assert may(walls.theirs.editor, person) == ["choose"]
    # Twice is once.
    client.post(address("confirm", person.pk))
    assert len(_log(person)) == 1


def _log(person):
    from wagtail.log_actions import registry

    return list(registry.get_logs_for_instance(person))


def test_editors_confirm_nothing(walls, people):
    client = browser(walls.ours.editor)
    for person in people.values():
        client.get(address("confirm", person.pk))
        client.post(address("confirm", person.pk))
    assert Person.objects.filter(is_confirmed=True).count() == 1


def test_the_chooser_lists_and_finds_what_may_be_chosen(walls, people):
    carry(now=timezone.now())
    client = browser(walls.ours.editor)
    addresses = (chooser("choose"), chooser("choose_results"), chooser("choose_results") + "?q=tiss")
    assert [shown(client.get(place).content.decode()) for place in addresses] == [["Anne", "Olga"]] * 3
    staff = browser(walls.communications)
    assert shown(staff.get(chooser("choose_results")).content.decode()) == ["Anne", "Olga", "Carla", "Nadia"]


def test_the_chooser_gives_what_may_be_chosen(walls, people):
    client = browser(walls.ours.editor)
    answers = {name: client.get(chooser("chosen", person.pk)).status_code for name, person in people.items()}
    assert answers == {"confirmed": 200, "ours": 200, "colleague": 404, "theirs": 404}
    query = "&".join(f"id={person.pk}" for person in people.values())
    several = client.get(chooser("chosen_multiple") + f"?{query}").json()["result"]
    assert sorted(row["string"] for row in several) == ["Anne Tisserand", "Olga Tisserand"]


def test_one_proposes_in_the_chooser(walls):
    client = browser(walls.ours.editor)
    response = client.post(chooser("create"), {"name": "Ève Roy", "role_fr": "Directrice", "is_confirmed": "on"})
    person = Person.objects.get()
    assert response.json()["result"]["id"] == str(person.pk)
    assert (person.slug, person.role_fr, person.is_confirmed, person.proposed_by) == (
        "eve-roy",
        "Directrice",
        False,
        walls.ours.editor,
    )
    browser(walls.communications).post(chooser("create"), {"name": "Ana Roy"})
    assert Person.objects.get(name="Ana Roy").is_confirmed


def test_a_draft_that_names_a_deleted_person_still_opens(walls, people):
    article = make_article(walls.ours.page, live=False)
    article.contributions = [Contribution(person=people["ours"]), Contribution(person=people["confirmed"])]
    article.save_revision()
    article.contributions = []
    article.save()
    browser(walls.ours.editor).post(address("delete", people["ours"].pk))
    assert not Person.objects.filter(pk=people["ours"].pk).exists()
    response = browser(walls.ours.editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert response.status_code == 200
    draft = article.get_latest_revision_as_object()
    assert [row.person for row in draft.contributions.all()] == [people["confirmed"]]
