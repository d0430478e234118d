"""What readers of an English page are told of the French, on every type of page, and at what cost."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from tests.factories.accounts import make_administrator
from tests.factories.moderation import edit
from tests.factories.pages import make_article, make_event, make_project, make_session, make_standard_page
from tests.factories.partners import make_partner, make_partner_page
from tests.factories.translation import english, publish, say, start, translation_of
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands
from translation.models import SourceVersion
from translation.reading import Change, Piece, changes_of, notice_of, plain

MARCH = datetime(2026, 3, 3, 15, tzinfo=UTC)
SENTENCE = "This English version reflects the French text of March 3, 2026; "


def sister(page):
    return Page.objects.get(translation_key=page.translation_key, locale=english()).specific


def translate(page, user):
    """Publish the French as it is, and an English version made from it, which reflects the French of March 3."""
    Page.objects.get(pk=page.pk).specific.save_revision(user=user, clean=False)
    page = publish(page)
    say(start(page, user), user)
    publish(sister(page))
    SourceVersion.objects.filter(source__object_id=page.translation_key).update(dated=MARCH)
    return page


@stands
def user(tree):
    return make_administrator()


@stands
def partner_page(tree):
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    make_partner_page(tree.en, french.partner, translation_key=french.translation_key)
    return french


def body(*paragraphs):
    return [{"type": "text", "id": "b1", "value": "".join(f"<p>{text}</p>" for text in paragraphs)}]


@stands
def article(partner_page, user):
    fields = {
        "title": "Le fil",
        "slug": "le-fil",
        "summary": "Un vieux résumé de ce texte.",
        "body": body("Un.", "Deux."),
    }
    return translate(make_article(partner_page, **fields), user)


def notice(client, page):
    """The notice of the English version of a page, if it has one."""
    return parsed(client.get(sister(page).get_url())).select_one("main aside.behind")


def told(client, page):
    """The sentence of the notice, without its link; nothing where there is no notice."""
    found = notice(client, page)
    return words(found.p).removesuffix(" Read the French text").replace("\u00a0", " ") if found else None


class TestSentence:
    def test_a_current_page_says_nothing(self, client, article):
        assert told(client, article) is None

    def test_one_passage(self, client, article, user):
        publish(edit(article, user, summary="Un nouveau résumé de ce texte."))
        assert told(client, article) == f"{SENTENCE}1 passage has changed since."

    def test_several_passages(self, client, article, user):
        publish(edit(article, user, summary="Un nouveau résumé de ce texte.", body=body("Un.", "Deux.", "Trois.")))
        assert told(client, article) == f"{SENTENCE}2 passages have changed since."

    def test_current_again(self, client, article, user):
        publish(edit(article, user, summary="Un nouveau résumé de ce texte."))
        say(translation_of(article), user)
        publish(sister(article))
        assert told(client, article) is None

    def test_the_link_leads_to_the_french(self, client, article, user):
        publish(edit(article, user, summary="Un autre."))
        link = notice(client, article).p.a
        assert (words(link), link["href"], link["hreflang"]) == ("Read the French text", article.get_url(), "fr-CA")
        assert client.get(link["href"]).status_code == 200

    def test_the_french_page_says_nothing(self, client, article, user):
        publish(edit(article, user, summary="Un autre."))
        assert parsed(client.get(article.get_url())).select("aside.behind") == []

    def test_a_french_draft_is_no_change(self, client, article, user):
        edit(article, user, summary="Un brouillon secret.")
        answer = client.get(sister(article).get_url())
        assert (told(client, article), "secret" in answer.content.decode()) == (None, False)

    def test_an_english_draft_changes_nothing(self, client, article, user):
        publish(edit(article, user, summary="Un autre."))
        say(translation_of(article), user)
        assert told(client, article) == f"{SENTENCE}1 passage has changed since."

    def test_a_preview_of_the_english_draft_says_nothing(self, article, user):
        publish(edit(article, user, summary="Un autre."))
        made = sister(article)
        assert "aside" in made.make_preview_request().rendered_content
        assert "behind" not in made.make_preview_request().rendered_content


class TestHiddenFrench:
    """What readers may not open is not shown to them in the English either."""

    @pytest.mark.parametrize("hide", ["withdrawn", "private", "below a private page"])
    def test_no_word_of_it(self, client, article, user, hide):
        publish(edit(article, user, summary="Un mot qui reste caché."))
        assert "reste caché" in words(notice(client, article))
        if hide == "withdrawn":
            Page.objects.get(pk=article.pk).specific.unpublish()
        else:
            target = article if hide == "private" else article.get_parent()
            PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)
        answer = client.get(sister(article).get_url(), follow=True)
        said = parsed(answer).select("aside.behind")
        assert (said, "reste caché" in answer.content.decode()) == ([], False)


def entries(client, page):
    """What the list under “Show what has changed” says: the words of each entry."""
    return [words(entry) for entry in notice(client, page).select("ol > li")]


class TestWhatHasChanged:
    def test_before_and_now(self, client, article, user):
        publish(edit(article, user, summary="Un nouveau résumé de ce texte."))
        found = notice(client, article)
        assert entries(client, article) == [
            "Before Un vieux résumé de ce texte. Now Un nouveau résumé de ce texte.",
        ]
        assert ([words(item) for item in found.select("del")], [words(item) for item in found.select("ins")]) == (
            ["vieux"],
            ["nouveau"],
        )
        assert {passage["lang"] for passage in found.select("dd")} == {"fr-CA"}
        assert found.details.get("open") is None

    def test_added_and_removed(self, client, article, user):
        publish(edit(article, user, body=body("Un.", "Deux.", "Trois fils de lin.")))
        assert entries(client, article) == ["Added Trois fils de lin."]
        publish(edit(article, user, body=body("Un.")))
        assert entries(client, article) == ["Removed Deux."]

    def test_facts(self, client, article, user):
        publish(edit(article, user, article_kind="entrevue"))
        assert entries(client, article) == ["Dates, images or subjects have changed."]

    def test_order(self, client, article, user):
        publish(edit(article, user, body=body("Deux.", "Un.")))
        assert (told(client, article), entries(client, article)) == (
            f"{SENTENCE}1 passage has changed since.",
            ["The order of passages has changed."],
        )

    def test_as_many_entries_as_passages(self, client, article, user):
        changed = {
            "title": "La trame",
            "summary": "Tout autre chose.",
            "body": body("Trois.", "Un."),
            "article_kind": "entrevue",
        }
        publish(edit(article, user, **changed))
        assert len(entries(client, article)) == notice_of(sister(article)).count

    def test_french_typography_and_no_tag(self, client, article, user):
        publish(edit(article, user, body=body("Un.", "Deux.", 'Un <b>lien</b> : &lt;script&gt; "l\'été" &amp; co')))
        found = notice(client, article)
        assert found.select("script, b") == []
        assert found.ins.get_text() == "Un lien\u00a0: <script> «\u00a0l’été\u00a0» & co"


class TestChangesOf:
    def test_only_the_form(self):
        (change,) = changes_of(['Un <a id="a1">lien</a>'], ["Un <b>lien</b>"])
        assert (change.is_of_form, change) == (True, Change((Piece("Un lien", False),), (Piece("Un lien", False),)))

    def test_the_most_alike_are_compared(self):
        assert changes_of(["Le fil de lin", "Autre"], ["Neuf", "Le fil de laine"]) == [
            Change((Piece("Autre", True),), (Piece("Neuf", True),)),
            Change((Piece("Le fil de", False), Piece("lin", True)), (Piece("Le fil de", False), Piece("laine", True))),
        ]

    @pytest.mark.parametrize(
        ("gone", "come", "expected"),
        [
            ([], ["Un", "Deux"], 2),
            (["Un"], [], 1),
            (["Un", "Deux", "Trois"], ["Quatre", "Un fil"], 3),
            ([""], ["<br>"], 1),
        ],
    )
    def test_as_many_as_the_longer_list(self, gone, come, expected):
        assert len(changes_of(gone, come)) == expected

    def test_plain(self):
        assert (
            plain("Un<br/>fil :\n <i>deux</i>\u00a0% &amp; « trois »")
            == "Un fil\u00a0: deux\u00a0% & «\u00a0trois\u00a0»"
        )


def fields_of(page):
    """A field of each type of page that its readers read."""
    return next(name for name in ("summary", "introduction") if hasattr(page, name))


@stands
def everywhere(tree, partner_page, user):
    """A page of each type that says something, in both languages, by the name of its type."""
    for english_page in (tree.en.home, tree.en.articles, tree.en.calendar, tree.en.projects, tree.en.partners):
        english_page.save_revision().publish()
    event = translate(make_event(partner_page, slug="forum"), user)
    pages = [
        translate(make_article(partner_page, slug="texte"), user),
        event,
        translate(make_session(event, slug="seance"), user),
        translate(make_project(tree.fr.projects, slug="projet"), user),
        translate(make_standard_page(tree.fr.home, slug="a-propos", introduction="Une introduction."), user),
        *(
            translate(set_introduction(page), user)
            for page in (partner_page, tree.fr.articles, tree.fr.calendar, tree.fr.projects, tree.fr.partners)
        ),
    ]
    return {type(page).__name__: page for page in pages}


def set_introduction(page):
    page = Page.objects.get(pk=page.pk).specific
    page.introduction = "Une introduction."
    page.save()
    return page


TYPES = {
    "ArticlePage",
    "EventPage",
    "SessionPage",
    "ProjectPage",
    "StandardPage",
    "PartnerPage",
    "ArticleIndexPage",
    "EventIndexPage",
    "ProjectIndexPage",
    "PartnerIndexPage",
}


class TestEveryType:
    def test_says_it(self, client, everywhere, user):
        assert set(everywhere) == TYPES
        assert {name: told(client, page) for name, page in everywhere.items()} == dict.fromkeys(TYPES)
        for page in everywhere.values():
            publish(edit(page, user, **{fields_of(page): "Des mots tout autres."}))
        expected = dict.fromkeys(TYPES, f"{SENTENCE}1 passage has changed since.")
        assert {name: told(client, page) for name, page in everywhere.items()} == expected

    def test_no_type_is_forgotten(self):
        """The home page is made of what others say: nothing on it is translated but what machines read."""
        from core.models import BasePage

        types = {model.__name__ for model in every_page(BasePage) if not model._meta.abstract}
        assert types - {"PublicationPage"} == TYPES | {"HomePage"}


def every_page(model):
    below = model.__subclasses__()
    return below + [deeper for child in below for deeper in every_page(child)]


def cost(client, path):
    """The number of queries of a page that is opened for the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


class TestCost:
    def test_of_an_article(self, client, article, user):
        """One query for a current translation, three for one that is behind, none for the French."""
        french, translated = article.get_url(), sister(article).get_url()
        current = {"fr": cost(client, french), "en": cost(client, translated)}
        publish(edit(article, user, summary="Un autre."))
        one = cost(client, translated)
        publish(edit(article, user, summary="Un autre.", body=body(*(f"Passage {number}." for number in range(30)))))
        assert (current, one, cost(client, translated), cost(client, french)) == (
            {"fr": 15, "en": 16},
            18,
            18,
            15,
        )

    def test_of_a_page_alone(self, partner_page, django_assert_num_queries):
        alone = make_article(partner_page)
        alone = type(alone).objects.select_related("locale").get(pk=alone.pk)
        with django_assert_num_queries(0):
            assert notice_of(alone) is None
