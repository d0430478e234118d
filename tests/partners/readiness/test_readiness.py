import json
from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from partners.enums import FindingLevel
from partners.models import PublicationSubject
from partners.readiness import blocking, findings
from projects.models import Milestone
from tests.factories.core import make_image, make_subject
from tests.factories.pages import make_article, make_project, make_standard_page
from tests.factories.partners import make_partner_page
from tests.standing import stands

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
SUMMARY = "Une phrase qui dit en peu de mots ce que l’on trouvera dans le texte."


@stands
def parent(tree):
    return make_partner_page(tree.fr)


def ready(parent, *blocks, **fields):
    """An article without a fault, but for what is given, as its editor has it in memory."""
    page = make_article(
        parent,
        title="Un titre qui se lit",
        summary=SUMMARY,
        lead_image=make_image(),
        lead_image_is_decorative=True,
        rows={"subjects": [PublicationSubject(subject=make_subject())]},
    )
    blocks = [("text", "<p>Un texte.</p>")] if not blocks and "body" not in fields else blocks
    body = [{"type": kind, "value": value, "id": f"b{number}"} for number, (kind, value) in enumerate(blocks)]
    for name, value in {"body": json.dumps(body), **fields}.items():
        setattr(page, name, value)
    return drafted(page)


def drafted(page):
    """The page from its latest draft, which was saved as it was, faults and all."""
    page.save_revision(clean=False)
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def again(page):
    """The page from the same draft, after something else has changed."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def found(page, *, level=None):
    """What is found, without the words: the code, with the field."""
    listed = findings(page, now=NOW)
    return [(one.code, one.field) for one in listed if level in {None, one.level}]


def in_texts(parent, texts):
    """The codes of what is found in each of these rich texts, all on one page."""
    page = ready(parent, *(("text", text) for text in texts))
    listed = findings(page, now=NOW)
    return {text: [one.code for one in listed if one.field == f"body.b{number}"] for number, text in enumerate(texts)}


def document():
    return get_document_model().objects.create(title="Un bilan", file=ContentFile(b"texte", "bilan.txt"))


def test_a_text_without_a_fault_has_no_finding(parent):
    assert findings(ready(parent), now=NOW) == []


def test_what_blocks_comes_first(parent):
    page = ready(parent, lead_image=None, summary="", title="X" * 121)
    levels = [finding.level for finding in findings(page, now=NOW)]
    assert levels == [FindingLevel.BLOCKING, FindingLevel.WARNING, FindingLevel.WARNING, FindingLevel.WARNING]
    assert [finding.code for finding in blocking(page, now=NOW)] == ["summary-missing"]


def test_messages_follow_the_active_language(parent):
    page = ready(parent, summary="")
    with translation.override("en"):
        (finding,) = findings(page, now=NOW)
    assert finding.message == "Write a summary of one or two sentences: every list shows it."


def test_unsaved_rows_are_read(parent):
    page = ready(parent)
    page.subjects.set([])
    assert found(page) == [("subject-missing", "subjects")]
    page.subjects.add(PublicationSubject(subject=make_subject()))
    assert found(page) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"lead_image_is_decorative": False}, [("image-without-words", "lead_image_alt")]),
        ({"lead_image_is_decorative": False, "lead_image_alt": "Une salle"}, []),
        ({"lead_image_is_decorative": False, "lead_image_alt": "IMG_2034.jpg"}, [("image-words", "lead_image_alt")]),
        ({"lead_image": None}, [("lead-image-missing", "lead_image")]),
        ({"summary": ""}, [("summary-missing", "summary")]),
        ({"summary": "Trop court."}, [("summary-short", "summary")]),
        ({"summary": "Long. " * 45}, [("summary-long", "summary")]),
        ({"summary": "Un titre qui se lit"}, [("summary-title", "summary")]),
        ({"title": "GRANDE NOUVELLE DU SECTEUR"}, [("title-capitals", "title")]),
        ({"title": "MTL connecte"}, []),
        ({"title": "Long " * 25}, [("title-long", "title")]),
        ({"body": "[]"}, [("article-empty", "body")]),
        ({"notes": '<p><a href="javascript:alert(1)">Source</a></p>'}, [("link-script", "notes")]),
    ],
)
def test_fields(parent, fields, expected):
    assert found(ready(parent, **fields)) == expected


def test_a_required_field_left_empty_is_named_by_its_label(parent):
    project = drafted(make_project(parent, summary=SUMMARY, short_name="Projet"))
    project.short_name = ""
    project.milestones = [Milestone(label="")]
    expected = [("incomplete", "short_name"), ("incomplete", "milestones")]
    assert found(project, level=FindingLevel.BLOCKING) == expected
    with translation.override("en"):
        messages = [finding.message for finding in blocking(project, now=NOW)]
    assert messages == ["Fill in “Short name”.", "Fill in “What happens”."]


def test_a_subject_named_twice_is_refused_by_the_model(parent):
    subject = make_subject()
    page = ready(parent)
    page.subjects.set([PublicationSubject(subject=subject), PublicationSubject(subject=subject)])
    assert found(page) == [("invalid", "")]


class TestBlocks:
    def test_a_block_left_empty(self, parent):
        quote = {"text": "Un fil.", "name": "", "role": ""}
        page = ready(parent, ("quote", quote), ("video", {"provider": "vimeo", "identifier": "a b", "title": "Film"}))
        assert found(page) == [("incomplete", "body.b0.name"), ("invalid", "body.b1.identifier")]

    def test_an_exchange_left_empty(self, parent):
        exchanges = [
            {"type": "item", "id": "e1", "value": {"question": "Où?", "speaker": "Elle", "answer": "<p>Ici.</p>"}},
            {"type": "item", "id": "e2", "value": {"question": "", "speaker": "Elle", "answer": "<p>Ici.</p>"}},
        ]
        page = ready(parent, ("interview", {"interviewer": "La Trame", "exchanges": exchanges}))
        assert found(page) == [("incomplete", "body.b0.exchanges.e2.question")]

    def test_a_table_without_a_caption(self, parent):
        table = {"columns": [{"type": "text", "heading": "A"}], "rows": [{"values": ["b"]}], "caption": ""}
        page = ready(parent, ("table", {"table": table, "source": "", "caveat": ""}))
        assert found(page) == [("invalid", "body.b0.table")]

    def test_a_draft_being_saved_elsewhere_hides_nothing(self, parent):
        stream = ArticlePage._meta.get_field("body").stream_block
        page = ready(parent, ("quote", {"text": "", "name": "Elle", "role": ""}))
        stream.defer_required_validation()
        try:
            assert found(page) == [("incomplete", "body.b0.text")]
        finally:
            stream.restore_deferred_validation()


class TestImages:
    def test_images_of_the_text(self, parent):
        image, gone = make_image(), make_image("Une autre")
        values = [
            {"image": image.pk, "alt_text": "", "decorative": False},
            {"image": image.pk, "alt_text": "Deux personnes", "decorative": False},
            {"image": image.pk, "alt_text": "", "decorative": True},
            {"image": image.pk, "alt_text": "salle.png", "decorative": False},
            {"image": gone.pk, "alt_text": "Une salle", "decorative": False},
            {"image": None, "alt_text": "", "decorative": False},
        ]
        page = ready(parent, *(("image", {"image": value, "caption": "", "credit": ""}) for value in values))
        gone.delete()
        assert found(again(page)) == [
            ("image-without-words", "body.b0.image.alt_text"),
            ("image-gone", "body.b4.image"),
            ("incomplete", "body.b5.image.image"),
            ("image-words", "body.b3.image.alt_text"),
        ]


class TestHeadings:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("<h2>Un</h2><p>Texte</p><h3>Deux</h3><h2>Trois</h2>", []),
            ("<h3>Deux</h3><p>Texte</p>", [("heading-order", "body.b0")]),
            ("<h2></h2><p>Texte</p>", [("heading-empty", "body.b0")]),
        ],
    )
    def test_order(self, parent, html, expected):
        assert found(ready(parent, ("text", html))) == expected

    def test_a_heading_may_follow_that_of_another_block(self, parent):
        callout = {"kind": "info", "title": "À savoir", "text": "<p>Un détail.</p>"}
        assert found(ready(parent, ("text", "<h2>Un</h2>"), ("text", "<h3>Deux</h3>"))) == []
        assert found(ready(parent, ("callout", callout), ("text", "<h3>Deux</h3>"))) == []


class TestAddresses:
    def test_form(self, parent):
        expected = {
            "https://exemple.example/page?x=1#y": [],
            "http://exemple.example/": ["link-insecure"],
            "https://exemple": ["link-malformed"],
            "www.exemple.example": ["link-malformed"],
            "https:/exemple.example": ["link-malformed"],
            "https://[exemple": ["link-malformed"],
            "": ["link-malformed"],
            "ftp://exemple.example/": ["link-malformed"],
            "javascript:alert(1)": ["link-script"],
            "JavaScript:alert(1)": ["link-script"],
            "data:text/html,x": ["link-script"],
            "#plus-bas": ["link-anchor"],
            "mailto:bonjour@exemple.example?subject=Oui": [],
            "mailto:a@exemple.example,b@exemple.example": [],
            "mailto:bonjour": ["link-malformed"],
            "tel:+15145550199": [],
            "tel:!": ["link-malformed"],
        }
        texts = [f'<p><a href="{address}">Le bilan de l’année</a></p>' for address in expected]
        assert dict(zip(expected, in_texts(parent, texts).values(), strict=True)) == expected

    def test_words(self, parent):
        expected = {
            "Le bilan de l’année": [],
            "Plus de mille personnes": [],
            "Cliquez ici": ["link-words"],
            "En savoir plus…": ["link-words"],
            "click here": ["link-words"],
            "https://exemple.example/": ["link-words"],
            "www.exemple.example": ["link-words"],
            "": ["link-words"],
        }
        texts = [f'<p>Lire <a href="https://exemple.example/">{words}</a></p>' for words in expected]
        assert dict(zip(expected, in_texts(parent, texts).values(), strict=True)) == expected

    def test_addresses_of_blocks(self, parent):
        figure = {"value": "34", "unit": "%", "label": "ont lu", "source": "Une enquête", "caveat": ""}
        page = ready(parent, ("figure", {**figure, "source_url": "http://exemple.example/"}))
        assert found(page) == [("link-insecure", "body.b0.source_url")]

    def test_words_of_a_list_of_links(self, parent):
        link = {"label": "Ici", "page": None, "url": "https://exemple.example/"}
        links = [{"type": "item", "id": "l1", "value": link}]
        page = ready(parent, ("links", {"title": "Pour aller plus loin", "links": links}))
        assert found(page) == [("link-words", "body.b0.links.l1.url")]


class TestTargets:
    def links(self, parent, expected):
        """What is found of links with these attributes, in the shape of what is expected."""
        texts = [f"<p><a {attributes}>Le bilan</a></p>" for attributes in expected]
        return dict(zip(expected, in_texts(parent, texts).values(), strict=True))

    def test_a_page(self, parent, tree):
        live = make_standard_page(tree.fr.home)
        draft = make_standard_page(tree.fr.home, live=False)
        reserved = make_standard_page(tree.fr.home)
        PageViewRestriction.objects.create(page=reserved, restriction_type=PageViewRestriction.LOGIN)
        below = make_standard_page(reserved)
        expected = {
            f'linktype="page" id="{live.pk}"': [],
            f'linktype="page" id="{draft.pk}"': ["link-unpublished"],
            f'linktype="page" id="{reserved.pk}"': ["link-private"],
            f'linktype="page" id="{below.pk}"': ["link-private"],
            'linktype="page" id="999999"': ["link-gone"],
            'linktype="page"': ["link-gone"],
        }
        assert self.links(parent, expected) == expected

    def test_a_page_of_a_list_of_links(self, parent, tree):
        target = make_standard_page(tree.fr.home)
        link = {"label": "Le bilan", "page": target.pk, "url": ""}
        links = [{"type": "item", "id": "l1", "value": link}]
        page = ready(parent, ("links", {"title": "Pour aller plus loin", "links": links}))
        assert found(page) == []
        target.delete()
        assert found(again(page)) == [("link-gone", "body.b0.links.l1.page")]

    def test_what_stands_below_the_page_is_published_with_it(self, tree):
        about = make_standard_page(tree.fr.home, live=False)
        below = make_standard_page(about, live=False)
        text = f'<p><a linktype="page" id="{below.pk}">Le détail</a></p>'
        about.body = json.dumps([{"type": "text", "value": text}])
        assert found(about) == []

    def test_a_document(self, parent):
        kept, gone = document(), document()
        expected = {
            f'linktype="document" id="{kept.pk}"': [],
            f'linktype="document" id="{gone.pk}"': ["link-gone"],
            f'href="/documents/{kept.pk}/bilan.txt"': [],
            f'href="/documents/{gone.pk}/bilan.txt"': ["link-gone"],
        }
        page = ready(parent, ("document", {"document": gone.pk, "title": "Le bilan"}))
        assert found(page) == []
        gone.delete()
        assert found(again(page)) == [("link-gone", "body.b0.document")]
        assert self.links(parent, expected) == expected

    def test_an_address_of_the_portal(self, parent, tree):
        make_standard_page(tree.fr.home, slug="a-propos")
        make_standard_page(tree.fr.home, slug="brouillon", live=False)
        Redirect.objects.create(old_path="/fr/ancienne", redirect_link="https://exemple.example/")
        expected = {
            'href="/fr/a-propos/"': [],
            'href="http://localhost/fr/a-propos/?x=1#y"': [],
            'href="/fr/"': [],
            'href="/fr/recherche/"': [],
            'href="/fr/ancienne/"': [],
            'href="/fr/brouillon/"': ["link-unpublished"],
            'href="/fr/nulle-part/"': ["link-gone"],
            'href="/nulle-part/"': ["link-gone"],
            'href="/admin/pages/3/edit/"': ["link-admin"],
            # Elsewhere, whatever its name starts with.
            'href="https://localhost.example/fr/nulle-part/"': [],
        }
        assert self.links(parent, expected) == expected


class TestTypography:
    def test_hints(self, parent):
        expected = {
            # What the portal mends by itself, and what is right.
            '<p>Un "mot", l\'avis, 71,1 %, 13h30 : vrai ?</p>': [],
            "<p>« Un “mot” cité », 71,1 %, 2e, cœur, École</p>": [],
            "<p>Wagtail 8.0, le 10.10</p>": [],
            # What it cannot.
            '<p>Un "<b>mot</b>"</p>': ["typography-quotes"],
            "<p>Un “mot”</p>": ["typography-quotes"],
            "<p>l'<b>avis</b></p>": ["typography-apostrophe"],
            "<p>Et puis...</p>": ["typography-ellipsis"],
            "<p>Deux  espaces</p>": ["typography-spaces"],
            "<p>Le jour - ou la nuit</p>": ["typography-dash"],
            "<p>La 2ème édition</p>": ["typography-ordinal"],
            "<p>La 1ère édition</p>": ["typography-ordinal"],
            "<p>Au coeur de</p>": ["typography-ligature"],
            "<p>A la une</p>": ["typography-accents"],
            "<p>Les Etats généraux</p>": ["typography-accents"],
            "<p>71.1 %</p>": ["typography-decimals"],
            "<p>10,461 personnes</p>": ["typography-thousands"],
            "<p>les étudiant·es</p>": ["typography-inclusive"],
            "<p>un étudiant(e)</p>": ["typography-inclusive"],
        }
        assert in_texts(parent, expected) == expected

    def test_every_text_is_read(self, parent):
        quote = {"text": "Et puis...", "name": "Elle", "role": ""}
        table = {"columns": [{"type": "text", "heading": "A"}], "rows": [{"values": ["b..."]}], "caption": "Qui"}
        blocks = ("quote", quote), ("table", {"table": table, "source": "Un bilan", "caveat": ""})
        page = ready(parent, *blocks, title="Un titre... à lire", notes="<p>Fin...</p>")
        places = ["title", "body.b0.text", "body.b1.table", "notes"]
        assert found(page) == [("typography-ellipsis", place) for place in places]

    def test_english_pages_follow_english_usage(self, tree):
        page = ready(make_partner_page(tree.en), ("text", "<p>The 2ème “edition”... 71.1%</p>"))
        assert found(page) == []

    def test_the_words_found_are_shown(self, parent):
        page = ready(parent, ("text", "<p>Voici la toute première édition, celle du 2ème forum de printemps.</p>"))
        with translation.override("en"):
            (finding,) = findings(page, now=NOW)
        assert finding.message == "“celle du 2ème forum de”: write ordinals as 1re, 2e, 3e."


@pytest.mark.parametrize("kind", ["rich", "blocks"])
def test_the_number_of_queries_does_not_grow(parent, tree, kind):
    image, kept = make_image(), document()
    targets = [make_standard_page(tree.fr.home) for _ in range(30)]

    def blocks(number):
        for target in targets[:number]:
            if kind == "rich":
                page, own = f'<a linktype="page" id="{target.pk}">Page</a>', f'<a href="/fr/{target.slug}/">Autre</a>'
                yield "text", f'<p>{page}, {own}, <a linktype="document" id="{kept.pk}">Bilan</a></p>'
            else:
                link = {"label": "Page", "page": target.pk, "url": ""}
                yield "links", {"title": "Liens", "links": [{"type": "item", "id": "l", "value": link}]}
                value = {"image": image.pk, "alt_text": "Une salle", "decorative": False}
                yield "image", {"image": value, "caption": "", "credit": ""}
                yield "document", {"document": kept.pk, "title": "Bilan"}

    counts = []
    for number in (1, 30):
        page = ready(parent, *blocks(number))
        findings(page, now=NOW)
        page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as queries:
            findings(page, now=NOW)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("« Le fil »", "typography-quotes"),
        ("at 13 h 30", "typography-hour"),
        ("at 9h", "typography-hour"),
        ("1200 $", "typography-money"),
        ("71.1 %", "typography-percent"),
        ("71,1%", "typography-decimals"),
        ("10 461 people", "typography-thousands"),
        ("on 3 March", "typography-date"),
        ("The thread : a weave", "typography-punctuation"),
    ],
)
def test_what_english_keeps_of_french_typography(tree, text, code):
    page = ready(make_partner_page(tree.en), ("text", f"<p>{text}</p>"))
    assert found(page) == [(code, "body.b0")]


def test_what_english_writes_its_own_way(tree):
    right = ["“The thread”", "at 1:30 p.m.", "$1,200", "71.1%", "10,461 people, 1,200 more", "on March 3, 2026"]
    page = ready(make_partner_page(tree.en), *(("text", f"<p>{text}</p>") for text in [*right, "A thread: a 4H club"]))
    assert found(page) == []
