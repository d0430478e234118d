"""How engines cut a text into words, in each language, and the settings of an index.

Three ways to read the same words: by their stem (`fr`, `en`), so that *entreprises québécoises* is found by *entreprise
quebecoise*; `exact`, without accents but otherwise as written, so that *intelligent* comes before *intelligence*, which
has the same stem; `accented`, as written, so that *marché* comes before *marche*. What is `written` is found by both of
the last.
"""

from typing import Any

# Longer beginnings of a word are not indexed; what is typed is cut there too.
LONGEST_BEGINNING = 15

# Words that carry a phrase and no meaning, without accents as the filter before has left them. Fewer than the usual
# lists hold: their conjugations of *être* and *avoir* take *été* (summer) away, and *son* is also a sound.
_FRENCH = """
    a ai as au aux avec c ce ces cet cette comme d dans de des donc dont du elle elles en est et eu eux il ils j je l la
    le les leur leurs lui m ma mais me mes n ne ni nos notre nous on ont ou par pas plus pour qu que qui s sa se ses si
    sont sous sur t ta te tes tu un une vos votre vous y
"""
_ENGLISH = """
    a an and are as at be but by for if in into is it its no not of on or such that the their then there these they
    this to was were will with
"""
STOP_WORDS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
# What is elided before a vowel: *l’intelligence* is *intelligence*.
_ELIDED = ["c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t"]

# No participles: *donnée*, *durée*, *musée* and *portée* are other words than these.
WITHOUT_FEMININE = ("donne", "dure", "muse", "porte")

# What the stemmer forgets, without accents: plurals after a vowel (*contenus*, *vidéos*, *enjeux*) and feminines
# (*françaises*, *heureuse*, *chercheuse*, *actives*, *invitées*). Deleted before it reads the word.
_ENDINGS = "|".join(
    [
        "(?<=..[aiou])s(?:es?)?$",
        "(?<=.eu)x$",
        "(?<=..ou)x$",
        "(?<=[a-z][a-su-z]eu)rs?$",
        "(?<=..i)(?:fs?|ves?)$",
        f"(?<=..[a-df-z]e){''.join(f'(?<!^{word})' for word in WITHOUT_FEMININE)}es?$",
    ]
)
# Words that follow no rule.
_IRREGULAR = [
    "travaux => travail",
    "materiaux => materiau",
    "vitraux => vitrail",
    "yeux => oeil",
    "clefs, clef => cle",
    "autrices, autrice => auteur",
]

# One apostrophe, one spelling of the ligatures, and nothing of what is not seen (soft hyphens, zero-width characters).
_TYPED = [
    *(f"{sign} => '" for sign in "’‘ʼ′＇"),
    "œ => oe",
    "Œ => OE",
    "æ => ae",
    "Æ => AE",
    *(f"\\u{code} => " for code in ("00AD", "200B", "200C", "200D", "2060", "FEFF")),
]


def _analyzer(*filters: str) -> dict[str, Any]:
    # The tokenizer parts words at hyphens of every kind.
    return {"type": "custom", "tokenizer": "standard", "char_filter": ["typed"], "filter": list(filters)}


ANALYSIS: dict[str, Any] = {
    "char_filter": {"typed": {"type": "mapping", "mappings": _TYPED}},
    "filter": {
        "elided": {"type": "elision", "articles": _ELIDED},
        "possessive": {"type": "stemmer", "language": "possessive_english"},
        "fr_stop": {"type": "stop", "stopwords": sorted(STOP_WORDS["fr"])},
        "fr_irregular": {"type": "stemmer_override", "rules": _IRREGULAR},
        "fr_endings": {"type": "pattern_replace", "pattern": _ENDINGS, "replacement": ""},
        "fr_stem": {"type": "stemmer", "language": "french"},
        "en_stop": {"type": "stop", "stopwords": sorted(STOP_WORDS["en"])},
        "en_stem": {"type": "stemmer", "language": "english"},
        "folded_too": {"type": "asciifolding", "preserve_original": True},
        "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_BEGINNING},
        "cut": {"type": "truncate", "length": LONGEST_BEGINNING},
    },
    "analyzer": {
        "fr": _analyzer("lowercase", "elided", "asciifolding", "fr_stop", "fr_irregular", "fr_endings", "fr_stem"),
        "en": _analyzer("possessive", "lowercase", "elided", "asciifolding", "en_stop", "en_stem"),
        "exact": _analyzer("possessive", "lowercase", "elided", "asciifolding"),
        "written": _analyzer("possessive", "lowercase", "elided", "folded_too"),
        "accented": _analyzer("possessive", "lowercase", "elided"),
        "beginning": _analyzer("possessive", "lowercase", "elided", "asciifolding", "beginnings"),
        "begun": _analyzer("possessive", "lowercase", "elided", "asciifolding", "cut"),
        # Everything that names no analyzer: partners, people, files, vocabularies.
        "default": _analyzer("possessive", "lowercase", "elided", "asciifolding"),
    },
}


def index_settings(replicas: int | None = None) -> dict[str, Any]:
    """The settings of an index; without a number of replicas, one is made as soon as there is a second node."""
    index: dict[str, Any] = {
        "number_of_shards": 1,
        # Said, or an index that nobody has asked for half a minute makes the next reader wait for it.
        "refresh_interval": "1s",
        # The last page of a hundred thousand publications can be opened.
        "max_result_window": 1_000_000,
        # The pages that a person may see in the administration are named one by one.
        "max_terms_count": 1_000_000,
    }
    if replicas is None:
        index["auto_expand_replicas"] = "0-1"
    else:
        index["number_of_replicas"] = replicas
    return {"settings": {"index": index, "analysis": ANALYSIS}}
