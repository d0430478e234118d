"""SEARCH_URL, and what Wagtail's search is made of it."""

import re

import pytest

from search.backends.configuration import PATTERN, configured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
ENGINE = {
    "BACKEND": "search.backends.elasticsearch",
    "URLS": ["http://127.0.0.1:9200"],
    "INDEX_PREFIX": "portal-",
    "TIMEOUT": 1,
    "OPTIONS": {},
}


@pytest.mark.parametrize(
    "url",
    [
        "database",
        "elasticsearch+http://127.0.0.1:9200",
        "elasticsearch+https://moteur.example",
        "opensearch+https://portail:s%40cret@moteur.example:443/chemin/",
        "opensearch+http://un:9200,deux:9200,trois:9201",
        "opensearch+http://[::1]:9200",
        "elasticsearch+https://moteur.example?replicas=2&prefix=recette_1-&ca_certs=/etc/ssl/moteur.pem",
    ],
)
def test_addresses_that_are_accepted(url):
    assert re.fullmatch(PATTERN, url)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite",
        "databases",
        "http://127.0.0.1:9200",
        "solr+http://127.0.0.1",
        "elasticsearch://127.0.0.1:9200",
        "elasticsearch+http://",
        "elasticsearch+http://127.0.0.1:port",
        "elasticsearch+http://127.0.0.1:9200 ",
        "elasticsearch+http://secret@moteur.example",
        "elasticsearch+http://un,",
        "elasticsearch+http://moteur.example?timeout=5",
        "elasticsearch+http://moteur.example?prefix=-A",
        "elasticsearch+http://moteur.example#index",
    ],
)
def test_addresses_that_are_refused(url):
    assert not re.fullmatch(PATTERN, url)


def test_the_database_by_itself():
    assert configured("database", database=SQLITE) == {"default": {"BACKEND": "search.backends.sqlite"}}
    assert configured("database", database=POSTGRESQL) == {"default": {"BACKEND": "search.backends.postgres"}}


def test_an_engine_has_the_database_behind_it():
    assert configured("elasticsearch+http://127.0.0.1:9200", database=SQLITE) == {
        "default": ENGINE,
        "database": {"BACKEND": "search.backends.sqlite"},
    }


def test_everything_that_an_address_says():
    url = "opensearch+https://portail:s%40cret@un:9200,deux/moteur/?replicas=2&prefix=recette-&ca_certs=/etc/ca.pem"

    assert configured(url, database=POSTGRESQL)["default"] == {
        "BACKEND": "search.backends.opensearch",
        "URLS": ["https://portail:s%40cret@un:9200/moteur", "https://portail:s%40cret@deux/moteur"],
        "INDEX_PREFIX": "recette-",
        "TIMEOUT": 1,
        "OPTIONS": {"ca_certs": "/etc/ca.pem"},
        "REPLICAS": 2,
    }
