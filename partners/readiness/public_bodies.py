"""A hint in English texts: the name of a public body of Québec is not translated, it is its French one."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.languages import source_code

from .reading import Reading, Words
from .registry import Finding, check, hint
from .rich_text import read

# “Quebec Ministry of Culture”, “Québec’s Ministry of Culture”, and the other way round.
_QC = r"(?:Qu[eé]bec(?:’s|'s)? )"
_OF_QC = r"(?: (?:of|in) Qu[eé]bec\b)"
_AFFAIRS = "Canadian Intergovernmental Affairs"
_ENTERPRISES = "Cultural (?:Enterprises?|Industries)"
_SODEC = f"Corporation for the Development of {_ENTERPRISES}|{_ENTERPRISES} Development (?:Corporation|Agency)"
_MINISTRY = r"(?:Ministry|Department) (?:of|for) (?:the )?"


def _ministry(*names: str) -> str:
    """A ministry whose field of duty no other government words like this."""
    return rf"{_QC}?{_MINISTRY}(?:{'|'.join(names)})\b{_OF_QC}?"


def _common(*names: str) -> str:
    """A ministry that every government has: only that of Québec is meant."""
    name = rf"{_MINISTRY}(?:{'|'.join(names)})\b(?! and)"
    return rf"{_QC}{name}|{name}{_OF_QC}"


def _body(*names: str) -> str:
    """A body whose name stands beside that of Québec, or holds it."""
    return "|".join(rf"{_QC}{name}\b|{name}\b{_OF_QC}" for name in names)


# The French name, as it stands within a sentence, and how it is usually put into English. More precise names first.
BODIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (french, re.compile(english))
    for french, english in (
        ("ministère de la Culture et des Communications", _ministry("Culture and Communications")),
        ("ministère de la Culture et des Communications", _common("Culture", "Culture and Communication")),
        (
            "ministère de la Cybersécurité et du Numérique",
            _ministry("Cyber ?security and (?:the )?Digital(?: (?:Technology|Technologies|Affairs))?"),
        ),
        (
            "ministère des Relations internationales et de la Francophonie",
            _ministry("International Relations and (?:the |La |la )?Francophonie"),
        ),
        ("ministère des Relations internationales et de la Francophonie", _common("International Relations")),
        (
            "ministère de l’Économie, de l’Innovation et de l’Énergie",
            _common("Economy, Innovation,? and Energy", "Economy and Innovation", "Economy"),
        ),
        (
            "ministère de l’Immigration, de la Francisation et de l’Intégration",
            _ministry("Immigration, (?:Francization|Francisation|Frenchification),? and Integration"),
        ),
        ("ministère de l’Emploi et de la Solidarité sociale", _ministry("Employment and Social Solidarity")),
        (
            "ministère des Affaires municipales et de l’Habitation",
            _common("Municipal Affairs and Housing", "Municipal Affairs"),
        ),
        ("ministère de la Langue française", _ministry("French Language")),
        ("ministère de l’Enseignement supérieur", _common("Higher Education")),
        ("ministère de l’Éducation", _common("Education")),
        ("ministère des Finances", _common("Finance")),
        ("ministère du Conseil exécutif", _common("Executive Council")),
        (
            "Secrétariat aux affaires intergouvernementales canadiennes",
            rf"(?:{_AFFAIRS} Secretariat|Secretariat (?:for|of|on) (?:the )?{_AFFAIRS})\b{_OF_QC}?",
        ),
        (
            "Secrétariat du Québec aux relations canadiennes",
            rf"{_QC}?(?:Secretariat (?:for|of|on) Canadian Relations|Canadian Relations Secretariat)\b",
        ),
        ("Secrétariat à la jeunesse", _body("Youth Secretariat", "Secretariat for Youth")),
        (
            "Office québécois de la langue française",
            _body("(?:Office|Board) (?:of|for) (?:the )?French Language", "French Language (?:Office|Board)"),
        ),
        (
            "Bibliothèque et Archives nationales du Québec",
            _body("National (?:Library and (?:National )?Archives|Archives and Library)"),
        ),
        ("Institut de la statistique du Québec", _body("Institute of Statistics", "Statistics Institute")),
        (
            "Bureau de normalisation du Québec",
            _body("Standards? Bureau", "Bureau of Standards", "Standardization Bureau"),
        ),
        ("Conseil des arts et des lettres du Québec", _body("Council of Arts and Letters", "Arts and Letters Council")),
        (
            "Société de développement des entreprises culturelles",
            rf"{_QC}?(?:{_SODEC})\b{_OF_QC}?",
        ),
        ("Fonds de recherche du Québec", _body("Research Funds?")),
        ("Commission d’accès à l’information", _body("(?:Access to Information|Information Access) Commission")),
        ("Investissement Québec", r"Investment Qu[eé]bec\b"),
        ("École nationale d’administration publique", rf"National School of Public Administration\b{_OF_QC}?"),
        ("Les Offices jeunesse internationaux du Québec", _body("International Youth Offices")),
        ("Office franco-québécois pour la jeunesse", r"(?:Franco|France)[-–]Qu[eé]bec Youth Office\b"),
    )
)


@check()
def names_of_public_bodies(reading: Reading) -> Iterator[Finding]:
    """Each name that was translated, once for each text."""
    if reading.page.locale.language_code == source_code():
        return
    for words in reading.words:
        told: set[str] = set()
        for line in _lines(words):
            for french, pattern in BODIES:
                found = None if french in told else pattern.search(line)
                if found:
                    told.add(french)
                    message = _("“%(words)s”: names of public bodies stay in French; write “%(name)s”.")
                    yield hint("public-body", message % {"words": found[0].strip(), "name": french}, words.path)


def _lines(words: Words) -> list[str]:
    """A text line by line, without its tags, with ordinary spaces."""
    lines = read(words.text).lines if words.is_rich else words.text.splitlines()
    return [" ".join(line.split()) for line in lines]
