import json
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from articles.models import ArticlePage
from core.seo import graph, moment, node, shared_image, words
from home.models import StandardPage
from tests.factories.core import make_image
from tests.factories.pages import make_article, make_event, make_standard_page
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.machines import graph as graph_of
from tests.machines import shared
from tests.standing import stands

# Wagtail leaves the closing of a new rendition's temporary file to Python.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning")

HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 \u2029 « é »"


@stands
def organisation(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme"))


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="x")


def test_json_holds_nothing_that_html_reads():
    text = graph([node("Thing", name=HOSTILE)])

    assert [character for character in "<>&\u2028\u2029" if character in text] == []
    assert json.loads(text)["@graph"] == [{"@type": "Thing", "name": HOSTILE}]


def test_hostile_words_stay_in_their_script(client, organisation):
    make_article(organisation, slug="hostile", title=HOSTILE, summary=HOSTILE)

    response = client.get("/fr/partenaires/un-organisme/hostile/")

    assert b"<script>alert" not in response.content
    assert graph_of(response)["NewsArticle"]["headline"] == words(HOSTILE)
    assert shared(response)["og:title"] == words(HOSTILE)


def test_node_without_empty_values():
    kept = node("Event", id="https://x.example/#e", name="Un nom", url=None, image="", subEvent=[], isAccessible=False)
    assert kept == {"@type": "Event", "@id": "https://x.example/#e", "name": "Un nom", "isAccessible": False}


def test_moments_carry_the_offset_of_the_portal():
    assert moment(datetime(2023, 7, 1, 13, 5, tzinfo=UTC)) == "2023-07-01T09:05:00-04:00"
    assert moment(datetime(2023, 1, 1, 3, 5, tzinfo=UTC)) == "2022-12-31T22:05:00-05:00"
    assert moment(None) is None


def test_breadcrumbs_are_the_live_public_pages_above(organisation):
    article = make_article(organisation)

    assert ArticlePage.objects.get(pk=article.pk).breadcrumbs == [
        ("La Trame", "/fr/"),
        ("Partenaires", "/fr/partenaires/"),
        ("Un organisme", "/fr/partenaires/un-organisme/"),
    ]


def test_breadcrumbs_leave_out_drafts_and_private_pages(tree, organisation):
    article = make_article(organisation)
    tree.fr.partners.refresh_from_db()
    Page.objects.filter(pk=tree.fr.partners.pk).update(live=False)
    restrict(organisation)

    assert ArticlePage.objects.get(pk=article.pk).breadcrumbs == [("La Trame", "/fr/")]


def test_breadcrumbs_and_restrictions_cost_one_query_together(organisation):
    article = ArticlePage.objects.get(pk=make_article(organisation).pk)
    article.get_url()  # The addresses of sites are asked for once, then cached.

    with CaptureQueriesContext(connection) as queries:
        assert len(article.breadcrumbs) == 3
        assert list(article.get_view_restrictions()) == []
        assert len(article.breadcrumbs) == 3

    assert len(queries) == 1


def test_served_page_knows_the_way_by_which_it_was_found(client, organisation):
    make_article(organisation, slug="un-texte")
    client.get("/fr/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/fr/partenaires/un-organisme/un-texte/")

    assert len(graph_of(response)["BreadcrumbList"]["itemListElement"]) == 4
    asked = [query["sql"] for query in queries if '"is_private"' in query["sql"]]
    assert len(asked) == 1
    assert not [query["sql"] for query in queries if 'FROM "wagtailcore_pageviewrestriction" WHERE' in query["sql"]]


def test_address_that_does_not_follow_the_tree_has_the_way_of_the_tree(client, tree, organisation):
    article = make_article(organisation, slug="un-texte")
    stray = make_standard_page(tree.fr.home, title="Ailleurs", slug="ailleurs")
    Page.objects.filter(pk=article.pk).update(url_path=f"{stray.url_path}un-texte/")
    restrict(organisation)

    response = client.get("/fr/ailleurs/un-texte/")

    assert "password" in response.content.decode()
    assert graph_of(response) == {}


def test_address_of_a_thousand_steps_is_unknown(client, tree):
    assert client.get(f"/fr/{'a/' * 1000}").status_code == 404


def test_breadcrumbs_follow_a_page_that_moves(tree, organisation):
    article = ArticlePage.objects.get(pk=make_article(organisation).pk)
    assert list(article.get_view_restrictions()) == []
    other = make_partner_page(tree.fr, make_partner("Ailleurs"))
    restriction = restrict(other)
    article.move(other, pos="last-child")
    article.refresh_from_db()

    assert list(article.get_view_restrictions()) == [restriction]


@pytest.mark.parametrize("place", ["page", "above", "home"])
def test_restrictions_are_those_of_wagtail(tree, organisation, place):
    article = make_article(organisation)
    restriction = restrict({"page": article, "above": organisation, "home": tree.fr.home}[place])
    page = ArticlePage.objects.get(pk=article.pk)

    assert list(page.get_view_restrictions()) == [restriction]
    assert list(Page.get_view_restrictions(page)) == [restriction]


def test_restriction_beside_the_way_changes_nothing(tree, organisation):
    article = make_article(organisation)
    restrict(make_article(organisation))
    restrict(tree.en.home)

    assert list(ArticlePage.objects.get(pk=article.pk).get_view_restrictions()) == []


def test_alias_is_as_private_as_its_source(tree):
    source = make_standard_page(tree.fr.home, title="Source")
    alias = source.create_alias(parent=tree.fr.articles, update_slug="alias")
    restriction = restrict(source)

    assert list(StandardPage.objects.get(pk=alias.pk).get_view_restrictions()) == [restriction]


def test_private_page_still_asks_for_its_password(client, organisation):
    make_article(organisation, slug="secret", title="Secret")
    restrict(organisation)

    response = client.get("/fr/partenaires/un-organisme/secret/")

    assert "Secret" not in response.content.decode()
    assert "password" in response.content.decode()


def test_breadcrumb_list(client, organisation):
    make_article(organisation, slug="un-texte", title="Un texte : le vrai")

    items = graph_of(client.get("/fr/partenaires/un-organisme/un-texte/"))["BreadcrumbList"]["itemListElement"]

    root = "http://localhost:8000/fr/"
    assert items == [
        {"@type": "ListItem", "position": 1, "name": "La Trame", "item": root},
        {"@type": "ListItem", "position": 2, "name": "Partenaires", "item": f"{root}partenaires/"},
        {"@type": "ListItem", "position": 3, "name": "Un organisme", "item": f"{root}partenaires/un-organisme/"},
        {
            "@type": "ListItem",
            "position": 4,
            "name": "Un texte\u00a0: le vrai",
            "item": f"{root}partenaires/un-organisme/un-texte/",
        },
    ]


def test_shared_image_is_a_jpeg_of_the_size_that_networks_show(db):
    found = shared_image(make_image(width=2000, height=1400), "Une étoffe")

    assert (found.width, found.height, found.alt) == (1200, 630, "Une étoffe")
    assert found.url.startswith("http://localhost:8000/media/")
    assert found.url.endswith(".jpg")


def test_shared_image_keeps_the_focal_point(db):
    left, right = (
        make_image(
            width=3000, height=700, focal_point_x=x, focal_point_y=350, focal_point_width=10, focal_point_height=10
        )
        for x in (100, 2900)
    )

    assert shared_image(left).url != shared_image(right).url
    assert "1200x630" in shared_image(left).url


def test_small_image_tells_its_own_size(db):
    found = shared_image(make_image(width=600, height=600))
    assert (found.width, found.height) == (600, 316)


def test_missing_file_is_no_image(db):
    image = make_image()
    image.file.storage.delete(image.file.name)

    assert shared_image(image) is None
    assert shared_image(None) is None


def test_open_graph_of_an_article(client, tree, organisation):
    article = make_article(
        organisation,
        slug="un-texte",
        title="Un texte",
        summary='Un "résumé".',
        lead_image=make_image(width=1600, height=900),
        lead_image_alt="Une étoffe",
        last_published_at=datetime(2023, 10, 2, 12, tzinfo=UTC),
        first_published_at=datetime(2023, 9, 1, 13, tzinfo=UTC),
    )
    english = make_partner_page(tree.en, organisation.partner, translation_key=organisation.translation_key)
    make_article(english, translation_key=article.translation_key)

    found = shared(client.get("/fr/partenaires/un-organisme/un-texte/"))

    image = found.pop("og:image")
    assert found == {
        "og:title": "Un texte",
        "og:description": "Un «\u00a0résumé\u00a0».",
        "og:type": "article",
        "og:url": "http://localhost:8000/fr/partenaires/un-organisme/un-texte/",
        "og:site_name": "La Trame",
        "og:locale": "fr_CA",
        "og:locale:alternate": "en_CA",
        "article:published_time": "2023-09-01T09:00:00-04:00",
        "article:modified_time": "2023-10-02T08:00:00-04:00",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Une étoffe",
        "twitter:card": "summary_large_image",
    }
    answer = client.get(image.removeprefix("http://localhost:8000"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    answer.close()


def test_open_graph_of_a_page_without_image_or_sister(client, tree):
    make_standard_page(tree.fr.home, slug="a-propos", title="À propos", seo_title="À propos du portail")

    assert shared(client.get("/fr/a-propos/")) == {
        "og:title": "À propos du portail",
        "og:type": "website",
        "og:url": "http://localhost:8000/fr/a-propos/",
        "og:site_name": "La Trame",
        "og:locale": "fr_CA",
        "twitter:card": "summary",
    }


def test_decorative_image_has_no_words(client, organisation):
    image = make_image(width=1600, height=900)
    make_article(organisation, slug="un-texte", lead_image=image, lead_image_is_decorative=True, lead_image_alt="Ah")

    found = shared(client.get("/fr/partenaires/un-organisme/un-texte/"))

    assert "og:image" in found
    assert "og:image:alt" not in found


@pytest.mark.parametrize("path", ["/fr/rien/", "/rien", "/fr/personnes/personne/", "/fr/calendrier/rien.ics"])
def test_unknown_addresses_say_nothing_to_machines(client, tree, path):
    response = client.get(path)

    assert response.status_code == 404
    assert shared(response) == {}
    assert graph_of(response) == {}


def test_tags_print_nothing_without_a_page_or_a_request():
    template = Template("{% load seo_tags %}{% open_graph %}{% structured_data %}")
    assert template.render(Context({"page": "2", "described": None})).strip() == ""


def unsaved(model, parent, **fields):
    """A page as Wagtail shows it before it is saved for the first time."""
    page = model(title="Un essai", slug="essai", locale=parent.locale, summary="Un résumé.", **fields)
    page.depth = parent.depth + 1
    page.path = Page._get_children_path_interval(parent.path)[1]
    page.set_url_path(parent)
    return page


def test_preview_of_a_page_that_is_not_saved(organisation):
    article = unsaved(ArticlePage, organisation, lead_image=make_image(), lead_image_is_decorative=True)

    response = article.make_preview_request()

    assert response.status_code == 200
    assert graph_of(response)["NewsArticle"]["headline"] == "Un essai"
    assert [item["name"] for item in graph_of(response)["BreadcrumbList"]["itemListElement"]][-1] == "Un essai"
    assert shared(response)["og:title"] == "Un essai"


def test_preview_of_a_draft(organisation):
    event = make_event(organisation, live=False)
    event.title = "Un titre changé"

    response = event.make_preview_request()

    assert graph_of(response)["Event"]["name"] == "Un titre changé"


def test_page_without_a_place_says_what_it_can(rf, tree):
    request = rf.get("/fr/")
    request.LANGUAGE_CODE = "fr"
    page = StandardPage(title="Nulle part", locale=tree.fr.locale)

    assert page.structured_data(request) == []
    assert page.card(request).title == "Nulle part"


def test_person_view(client, tree):
    partner = make_partner("Un organisme", website="https://organisme.example")
    make_person("Ève Tremblay", organisation=partner, role_fr="Directrice", photo=make_image(width=1600, height=900))

    response = client.get("/fr/personnes/eve-tremblay/")

    url = "http://localhost:8000/fr/personnes/eve-tremblay/"
    person = graph_of(response)["Person"]
    assert person.pop("image")["width"] == 1200
    assert person == {
        "@type": "Person",
        "name": "Ève Tremblay",
        "url": url,
        "jobTitle": "Directrice",
        "worksFor": {"@type": "Organization", "name": "Un organisme", "url": "https://organisme.example"},
        "mainEntityOfPage": url,
    }
    found = shared(response)
    assert found["og:type"] == "profile"
    assert found["og:url"] == url
    assert found["og:locale:alternate"] == "en_CA"
    assert found["og:description"] == "Ève Tremblay, Directrice, Un organisme"


def test_data_of_a_page_is_no_script_for_the_policy(client, tree):
    soup = BeautifulSoup(client.get("/fr/").content, "html.parser")
    assert {script.get("type") for script in soup.find_all("script") if script.string} == {"application/ld+json"}
