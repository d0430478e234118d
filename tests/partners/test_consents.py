"""A partner, or a project, is named once its own people have agreed."""

import json
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import PageViewRestriction

from articles.models import ArticlePage
from partners import consents
from partners.guards import Refused
from partners.models import (
    Belonging,
    BelongingConsent,
    CoPublication,
    CoPublicationConsent,
    PartnerPage,
    PublicationPage,
)
from tests.factories.pages import make_article, make_project
from tests.factories.partners import make_member, make_partner, make_working_partner
from tests.forms import filled
from tests.partners.walls import browser
from tests.standing import stands

NOW = datetime(2023, 10, 11, 14, 0, tzinfo=UTC)


def naming(*partners):
    return {"co_publications": [CoPublication(partner=partner) for partner in partners]}


def part_of(*wholes):
    return {"belongings": [Belonging(whole=whole) for whole in wholes]}


def address(kind, row, verb):
    return reverse(f"portal_consents:{verb}", args=[kind, row.pk])


@stands
def article(walls):
    """Return an article of the neighbour's that names us."""
    return make_article(walls.theirs.page, title="Ensemble", rows=naming(walls.ours.partner))


@stands
def row(article):
    return article.co_publications.get()


@stands
def hub(tree, walls):
    """Return a project of ours: the portal gave it to us."""
    hub = make_project(tree.fr.projects, title="Notre projet")
    PublicationPage.objects.filter(pk=hub.pk).update(lead_partner=walls.ours.partner)
    return hub


def accepted(page):
    """Whether the rows of a page say so, as readers find them."""
    return [row.is_accepted for row in (*page.co_publications.all(), *page.belongings.all())]


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def test_a_lead_accepts_for_its_partner(walls, article, row):
    assert list(PublicationPage.objects.by_partner(walls.ours.partner)) == []
    consent = consents.accept_co_publication(row, user=walls.ours.lead, now=NOW)
    assert (consent.publication_key, consent.partner, consent.is_accepted, consent.decided_by, consent.decided_at) == (
        article.translation_key,
        walls.ours.partner,
        True,
        walls.ours.lead,
        NOW,
    )
    assert [page.title for page in PublicationPage.objects.by_partner(walls.ours.partner)] == ["Ensemble"]


def test_nobody_else_accepts(walls, article, row):
    for user in (walls.ours.editor, walls.theirs.lead, walls.theirs.editor):
        for verb in (consents.accept_co_publication, consents.decline_co_publication):
            with pytest.raises(PermissionDenied):
                verb(row, user=user, now=NOW)
    assert (accepted(fresh(article)), CoPublicationConsent.objects.count()) == ([False], 0)


def test_staff_accept_for_everyone(walls, article, row):
    consents.accept_co_publication(row, user=walls.communications, now=NOW)
    assert accepted(fresh(article)) == [True]


def test_a_partner_changes_its_mind(walls, article, row):
    consents.accept_co_publication(row, user=walls.ours.lead, now=NOW)
    consents.decline_co_publication(row, user=walls.ours.lead, now=NOW)
    assert (accepted(fresh(article)), CoPublicationConsent.objects.get().is_accepted) == ([False], False)
    consents.accept_co_publication(row, user=walls.ours.lead, now=NOW)
    assert accepted(fresh(article)) == [True]


def test_what_readers_cannot_open_is_not_accepted(walls, article, row):
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    for user in (walls.ours.lead, walls.communications):
        with pytest.raises(Refused):
            consents.accept_co_publication(row, user=user, now=NOW)
    draft = make_article(walls.theirs.page, live=False, rows=naming(walls.ours.partner))
    with pytest.raises(Refused):
        consents.accept_co_publication(draft.co_publications.get(), user=walls.ours.lead, now=NOW)


def test_a_partner_that_is_no_longer_active_accepts_nothing(walls):
    gone = make_working_partner("Parti")
    lead = make_member(gone, "lead")
    article = make_article(walls.theirs.page, rows=naming(gone))
    gone.is_active = False
    gone.save()
    with pytest.raises(PermissionDenied):
        consents.accept_co_publication(article.co_publications.get(), user=lead, now=NOW)
    with pytest.raises(Refused):
        consents.accept_co_publication(article.co_publications.get(), user=walls.communications, now=NOW)


def test_the_answer_is_for_every_version_and_language(walls, tree, article, row):
    english_page = PartnerPage.objects.get(partner=walls.theirs.partner, locale=tree.en.locale)
    english = make_article(
        english_page, title="Together", translation_key=article.translation_key, rows=naming(walls.ours.partner)
    )
    # Written before the answer, published after it.
    draft = fresh(article)
    draft.title = "Ensemble, encore"
    revision = draft.save_revision()
    consents.accept_co_publication(row, user=walls.ours.lead, now=NOW)
    assert (accepted(fresh(article)), accepted(fresh(english))) == ([True], [True])
    revision.publish()
    published = fresh(article)
    assert (published.title, accepted(published)) == ("Ensemble, encore", [True])
    # Made from scratch, a new row has the answer that was given.
    published.co_publications = [CoPublication(partner=walls.ours.partner), CoPublication(partner=make_partner())]
    published.save()
    assert accepted(fresh(article)) == [True, False]


def test_nothing_that_is_posted_accepts(walls):
    article = make_article(walls.theirs.page, live=False, rows=naming(walls.ours.partner))
    article.save_revision()
    client, place = browser(walls.theirs.editor), reverse("wagtailadmin_pages:edit", args=[article.pk])
    form = filled(client.get(place), "[data-edit-form]")
    assert not any("is_accepted" in name for name in form)
    response = client.post(place, {**form, "co_publications-0-is_accepted": "on"})
    assert response.status_code == 302
    fresh(article).get_latest_revision().publish(skip_permission_checks=True)
    assert accepted(fresh(article)) == [False]


def test_a_revision_that_says_so_accepts_nothing(walls):
    article = make_article(walls.theirs.page, live=False, rows=naming(walls.ours.partner))
    revision = article.save_revision()
    revision.content["co_publications"][0]["is_accepted"] = True
    revision.save()
    revision.publish(skip_permission_checks=True)
    assert accepted(fresh(article)) == [False]


def test_a_copy_starts_without_answers(walls, article, row):
    consents.accept_co_publication(row, user=walls.ours.lead, now=NOW)
    copy = fresh(article).copy(update_attrs={"slug": "copie"}, keep_live=False)
    assert accepted(copy) == [False]


def test_the_preview_knows_the_answer(walls, article, row):
    consents.accept_co_publication(row, user=walls.ours.lead, now=NOW)
    draft = fresh(article).get_latest_revision_as_object()
    draft.co_publications = [CoPublication(partner=walls.ours.partner)]
    draft.fill()
    assert [row.partner for row in draft.accepted_co_publications] == [walls.ours.partner]


def test_a_project_accepts_what_belongs_to_it(walls, hub):
    article = make_article(walls.theirs.page, title="Pour le projet", rows=part_of(hub))
    row = article.belongings.get()
    for user in (walls.theirs.lead, walls.ours.editor):
        with pytest.raises(PermissionDenied):
            consents.accept_belonging(row, user=user, now=NOW)
    consents.accept_belonging(row, user=walls.ours.lead, now=NOW)
    assert [page.title for page in PublicationPage.objects.belonging_to(hub.translation_key)] == ["Pour le projet"]
    assert BelongingConsent.objects.get().whole_key == hub.translation_key
    consents.decline_belonging(row, user=walls.ours.lead, now=NOW)
    assert list(PublicationPage.objects.belonging_to(hub.translation_key)) == []


def test_staff_accept_for_the_projects_of_the_portal(walls, tree):
    hub = make_project(tree.fr.projects)
    row = make_article(walls.theirs.page, rows=part_of(hub)).belongings.get()
    with pytest.raises(PermissionDenied):
        consents.accept_belonging(row, user=walls.ours.lead, now=NOW)
    consents.accept_belonging(row, user=walls.communications, now=NOW)
    assert Belonging.objects.get().is_accepted


def test_what_is_ones_own_needs_nobody(walls, hub, tree):
    other = make_project(tree.fr.projects)
    article = make_article(walls.ours.page, rows=part_of(hub, other))
    assert accepted(fresh(article)) == [True, False]
    assert BelongingConsent.objects.count() == 0


def told(user):
    return [(item.kind, item.publication.title, str(item.named)) for item in consents.waiting_for(user)]


def test_who_is_asked(walls, tree, hub, article):
    lonely = make_working_partner("Sans responsable")
    portal_hub = make_project(tree.fr.projects, title="Carrefour")
    make_article(walls.theirs.page, title="Au projet", rows=part_of(hub, portal_hub))
    make_article(walls.theirs.page, title="Au portail", rows=naming(tree.portal, lonely))
    make_article(walls.theirs.page, title="Brouillon", live=False, rows={**naming(walls.ours.partner), **part_of(hub)})
    private = make_article(walls.theirs.page, title="Réservé", rows=naming(walls.ours.partner))
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_article(walls.ours.page, title="À nous", rows=part_of(hub))
    make_article(walls.theirs.page, title="Au parti", rows=naming(make_partner("Parti", is_active=False)))
    assert told(walls.ours.lead) == [
        ("co-publication", "Ensemble", "Chez nous"),
        ("belonging", "Au projet", "Notre projet"),
    ]
    assert (told(walls.ours.editor), told(walls.theirs.lead)) == ([], [])
    for user in (walls.communications, walls.administrator):
        assert sorted(told(user)) == [
            ("belonging", "Au projet", "Carrefour"),
            ("co-publication", "Au portail", "La Trame"),
            ("co-publication", "Au portail", "Sans responsable"),
        ]


def test_a_question_is_asked_once(walls, tree, article, row):
    english_page = PartnerPage.objects.get(partner=walls.theirs.partner, locale=tree.en.locale)
    make_article(
        english_page, title="Together", translation_key=article.translation_key, rows=naming(walls.ours.partner)
    )
    assert told(walls.ours.lead) == [("co-publication", "Ensemble", "Chez nous")]
    consents.decline_co_publication(row, user=walls.ours.lead, now=NOW)
    assert told(walls.ours.lead) == []


@pytest.mark.parametrize("number", [1, 30])
def test_number_of_queries_of_the_questions(walls, hub, django_assert_num_queries, number):
    for _ in range(number):
        make_article(walls.theirs.page, rows={**naming(walls.ours.partner), **part_of(hub)})
    user = type(walls.ours.lead).objects.get(pk=walls.ours.lead.pk)
    # Two, and who the person is.
    with django_assert_num_queries(3):
        found = consents.waiting_for(user)
        assert {item.publication.lead_partner.name for item in found} == {"Chez eux"}
        assert {str(item.named) for item in found} == {"Chez nous", "Notre projet"}
    assert len(found) == 2 * number


def test_number_of_queries_of_a_save(walls, hub, tree, django_assert_num_queries):
    """Three where there are rows of both kinds, whatever their number; none where there is no row."""
    article = make_article(walls.theirs.page)
    with django_assert_num_queries(0):
        consents.apply(article)
    article.co_publications, article.belongings = [], []
    with django_assert_num_queries(0):
        consents.apply(article)
    for number in (1, 10):
        article.co_publications = [CoPublication(partner=make_partner()) for _ in range(number)]
        article.belongings = [Belonging(whole=make_project(tree.fr.projects)) for _ in range(number)]
        with django_assert_num_queries(3):
            consents.apply(article)


def test_views(walls, article, row):
    client = browser(walls.ours.lead)
    for verb, answer in (("accept", True), ("decline", False)):
        page = client.get(address("co-publication", row, verb))
        assert (page.status_code, "Ensemble" in page.content.decode()) == (200, True)
        response = client.post(address("co-publication", row, verb), {"next": "/admin/pages/"})
        assert (response.url, accepted(fresh(article))) == ("/admin/pages/", [answer])


def test_a_question_is_seen_by_whoever_is_asked(walls, article, row):
    draft = make_article(walls.theirs.page, title="Brouillon", live=False, rows=naming(walls.ours.partner))
    hidden = draft.co_publications.get()
    for user, rows in (
        (walls.ours.lead, [hidden]),
        (walls.ours.editor, [row, hidden]),
        (walls.theirs.lead, [row, hidden]),
        (walls.theirs.editor, [row, hidden]),
    ):
        client = browser(user)
        for one in rows:
            for verb in ("accept", "decline"):
                place = address("co-publication", one, verb)
                answers = [client.get(place), client.post(place)]
                assert [answer.status_code for answer in answers] == [404, 404]
                assert not any("Brouillon" in answer.content.decode() for answer in answers)
    assert CoPublicationConsent.objects.count() == 0
    assert browser(walls.ours.lead).get(f"/admin/consents/autre/{row.pk}/accept/").status_code == 404


def test_views_of_a_project(walls, hub):
    article = make_article(walls.theirs.page, rows=part_of(hub))
    row = article.belongings.get()
    client = browser(walls.ours.lead)
    assert "Notre projet" in client.get(address("belonging", row, "accept")).content.decode()
    client.post(address("belonging", row, "accept"))
    assert accepted(fresh(article)) == [True]


def test_answers_are_in_the_history_of_the_page(walls, article, row):
    from wagtail.models import PageLogEntry

    browser(walls.ours.lead).post(address("co-publication", row, "accept"))
    entry = PageLogEntry.objects.get(action="portal.consent.accept")
    assert (entry.user, entry.page_id, json.loads(json.dumps(entry.data))) == (
        walls.ours.lead,
        article.pk,
        {"named": "Chez nous"},
    )


def test_a_publication_that_is_deleted_leaves_no_question(walls, article):
    ArticlePage.objects.get(pk=article.pk).delete()
    assert told(walls.ours.lead) == []
