"""The search of the database: what it finds, counts and shows, on whichever database the tests run."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from wagtail.models import PageViewRestriction

from partners.models import (
    Belonging,
    Contribution,
    CoPublication,
    PartnerAlias,
    PublicationPage,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from search.contract import MARK_END, MARK_START, Hit, Query, Question, Suggested, Unit
from search.database.searcher import DatabaseSearcher
from search.enums import Group, Sort
from search.models import IndexChange
from search.words import read
from tests.factories.core import make_format, make_subject, make_territory, make_theme
from tests.factories.pages import make_article, make_event, make_project
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.search.indexing import fill

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def ask(words="", language="fr", **options):
    query = words if isinstance(words, Query) else read(words)
    return DatabaseSearcher().search(Question(query=query, language=language, now=NOW, **options))


def titles(answer):
    found = PublicationPage.objects.in_bulk([hit.pk for hit in answer.hits])
    return [found[hit.pk].title for hit in answer.hits]


def index():
    """Everything that the database holds is in the index, and nothing waits."""
    fill("default")
    IndexChange.objects.all().delete()


def body(text):
    return [("text", f"<p>{text}</p>")]


@pytest.fixture
def home(tree):
    return make_partner_page(tree.fr, make_partner("Maison des étoffes"))


@pytest.fixture
def english_home(tree, home):
    return make_partner_page(tree.en, home.partner, translation_key=home.translation_key)


@pytest.fixture
def texts(home):
    """Texts that ordinary words should find."""
    make_article(
        home,
        title="Mesurer la découvrabilité",
        summary="Des indicateurs pour les contenus culturels.",
        body=body("Les entreprises québécoises s’appuient sur l’intelligence artificielle."),
    )
    make_article(home, title="Nommer ses fichiers", summary="Une méthode.", body=body("Un œil sur la découvrabilité."))
    make_article(home, title="Un après-midi au cœur de la laine", body=body("Les bergers sont intelligents."))
    index()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("découvrabilité", ["Mesurer la découvrabilité", "Nommer ses fichiers"]),
        ("decouvrabilite", ["Mesurer la découvrabilité", "Nommer ses fichiers"]),
        ("DÉCOUVRABILITÉ", ["Mesurer la découvrabilité", "Nommer ses fichiers"]),
        ("entreprise québécoise", ["Mesurer la découvrabilité"]),
        ("intelligence artificielle", ["Mesurer la découvrabilité"]),
        ("l'intelligence artificielle", ["Mesurer la découvrabilité"]),
        ("l’intelligence", ["Mesurer la découvrabilité", "Un après-midi au cœur de la laine"]),
        ("fichier", ["Nommer ses fichiers"]),
        ("oeil", ["Nommer ses fichiers"]),
        ("coeur", ["Un après-midi au cœur de la laine"]),
        ("après midi", ["Un après-midi au cœur de la laine"]),
        ("aprèsmidi", ["Un après-midi au cœur de la laine"]),
        ('"au cœur de la laine"', ["Un après-midi au cœur de la laine"]),
        ('"laine de la cœur"', []),
        ("étoffes", ["Mesurer la découvrabilité", "Nommer ses fichiers", "Un après-midi au cœur de la laine"]),
        ("hydroélectricité", []),
    ],
)
def test_ordinary_words(texts, words, expected):
    answer = ask(words)
    assert sorted(titles(answer)) == expected
    assert (answer.total, answer.is_similar) == (len(expected), False)


def test_either_gender_of_a_participle(home):
    invited = ["Deux invitées", "Trois invités", "Un invité", "Une invitée"]
    for title in (*invited, "Un musée", "La muse"):
        make_article(home, title=title)
    index()
    for words in ("invité", "invites", "invitée", "INVITEES"):
        assert sorted(titles(ask(words))) == invited
    for words, expected in (("musées", "Un musée"), ("muse", "La muse")):
        assert titles(ask(words)) == [expected]


def test_the_title_before_the_text(texts):
    assert titles(ask("découvrabilité")) == ["Mesurer la découvrabilité", "Nommer ses fichiers"]


def test_the_latest_of_two_that_answer_as_well(home):
    for year in (2019, 2025, 2021):
        article = make_article(home, title="Une étoffe", summary="Tissée.")
        PublicationPage.objects.filter(pk=article.pk).update(sort_date=date(year, 1, 1), title=f"Étoffe de {year}")
    index()
    assert titles(ask("tissée")) == ["Étoffe de 2025", "Étoffe de 2021", "Étoffe de 2019"]


def test_by_date(home):
    for title, year in (("Une laine", 2020), ("Un texte", 2024), ("Un autre", None)):
        article = make_article(home, title=title, summary="La laine.")
        PublicationPage.objects.filter(pk=article.pk).update(sort_date=year and date(year, 1, 1))
    index()
    assert titles(ask("laine", sort=Sort.DATE)) == ["Un texte", "Une laine", "Un autre"]
    assert titles(ask("", sort=Sort.RELEVANCE)) == ["Un texte", "Une laine", "Un autre"]


def test_a_synonym_is_found_in_its_order(home):
    make_article(home, title="Long", summary="Les technologies de l’information au quotidien.")
    make_article(home, title="Désordre", summary="L’information des technologies.")
    make_article(home, title="Court", summary="Les TI.")
    index()
    words = Query("TI", (Unit("TI", synonyms=("technologies de l’information",)),))
    assert sorted(titles(ask(words))) == ["Court", "Long"]


def test_words_that_say_nothing_find_nothing(texts):
    assert ask(Query("…", (Unit("…"),))).total == 0


def test_names_of_people_and_partners_are_found(home):
    other = make_partner("Guilde du fil", acronym="GDF")
    eve = make_person("Ève Tisserand", is_confirmed=True)
    make_article(
        home,
        title="Un texte",
        rows={
            "contributions": [Contribution(person=eve)],
            "co_publications": [CoPublication(partner=other, is_accepted=True)],
        },
    )
    make_article(home, title="Un autre", rows={"co_publications": [CoPublication(partner=other)]})
    index()
    assert titles(ask("eve tisserand")) == ["Un texte"]
    assert titles(ask("guilde du fil")) == ["Un texte"]


class TestFacets:
    """Counts of each facet with the other facets as they were asked."""

    @pytest.fixture
    def shelf(self, tree, home):
        code, culture = make_subject("code"), make_subject("culture")
        theme, territory = make_theme("ia"), make_territory("06")
        project = make_project(tree.fr.projects, title="CLIC et sa laine", slug="clic", sort_date=None)
        hub = make_article(home, title="Sans projet", summary="Laine.")
        guild = make_partner("Guilde", slug="guilde")
        make_article(
            home,
            title="Un",
            summary="Laine.",
            article_kind="analyse",
            rows={
                "subjects": [PublicationSubject(subject=code), PublicationSubject(subject=culture)],
                "themes": [PublicationTheme(theme=theme)],
                "co_publications": [
                    CoPublication(partner=guild, is_accepted=True),
                    CoPublication(partner=make_partner("Refus"), is_accepted=False),
                ],
                "belongings": [
                    Belonging(whole=project, is_accepted=True),
                    Belonging(whole=hub, is_accepted=True),
                ],
            },
        )
        make_event(
            home,
            title="Deux",
            summary="Laine.",
            starts_on=date(2024, 5, 6),
            mode="online",
            format=make_format("atelier"),
            rows={
                "subjects": [PublicationSubject(subject=code)],
                "territories": [PublicationTerritory(territory=territory)],
                "belongings": [Belonging(whole=project)],
            },
        )
        index()
        return str(project.translation_key)

    @pytest.mark.parametrize("words", ["", "laine"])
    def test_every_value(self, shelf, words):
        answer = ask(words)
        assert answer.total == 4
        assert answer.counts == {
            "type": {"article": 2, "event": 1, "project": 1},
            "kind": {"analyse": 1, "atelier": 1, "nouvelle": 1},
            "subject": {"code": 2, "culture": 1},
            "theme": {"ia": 1},
            "partner": {"maison-des-etoffes": 3, "guilde": 1, "la-trame": 1},
            "project": {shelf: 1},
            "territory": {"06": 1},
            "mode": {"online": 1},
            "year": {"2023": 3, "2024": 1},
        }

    @pytest.mark.parametrize(
        ("chosen", "expected"),
        [
            ({"subject": ("code", "culture")}, ["Deux", "Un"]),
            ({"subject": ("culture",)}, ["Un"]),
            ({"subject": ("code",), "type": ("event",)}, ["Deux"]),
            ({"partner": ("guilde",)}, ["Un"]),
            ({"partner": ("guilde", "la-trame")}, ["CLIC et sa laine", "Un"]),
            ({"kind": ("analyse", "atelier"), "year": ("2023", "2024")}, ["Deux", "Un"]),
            ({"mode": ("online",), "territory": ("06",)}, ["Deux"]),
            ({"theme": ("ia",), "mode": ("online",)}, []),
        ],
    )
    @pytest.mark.parametrize("words", ["", "laine"])
    @pytest.mark.usefixtures("shelf")
    def test_one_value_of_each(self, words, chosen, expected):
        answer = ask(words, chosen=chosen)
        assert (sorted(titles(answer)), answer.total, answer.is_similar) == (expected, len(expected), False)

    def test_a_project(self, shelf):
        assert titles(ask("", chosen={"project": (shelf,)})) == ["Un"]

    @pytest.mark.usefixtures("shelf")
    def test_a_facet_is_counted_without_its_own_values(self):
        answer = ask("laine", chosen={"subject": ("culture",), "type": ("article",)})
        assert answer.counts["subject"] == {"code": 1, "culture": 1}
        assert answer.counts["type"] == {"article": 1}
        assert answer.counts["mode"] == {}

    def test_no_value_is_cut_off(self, tree):
        for number in range(30):
            make_article(
                make_partner_page(tree.fr, make_partner(f"Partenaire numéro {number:02}")),
                rows={"subjects": [PublicationSubject(subject=make_subject(f"s{number}"))]},
            )
        index()
        counts = ask("numéro").counts
        assert (len(counts["partner"]), len(counts["subject"])) == (30, 30)


def test_pages_of_results_hold_each_once(home):
    for number in range(7):
        make_article(home, title=f"Laine {number}")
    index()
    pages = [[hit.pk for hit in ask("laine", offset=offset, size=3).hits] for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert len({pk for page in pages for pk in page}) == 7
    assert ask("laine", offset=3, size=3).total == 7


def test_the_other_language_is_counted(home, english_home):
    make_article(home, title="Une cédille", rows={"subjects": [PublicationSubject(subject=make_subject())]})
    make_article(english_home, title="A cédille", rows={"subjects": [PublicationSubject(subject=make_subject())]})
    make_article(english_home, title="Another cédille")
    index()
    assert (ask("cédille").total, ask("cédille").elsewhere) == (1, 2)
    assert (ask("cédille", "en").total, ask("cédille", "en").elsewhere) == (2, 1)
    assert ask("cédille", chosen={"subject": ("gestion",)}).elsewhere == 1
    assert sorted(titles(ask("cédilles", "en"))) == ["A cédille", "Another cédille"]


def test_without_words_the_counts_are_those_of_what_readers_may_see(home, english_home):
    for parent in (home, home, english_home):
        make_article(parent)
    make_article(home, live=False)
    assert ask().total == PublicationPage.objects.visible().filter(locale__language_code="fr").count() == 2
    assert ask().elsewhere == PublicationPage.objects.visible().filter(locale__language_code="en").count() == 1


@pytest.mark.parametrize("hidden", ["draft", "private", "private above", "expired", "deleted"])
def test_what_is_hidden_is_nowhere_though_the_index_holds_it(home, hidden):
    guild = make_partner("Guilde")
    secret = make_article(
        home,
        title="Une brambouille",
        expire_at=NOW + timedelta(days=1),
        rows={
            "subjects": [PublicationSubject(subject=make_subject("secret"))],
            "co_publications": [CoPublication(partner=guild, is_accepted=True)],
        },
    )
    index()
    assert (ask("brambouille").total, len(suggested("bramb"))) == (1, 1)
    if hidden == "draft":
        secret.unpublish()
    if hidden == "expired":
        PublicationPage.objects.filter(pk=secret.pk).update(expire_at=NOW)
    if hidden == "private":
        PageViewRestriction.objects.create(page=secret.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    if hidden == "private above":
        PageViewRestriction.objects.create(page=home.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    if hidden == "deleted":
        secret.delete()
    for words in ("brambouille", "brambouile", ""):
        answer = ask(words)
        assert (answer.total, answer.hits, answer.spelling) == (0, [], None)
        assert answer.counts == {name: {} for name in answer.counts}
    assert ask("brambouille", "en").elsewhere == 0
    assert suggested("bramb") == []


class TestNothingFound:
    """A second try."""

    @pytest.fixture(autouse=True)
    def _texts(self, home):
        make_article(home, title="Gouvernance du numérique", summary="À Mont-Tremblant, avec Ève Tisserand.")
        make_article(home, title="Autre chose", live=False, summary="La drogueminette.")
        index()

    @pytest.mark.parametrize(
        ("typed", "spelling"),
        [
            ("gouvernence", "gouvernance"),
            ("gouvrenance", "gouvernance"),
            ("numerqiue", "numérique"),
            ("gouvernance du numérike", "gouvernance du numérique"),
            ("mont trembant", "mont tremblant"),
            ("tiserand", "tisserand"),
        ],
    )
    def test_words_written_nearly_so(self, typed, spelling):
        answer = ask(typed)
        assert (titles(answer), answer.spelling, answer.is_similar) == (["Gouvernance du numérique"], spelling, True)

    @pytest.mark.parametrize("typed", ["drogueminete", "drogueminett", "zxzxzxzx", "eve2", "gouvernail", "nu"])
    def test_nothing_is_proposed_that_leads_nowhere(self, typed):
        answer = ask(typed)
        assert (answer.total, answer.spelling, answer.is_similar) == (0, None, False)

    def test_a_word_that_was_mended_in_the_texts_is_mended_for_readers_too(self, home):
        article = make_article(home, title="Une inteligence")
        index()
        assert ask("inteligence").total == 1
        article.title = "Une intelligence"
        article.save_revision().publish()
        index()
        answer = ask("inteligence")
        assert (titles(answer), answer.spelling) == (["Une intelligence"], "intelligence")

    def test_only_the_word_is_mended_not_the_letters_of_another(self):
        assert ask("gouvernance gouvernanc").spelling == "gouvernance gouvernance"

    def test_most_of_the_words(self):
        answer = ask("gouvernance numérique avec hydravion")
        assert (titles(answer), answer.spelling, answer.is_similar) == (["Gouvernance du numérique"], None, True)
        assert ask("gouvernance hydravion").total == 0
        assert ask("gouvernance hydravion saxophone").total == 0

    def test_words_that_other_filters_exclude_are_not_replaced(self):
        answer = ask("gouvernance", chosen={"type": ("event",)})
        assert (answer.total, answer.is_similar, answer.spelling) == (0, False, None)


class TestExtracts:
    """What the text says."""

    def test_what_was_found_stands_between_marks(self, home):
        text = "Un mot, puis un autre. " * 30 + "Les étoffes québécoises & <b>de laine</b> se vendent bien."
        make_article(home, title="Un titre", body=body(text))
        index()
        extract = ask("etoffe quebecoise").hits[0].extract
        assert f"{MARK_START}étoffes{MARK_END} {MARK_START}québécoises{MARK_END}" in extract
        assert len(extract) < 600

    def test_none_where_only_the_title_has_it(self, home):
        article = make_article(home, title="Une étoffe", summary="Rien.")
        index()
        assert ask("étoffe").hits == [Hit(article.pk)]

    def test_none_without_words(self, home):
        article = make_article(home, title="Une étoffe")
        index()
        assert ask().hits == [Hit(article.pk)]

    def test_none_of_a_text_that_has_changed_since(self, home):
        article = make_article(home, title="Un titre", summary="Une étoffe.")
        index()
        IndexChange.objects.create(backend="default", model="wagtailcore.Page", object_id=str(article.pk))
        assert ask("étoffe").hits == [Hit(article.pk)]
        IndexChange.objects.all().delete()
        IndexChange.objects.create(backend="other", model="wagtailcore.Page", object_id=str(article.pk))
        assert MARK_START in ask("étoffe").hits[0].extract


class TestBeside:
    """Partners and people."""

    def test_partners_by_name_acronym_and_alias(self, tree):
        guild = make_partner("Guilde du fil", acronym="GDF")
        guild.aliases.add(PartnerAlias(name="Compagnie des tisseurs"))
        guild.save()
        page = make_partner_page(tree.fr, guild, introduction="Des rouets.")
        other = make_partner_page(tree.fr, make_partner("Autre"), introduction="Avec la guilde du fil.")
        make_partner_page(tree.en, guild)
        make_partner_page(tree.fr, make_partner("Guilde du fil éteinte", is_active=False))
        make_partner_page(tree.fr, make_partner("Guilde du fil cachée"), live=False)
        index()
        assert ask("guilde du fil").partners == [page.pk, other.pk]
        assert ask("gdf").partners == [page.pk]
        assert ask("compagnie des tisseurs").partners == [page.pk]
        assert ask("rouet").partners == [page.pk]
        assert ask("guilde du fil", "en").partners != [page.pk]
        assert ask().partners == []

    @pytest.mark.usefixtures("tree")
    def test_people_who_have_a_page(self):
        eve = make_person("Ève Tisserand", role_fr="Directrice", is_confirmed=True)
        make_person("Ève Proposée", is_confirmed=False)
        index()
        assert (ask("eve").people, ask("directrice").people, ask("proposée").people) == ([eve.pk], [eve.pk], [])

    def test_five_at_most(self, tree):
        for number in range(7):
            make_person(f"Ève {number}", is_confirmed=True)
            make_partner_page(tree.fr, make_partner(f"Ève et compagnie {number}"))
        index()
        answer = ask("ève")
        assert (len(answer.people), len(answer.partners)) == (5, 5)


def suggested(typed, language="fr"):
    return DatabaseSearcher().suggest(typed, language=language, now=NOW)


class TestSuggestions:
    """What completes the words while they are typed."""

    @pytest.mark.usefixtures("tree")
    def test_each_group(self, home, english_home):
        article = make_article(home, title="L’étoffe du pays")
        make_article(english_home, title="Étoffe")
        make_article(home, title="Une étoffe cachée", live=False)
        eve = make_person("Marie Étoffier", is_confirmed=True)
        make_person("Étoffée Proposée", is_confirmed=False)
        subject = make_subject("etoffes", label_fr="Étoffes et fils")
        index()
        expected = [
            Suggested(Group.PUBLICATION, article.pk),
            Suggested(Group.PARTNER, home.pk),
            Suggested(Group.PERSON, eve.pk),
            Suggested(Group.SUBJECT, subject.pk),
        ]
        for typed in ("étof", "etof", "ÉTOF", "l'étof", "l’etof", " étof "):
            assert suggested(typed) == expected

    def test_what_begins_so_first(self, home):
        middle = make_article(home, title="Tout sur la laine")
        first = make_article(home, title="Laines et cotons de tous les pays du monde entier")
        index()
        assert [found.pk for found in suggested("lain")] == [first.pk, middle.pk]

    def test_several_words(self, home):
        article = make_article(home, title="Tout sur la laine")
        index()
        assert [found.pk for found in suggested("laine to")] == [article.pk]
        assert suggested("lain to") == []

    def test_five_of_a_group_at_most(self, home):
        for number in range(8):
            make_article(home, title=f"Laine {number}")
        index()
        assert len(suggested("lai")) == 5

    @pytest.mark.parametrize("typed", ["", " ", "'", "’", '"*', "\ue000", "-", "&"])
    @pytest.mark.usefixtures("home")
    def test_nothing_typed(self, typed):
        index()
        assert suggested(typed) == []


HOSTILE = (
    "'" * 10_000,
    '"' * 10_000,
    "a\x00b",
    "(" * 500 + "laine" + ")" * 500,
    "laine AND NOT (coton OR soie) NEAR/3 title:x^2 ~ * ? [a TO b] {x} \\ / + - && ||",
    "laine:*A & !coton <-> | <2>",
    "{title body} : laine*",
    "é" * 500,
    "laine " * 200,
    "% _ %s %(x)s {} $1",
    "'; DROP TABLE x; --",
    "\ue000\ue010\ue011",
    "١٢٣ 中文 ελληνικά",
    "l' d' qu'",
    "1e999 0x10 -1 1.5.2",
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words(texts, typed):
    for words in (typed, f'"{typed}"', f"laine {typed}"):
        assert ask(words).total >= 0
    # Even what nobody has cleaned.
    raw = typed.replace("\x00", "")[:2000]
    units = (Unit(raw, synonyms=(raw, raw[::-1])), Unit(raw, is_exact=True))
    assert ask(Query(raw, units)).total >= 0
    assert DatabaseSearcher().suggest(raw, language="fr", now=NOW) is not None


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow(home, count, django_assert_num_queries):
    for number in range(count):
        make_article(
            home,
            title=f"Laine {number}",
            summary="Une laine de mouton.",
            rows={"subjects": [PublicationSubject(subject=make_subject(f"s{number}"))]},
        )
        make_person(f"Laine {number}", is_confirmed=True)
    index()
    ask("laine")
    # The words, everything that is counted, what waits, extracts, partners and people. SQLite, which has no expressions
    # to ask for, reads the pages for their extracts: their types, then those of one type.
    expected = {"postgresql": 5, "sqlite": 5}[connection.vendor]
    with django_assert_num_queries(expected):
        assert ask("laine").total == count
    with django_assert_num_queries(1):
        assert ask().total == count
    with django_assert_num_queries(1):
        suggested("lai")
