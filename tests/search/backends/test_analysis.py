"""How texts are cut into words: the same on both engines."""

import pytest
import requests

from search.backends.analysis import index_settings
from tests.engine.asking import ANSWER_SECONDS, http_address, make_index

pytestmark = pytest.mark.engine

FRENCH = {
    "L'intelligence artificielle": ["intelligent", "artificiel"],
    "L’INTELLIGENCE ARTIFICIELLE": ["intelligent", "artificiel"],
    "découvrabilité decouvrabilite": ["decouvrabilit", "decouvrabilit"],
    "les entreprises québécoises": ["entrepr", "quebecoi"],
    "une entreprise quebecoise": ["entrepr", "quebecoi"],
    "l’accessibilité numérique": ["accessibilit", "numer"],
    "éducation education": ["educ", "educ"],
    "cœur coeur Œuvre": ["coeu", "coeu", "oeuvr"],
    "jusqu’à lorsqu'elle aujourd’hui": ["aujourd'hui"],
    "demi-journée demi‑journée demi‐journée": ["dem", "journ", "dem", "journ", "dem", "journ"],
    # The season and the sound are words; with or without accents, words of grammar are none.
    "l’été ete à a": ["ete", "ete"],
    "le son": ["son"],
    # Plurals after a vowel, feminines, and words that follow no rule.
    "contenu contenus": ["contenu", "contenu"],
    "vidéo vidéos": ["video", "video"],
    "enjeu enjeux": ["enjeu", "enjeu"],
    "travail travaux": ["travail", "travail"],
    "français françaises": ["franc", "franc"],
    "chercheurs chercheuse": ["chercheu", "chercheu"],
    "actif actives": ["acti", "acti"],
    "invité invités invitée invitées": ["invit", "invit", "invit", "invit"],
    "musée musées muse": ["muse", "muse", "mus"],
    "durée durées dure": ["dure", "dure", "dur"],
    "dé\u00adcou\u200bverte": ["decouvert"],
}
ENGLISH = {
    "Montréal’s communities and a community": ["montreal", "commun", "commun"],
    "The discovery of contents": ["discoveri", "content"],
}
OTHERS = [
    ("exact", "L’intelligence d'un cœur québécois’s", ["intelligence", "un", "coeur", "quebecois"]),
    ("accented", "L’intelligence d'un cœur québécois", ["intelligence", "un", "coeur", "québécois"]),
    ("begun", "L’intercommunautarisation", ["intercommunauta"]),
    ("beginning", "l’été", ["e", "et", "ete"]),
    ("default", "Éva N.-D.", ["eva", "n", "d"]),
]


def test_words(search_url, index_prefix):
    address, name = http_address(search_url), f"{index_prefix}words"
    make_index(address, name, index_settings()["settings"])

    def tokens(analyzer, text):
        body = {"analyzer": analyzer, "text": text}
        answer = requests.post(f"{address}/{name}/_analyze", json=body, timeout=ANSWER_SECONDS)
        return [found["token"] for found in answer.json()["tokens"]]

    assert {text: tokens("fr", text) for text in FRENCH} == FRENCH
    assert {text: tokens("en", text) for text in ENGLISH} == ENGLISH
    assert [(analyzer, text, tokens(analyzer, text)) for analyzer, text, _tokens in OTHERS] == OTHERS


def test_replicas_are_said_or_follow_the_nodes():
    said, followed = (index_settings(replicas)["settings"]["index"] for replicas in (2, None))

    assert (said.get("number_of_replicas"), said.get("auto_expand_replicas")) == (2, None)
    assert (followed.get("number_of_replicas"), followed.get("auto_expand_replicas")) == (None, "0-1")
