"""Every record that the administration edits outside of the tree opens."""

import pytest
from django.urls import reverse
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from core.models import Acronym, Axis, AxisTopic
from core.models.vocabulary import Term
from events.models import EventSeries
from search.models import SynonymGroup
from tests.factories.core import make_term
from tests.factories.home import make_slot
from tests.factories.pages import make_venue
from tests.factories.partners import make_partner, make_person


def example(model):
    """Return a record of `model`."""
    if model is AxisTopic:
        return make_term(model, "un-code", axis=make_term(Axis, "un-axe"))
    if issubclass(model, Term):
        return make_term(model, "un-code")
    makers = {
        "Acronym": lambda: Acronym.objects.create(acronym_fr="OBNL", expansion_fr="Organisme à but non lucratif"),
        # What was shown on the home page is kept: only a draft can be deleted.
        "FeaturedSlot": lambda: make_slot(live=False),
        "EventSeries": lambda: EventSeries.objects.create(code="une-serie", name_fr="Une série"),
        "Venue": make_venue,
        "Partner": make_partner,
        "Person": make_person,
        "SynonymGroup": lambda: SynonymGroup.objects.create(terms="courriel\ne-mail"),
    }
    return makers[model.__name__]()


def ours():
    """Return the models that the portal's own applications register as snippets."""
    own = {"core", "partners", "articles", "events", "projects", "home", "portal", "accounts", "search"}
    return [model for model in get_snippet_models() if model._meta.app_label in own]


@pytest.mark.parametrize("model", ours(), ids=lambda model: model.__name__)
def test_list_form_history_and_usage(admin, tree, model):
    record, views = example(model), model.snippet_viewset
    addresses = {
        "list": reverse(views.get_url_name("list")),
        "add": reverse(views.get_url_name("add")),
        **{
            name: reverse(views.get_url_name(name), args=[record.pk]) for name in ("edit", "history", "usage", "delete")
        },
    }
    assert {name: admin.get(address).status_code for name, address in addresses.items()} == dict.fromkeys(
        addresses, 200
    )
    assert str(record) in admin.get(addresses["list"]).content.decode()


@pytest.mark.parametrize("name", ["articlepage", "eventpage", "sessionpage", "projectpage"])
def test_the_flat_lists(admin, tree, name):
    assert admin.get(reverse(f"{name}_list:index")).status_code == 200
    # Where there is one place only, its form opens at once.
    assert admin.get(reverse(f"{name}_list:choose_parent"), follow=True).status_code == 200


def test_every_type_of_page_says_what_it_is():
    own = [model for model in get_page_models() if model._meta.app_label != "wagtailcore" and model.is_creatable]
    assert [model.__name__ for model in own if not model.get_page_description()] == []
    assert len(own) == len({str(model.get_page_description()) for model in own})


def test_the_settings_of_the_portal(admin, tree):
    assert admin.get(reverse("wagtailsettings:edit", args=["core", "sitesettings"]), follow=True).status_code == 200
