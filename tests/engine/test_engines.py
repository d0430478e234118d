"""The engines that the other tests rely on are real, and analyse words alike."""

import elasticsearch
import pytest
import requests
from modelsearch.backends.elasticsearch9 import Elasticsearch9SearchBackend

from tests.engine.asking import http_address, make_index, remove_indices

pytestmark = pytest.mark.engine

# Typographic and typewriter apostrophes, accents or none, singular and plural, a ligature.
FRENCH = {
    "L'intelligence artificielle": ["intelligent", "artificiel"],
    "L’intelligence artificielle": ["intelligent", "artificiel"],
    "découvrabilité": ["decouvrabilit"],
    "decouvrabilite": ["decouvrabilit"],
    "entreprises québécoises": ["entrepris", "quebecois"],
    "entreprise quebecoise": ["entrepris", "quebecois"],
    "l’accessibilité numérique": ["accessibilit", "numer"],
    "éducation education": ["educ", "educ"],
    "cœur coeur": ["coeur", "coeur"],
    "d’apprentissage": ["apprentissag"],
}
CHAIN = {
    "filter": {
        "elided": {
            "type": "elision",
            "articles_case": True,
            "articles": ["l", "d", "qu", "n", "s", "j", "c", "m", "t"],
        },
        "stopped": {"type": "stop", "stopwords": "_french_"},
        "stemmed": {"type": "stemmer", "language": "french"},
    },
    "analyzer": {
        "chain": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["elided", "lowercase", "stopped", "asciifolding", "stemmed"],
        },
    },
}
# What else a search in two languages asks of an analysis, with what the official modules answer.
COMPONENTS = {
    "filter": {
        "begun": {"type": "edge_ngram", "min_gram": 2, "max_gram": 4},
        "kept": {"type": "asciifolding", "preserve_original": True},
        "possessive": {"type": "stemmer", "language": "possessive_english"},
        "english": {"type": "stemmer", "language": "english"},
        "spared": {"type": "keyword_marker", "keywords": ["intelligence"]},
        "ruled": {"type": "stemmer_override", "rules": ["intelligences => intelligence"]},
        "french": {"type": "stemmer", "language": "light_french"},
        "plain": {"type": "pattern_replace", "pattern": "[^a-z]", "replacement": ""},
    },
    "char_filter": {
        "joined": {"type": "mapping", "mappings": ["œ => oe", "\\u2019 => '"]},
        "dashed": {"type": "pattern_replace", "pattern": "[\\u2010\\u2011-]", "replacement": " "},
    },
    "tokenizer": {"parts": {"type": "ngram", "min_gram": 3, "max_gram": 3, "token_chars": ["letter"]}},
    "normalizer": {"folded": {"type": "custom", "filter": ["lowercase", "asciifolding"]}},
    "analyzer": {
        "begins": {"tokenizer": "keyword", "filter": ["lowercase", "begun"]},
        "keeps": {"tokenizer": "whitespace", "filter": ["kept"]},
        "english_words": {"tokenizer": "standard", "filter": ["possessive", "lowercase", "english"]},
        "spares": {"tokenizer": "standard", "filter": ["lowercase", "ruled", "spared", "french"]},
        "joins": {"tokenizer": "standard", "char_filter": ["html_strip", "joined", "dashed"], "filter": ["elision"]},
        "parts": {"tokenizer": "parts", "filter": ["lowercase"]},
        "letters": {"tokenizer": "keyword", "filter": ["lowercase", "plain"]},
        "stock_french": {"type": "french"},
        "stock_english": {"type": "english"},
    },
}
EXAMPLES = [
    ("begins", "Éco", ["éc", "éco"]),
    ("keeps", "Été", ["Ete", "Été"]),
    ("english_words", "Montréal's communities", ["montréal", "commun"]),
    ("spares", "intelligences intelligence numériques", ["intelligence", "intelligence", "num"]),
    ("joins", "<p>l’œuvre, peut‑être demi-journée</p>", ["oeuvre", "peut", "être", "demi", "journée"]),
    ("parts", "TIC 42 ICT", ["tic", "ict"]),
    ("letters", "S.-A.2", ["sa"]),
    ("stock_french", "les entreprises québécoises", ["entrepris", "quebecois"]),
    ("stock_english", "the communities", ["commun"]),
]


def analysed(address, index, **asked):
    answer = requests.post(f"{address}/{index}/_analyze", json=asked, timeout=10)
    assert answer.status_code == 200, answer.text
    return [token["token"] for token in answer.json()["tokens"]]


def test_elasticsearch_answers(elasticsearch_url):
    """Its own client refuses what only looks like it."""
    with elasticsearch.Elasticsearch(http_address(elasticsearch_url)) as client:
        assert client.cluster.health()["number_of_nodes"] >= 1
        versions = {node["version"].split(".")[0] for node in client.nodes.info()["nodes"].values()}
    assert versions == {"9"}


def test_opensearch_answers(opensearch_url):
    version = requests.get(http_address(opensearch_url), timeout=10).json()["version"]
    assert (version["distribution"], version["number"].split(".")[0]) == ("opensearch", "3")


def test_the_french_chain_gives_the_same_on_both(search_url, index_prefix):
    address, index = http_address(search_url), f"{index_prefix}french"
    make_index(address, index, {"analysis": CHAIN})
    assert {text: analysed(address, index, analyzer="chain", text=text) for text in FRENCH} == FRENCH


def test_the_other_components_give_the_same_on_both(search_url, index_prefix):
    address, index = http_address(search_url), f"{index_prefix}components"
    make_index(address, index, {"analysis": COMPONENTS})
    found = [(name, text, analysed(address, index, analyzer=name, text=text)) for name, text, _ in EXAMPLES]
    assert found == EXAMPLES
    assert analysed(address, index, normalizer="folded", text="Été À Montréal") == ["ete a montreal"]


def test_the_settings_of_modelsearch_are_accepted(search_url, index_prefix):
    """They name the n-gram tokenizers, and lower case after folding."""
    settings = Elasticsearch9SearchBackend.settings["settings"]
    make_index(http_address(search_url), f"{index_prefix}stock", settings)


def test_what_a_test_has_made_is_removed(search_url, index_prefix):
    address = http_address(search_url)
    for name in ("one", "two"):
        make_index(address, index_prefix + name, {})
    make_index(address, f"not-{index_prefix}", {})
    remove_indices(search_url, index_prefix)
    left = requests.get(f"{address}/*{index_prefix}*/_alias", timeout=10).json()
    remove_indices(search_url, f"not-{index_prefix}")
    assert list(left) == [f"not-{index_prefix}"]
