"""Choosers of pages, files and partners show what one may use, whichever address is asked."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from search.carrying import carry
from tests.factories.core import make_image, make_subject
from tests.factories.files import PDF, upload
from tests.factories.pages import make_article, make_event, make_project, make_session
from tests.factories.partners import make_partner
from tests.partners.walls import browser
from tests.standing import stands

BROWSE = "wagtailadmin_choose_page"
BELOW = "wagtailadmin_choose_page_child"
SEARCH = "wagtailadmin_choose_page_search"
SEVERAL = "wagtailadmin_choose_page_chosen_multiple"
TYPED = "wagtailadmin_choose_page_external_link"


@stands
def pages(walls, tree):
    """Return pages of both partners: live, draft, private, live with a new title in the draft, below a draft."""
    theirs = walls.theirs.page
    renamed = make_article(theirs, title="Tissu renommé")
    renamed.title = "Tissu secret"
    renamed.save_revision()
    private = make_article(theirs, title="Tissu réservé")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=private.pk), restriction_type="login")
    draft_event = make_event(theirs, title="Tissu caché", live=False)
    return {
        "live": make_article(theirs, title="Tissu publié"),
        "renamed": renamed,
        "private": private,
        "draft": make_article(theirs, title="Tissu brouillon", live=False),
        "hidden": draft_event,
        "below": make_session(draft_event, title="Tissu dessous"),
        "own draft": make_article(walls.ours.page, title="Tissu à nous", live=False),
    }


TITLES = ("publié", "renommé", "secret", "réservé", "brouillon", "caché", "dessous", "à nous")


def shown(response):
    content = response.content.decode()
    if response.headers["Content-Type"].startswith("application/json"):
        content += response.json().get("html") or ""
    return [word for word in TITLES if f"Tissu {word}" in content]


def test_browsing_the_neighbour(walls, pages):
    theirs = reverse(BELOW, args=[walls.theirs.page.pk])
    assert shown(browser(walls.ours.editor).get(theirs)) == ["publié", "renommé"]
    assert shown(browser(walls.theirs.editor).get(theirs)) == ["publié", "renommé", "réservé", "brouillon", "caché"]
    assert shown(browser(walls.communications).get(theirs)) == ["publié", "renommé", "réservé", "brouillon", "caché"]


def test_browsing_our_own(walls, pages):
    assert shown(browser(walls.ours.editor).get(reverse(BELOW, args=[walls.ours.page.pk]))) == ["à nous"]


@pytest.mark.parametrize("name", ["draft", "hidden", "private", "below"])
def test_below_what_may_not_be_shown_one_finds_what_is_above(walls, pages, name):
    response = browser(walls.ours.editor).get(reverse(BELOW, args=[pages[name].pk]))
    assert (response.json()["parent_page_id"], shown(response)) == (walls.theirs.page.pk, ["publié", "renommé"])


def test_the_chooser_opens_where_it_may(walls, pages):
    # The nearest page above every session is a draft of the neighbour's.
    response = browser(walls.ours.editor).get(reverse(BROWSE), {"page_type": "events.sessionpage"})
    assert (response.status_code, shown(response)) == (200, [])
    root = browser(walls.ours.editor).get(reverse(BROWSE))
    assert (root.status_code, root.json()["parent_page_id"]) == (200, Page.get_first_root_node().pk)


def test_search(walls, pages):
    carry(now=timezone.now())
    found = shown(browser(walls.ours.editor).get(reverse(SEARCH), {"q": "tissu"}))
    # The live page below a draft is found; the draft above it is not named.
    assert found == ["publié", "renommé", "dessous", "à nous"]
    everything = shown(browser(walls.communications).get(reverse(SEARCH), {"q": "tissu"}))
    assert everything == ["publié", "renommé", "réservé", "brouillon", "caché", "dessous", "à nous"]


def test_chosen_by_their_keys(walls, pages):
    query = {"id": [page.pk for page in pages.values()] + ["x"]}
    rows = browser(walls.ours.editor).get(reverse(SEVERAL), query).json()["result"]
    assert sorted(row["adminTitle"] for row in rows) == [
        "Tissu dessous",
        "Tissu publié",
        "Tissu renommé",
        "Tissu à nous",
    ]


@pytest.mark.parametrize(
    ("name", "title"), [("renamed", "Tissu renommé"), ("private", None), ("draft", None), ("live", "Tissu publié")]
)
def test_a_typed_address(walls, pages, name, title):
    page = pages[name]
    form = {"external-link-chooser-url": page.full_url, "external-link-chooser-link_text": "Ici"}
    answer = browser(walls.ours.editor).post(reverse(TYPED), form).json()
    expected = {"id": page.pk, "adminTitle": title} if title else {"url": page.full_url, "title": "Ici"}
    assert answer["step"] == "external_link_chosen"
    assert {key: answer["result"].get(key) for key in expected} == expected
    assert ("adminTitle" in answer["result"]) is bool(title)


def test_an_address_with_more_to_it_stays_as_it_was_typed(walls, pages):
    address = pages["renamed"].full_url + "?a=1#b"
    form = {"external-link-chooser-url": address, "external-link-chooser-link_text": ""}
    answer = browser(walls.ours.editor).post(reverse(TYPED), form).json()
    assert (answer["step"], answer["result"]["url"], "id" in answer["result"]) == (
        "external_link_chosen",
        address,
        False,
    )


def test_a_form_names_the_pages_it_points_at_as_readers_know_them(walls, pages, tree):
    from partners.models import Belonging

    hub = make_project(tree.fr.projects, title="Tissu publié")
    hub.title = "Tissu secret"
    hub.save_revision()
    article = make_article(walls.ours.page, live=False, rows={"belongings": [Belonging(whole=hub)]})
    article.body = [("links", {"title": "Liens", "links": [{"label": "x", "page": pages["renamed"], "url": ""}]})]
    article.save_revision()
    response = browser(walls.ours.editor).get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    # Blocks are drawn by scripts, from data in which accents are escaped.
    content = response.content.decode()
    assert [word in content for word in ("Tissu publié", "Tissu renomm", "Tissu secret")] == [True, True, False]


def image_titles(response):
    content = response.json()["html"] if "json" in response.headers["Content-Type"] else response.content.decode()
    return [title for title in ("Partout", "À nous", "À eux", "À tous") if f"Image {title}" in content]


@pytest.fixture
def images(walls):
    from partners.provisioning import shared_collection

    return {
        "root": make_image("Image Partout"),
        "ours": make_image("Image À nous", collection=walls.ours.partner.collection),
        "theirs": make_image("Image À eux", collection=walls.theirs.partner.collection),
        "shared": make_image("Image À tous", collection=shared_collection()),
    }


def test_images(walls, images):
    client = browser(walls.ours.editor)
    for name in ("choose", "choose_results"):
        assert image_titles(client.get(reverse(f"wagtailimages_chooser:{name}"))) == ["À nous", "À tous"]
    assert image_titles(client.get(reverse("wagtailimages:index"))) == ["À nous"]
    one_by_one = {
        name: {
            key: client.get(
                reverse(f"wagtailimages_chooser:{name}", args=[image.pk]),
                headers={"x-requested-with": "XMLHttpRequest"},
            ).status_code
            for key, image in images.items()
        }
        for name in ("chosen", "select_format")
    }
    answers = {"root": 403, "ours": 200, "theirs": 403, "shared": 200}
    assert one_by_one == {"chosen": answers, "select_format": answers}
    query = {"id": [image.pk for image in images.values()]}
    several = client.get(reverse("wagtailimages_chooser:chosen_multiple"), query).json()["result"]
    assert sorted(row["title"] for row in several) == ["Image À nous", "Image À tous"]


def test_an_upload_lands_with_the_partner(walls):
    """Whatever collection is posted: with one's own there is no choice to offer."""
    from core.models import PortalDocument

    form = {
        "document-chooser-upload-title": "Programme",
        "document-chooser-upload-file": upload("programme.pdf", PDF),
        "document-chooser-upload-collection": str(walls.theirs.partner.collection.pk),
    }
    browser(walls.ours.editor).post(reverse("wagtaildocs_chooser:create"), form)
    assert PortalDocument.objects.get().collection == walls.ours.partner.collection


def test_collections_of_others_are_not_offered(walls, images):
    client = browser(walls.ours.editor)
    addresses = (
        "wagtailimages:index",
        "wagtailimages:add",
        "wagtailimages:add_multiple",
        "wagtaildocs:index",
        "wagtaildocs:add",
        "wagtaildocs:add_multiple",
    )
    pages = [client.get(reverse(name)) for name in addresses]
    choosers = [client.get(reverse(f"{name}:choose")) for name in ("wagtailimages_chooser", "wagtaildocs_chooser")]
    assert [response.status_code for response in (*pages, *choosers)] == [200] * 8
    assert ["Chez eux" in response.content.decode() for response in pages] == [False] * 6
    assert ["Chez eux" in response.json()["html"] for response in choosers] == [False] * 2
    assert client.get(reverse("wagtailadmin_collections:index")).status_code == 302


def test_partners_that_are_no_longer_active_are_not_offered(walls):
    gone = make_partner("Un partenaire parti", is_active=False)
    place = reverse("wagtailsnippetchoosers_partners_partner:choose_results")
    chosen = reverse("wagtailsnippetchoosers_partners_partner:chosen", args=[gone.pk])
    told = {
        who: (gone.name in browser(user).get(place).content.decode(), browser(user).get(chosen).status_code)
        for who, user in (("editor", walls.ours.editor), ("communications", walls.communications))
    }
    assert told == {"editor": (False, 404), "communications": (True, 200)}


def test_vocabularies_are_everybodys(walls):
    make_subject("gestion", label_fr="Gestion")
    response = browser(walls.ours.editor).get(reverse("wagtailsnippetchoosers_core_subject:choose_results"))
    assert "Gestion" in response.content.decode()
