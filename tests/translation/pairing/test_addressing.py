"""Two pages that want one address: the second one is refused, with a reason."""

import html
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from core.refusals import Refused
from partners.guards import digest_of_page
from portal.publishing import publish_scheduled
from tests.factories.moderation import approve, as_stored, edit, make_draft, submit
from tests.factories.pages import make_session
from tests.factories.translation import say, start
from tests.factories.twins import make_company, sister_of
from tests.standing import stands
from translation.pairing.addressing import guard_addresses


@stands
def company(tree):
    return make_company()


@stands
def drafts(company):
    """Two English drafts, which wait for approval, that have been given one slug."""
    return [in_english(company, name) for name in ("un", "deux")]


def in_english(company, name):
    french = approve(company.french(title=name, slug=f"slug-{name}"), company.communications)
    translation = start(french, company.translator)
    passages = translation.source.stringsegment_set.values_list("string__data", flat=True)
    say(translation, company.translator, {words: f"EN {words}" for words in passages} | {f"slug-{name}": "same"})
    return submit(sister_of(french), company.translator)


def later():
    return timezone.now() + timedelta(days=1)


def test_the_second_is_refused_and_names_the_first(company, drafts, client):
    first, second = drafts
    assert approve(first, company.communications).slug == "same"
    client.force_login(company.communications)
    data = {"digest": digest_of_page(second), "approve": ""}
    response = client.post(f"/admin/review/{second.pk}/", data, follow=True)
    assert (response.status_code, "“EN un”" in html.unescape(response.content.decode())) == (200, True)
    assert (as_stored(second).live, "same" in as_stored(second).slug) == (False, False)


def test_so_is_what_would_meet_one_that_is_scheduled(company, drafts):
    first, second = drafts
    approve(first, company.communications, go_live_at=later())
    for hour in (None, later()):
        with pytest.raises(Refused, match="EN un"):
            approve(second, company.communications, go_live_at=hour)


def test_when_its_hour_comes_it_is_refused_too(company, drafts):
    first, second = drafts
    approve(first, company.communications, go_live_at=later())
    Revision.objects.filter(pk=first.latest_revision_id).update(approved_go_live_at=timezone.now())
    type(second).objects.filter(pk=second.pk).update(slug="same")
    with pytest.raises(ExceptionGroup, match=r"Refused: .*EN deux"):
        publish_scheduled(now=timezone.now())


def test_in_french_too(company):
    live = approve(company.french(title="Un", slug="un"), company.communications)
    page = submit(edit(live, company.editor, slug="deux"), company.editor)
    make_draft(company.partner, company.editor, title="Deux", slug="deux")
    with pytest.raises(Refused, match="Deux"):
        approve(page, company.communications)


def test_two_that_are_published_together(company):
    event = company.event()
    (one,) = event.moderated_parts()
    other = make_session(event, live=False, title="Autre", slug="autre")
    other.save_revision(user=company.editor)
    pages = [as_stored(page) for page in (event, one, other)]
    guard_addresses(pages)
    for page in pages[1:]:
        revision = page.latest_revision
        revision.content["slug"] = "same"
        revision.save()
    with pytest.raises(Refused, match=f"Autre.*{one.draft_title}"):
        guard_addresses([as_stored(page) for page in pages])
