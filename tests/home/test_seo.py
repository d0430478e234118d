import pytest

from core.models import SiteSettings
from tests.machines import graph


@pytest.mark.parametrize(
    ("language", "line", "search"),
    [("fr", "Ce qui relie", "recherche"), ("en", "What connects", "search")],
)
def test_home_page_is_the_web_site(client, tree, language, line, search):
    portal = SiteSettings.load()
    portal.tagline_fr, portal.tagline_en = "Ce qui relie", "What connects"
    portal.save()

    found = graph(client.get(f"/{language}/"))

    root = f"http://localhost:8000/{language}/"
    assert found == {
        "WebSite": {
            "@type": "WebSite",
            "@id": f"{root}#website",
            "url": root,
            "name": "La Trame",
            "alternateName": line,
            "inLanguage": f"{language}-CA",
            "publisher": {"@type": "Organization", "name": "La Trame", "url": "http://localhost:8000/"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{root}{search}/?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    }
