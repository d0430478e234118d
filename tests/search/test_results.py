from datetime import UTC, datetime, timedelta

import pytest
from django.core.paginator import Paginator
from wagtail.models import PageViewRestriction

from search.contract import Answer, Hit
from search.forms import Asked
from search.results import Beside, Result, gather, turn_to
from tests.factories.pages import make_article, make_project
from tests.factories.partners import make_partner, make_partner_page, make_person

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def asking(total):
    """Something that answers like an engine with `total` results, and the offsets it was asked for."""
    offsets = []

    def ask(offset):
        offsets.append(offset)
        return Answer(total=total)

    return ask, offsets


@pytest.mark.parametrize(
    ("typed", "total", "number", "offsets"),
    [
        ("", 45, 1, [0]),
        ("1", 45, 1, [0]),
        ("2", 45, 2, [20]),
        ("3", 45, 3, [40]),
        ("abc", 45, 1, [0]),
        ("2.5", 45, 1, [0]),
        ("9" * 200, 45, 3, [0, 40]),
        # Beyond the end, the last page, as in the lists: the engine is asked once more.
        ("4", 45, 3, [60, 40]),
        ("-1", 45, 3, [0, 40]),
        ("0", 45, 3, [0, 40]),
        ("999999", 45, 3, [0, 40]),
        ("-1", 20, 1, [0]),
        ("7", 0, 1, [120, 0]),
        # An engine is never sent far without knowing that there is something there.
        ("51", 2000, 51, [0, 1000]),
        ("50", 2000, 50, [980]),
    ],
)
def test_turn_to(typed, total, number, offsets):
    ask, asked = asking(total)
    answer, page = turn_to(typed, ask)
    assert (answer.total, page.number, page.paginator.count, asked) == (total, number, total, offsets)


@pytest.fixture
def partner_page(tree):
    return make_partner_page(tree.fr, make_partner("Un organisme"))


def gathered(answer, asked=None, language="fr", page=1):
    pages = Paginator(range(answer.total), 20)
    return gather(asked or Asked(typed="x"), answer, pages.get_page(page), language=language, now=NOW)


def test_publications_come_as_they_were_ranked(partner_page):
    pages = [make_article(partner_page) for _ in range(3)]
    order = [pages[2], pages[0], pages[1]]
    hits = [Hit(page.pk, f"extrait {page.pk}") for page in order]
    found = gathered(Answer(total=3, hits=hits))
    assert [(one.publication.pk, one.extract) for one in found.page] == [(hit.pk, hit.extract) for hit in hits]
    assert isinstance(found.page.object_list[0], Result)


def test_what_readers_may_not_see_is_left_out_whatever_the_engine_says(tree, partner_page):
    """Each is what could leak: the index is behind the database."""
    seen = make_article(partner_page)
    private = make_article(partner_page)
    PageViewRestriction.objects.create(page=private.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    hub = make_project(tree.fr.projects)
    below = make_project(hub)
    PageViewRestriction.objects.create(page=hub.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    hidden = [
        make_article(partner_page, live=False),
        make_article(partner_page, expire_at=NOW),
        make_article(make_partner_page(tree.en)),
        private,
        hub,
        below,
    ]
    late = make_article(partner_page, expire_at=NOW + timedelta(seconds=1))
    hits = [Hit(page.pk) for page in [*hidden, seen, late]] + [Hit(10**9)]
    found = gathered(Answer(total=9, hits=hits))
    assert [page.pk for page in found.publications] == [seen.pk, late.pk]


def test_the_other_language_is_not_counted_for_a_project_that_it_has_not(tree, partner_page):
    """The link there could not name it, and would lead to other results."""
    both, french = make_project(tree.fr.projects, slug="metier"), make_project(tree.fr.projects, slug="navette")
    make_project(tree.en.projects, slug="loom", translation_key=both.translation_key)
    for projects, elsewhere in ([both], 3), ([french], 0), ([both, french], 0), ([], 3):
        chosen = {"project": tuple(str(project.translation_key) for project in projects)} if projects else {}
        found = gathered(Answer(total=1, elsewhere=3), Asked(typed="x", chosen=chosen))
        assert found.answer.elsewhere == elsewhere


def test_partners_and_people_that_readers_may_not_see_are_left_out(tree, partner_page):
    gone = make_partner_page(tree.fr, make_partner(is_active=False))
    draft = make_partner_page(tree.fr, live=False)
    expired = make_partner_page(tree.fr, expire_at=NOW)
    english = make_partner_page(tree.en)
    second = make_partner_page(tree.fr)
    eve, noe, proposed = make_person("Ève"), make_person("Noé"), make_person("Zoé", is_confirmed=False)
    answer = Answer(
        total=1,
        partners=[second.pk, gone.pk, draft.pk, expired.pk, english.pk, partner_page.pk, 10**9],
        people=[noe.pk, proposed.pk, eve.pk, 10**9],
    )
    assert gathered(answer).beside == Beside([second, partner_page], [noe, eve])


def test_nobody_stands_beside_the_second_page(partner_page):
    answer = Answer(total=30, partners=[partner_page.pk], people=[make_person("Ève").pk])
    assert gathered(answer, page=2).beside == Beside()


def test_facets_without_values_are_left_out(partner_page):
    found = gathered(
        Answer(total=3, counts={"type": {"article": 2, "event": 1}, "mode": {}}),
        Asked(typed="x", chosen={"year": ("2019",)}),
    )
    assert [
        (facet.name, [(one.value, one.count, one.is_selected) for one in options]) for facet, options in found.facets
    ] == [("type", [("article", 2, False), ("event", 1, False)]), ("year", [("2019", 0, True)])]


@pytest.mark.parametrize("many", [1, 20])
def test_queries(partner_page, django_assert_num_queries, many):
    pages = [make_article(partner_page) for _ in range(many)]
    people = [make_person() for _ in range(5)]
    answer = Answer(
        total=many,
        hits=[Hit(page.pk) for page in pages],
        partners=[partner_page.pk],
        people=[one.pk for one in people],
    )
    with django_assert_num_queries(3):
        found = gathered(answer)
        assert [(page.lead_partner.name, page.locale.language_code) for page in found.publications] == [
            ("Un organisme", "fr")
        ] * many
