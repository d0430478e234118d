"""Every word that the demonstration shows is printed by the rules of its language."""

import re

import pytest
from bs4 import BeautifulSoup, NavigableString

from tests.functional.reporting import named

# What stands within a line of text; any other element begins and ends one.
INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "kbd",
    "mark",
    "q",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "svg",
    "time",
}
AS_IS = {"code", "pre", "script", "style", "svg", "kbd", "textarea", "template"}
ATTRIBUTES = ("alt", "aria-label", "title", "placeholder")
# Stands for what has its own rules, or none.
UNKNOWN = "x"
ADDRESS = re.compile(r"(https?://|www\.)[^\s<>«»]+|[\w.+-]+@[\w.-]+\w")

# The rules of the Office québécois de la langue française.
FRENCH = {
    "space before ? ! ;": r"[ \u00a0\u202f][?!;]",
    "colon without its non-breaking space": r"(?<!\u00a0):(?=\s|$)",
    "« without its non-breaking space": r"«(?!\u00a0)",
    "» without its non-breaking space": r"(?<!\u00a0)»",
    "sign without its non-breaking space": r"\d[ \u202f]?[%$]",
    "hour with ordinary spaces or none": r"\d ?h ?\d|\d h\b",
    "hour with a leading zero": r"\b0\d\u00a0h",
    "hour with 00 minutes": r"h\u00a000\b",
    "hour with a colon": r"\b\d{1,2}:\d\d\b",
    "sum with its sign first": r"\$\d",
    "thousands with a comma": r"\d,\d{3}\b",
    "thousands with an ordinary space": r"(?<![\d,.])\d{1,3}(?: \d{3})+\b",
    "decimals with a point": r"\d\.\d+\u00a0?[%$]",
    "1 for 1er": r"\b1[ \u00a0](janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)",
    "month or day with a capital": r"\b\d{1,2}(er)?[ \u00a0](Janv|Févr|Mars|Avr|Mai|Juin|Juil|Août|Sept|Oct|Nov|Déc)",
    "date in figures": r"\b\d{1,2}/\d{1,2}/\d{4}\b",
    "inclusive form with a dot": r"[a-zé]·[a-z]",
    "straight quotation mark": r"\"",
    "straight apostrophe": r"'",
    "capital without its accent": r"\b(A|Etat|Etats|Ecole|Evenement|Evénement|Etude|Edition|Ecotech)\b(?= [a-zà-ÿ])",
}
# Canadian usage.
ENGLISH = {
    "French quotation mark": r"[«»]",
    "straight quotation mark": r"\"",
    "straight apostrophe": r"'",
    "space before punctuation": r"[ \u00a0\u202f][;:!?]",
    "French hour": r"\d[ \u00a0]?h[ \u00a0]?\d\d\b|\d[ \u00a0]h\b",
    "24-hour clock": r"\b\d{1,2}:\d\d\b(?!\u00a0[ap]\.m\.)",
    "a.m. or p.m. in another form": r"\d ?([ap]m|[AP]\.?M\.?)\b|\d ?[ap]\.m\.",
    "minutes of a whole hour": r"\d:00\u00a0[ap]\.m\.",
    "space before a sign": r"\d[ \u00a0\u202f][%$]",
    "sum with its sign last": r"\d\$",
    "thousands with a space": r"(?<![\d,.])\d{1,3}(?:[ \u00a0\u202f]\d{3})+\b(?! \d)",
    "decimal comma": r"\d,\d{1,2}(?!\d)",
    "date in figures": r"\b\d{1,2}/\d{1,2}/\d{4}\b",
    "date in the French order": r"\b\d{1,2}[ \u00a0](Jan|Feb|March|April|May|June|July|Aug|Sept|Oct|Nov|Dec)",
}


RULES = {"fr": FRENCH, "en": ENGLISH}


class Lines:
    """The lines of text below an element, each with its language, as a reader sees them."""

    def __init__(self, element, language):
        self.found = []
        self.pieces = []
        self.read(element, language)
        self.end(language)

    def read(self, element, language):
        """Add the words of an element to the line, or begin another line where a browser would."""
        for child in element.children:
            if isinstance(child, NavigableString):
                self.pieces += [child] * (type(child) is NavigableString)
                continue
            spoken = (child.get("lang") or language)[:2]
            self.found += [(spoken, child[name]) for name in ATTRIBUTES if child.get(name)]
            # What is hidden from those who listen is a drawing made of letters.
            within = child.name in INLINE and child.get("aria-hidden") != "true"
            if not within:
                self.end(language)
            if child.name in AS_IS:
                self.pieces.append(UNKNOWN)
            elif spoken != language:
                self.found += Lines(child, spoken).found
                self.pieces.append(UNKNOWN)
            else:
                self.read(child, language)
            if not within:
                self.end(language)

    def end(self, language):
        """Put away the line as it is."""
        text = re.sub(r"[ \t\n\r\f]+", " ", "".join(self.pieces)).strip(" ")
        self.pieces = []
        if text.strip(UNKNOWN):
            self.found.append((language, text))


def breaches(language, text):
    """The rules that a line breaks, each with where."""
    plain = ADDRESS.sub(UNKNOWN, text)
    for rule, pattern in RULES[language].items():
        for found in re.finditer(pattern, plain):
            around = plain[max(0, found.start() - 20) : found.end() + 20]
            yield f"{rule}: …{around}…".replace("\u00a0", "⍽").replace("\u202f", "⍽")


@pytest.fixture(scope="session")
def lines(pages):
    """Every line of every page, with its language, and one of the addresses where it stands."""
    found = {}
    for page in pages:
        description = page.soup.find("meta", attrs={"name": "description"})
        written = Lines(page.soup, page.language).found
        if description:
            written.append((page.language, description["content"]))
        for line in written:
            found.setdefault(line, page.address)
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_line_follows_the_rules(lines, language):
    of_language = {text: address for (spoken, text), address in lines.items() if spoken == language}
    assert len(of_language) > 500
    broken = [f"{breach} ({address})" for text, address in of_language.items() for breach in breaches(language, text)]
    assert named(broken) == ""


# The right and the wrong of the same rules: a rule that finds nothing in the wrong would find nothing anywhere.
@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("fr", "Est-ce possible?", "Est-ce possible ?"),
        ("fr", "Thème\u00a0: IA", "Thème: IA"),
        ("fr", "Thème\u00a0: IA", "Thème : IA"),
        ("fr", "«\u00a0Lab connexions\u00a0»", '"Lab connexions"'),
        ("fr", "«\u00a0Lab connexions\u00a0»", "« Lab connexions »"),
        ("fr", "71,1\u00a0%", "71.1%"),
        ("fr", "29,9\u00a0%", "29.9\u00a0%"),
        ("fr", "10\u00a0461 visites", "10,461 visites"),
        ("fr", "10\u00a0461 visites", "10 461 visites"),
        ("fr", "129\u00a0560\u00a0$", "$129\u00a0560"),
        ("fr", "9\u00a0h", "09\u00a0h\u00a000"),
        ("fr", "13\u00a0h\u00a030", "13h30"),
        ("fr", "13\u00a0h\u00a030", "13:30"),
        ("fr", "le mardi 10 octobre 2023", "le mardi 10 Octobre 2023"),
        ("fr", "1er\u00a0février 2019", "1 février 2019"),
        ("fr", "2023-10-10", "10/10/2023"),
        ("fr", "À propos d’un projet", "A propos d’un projet"),
        ("fr", "À propos d’un projet", "À propos d'un projet"),
        ("fr", "les mentores et les mentors", "les mentor·e·s"),
        ("en", "What is “discoverability”?", "What is « discoverability »?"),
        ("en", "What is “discoverability”?", 'What is "discoverability"?'),
        ("en", "What is “discoverability”?", "What is “discoverability” ?"),
        ("en", "the partners’ thread", "the partners' thread"),
        ("en", "1:30\u00a0p.m.", "1:30 PM"),
        ("en", "1:30\u00a0p.m.", "1:30 p.m."),
        ("en", "1:30\u00a0p.m.", "13:30"),
        ("en", "1:30\u00a0p.m.", "13\u00a0h\u00a030"),
        ("en", "9\u00a0a.m.", "9:00\u00a0a.m."),
        ("en", "$129,560", "129\u00a0560\u00a0$"),
        ("en", "71.1%", "71,1\u00a0%"),
        ("en", "October 10, 2023", "10 October 2023"),
    ],
)
def test_the_rules_tell_right_from_wrong(language, right, wrong):
    assert list(breaches(language, right)) == []
    assert list(breaches(language, wrong)) != []


def test_lines_are_read_as_a_browser_shows_them():
    html = """<div title="Du fil">Un <b>fil</b>
        : <i lang="en">a thread: one</i>, <code>a: b</code><p>Deux<br>trois</p><svg><title>x</title></svg></div>"""
    assert Lines(BeautifulSoup(html, "html.parser"), "fr").found == [
        ("fr", "Du fil"),
        ("en", "a thread: one"),
        ("fr", "Un fil : x, x"),
        ("fr", "Deux"),
        ("fr", "trois"),
    ]
