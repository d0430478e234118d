"""Taking publications away from readers, and what their addresses answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision, Workflow, WorkflowState, WorkflowTask

from articles.models import ArticlePage, RelatedArticle
from articles.related import related_to
from core.models import MenuItem, SiteSettings
from partners.enums import ContributionRole, Role
from partners.models import Belonging, Contribution, PortalApproval, PublicationPage, RoleGroup, Withdrawal
from partners.withdrawal import Reach, consolidate, reach_of, withdraw
from tests.factories.accounts import make_administrator, make_user
from tests.factories.pages import make_article, make_event, make_project, make_session
from tests.factories.partners import make_partner, make_partner_page, make_person
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)  # The evening of the 3rd in Montréal.
WHY = "Les chiffres étaient faux."
WHY_IN_ENGLISH = "The figures were wrong."
SOON = date(2090, 5, 2)


@stands
def pages(tree):
    """Return the page of a partner in each language."""
    french = make_partner_page(tree.fr, make_partner("Un organisme"))
    return {"fr": french, "en": make_partner_page(tree.en, french.partner, translation_key=french.translation_key)}


@pytest.fixture
def staff(db):
    user = make_user()
    user.groups.add(
        RoleGroup.objects.get_or_create(
            role=Role.COMMUNICATIONS, defaults={"group": Group.objects.create(name="Communications, test")}
        )[0].group
    )
    return user


def both(pages, make=make_article, **fields):
    """A publication in both languages."""
    french = make(pages["fr"], title="Un texte", slug="un-texte", **fields)
    english = make(pages["en"], title="A text", slug="a-text", translation_key=french.translation_key, **fields)
    return french, english


def live(*pages):
    return [Page.objects.get(pk=page.pk).live for page in pages]


def rows():
    found = Withdrawal.objects.order_by("page__path").select_related("page", "whole", "merged_into")
    return [
        (row.page.title, row.explanation, row.whole and row.whole.title, row.merged_into and row.merged_into.title)
        for row in found
    ]


def fresh(page):
    return type(page).objects.get(pk=page.pk)


# Who and what


@pytest.mark.parametrize("verb", ["withdraw", "consolidate"])
def test_only_staff(pages, verb):
    article, other = make_article(pages["fr"]), make_article(pages["fr"])
    asked = {"withdraw": (withdraw, {"explanation": WHY}), "consolidate": (consolidate, {"into": other})}
    carry_out, more = asked[verb]
    with pytest.raises(PermissionDenied):
        carry_out(article, user=make_user(), now=NOW, **more)
    assert (live(article), Withdrawal.objects.count()) == ([True], 0)


def test_communications_and_administrators(pages, staff):
    for person in (staff, make_administrator()):
        article = make_article(pages["fr"])
        row = withdraw(article, user=person, explanation=f"  {WHY} ", now=NOW)
        assert (row.page_id, row.withdrawn_at, row.withdrawn_by, row.explanation) == (article.pk, NOW, person, WHY)
        assert live(article) == [False]


@pytest.mark.parametrize("explanation", ["", "   ", "Trop court"[:9], f"{'a':<40}"])
def test_an_explanation_is_needed(pages, staff, explanation):
    article = make_article(pages["fr"])
    with pytest.raises(ValidationError) as refused:
        withdraw(article, user=staff, explanation=explanation, now=NOW)
    assert (list(refused.value.message_dict), live(article)) == (["explanation"], [True])


def test_only_what_is_live_and_a_publication(pages, staff):
    for page in (make_article(pages["fr"], live=False), pages["fr"]):
        with pytest.raises(ValidationError):
            withdraw(page, user=staff, explanation=WHY, now=NOW)
    assert live(pages["fr"]) == [True]


def test_english_leaves_with_french_and_says_why_in_english(pages, staff):
    french, english = both(pages)
    with pytest.raises(ValidationError) as refused:
        withdraw(french, user=staff, explanation=WHY, now=NOW)
    assert (list(refused.value.message_dict), live(french, english)) == (["sister_explanation"], [True, True])

    withdraw(french, user=staff, explanation=WHY, sister_explanation=WHY_IN_ENGLISH, now=NOW)

    assert live(french, english) == [False, False]
    assert rows() == [("Un texte", WHY, None, None), ("A text", WHY_IN_ENGLISH, None, None)]


def test_english_may_leave_alone(pages, staff):
    french, english = both(pages)
    withdraw(english, user=staff, explanation=WHY_IN_ENGLISH, now=NOW)
    assert (live(french, english), rows()) == ([True, False], [("A text", WHY_IN_ENGLISH, None, None)])


def test_sessions_leave_with_their_event(pages, staff):
    french, english = both(pages, make_event)
    session = make_session(french, title="Une session")
    draft = make_session(french, title="Un brouillon", live=False)
    sister = make_session(english, title="A session", translation_key=session.translation_key)
    make_article(pages["fr"], title="Un voisin")

    reach = reach_of(french)
    withdraw(french, user=staff, explanation=WHY, sister_explanation=WHY_IN_ENGLISH, now=NOW)

    assert [[page.title for page in group] for group in (reach.own, reach.sisters)] == [
        ["Un texte", "Une session"],
        ["A text", "A session"],
    ]
    assert live(french, session, draft, english, sister) == [False] * 5
    assert rows() == [
        ("Un texte", WHY, None, None),
        ("Une session", WHY, "Un texte", None),
        ("A text", WHY_IN_ENGLISH, None, None),
        ("A session", WHY_IN_ENGLISH, "A text", None),
    ]


def test_reach_of_an_english_page(pages):
    _french, english = both(pages)
    assert reach_of(english) == Reach([PublicationPage.objects.get(pk=english.pk)], [])


@pytest.mark.parametrize("sessions", [1, 12])
def test_reach_costs_the_same_however_far(pages, sessions):
    french, english = both(pages, make_event)
    for _ in range(sessions):
        session = make_session(french)
        make_session(english, translation_key=session.translation_key)
    french = PublicationPage.objects.select_related("locale").get(pk=french.pk)
    with CaptureQueriesContext(connection) as queries:
        reach = reach_of(french)
    assert (len(reach.own), len(reach.sisters), len(queries)) == (sessions + 1, sessions + 1, 3)


# What was under way


def test_schedules_and_submissions_are_called_off(pages, staff):
    french, english = both(pages, make_event)
    draft = make_session(french, title="Bientôt", live=False)
    later = datetime(2090, 1, 1, tzinfo=UTC)
    for page in (french, draft, english):
        page.save_revision(approved_go_live_at=later)
    elsewhere = make_article(pages["fr"])
    elsewhere.save_revision(approved_go_live_at=later)
    workflow = Workflow.objects.create(name="Une étape")
    step = PortalApproval.objects.create(name="Communications")
    WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=0)
    states = [workflow.start(page, staff) for page in (draft, elsewhere)]

    withdraw(french, user=staff, explanation=WHY, sister_explanation=WHY_IN_ENGLISH, now=NOW)

    scheduled = Revision.objects.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)
    assert list(scheduled) == [str(elsewhere.pk)]
    assert [WorkflowState.objects.get(pk=state.pk).status for state in states] == ["cancelled", "in_progress"]


def test_history(pages, staff):
    article, other = make_article(pages["fr"]), make_article(pages["fr"])
    target = make_article(pages["fr"], title="Le bon texte")
    withdraw(article, user=staff, explanation=WHY, now=NOW)
    consolidate(other, into=target, user=staff, now=NOW)

    def history(page):
        entries = PageLogEntry.objects.filter(page=page, action__in=("portal.withdraw", "portal.consolidate"))
        with translation.override("en"):
            return [(entry.user, str(entry.message), entry.comment) for entry in entries]

    assert history(article) == [(staff, "Withdrawn", WHY)]
    assert history(other) == [(staff, "Merged into “Le bon texte”", "")]
    assert not PageLogEntry.objects.filter(action="wagtail.unpublish").exists()


def test_publication_brings_back(pages, staff, client):
    french, english = both(pages)
    withdraw(french, user=staff, explanation=WHY, sister_explanation=WHY_IN_ENGLISH, now=NOW)
    later = fresh(english)
    later.go_live_at = datetime(2090, 1, 1, tzinfo=UTC)
    later.save_revision().publish()
    assert len(rows()) == 2

    fresh(french).save_revision().publish()

    assert rows() == [("A text", WHY_IN_ENGLISH, None, None)]
    assert client.get("/fr/partenaires/un-organisme/un-texte/").status_code == 200


# Into another page


def test_merged_into_another_page(pages, staff, client):
    french, english = both(pages)
    target = make_article(pages["fr"], title="Le bon texte", slug="le-bon")
    make_article(pages["en"], title="The right text", slug="right", translation_key=target.translation_key)

    row = consolidate(french, into=target, user=staff, now=NOW)

    assert (row.is_merger, live(french, english)) == (True, [False, False])
    assert rows() == [("Un texte", "", None, "Le bon texte"), ("A text", "", None, "The right text")]
    answers = [client.get(page.get_url()) for page in (french, english)]
    assert [(answer.status_code, answer["Location"], answer["Cache-Control"]) for answer in answers] == [
        (301, "/fr/partenaires/un-organisme/le-bon/", "public, max-age=300"),
        (301, "/en/partners/un-organisme/right/", "public, max-age=300"),
    ]


def test_english_leads_to_french_where_there_is_nothing_else(pages, staff, client):
    french, english = both(pages)
    target = make_article(pages["fr"], slug="le-bon")
    hidden = make_article(pages["en"], slug="hidden", translation_key=target.translation_key, live=False)

    consolidate(french, into=target, user=staff, now=NOW)

    assert hidden.live is False
    assert client.get(english.get_url())["Location"] == "/fr/partenaires/un-organisme/le-bon/"


def test_sessions_follow_their_event(pages, staff, client):
    event = make_event(pages["fr"])
    session = make_session(event)
    target = make_event(pages["fr"], slug="le-bon")
    consolidate(event, into=target, user=staff, now=NOW)
    assert client.get(session.get_url())["Location"] == "/fr/partenaires/un-organisme/le-bon/"


def test_what_may_take_its_place(tree, pages, staff):
    event = make_event(pages["fr"])
    private = make_article(pages["fr"])
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    refused = {
        "itself": event,
        "below": make_session(event),
        "in English": make_article(pages["en"]),
        "its own English": make_event(pages["en"], translation_key=event.translation_key),
        "a draft": make_article(pages["fr"], live=False),
        "private": private,
        "the root": Page.get_first_root_node(),
    }
    for name, into in refused.items():
        with pytest.raises(ValidationError) as error:
            consolidate(event, into=into, user=staff, now=NOW)
        assert list(error.value.message_dict) == ["into"], name
    assert (live(event), rows()) == ([True], [])
    consolidate(event, into=tree.fr.projects, user=staff, now=NOW)


def test_redirects_never_form_a_chain(pages, staff, client):
    first, second, third = (make_article(pages["fr"], slug=f"texte-{n}") for n in range(3))
    consolidate(first, into=second, user=staff, now=NOW)
    consolidate(second, into=third, user=staff, now=NOW)
    assert [client.get(page.get_url())["Location"] for page in (first, second)] == [third.get_url()] * 2


def test_there_and_back_is_no_loop(pages, staff, client):
    first, second = (make_article(pages["fr"], slug=f"texte-{n}") for n in range(2))
    consolidate(first, into=second, user=staff, now=NOW)
    fresh(first).save_revision().publish()
    consolidate(second, into=fresh(first), user=staff, now=NOW)
    assert (client.get(first.get_url()).status_code, client.get(second.get_url())["Location"]) == (200, first.get_url())


@pytest.mark.parametrize("loss", ["unpublish", "delete", "restrict"])
def test_notice_where_the_other_page_is_gone(pages, staff, client, loss):
    article, target = make_article(pages["fr"]), make_article(pages["fr"], title="Le bon texte")
    consolidate(article, into=target, user=staff, now=NOW)
    if loss == "restrict":
        PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)
    else:
        getattr(fresh(target), loss)()
    notice = parsed(client.get(article.get_url()), 410)
    assert "Le bon texte" not in notice.get_text()
    assert notice.select_one("main .notice") is not None


# What readers find at the address


def test_notice(pages, staff, client):
    article = make_article(pages["fr"], title="Un texte : « faux »", slug="un-texte")
    withdraw(article, user=staff, explanation="Les chiffres : faux.\n\nVoir <b>le rapport</b>.", now=NOW)

    response = client.get("/fr/partenaires/un-organisme/un-texte/")

    soup = parsed(response, 410)
    main = soup.select_one("main")
    assert (response["X-Robots-Tag"], response["Content-Language"]) == ("noindex", "fr")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert words(main.h1) == "Un texte\u00a0: «\u00a0faux\u00a0»".replace("\u00a0", " ")
    assert "3\u00a0mars 2026" in main.select_one(".deck").get_text()
    assert [words(p) for p in main.select(".notice p")] == ["Les chiffres : faux.", "Voir <b>le rapport</b>."]
    links = {link["href"] for link in main.select("a")}
    assert links == {"/fr/", "/fr/partenaires/", "/fr/partenaires/un-organisme/", "/fr/articles/"}
    assert main.select_one("form[role=search] input[name=q]") is not None


def test_notice_says_nothing_to_machines(pages, staff, client):
    article = make_article(pages["fr"])
    withdraw(article, user=staff, explanation=WHY, now=NOW)
    soup = parsed(client.get(article.get_url()), 410)
    assert soup.select('script:not([src]), meta[property^="og:"], link[rel=canonical], link[rel=alternate]') == []


def test_notice_in_english_leads_to_the_french_that_stays(pages, staff, client):
    french, english = both(pages)
    withdraw(english, user=staff, explanation=WHY_IN_ENGLISH, now=NOW)
    response = client.get(english.get_url())
    main = parsed(response, 410).select_one("main")
    assert response["Content-Language"] == "en"
    assert "March\u00a03, 2026" in main.select_one(".deck").get_text()
    assert words(main.select_one(".notice p")) == WHY_IN_ENGLISH
    link = main.select_one("a[hreflang=fr-CA]")
    assert (link["href"], link["lang"]) == (french.get_url(), "fr-CA")


def test_notice_of_a_session_names_the_event(pages, staff, client):
    event = make_event(pages["fr"], title="Un forum")
    session = make_session(event, title="Une session")
    withdraw(event, user=staff, explanation=WHY, now=NOW)

    def notice():
        return parsed(client.get(session.get_url()), 410).select_one("main .notice")

    assert words(notice().select_one("p")) == WHY
    assert (words(notice().select("p")[-1].b), notice().a) == ("Un forum", None)

    fresh(event).save_revision().publish()

    assert notice().a["href"] == event.get_url()


def test_titles_of_later_drafts_do_not_show(pages, staff, client):
    article = make_article(pages["fr"], title="Le titre connu")
    withdraw(article, user=staff, explanation=WHY, now=NOW)
    draft = fresh(article)
    draft.title = "Un titre secret"
    draft.save_revision()
    assert words(parsed(client.get(article.get_url()), 410).h1) == "Le titre connu"


@pytest.mark.parametrize("where", ["itself", "above"])
def test_nothing_of_what_is_private(pages, staff, client, where):
    article = make_article(pages["fr"], title="Un secret")
    withdraw(article, user=staff, explanation=WHY, now=NOW)
    restricted = {"itself": article, "above": pages["fr"]}[where]
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(article.get_url())
    content = response.content.decode()
    assert (response.status_code, "Un secret" in content, WHY in content) == (404, False, False)


def test_drafts_and_expired_pages_stay_not_found(pages, client):
    draft = make_article(pages["fr"], title="Un brouillon", live=False)
    expired = make_article(pages["fr"], title="Fini")
    fresh(expired).unpublish(set_expired=True)
    for page in (draft, expired):
        response = client.get(page.get_url())
        assert (response.status_code, page.title in response.content.decode()) == (404, False)


def test_the_other_language_of_the_address_finds_nothing(pages, staff, client):
    article = make_article(pages["fr"], slug="un-texte")
    withdraw(article, user=staff, explanation=WHY, now=NOW)
    assert client.get("/en/partners/un-organisme/un-texte/").status_code == 404


def test_what_addresses_cost(pages, staff, client):
    draft = make_article(pages["fr"], live=False)
    withdrawn, merged = make_article(pages["fr"]), make_article(pages["fr"])
    withdraw(withdrawn, user=staff, explanation=WHY, now=NOW)
    consolidate(merged, into=make_article(pages["fr"]), user=staff, now=NOW)

    def cost(url):
        client.get(pages["fr"].get_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    # That of a draft asks once whether it was withdrawn, then Wagtail is asked as for any address.
    assert [cost(url) for url in (f"{pages['fr'].get_url()}rien/", draft.get_url())] == [13, 15]
    assert [cost(page.get_url()) for page in (withdrawn, merged)] == [9, 4]


# Nowhere on show

SECRET = "Introuvable"


def address(name, language="fr", **kwargs):
    with translation.override(language):
        return reverse(name, **kwargs)


@pytest.fixture
def shown(tree, pages):
    """Return the addresses of everything that names an article and an event, and the two."""
    eve = make_person("Ève", slug="eve")
    hub = make_project(tree.fr.projects, slug="clic")
    MenuItem.objects.create(
        settings=SiteSettings.load(), page=tree.fr.articles, label_fr="Articles", label_en="Articles"
    )

    def everywhere():
        return {
            "contributions": [Contribution(person=eve, role=ContributionRole.AUTHOR)],
            "belongings": [Belonging(whole=hub, is_accepted=True)],
        }

    article = make_article(pages["fr"], title=f"{SECRET} article", slug="article", rows=everywhere())
    event = make_event(pages["fr"], title=f"{SECRET} forum", slug="forum", starts_on=SOON, rows=everywhere())
    make_session(event, title=f"{SECRET} session", slug="session", rows=everywhere())
    project = make_project(tree.fr.projects, title=f"{SECRET} projet", slug="projet")
    reader = make_article(pages["fr"], slug="lecture", rows={"chosen_related": [RelatedArticle(related=article)]})
    addresses = [
        "/fr/",
        "/en/",
        "/fr/articles/",
        "/en/articles/",
        "/fr/calendrier/",
        "/fr/calendrier/?month=2090-05",
        "/en/calendar/",
        "/fr/projets/",
        "/fr/projets/clic/",
        "/fr/partenaires/un-organisme/",
        "/fr/partenaires/un-organisme/lecture/",
        "/fr/personnes/eve/",
        "/en/people/eve/",
        f"{address('search')}?q={SECRET}",
        address("article_feed"),
        address("article_feed", "en"),
        address("calendar_ics"),
        "/sitemap.xml",
    ]
    return addresses, [article, event, project], reader


def test_out_of_everything(shown, staff, client):
    addresses, publications, reader = shown

    def naming():
        marks = [f"/{page.slug}/" for page in publications]
        found = []
        for url in addresses:
            content = client.get(url).content.decode()
            # The search page repeats what was asked.
            named = marks if "q=" in url else [SECRET, *marks]
            if any(mark in content for mark in named):
                found.append(url)
        return found

    assert naming() == addresses
    for page in publications:
        withdraw(page, user=staff, explanation=WHY, now=NOW)
    assert naming() == []
    assert related_to(ArticlePage.objects.get(pk=reader.pk)) == []


def test_event_files_are_gone(shown, staff, client):
    _addresses, (_article, event, _project), _reader = shown
    url = address("event_ics", args=[event.translation_key])
    assert client.get(url).status_code == 200
    withdraw(event, user=staff, explanation=WHY, now=NOW)
    assert client.get(url).status_code == 404


def test_the_sister_that_stays_forgets_the_one_that_left(pages, staff, client):
    french, english = both(pages)
    withdraw(english, user=staff, explanation=WHY_IN_ENGLISH, now=NOW)
    content = client.get(french.get_url()).content.decode()
    assert english.get_url() not in content
    assert 'hreflang="en-CA" href="http' not in content
    assert "en_CA" not in content


def test_feed_readers_hear_of_it(pages, staff, client):
    article = make_article(pages["fr"])
    before = client.get(address("article_feed"))["ETag"]
    withdraw(article, user=staff, explanation=WHY, now=NOW + timedelta(days=1))
    assert client.get(address("article_feed"), headers={"If-None-Match": before}).status_code == 200
