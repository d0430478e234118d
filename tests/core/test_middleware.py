"""What a reader's browser is told and asked: no cookie, nothing from elsewhere, nothing inline."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from partners.models import Contribution
from tests.factories.accounts import make_administrator
from tests.factories.core import make_image
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import page

PUBLIC = {
    "default-src": ["'self'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "object-src": ["'none'"],
}
ADMIN = {
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "connect-src": ["'self'"],
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'self'"],
    "object-src": ["'none'"],
}
# What makes a browser fetch something without a click.
FETCHING = {
    "link": ("href",),
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
    "image": ("href",),
    "input": ("src",),
    "form": ("action",),
}
OWN_HOSTS = {"", "localhost:8000", "testserver"}


@pytest.fixture
def paths(tree, settings):
    """A page of every type, with something to fetch where there can be, and what is no page."""
    partner_page = make_partner_page(tree.fr, make_partner("Un organisme", logo=make_image("Logo")))
    rows = {"contributions": [Contribution(person=make_person("Ève", photo=make_image("Portrait")))]}
    video = {"provider": "vimeo", "identifier": "123456789", "title": "Un entretien", "language": "fr"}
    link = {"label": "Ailleurs", "url": "https://exemple.example/"}
    article = make_article(
        partner_page,
        lead_image=make_image("Étoffe"),
        lead_image_alt="Une étoffe",
        body=[("video", video), ("links", {"title": "Liens", "links": [link]})],
        rows=rows,
    )
    event = make_event(partner_page, starts_on=date(2023, 10, 11), registration_url="https://exemple.example/")
    session = make_session(event, starts_on=date(2023, 10, 11), replay_url="https://exemple.example/reprise")
    project = make_project(tree.fr.projects)
    standard = make_standard_page(tree.fr.home)
    pages = (*vars(tree.fr).values(), partner_page, article, event, session, project, standard)
    return [
        *(found.get_url() for found in pages if hasattr(found, "get_url")),
        "/en/",
        "/fr/personnes/eve/",
        "/en/people/eve/",
        "/fr/rien/",
        "/rien/",
        "/",
        "/sitemap.xml",
        "/robots.txt",
    ]


def directives(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in parts}


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_readers_get_no_cookie_and_the_strict_policy(client, paths):
    answers = {path: client.get(path) for path in paths}
    assert len(answers) == 19
    assert {path: answer.cookies for path, answer in answers.items() if answer.cookies} == {}
    assert {path: answer.get("Vary") for path, answer in answers.items() if "Cookie" in answer.get("Vary", "")} == {}
    assert {path: directives(answer) for path, answer in answers.items()} == dict.fromkeys(paths, PUBLIC)


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
def test_pages_fetch_nothing_from_elsewhere_and_hold_nothing_inline(client, paths):
    fetched, inline = set(), []
    for path in paths:
        answer = client.get(path)
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code not in {200, 404}:
            continue
        soup = page(answer, status=answer.status_code)
        for name, attributes in FETCHING.items():
            for element in soup.find_all(name):
                values = [element[attribute] for attribute in attributes if attribute in element.attrs]
                fetched |= {candidate.split()[0] for value in values for candidate in value.split(",")}
        inline += [(path, element.name) for element in soup.find_all("style")]
        data = "application/ld+json"
        inline += [
            (path, "script")
            for element in soup.find_all("script")
            if not element.get("src") and element.get("type") != data
        ]
        inline += [
            (path, element.name, attribute)
            for element in soup.find_all(True)
            for attribute in element.attrs
            if attribute == "style" or attribute.startswith("on")
        ]
    assert fetched
    assert {urlsplit(address).netloc for address in fetched} <= OWN_HOSTS
    assert {urlsplit(address).scheme for address in fetched} <= {"", "http"}
    assert inline == []


def test_the_administration_has_its_own_policy(client, tree):
    login = client.get("/admin/login/")
    client.force_login(make_administrator())
    inside = client.get("/admin/")
    assert [(answer.status_code, directives(answer)) for answer in (login, inside)] == [(200, ADMIN), (200, ADMIN)]


def test_an_address_that_only_begins_like_the_administration_has_the_strict_policy(client, db):
    assert directives(client.get("/administration/")) == PUBLIC


def test_a_logged_in_reader_gets_no_new_cookie(client, tree):
    client.force_login(make_administrator())
    assert client.get("/fr/").cookies == {}
