from datetime import UTC, date, datetime, timedelta

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from partners.enums import ContributionRole
from partners.models import Contribution, CoPublication, Correction, PublicationSubject, PublicationTheme
from tests.factories.core import make_subject, make_theme
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import page
from tests.standing import stands

START = datetime(2023, 9, 1, 13, 0, tzinfo=UTC)


def address(language):
    with translation.override(language):
        return reverse("article_feed")


@stands
def organisations(tree):
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    english = make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return {"fr": french, "en": english}


@pytest.fixture
def read(client, tree):
    """Return the feed of a language as a feed reader sees it, checked for well-formedness."""

    def read(language="fr"):
        response = client.get(address(language))
        assert response.status_code == 200
        feed = feedparser.parse(response.content)
        assert feed.bozo == 0
        assert feed.version == "atom10"
        return feed

    return read


def publish(organisation, number=0, **fields):
    at = START + timedelta(hours=number)
    return make_article(organisation, first_published_at=at, last_published_at=at, **fields)


def test_addresses(tree):
    assert [address(language) for language in ("fr", "en")] == ["/fr/fil.atom", "/en/feed.atom"]


def test_entry_with_everything(read, organisations):
    authors = [make_person("Ève Tremblay"), make_person("Noé Roy")]
    article = make_article(
        organisations["fr"],
        slug="un-texte",
        title="R&D : <le> « vrai »",
        summary="Un <b>résumé</b> & la suite.",
        first_published_at=START,
        last_published_at=START + timedelta(days=1, minutes=5),
        rows={
            "contributions": [
                *(Contribution(person=author, role=ContributionRole.AUTHOR) for author in authors),
                Contribution(person=make_person("Léa Côté"), role=ContributionRole.INTERVIEWED),
            ],
            "subjects": [PublicationSubject(subject=make_subject(label_fr="Gestion"))],
            "themes": [PublicationTheme(theme=make_theme(label_fr="IA"))],
        },
    )

    (entry,) = read().entries

    assert entry.title_detail == {
        "type": "text/plain",
        "language": "fr-CA",
        "base": "",
        "value": "R&D\u00a0: <le> «\u00a0vrai\u00a0»",
    }
    assert entry.summary == "Un &lt;b&gt;résumé&lt;/b&gt; &amp; la suite."
    assert entry.link == "http://localhost:8000/fr/partenaires/un-organisme/un-texte/"
    assert entry.published == "2023-09-01T13:00:00+00:00"
    assert entry.updated == "2023-09-02T13:05:00+00:00"
    assert [author.name for author in entry.authors] == ["Ève Tremblay", "Noé Roy"]
    assert [tag.term for tag in entry.tags] == ["Gestion", "IA"]
    assert entry.id.startswith("urn:uuid:")
    assert entry.id != article.translation_key.urn


def corrected(*pairs):
    return {"corrections": [Correction(on=on, text=text) for on, text in pairs]}


def test_corrections_are_told_and_change_the_date(read, organisations):
    rows = corrected((date(2023, 9, 4), "C’est « trois »."), (date(2023, 9, 12), "Lire <b>quatre</b> & non cinq."))
    publish(organisations["fr"], title="Corrigé", summary="Un résumé : bref.", rows=rows)
    publish(organisations["fr"], 1, title="Net")

    net, entry = read().entries

    assert entry.updated == "2023-09-12T00:00:00-04:00"
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value == (
        "<p>Un résumé\u00a0: bref.</p>"
        "<p><strong>Correction du 12\u00a0septembre 2023\u00a0:</strong> "
        "Lire &lt;b&gt;quatre&lt;/b&gt; &amp; non cinq.</p>"
        "<p><strong>Correction du 4\u00a0septembre 2023\u00a0:</strong> C’est «\u00a0trois\u00a0».</p>"
    )
    assert entry.summary == "Un résumé\u00a0: bref."
    assert ("content" in net, net.updated) == (False, "2023-09-01T14:00:00+00:00")


def test_correction_before_the_last_publication_leaves_its_date(read, organisations):
    publish(organisations["fr"], rows=corrected((date(2023, 8, 1), "Une erreur.")))
    assert read().entries[0].updated == "2023-09-01T13:00:00+00:00"


def test_corrections_in_the_language_of_the_article(read, organisations):
    publish(organisations["fr"], rows=corrected((date(2023, 9, 1), "Une erreur.")))
    assert "<strong>Correction du 1er\u00a0septembre 2023\u00a0:</strong>" in read("en").entries[0].content[0].value


def test_corrections_cost_one_query_however_many(client, organisations):
    found = []
    for many in (1, 29):
        for _ in range(many):
            publish(organisations["fr"], rows=corrected((date(2023, 9, 4), "Une erreur."), (date(2023, 9, 5), "Deux.")))
        client.get("/fr/")
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address("fr"))
        found.append((response.content.count(b"<content "), len(queries)))
    assert found == [(1, 9), (30, 9)]


def test_feed_says_what_it_is(read, organisations):
    publish(organisations["fr"], 1)
    publish(organisations["fr"], 2)

    feed = read().feed

    assert feed.title == "La Trame\u00a0: articles"
    assert feed.language == "fr-CA"
    assert feed.updated == "2023-09-01T15:00:00+00:00"
    assert feed.id == f"http://localhost:8000{address('fr')}"
    assert [(link.rel, link.href) for link in feed.links] == [
        ("alternate", "http://localhost:8000/fr/"),
        ("self", f"http://localhost:8000{address('fr')}"),
    ]
    assert feed.author == "La Trame"


def test_partners_sign_what_names_no_author(read, organisations):
    allies = [
        CoPublication(partner=make_partner("Un allié"), is_accepted=True),
        CoPublication(partner=make_partner("Un absent"), is_accepted=False),
    ]
    publish(organisations["fr"], rows={"co_publications": allies})

    assert [author.name for author in read().entries[0].authors] == ["Un organisme", "Un allié"]


def test_latest_thirty_first(read, organisations):
    for number in range(32):
        publish(organisations["fr"], number, title=f"Texte {number}")

    assert [entry.title for entry in read().entries] == [f"Texte {number}" for number in range(31, 1, -1)]


def test_only_what_readers_may_open(read, organisations):
    french = organisations["fr"]
    publish(french, title="Public")
    publish(french, title="Un brouillon", live=False)
    secret = publish(french, title="Secret")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    make_event(french, title="Un événement")

    assert [entry.title for entry in read().entries] == ["Public"]


def test_english_feed_completes_itself_in_french(read, organisations):
    french, english = organisations["fr"], organisations["en"]
    both = publish(french, 1, title="Les deux")
    publish(english, 2, title="Both", translation_key=both.translation_key)
    publish(french, 3, title="En français : seulement")
    coming = publish(french, 4, title="Bientôt traduit")
    publish(english, 5, title="Not yet", translation_key=coming.translation_key, live=False)

    feed = read("en")

    assert feed.feed.language == "en-CA"
    assert [(entry.title, entry.title_detail.language) for entry in feed.entries] == [
        ("Bientôt traduit", "fr-CA"),
        ("En français\u00a0: seulement", "fr-CA"),
        ("Both", "en-CA"),
    ]
    assert feed.entries[1].link.startswith("http://localhost:8000/fr/")
    assert [entry.title for entry in read("fr").entries] == [
        "Bientôt traduit",
        "En français\u00a0: seulement",
        "Les deux",
    ]


def test_identities_stay_and_differ_by_language(read, tree, organisations):
    french, english = organisations["fr"], organisations["en"]
    article = publish(french)
    before = read("fr").entries[0].id
    assert [entry.id for entry in read("en").entries] == [before]

    publish(english, translation_key=article.translation_key)
    article = ArticlePage.objects.get(pk=article.pk)
    article.slug = "ailleurs"
    article.save()

    assert read("fr").entries[0].id == before
    assert read("en").entries[0].id != before


def test_unchanged_feed_is_not_sent_again(client, organisations):
    publish(organisations["fr"])
    first = client.get(address("fr"))
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Last-Modified"] == "Fri, 01 Sep 2023 13:00:00 GMT"

    again = client.get(address("fr"), headers={"If-None-Match": first["ETag"]})
    since = client.get(address("fr"), headers={"If-Modified-Since": first["Last-Modified"]})

    assert [(answer.status_code, answer.content) for answer in (again, since)] == [(304, b"")] * 2
    assert again["ETag"] == first["ETag"]


def test_feed_changes_with_a_name_or_a_withdrawal(client, organisations):
    eve = make_person("Ève")
    publish(organisations["fr"], rows={"contributions": [Contribution(person=eve)]})
    other = publish(organisations["fr"])
    tags = [client.get(address("fr"))["ETag"]]
    eve.name = "Ève Roy"
    eve.save()
    tags.append(client.get(address("fr"))["ETag"])
    other.unpublish()
    tags.append(client.get(address("fr"))["ETag"])

    assert len(set(tags)) == 3
    assert client.get(address("fr"), headers={"If-None-Match": tags[1]}).status_code == 200


def test_empty_feed_is_valid_and_stays_the_same(client, read):
    assert read().entries == []
    assert client.get(address("fr")).content == client.get(address("fr")).content


def test_feed_is_only_read(client, tree):
    assert client.post(address("fr")).status_code == 405
    assert client.head(address("fr")).status_code == 200


def test_feed_costs_the_same_however_long(client, organisations):
    def fill():
        rows = {
            "contributions": [Contribution(person=make_person())],
            "co_publications": [CoPublication(partner=make_partner(), is_accepted=True)],
            "subjects": [PublicationSubject(subject=make_subject())],
            "themes": [PublicationTheme(theme=make_theme())],
        }
        publish(organisations["fr"], rows=rows)

    found = []
    for many in (1, 29):
        for _ in range(many):
            fill()
        client.get("/fr/")
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address("en"))
        found.append((len(feedparser.parse(response.content).entries), len(queries)))

    assert found == [(1, 8), (30, 8)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_advertises_the_feed_of_its_language(client, tree, language):
    link = page(client.get(f"/{language}/")).find("link", type="application/atom+xml")
    assert (link["rel"], link["href"]) == (["alternate"], address(language))
