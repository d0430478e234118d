"""A word of each partner's that nobody else may ever read, wherever they go."""

from urllib.parse import urlencode

import pytest
from django.urls import get_resolver, reverse

from tests.factories.core import png
from tests.factories.files import upload
from tests.isolation.addresses import ADMIN, walk
from tests.isolation.crawling import Crawl, secrets
from tests.isolation.world import MARKS, text_of

pytestmark = pytest.mark.django_db

PUBLIC = ("/", "/sitemap.xml", "/robots.txt", "/fr/", "/en/", "/fr/fil.atom", "/fr/calendrier.ics", "/fr/recherche/")
# Whose words somebody may read.
OWN = {
    "anonymous": "",
    "stranger": "",
    "inactive": "I",
    "editor_a": "A",
    "lead_a": "A",
    "editor_b": "B",
}
# What the owner does find: titles, a text, its comments, why it was given back, files, collection, alternative text.
READ = {"brouillon", "rencontre", "séance", "réservé", "soumis", "refusé", "planifie", "verrouille", "en"}
WRITTEN = {"résumé", "premier", "commentaire", "motif", "image", "document", "description", "classeur", "texte"}
PROPOSED = {"proposée", "salle", "biographie", "rue"}
INVITED = {"exemple"}
FINDS = {
    "anonymous": set(),
    "stranger": set(),
    "inactive": READ,
    "editor_a": READ | WRITTEN | PROPOSED,
    "lead_a": READ | WRITTEN | INVITED,
    "editor_b": READ | WRITTEN | PROPOSED,
}


def plain_addresses():
    """Every address of the administration that names nothing."""
    names = {name for name, route, pattern in walk(get_resolver()) if route.startswith(ADMIN) and not pattern.groups}
    return [reverse(name) for name in sorted(names) if name]


def own_addresses(world, own):
    """What tells who uses one's own things, and those that everybody may use: the drafts of others, among them."""
    extras = world.extras
    return [
        reverse("wagtailadmin_pages:edit", args=[own.draft.pk]),
        *(reverse(f"wagtailadmin_pages:{view}", args=[own.live.pk]) for view in ("usage", "delete", "history")),
        *(reverse(f"wagtailimages:{view}", args=[own.image.pk]) for view in ("image_usage", "delete")),
        reverse("wagtailimages:image_usage", args=[extras["shared_image"].pk]),
        reverse("wagtailimages_chooser:chosen", args=[extras["shared_image"].pk]),
        reverse("wagtailsnippets_partners_person:usage", args=[extras["known_person"].pk]),
        reverse("wagtailsnippets_events_venue:usage", args=[extras["known_venue"].pk]),
        extras["known_person"].get_absolute_url(),
    ]


def others(role):
    return {owner: mark for owner, mark in MARKS.items() if owner != OWN[role]}


def said(text, mark):
    """What a text says of somebody's things, whatever stands between the words."""
    return {words[len(mark) + 1 :] for words in secrets(mark).findall(text)}


@pytest.mark.parametrize("role", OWN)
def test_nobody_reads_the_words_of_another(world, role):
    own = world.things.get(OWN[role])
    starts = own_addresses(world, own) if own else []
    crawl = Crawl(world.clients[role], searched=tuple(MARKS.values())).go([*starts, *PUBLIC, *plain_addresses()])
    print(f"{role}: {sum(crawl.read.values())} addresses of {len(crawl.read)} views")  # noqa: T201 -- how much was read
    leaks = [f"{words}: {url}" for owner in others(role) for words, url in crawl.found[owner].items()]
    assert not leaks, "\n".join(leaks)
    assert crawl.failed == []
    found = {words.removeprefix(own.mark)[1:] for words in crawl.found[own.owner]} if own else set()
    assert FINDS[role] - found == set()


def by_key(things):
    """Addresses that nothing leads to, but that one may type: with the keys and names of somebody's things."""
    pages = [things.draft, things.event, things.session, things.waiting, things.private, things.later]
    chosen = {
        "wagtailadmin_choose_page_chosen_multiple": things.draft,
        "wagtailimages_chooser:chosen_multiple": things.image,
        "wagtaildocs_chooser:chosen_multiple": things.document,
        "wagtailsnippetchoosers_partners_person:chosen_multiple": things.person,
        "wagtailsnippetchoosers_events_venue:chosen_multiple": things.venue,
    }
    yield from (page.get_url() for page in pages)
    yield from (f"{reverse(name)}?id={thing.pk}" for name, thing in chosen.items())
    yield from (thing.file.url for thing in (things.image, things.document, things.uploaded_image))
    yield from (things.image.get_rendition("width-50").url, things.document.url)
    yield reverse("person", args=[things.person.slug])
    yield reverse("event_ics", args=[things.event.translation_key])
    asked = {
        "wagtailimages:index": {"collection_id": things.collection.pk},
        "wagtailimages_chooser:choose_results": {"collection_id": things.collection.pk},
        "wagtaildocs:index": {"collection_id": things.collection.pk},
        "wagtaildocs_chooser:choose_results": {"collection_id": things.collection.pk},
        "wagtailadmin_api:pages:listing": {"child_of": things.page.pk, "fields": "*"},
        "wagtailadmin_explore_root": {"owner": things.author.pk, "edited_by": things.author.pk},
        "articlepage_list:index": {"owner": things.author.pk},
        "wagtailadmin_choose_page": {"target_pages[]": things.draft.pk, "user_perms": "move_to"},
        "wagtailadmin_home": {"locale": "fr"},
    }
    yield from (f"{reverse(name)}?{urlencode(query)}" for name, query in asked.items())
    yield f"{reverse('wagtailadmin_api:pages:listing')}?{urlencode({'descendant_of': things.event.pk})}"


@pytest.mark.parametrize("role", OWN)
def test_nobody_reads_what_they_name_by_hand(world, role):
    got = {}
    for owner in others(role):
        for url in by_key(world.things[owner]):
            response = world.clients[role].get(url)
            # What was typed may be repeated.
            heard = said(text_of(response), MARKS[owner]) - said(url.casefold(), MARKS[owner])
            is_file = url.startswith(("/media/", "/documents/")) and response.status_code not in {302, 403, 404}
            if heard or is_file or response.status_code >= 500:
                got[url] = (response.status_code, heard)
    assert got == {}


@pytest.mark.parametrize("role", ["editor_a", "lead_a", "editor_b"])
def test_the_same_file_once_more_tells_of_nobody_s(world, role):
    """Wagtail asks whoever uploads an image that is there already whether that one will do."""
    own = world.things[OWN[role]]
    for url, name in (
        (reverse("wagtailimages_chooser:create"), "image-chooser-upload-{}"),
        (reverse("wagtailimages:add_multiple"), "{}"),
    ):
        data = {"title": "Encore", "collection": own.collection.pk, "file": upload("encore.png", png())}
        posted = {name.format(key): value for key, value in data.items()} | {"files[]": upload("encore.png", png())}
        text = text_of(world.clients[role].post(url, posted, headers={"X-Requested-With": "XMLHttpRequest"}))
        assert [said(text, mark) for mark in others(role).values()] == [set()] * len(others(role))
        assert "encore" in text


@pytest.mark.parametrize("role", ["editor_a", "lead_a", "editor_b", "inactive"])
def test_a_typed_address_does_not_tell_the_title_of_a_page(world, role):
    for owner in others(role):
        things = world.things[owner]
        for page in (things.draft, things.private, things.event):
            data = {"external-link-chooser-url": page.get_full_url(), "external-link-chooser-link_text": "ici"}
            response = world.clients[role].post(reverse("wagtailadmin_choose_page_external_link"), data)
            assert said(text_of(response), MARKS[owner]) <= said(page.get_full_url(), MARKS[owner])
            assert '"id"' not in response.content.decode()
