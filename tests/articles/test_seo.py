from datetime import UTC, datetime

import pytest

from core.models import CrossTopic
from partners.enums import ContributionRole
from partners.models import (
    Contribution,
    CoPublication,
    PublicationCrossTopic,
    PublicationSubject,
    PublicationTheme,
)
from tests.factories.core import make_image, make_subject, make_term, make_theme
from tests.factories.pages import make_article
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.machines import graph
from tests.standing import stands

# Wagtail leaves the closing of a new rendition's temporary file to Python.
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile:ResourceWarning")

URL = "http://localhost:8000/fr/partenaires/un-organisme/un-texte/"


@stands
def organisation(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme", acronym="UO", website="https://uo.example"))


def lead(**more):
    url = "http://localhost:8000/fr/partenaires/un-organisme/"
    return {"@type": "Organization", "name": "Un organisme", "alternateName": "UO", "url": url, **more}


def test_article_with_everything(client, organisation):
    authors = [make_person("Ève Tremblay"), make_person("Noé Roy", is_confirmed=False)]
    speaker, translator = make_person("Léa Côté"), make_person("Ann Smith")
    rows = {
        "contributions": [
            *(Contribution(person=author, role=ContributionRole.AUTHOR) for author in authors),
            Contribution(person=speaker, role=ContributionRole.INTERVIEWED),
            Contribution(person=translator, role=ContributionRole.TRANSLATOR),
        ],
        "co_publications": [
            CoPublication(partner=make_partner("Un allié", website="https://allie.example"), is_accepted=True),
            CoPublication(partner=make_partner("Un absent"), is_accepted=False),
        ],
        "subjects": [PublicationSubject(subject=make_subject(label_fr="Gestion"))],
        "themes": [PublicationTheme(theme=make_theme(label_fr="IA"))],
        "topics": [PublicationCrossTopic(topic=make_term(CrossTopic, "decouvrabilite", label_fr="Découvrabilité"))],
    }
    make_article(
        organisation,
        slug="un-texte",
        title="Un texte",
        summary="Un résumé.",
        lead_image=make_image(width=1600, height=900),
        lead_image_alt="Une étoffe",
        first_published_at=datetime(2023, 9, 1, 13, tzinfo=UTC),
        last_published_at=datetime(2023, 12, 2, 13, tzinfo=UTC),
        rows=rows,
    )

    article = graph(client.get("/fr/partenaires/un-organisme/un-texte/"))["NewsArticle"]

    image = article.pop("image")
    assert (image["@type"], image["width"], image["height"]) == ("ImageObject", 1200, 630)
    assert image["url"].startswith("http://localhost:8000/media/")
    assert article == {
        "@type": "NewsArticle",
        "url": URL,
        "mainEntityOfPage": URL,
        "headline": "Un texte",
        "description": "Un résumé.",
        "datePublished": "2023-09-01T09:00:00-04:00",
        "dateModified": "2023-12-02T08:00:00-05:00",
        "inLanguage": "fr-CA",
        "author": [
            {
                "@type": "Person",
                "name": "Ève Tremblay",
                "url": "http://localhost:8000/fr/personnes/eve-tremblay/",
            },
            {"@type": "Person", "name": "Noé Roy"},
        ],
        "publisher": [lead(), {"@type": "Organization", "name": "Un allié", "url": "https://allie.example"}],
        "translator": [
            {"@type": "Person", "name": "Ann Smith", "url": "http://localhost:8000/fr/personnes/ann-smith/"}
        ],
        "about": [
            {"@type": "Thing", "name": "Gestion"},
            {"@type": "Thing", "name": "IA"},
            {"@type": "Thing", "name": "Découvrabilité"},
        ],
        "articleSection": "Nouvelle",
        "timeRequired": "PT1M",
        "isAccessibleForFree": True,
        "isPartOf": {"@id": "http://localhost:8000/fr/#website"},
    }


def test_article_without_author_is_signed_by_its_partner(client, organisation):
    make_article(organisation, slug="un-texte")

    article = graph(client.get("/fr/partenaires/un-organisme/un-texte/"))["NewsArticle"]

    assert article["author"] == article["publisher"] == lead()
    assert {"image", "about", "translator"} & article.keys() == set()


def test_english_article(client, tree, organisation):
    english = make_partner_page(tree.en, organisation.partner, translation_key=organisation.translation_key)
    subject = make_subject(label_fr="Gestion", label_en="Management")
    rows = {"subjects": [PublicationSubject(subject=subject)]}
    make_article(english, slug="a-text", title="A text", rows=rows)

    article = graph(client.get("/en/partners/un-organisme/a-text/"))["NewsArticle"]

    assert article["inLanguage"] == "en-CA"
    assert article["articleSection"] == "News"
    assert article["about"] == [{"@type": "Thing", "name": "Management"}]
    assert article["publisher"]["url"] == "http://localhost:8000/en/partners/un-organisme/"


def test_partner_whose_page_is_no_longer_public_is_named_with_its_own_site(client, organisation):
    make_article(organisation, slug="un-texte")
    type(organisation).objects.filter(pk=organisation.pk).update(live=False)

    article = graph(client.get("/fr/partenaires/un-organisme/un-texte/"))["NewsArticle"]

    assert article["publisher"] == lead(url="https://uo.example")


def test_each_version_names_the_other(client, tree, organisation):
    french = make_article(organisation, slug="un-texte")
    english_organisation = make_partner_page(
        tree.en, organisation.partner, translation_key=organisation.translation_key
    )
    english = make_article(english_organisation, slug="a-text", translation_key=french.translation_key)
    url = "http://localhost:8000/en/partners/un-organisme/a-text/"

    told = {
        page.slug: {
            name: value
            for name, value in graph(client.get(page.get_url()))["NewsArticle"].items()
            if "ranslation" in name
        }
        for page in (french, english)
    }

    assert told == {
        "un-texte": {"workTranslation": {"@type": "NewsArticle", "url": url, "inLanguage": "en-CA"}},
        "a-text": {"translationOfWork": {"@type": "NewsArticle", "url": URL, "inLanguage": "fr-CA"}},
    }
    english.unpublish()
    assert "workTranslation" not in graph(client.get(french.get_url()))["NewsArticle"]
