"""What a reader types becomes the units that must be found."""

import time

import pytest

from search.contract import LONGEST_QUERY, MARK_END, MARK_START, MOST_UNITS, Query, Unit
from search.synonyms import gather
from search.words import clean, folded, read

ACRONYMS = [
    (
        "TIC",
        "technologies de l’information et des communications",
        "ICT",
        "information and communications technologies",
    ),
    ("TI", "technologies de l’information", "IT", "information technology"),
    ("IA", "intelligence artificielle", "AI", "artificial intelligence"),
]
GROUPS = [["courriel", "e-mail", "courrier électronique"], ["R-D", "R&D", "recherche et développement"]]


@pytest.fixture(scope="module")
def groups():
    return gather(GROUPS, ACRONYMS)


def texts(typed, groups=None):
    """The units, those between quotation marks with their marks."""
    return [f"“{unit.text}”" if unit.is_exact else unit.text for unit in read(typed, groups).units]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", []),
        ("   ", []),
        ("découvrabilité", ["découvrabilité"]),
        ("Découvrabilité des œuvres", ["Découvrabilité", "œuvres"]),
        # Elisions, with any apostrophe; what is no elision stays whole.
        ("l'intelligence artificielle", ["intelligence", "artificielle"]),
        ("l’intelligence d’aujourd’hui", ["intelligence", "aujourd’hui"]),
        ("qu'est-ce que la donnée", ["donnée"]),
        ("Jean O'Brien, d’Alembert", ["Jean", "O'Brien", "Alembert"]),
        ("jusqu’ici presqu’île", ["ici", "presqu’île"]),
        ("women's work", ["women's", "work"]),
        # Stop words of both languages, unless they are all there is; with their accents.
        ("les données de la ville", ["données", "ville"]),
        ("what is the state of the art", ["state", "art"]),
        ("comment écrire pour le web", ["écrire", "web"]),
        ("de la", ["de", "la"]),
        ("être ou ne pas être", ["être", "ou", "ne", "pas"]),
        ("école d’été", ["école", "été"]),
        ("thé et café", ["thé", "café"]),
        # Capitals among small letters are an acronym; those who shout and those who know operators are understood.
        ("emplois en IT", ["emplois", "IT"]),
        ("IT", ["IT"]),
        ("vitamine D, plan B", ["vitamine", "D", "plan", "B"]),
        ("L intelligence à l école", ["intelligence", "école"]),
        ("What do I need", ["need"]),
        ("LES DONNÉES DE LA VILLE", ["DONNÉES", "VILLE"]),
        ("données AND ville NOT art", ["données", "ville", "art"]),
        # Signs.
        ("ville, art; (données) ?", ["ville", "art", "données"]),
        ("art+ville/données | ~sport* -jeu title:web", ["art", "ville", "données", "sport", "jeu", "title", "web"]),
        ("Node.js 2.0 info@crim.ca", ["Node.js", "2.0", "info", "crim.ca"]),
        ("R&D, R & D", ["R&D"]),
        ("_souligné_", ["souligné"]),
        ("🎉 fête", ["fête"]),
        # The same word twice.
        ("ville Villes VILLE", ["ville"]),
        # Quotation marks.
        ("“les TIC” et l’art", ["“les TIC”", "art"]),
        ("«\u00a0mot exact\u00a0»", ["“mot exact”"]),
        ('"l’état des lieux" 2023', ["“état des lieux”", "2023"]),
        ('"ville', ["ville"]),
        ('"" " " "(" ville', ["ville"]),
        ('ville "ville"', ["ville", "“ville”"]),
        ("'intelligence artificielle'", ["intelligence", "artificielle"]),
    ],
)
def test_units(typed, expected):
    assert texts(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cyber-sécurité", Unit("cyber-sécurité", synonyms=("cybersécurité",))),
        ("cyber‑sécurité", Unit("cyber‑sécurité", synonyms=("cybersécurité",))),
        ("U.Q.A.M.", Unit("U.Q.A.M", synonyms=("UQAM",))),
        ("Saguenay-Lac-Saint-Jean", Unit("Saguenay-Lac-Saint-Jean")),
    ],
)
def test_compounds_are_found_in_one_word_too(typed, expected):
    assert read(typed).units == (expected,)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("TIC", [Unit("TIC", synonyms=(ACRONYMS[0][1], "ICT", ACRONYMS[0][3]))]),
        ("les tics", [Unit("tics", synonyms=("TIC", ACRONYMS[0][1], "ICT", ACRONYMS[0][3]))]),
        ("ICTs", [Unit("ICTs", synonyms=("TIC", ACRONYMS[0][1], "ICT", ACRONYMS[0][3]))]),
        ("it", [Unit("it", synonyms=("TI", ACRONYMS[1][1], ACRONYMS[1][3]))]),
        ("put it there", [Unit("put")]),
        # The longest expression, whatever its articles, its number and its apostrophe.
        (
            "technologies de l'information et de la communication au Québec",
            [
                Unit(
                    "technologies de l'information et de la communication",
                    synonyms=("TIC", ACRONYMS[0][1], "ICT", ACRONYMS[0][3]),
                ),
                Unit("Québec"),
            ],
        ),
        (
            "Technologie de l’information",
            [Unit("Technologie de l’information", synonyms=("TI", ACRONYMS[1][1], "IT", ACRONYMS[1][3]))],
        ),
        ("l’intelligence collective", [Unit("intelligence"), Unit("collective")]),
        # Any spelling of a term.
        ("emails", [Unit("emails", synonyms=("courriel", "e-mail", "courrier électronique"))]),
        ("E-mail", [Unit("E-mail", synonyms=("courriel", "courrier électronique", "Email"))]),
        ("R & D", [Unit("R & D", synonyms=("R-D", "R&D", "recherche et développement"))]),
        ("la R et D", [Unit("R et D", synonyms=("R-D", "R&D", "recherche et développement"))]),
        ("recherche développement", [Unit("recherche développement", synonyms=("R-D", "R&D", GROUPS[1][2]))]),
        # Between quotation marks one means the words themselves.
        ("“TIC”", [Unit("TIC", is_exact=True)]),
    ],
)
def test_expressions_of_the_table_are_one_unit(typed, expected, groups):
    assert list(read(typed, groups).units) == expected


class TestText:
    def test_keeps_the_reader_s_wording(self):
        assert read("  L’Œuvre :\t«\u00a0Cœur\u00a0»  ").text == "L’Œuvre : « Cœur »"

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("a\x00b", "a b"),
            ("un\u200bdeux\u202egauche\u00ad", "undeuxgauche"),
            (f"{MARK_START}mot{MARK_END}", "mot"),
            ("\ud800mot", "mot"),
            ("e\u0301te\u0301", "été"),
            ("x" * 500, "x" * LONGEST_QUERY),
            ("mots " * 100, ("mots " * 40).strip()),
            (f"{'x' * 150} {'y' * 100}", "x" * 150),
        ],
    )
    def test_is_clean(self, typed, expected):
        assert clean(typed) == expected
        assert read(typed).text == expected

    def test_units_are_few(self):
        assert texts(" ".join(f"mot{number}" for number in range(40))) == [
            f"mot{number}" for number in range(MOST_UNITS)
        ]


@pytest.mark.parametrize(
    "typed",
    [
        '"' * 10_000,
        "“" * 5_000 + "»" * 5_000,
        "(" * 50_000 + ")" * 50_000,
        "a" * 1_000_000,
        "l'" * 100_000,
        "a-" * 100_000,
        "a.b" * 100_000,
        "\x00" * 1_000_000,
        "e\u0301" * 100_000,
        "\u0301\u0316" * 100_000,
        "technologies de l'" * 20_000,
        " " * 1_000_000,
        "AND OR NOT " * 10_000,
        "a b c d " * 50_000,
        "a & " * 50_000,
    ],
)
def test_hostile_words_take_no_time(typed, groups):
    started = time.perf_counter()
    query = read(typed, groups)
    assert time.perf_counter() - started < 0.05
    assert isinstance(query, Query)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.units) <= MOST_UNITS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Découvrabilité", "decouvrabilite"),
        ("L’Œuvre d’Æsop", "l'oeuvre d'aesop"),
        ("porte‑parole ‐ \u00a0ÉTÉ", "porte-parole - ete"),
        ("co\u00adopérer", "cooperer"),
        ("Straße Ørsted", "strasse orsted"),
    ],
)
def test_folded(text, expected):
    assert folded(text) == expected
