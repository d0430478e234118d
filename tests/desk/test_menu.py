"""The menu begins with the desk and leads nowhere that is closed."""

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.admin.menu import admin_menu
from wagtail.admin.ui.sidebar import SubMenuItem

from tests.factories.partners import make_translator

# Words that French and English share.
SAME_IN_BOTH = {"explorer", "publications", "images", "documents"}


def links(items):
    for item in items:
        if isinstance(item, SubMenuItem):
            yield from links(item.menu_items)
        elif hasattr(item, "url"):
            yield item.name, item.url


def menu_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return list(links(admin_menu.render_component(request)))


@pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results")  # a report of wagtail-localize
@pytest.mark.parametrize("who", ["editor", "lead", "communications", "administrator", "translator"])
def test_every_entry_opens(client, people, who):
    user = make_translator() if who == "translator" else getattr(people, who)
    client.force_login(user)
    entries = menu_of(user)
    assert entries[0] == ("desk", reverse("wagtailadmin_home"))
    ours = [url for _name, url in entries if url.startswith("/admin/")]
    sent_back = {url: client.get(url).headers.get("Location") for url in ours}
    assert [url for url, target in sent_back.items() if target == entries[0][1]] == []


def test_partners_have_neither_reports_nor_settings(people):
    names = {name for name, _url in menu_of(people.editor)}
    assert names & {"site-history", "locked-pages", "workflows", "users", "groups"} == set()
    assert "site-history" in {name for name, _url in menu_of(people.communications)}


def test_entries_are_in_the_language_of_whoever_looks(people):
    """The menu is made once: a word that is translated then would stay in the language of the first who came."""

    def labels(language):
        request = RequestFactory().get("/admin/")
        request.user = people.communications
        with translation.override(language):
            return {item.name: str(item.label) for item in admin_menu.render_component(request)}

    english, french = labels("en"), labels("fr")
    assert (english["members"], french["members"]) == ("Members", "Membres")
    assert {name for name in english if english[name] == french[name]} <= SAME_IN_BOTH
