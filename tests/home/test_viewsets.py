"""Featured slots in the administration: who lists, writes and deletes them; nobody publishes one there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from home.models import FeaturedSlot, SlotSubmission
from home.slots import featuring
from partners.provisioning import provision_all
from tests.factories.accounts import make_administrator
from tests.factories.home import make_slot
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_communications, make_member, make_partner_page, make_working_partner
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

DAY = timedelta(days=1)
LIST = "/admin/home/slots/"
ADD = "/admin/home/slots/add/"


@stands
def people(tree):
    provision_all()
    return {"author": make_communications(first_name="Ana"), "other": make_communications(first_name="Béa")}


@pytest.fixture
def staff(client, people):
    client.force_login(people["author"])
    return client


@stands
def article(tree):
    return make_article(make_partner_page(tree.fr), title="Une étude")


def typed(instant):
    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M")


def filled(**fields):
    now = timezone.now().replace(second=0, microsecond=0)
    blank = dict.fromkeys(
        f"{name}{language}" for name in ("url_", "title_", "summary_", "image_alt_") for language in ("fr", "en")
    )
    defaults = {"position": "hero", "priority": "0", "starts_at": typed(now + DAY), "ends_at": typed(now + 8 * DAY)}
    return {**dict.fromkeys(blank, ""), "image": "", "image_en": "", "reason": "", **defaults, **fields}


def told(response):
    return [words(item) for item in parsed(response).select(".messages li")]


def edit_url(slot):
    return reverse("wagtailsnippets_home_featuredslot:edit", args=[slot.pk])


def test_a_slot_is_saved_as_a_draft(staff, people, article):
    response = staff.post(ADD, filled(publication=article.pk))
    slot = FeaturedSlot.objects.get()
    assert (response.status_code, response.url) == (302, edit_url(slot))
    assert (slot.publication_id, slot.live, slot.latest_revision.user) == (article.pk, False, people["author"])
    assert not slot.submissions.exists()


def test_the_submit_button_saves_and_submits(staff, people, article):
    response = staff.post(ADD, filled(publication=article.pk, **{"action-submit": "1"}))
    submission = SlotSubmission.objects.get()
    assert response.url == reverse("portal_slots:review", args=[submission.slot_id])
    assert (submission.submitted_by, submission.state) == (people["author"], "waiting")


def test_a_draft_already_says_where_when_and_what(staff, article):
    now = timezone.now()
    wrong = {
        "position": filled(publication=article.pk, position=""),
        "starts_at": filled(publication=article.pk, starts_at=""),
        "publication": filled(publication=""),
        "ends_at": filled(publication=article.pk, ends_at=typed(now - DAY)),
        "title_en": filled(publication=article.pk, title_fr="Un titre"),
    }
    got = {name: set(staff.post(ADD, data).context["form"].errors) for name, data in wrong.items()}
    assert got == {name: {name} for name in wrong}
    assert not FeaturedSlot.objects.exists()


def test_nobody_publishes_there(client, people, article):
    client.force_login(make_administrator())
    slot = make_slot(article, live=False)
    slot.save_revision(user=people["author"])
    client.post(edit_url(slot), filled(publication=article.pk, **{"action-publish": "1"}))
    slot.refresh_from_db()
    assert slot.live is False
    names = [button.get("name") for button in parsed(client.get(edit_url(slot))).select("footer button[name]")]
    assert "action-publish" not in names
    assert "action-submit" in names


def test_nobody_unpublishes_there(client, article):
    client.force_login(make_administrator())
    slot = make_slot(article)
    client.post(reverse("wagtailsnippets_home_featuredslot:unpublish", args=[slot.pk]))
    slot.refresh_from_db()
    assert slot.live is True


def test_only_what_nobody_was_asked_about_is_deleted(client, people, article):
    now = timezone.now()
    client.force_login(make_administrator())
    draft, taken_off, submitted = (make_slot(article, live=False) for _ in range(3))
    submitted.save_revision(user=people["author"])
    featuring.submit(submitted, user=people["author"], now=now)
    FeaturedSlot.objects.filter(pk=taken_off.pk).update(first_published_at=now)
    live = make_slot(article)
    for slot in (draft, taken_off, submitted, live):
        client.post(reverse("wagtailsnippets_home_featuredslot:delete", args=[slot.pk]))
    assert set(FeaturedSlot.objects.values_list("pk", flat=True)) == {taken_off.pk, submitted.pk, live.pk}


def test_nor_many_at_once(client, article):
    client.force_login(make_administrator())
    live, draft = make_slot(article), make_slot(article, live=False)
    url = reverse("wagtail_bulk_action", args=["home", "featuredslot", "delete"])
    client.post(f"{url}?id={live.pk}&id={draft.pk}")
    assert list(FeaturedSlot.objects.values_list("pk", flat=True)) == [live.pk]


@pytest.mark.parametrize("role", ["editor", "lead"])
def test_partners_have_no_access(client, tree, people, article, role):
    client.force_login(make_member(make_working_partner(), role))
    slot = make_slot(article)
    urls = [LIST, ADD, edit_url(slot), reverse("portal_slots:timeline"), reverse("portal_slots:review", args=[slot.pk])]
    assert [client.get(url).status_code for url in urls] == [302] * len(urls)


def test_a_change_of_what_waits_is_submitted_again(staff, people, article):
    slot = make_slot(article, live=False)
    slot.save_revision(user=people["author"])
    featuring.submit(slot, user=people["author"], now=timezone.now())
    response = staff.post(edit_url(slot), filled(publication=article.pk, priority="7"), follow=True)
    assert [item.state for item in slot.submissions.all()] == ["cancelled"]
    assert any("approbation" in message or "approval" in message for message in told(response))


def test_an_autosave_never_writes_over_what_was_approved(staff, people, article):
    """Else its author could approve what nobody else has read."""
    now = timezone.now()
    slot = make_slot(article, live=False)
    slot.save_revision(user=people["author"])
    submission = featuring.submit(slot, user=people["author"], now=now)
    featuring.approve(submission, user=people["other"], digest=submission.digest, now=now)
    slot.refresh_from_db()
    approved = slot.live_revision_id
    data = filled(publication=article.pk, priority="9", overwrite_revision_id=approved)
    staff.post(edit_url(slot), data, headers={"accept": "application/json"})
    slot.refresh_from_db()
    assert (slot.live_revision_id, slot.latest_revision_id != approved) == (approved, True)
    assert featuring.authors_of(slot) == {people["author"].pk}


def test_a_save_over_somebody_else_s_is_told(staff, people, article):
    slot = make_slot(article, live=False)
    first = slot.save_revision(user=people["author"])
    second = slot.save_revision(user=people["other"])
    data = filled(
        publication=article.pk, loaded_revision_id=first.pk, loaded_revision_created_at=first.created_at.isoformat()
    )
    assert staff.post(edit_url(slot), data).status_code == 200
    slot.refresh_from_db()
    assert slot.latest_revision_id == second.pk


def test_the_list_with_its_states_and_filters(staff, people, tree, article):
    now = timezone.now()
    other = make_article(make_partner_page(tree.fr), title="Ailleurs encore")
    make_slot(article, position="hero")
    make_slot(article, position="banner", starts_at=now - 3 * DAY, ends_at=now - DAY)
    make_slot(other, position="hero", starts_at=now + 2 * DAY, ends_at=now + 3 * DAY)
    draft = make_slot(other, position="highlight-1", live=False, starts_at=now + 9 * DAY, ends_at=now + 10 * DAY)
    draft.save_revision(user=people["author"])
    featuring.submit(draft, user=people["author"], now=now)
    make_slot(other, position="highlight-2", live=False, starts_at=now + 19 * DAY, ends_at=now + 20 * DAY)

    def found(**asked):
        rows = parsed(staff.get(LIST, asked)).select("main tbody tr")
        return {row.select_one("td.title a").get_text(strip=True) + " " + words(row.select("td")[2]) for row in rows}

    everything = found()
    assert len(everything) == 5
    states = {state: len(found(state=state)) for state in ("draft", "waiting", "refused", "coming", "on-air", "over")}
    assert states == {"draft": 1, "waiting": 1, "refused": 0, "coming": 1, "on-air": 1, "over": 1}
    assert len(found(partner=other.lead_partner_id)) == 3
    assert len(found(position="hero")) == 2
    assert len(found(q="Ailleurs encore")) == 3
    assert len(found(since=(now + 5 * DAY).date().isoformat())) == 2
    assert len(found(until=(now - 2 * DAY).date().isoformat())) == 1


def test_the_list_costs_the_same_for_one_and_for_thirty(staff, article, django_assert_max_num_queries):
    make_slot(article)
    staff.get(LIST)
    with django_assert_max_num_queries(60) as first:
        staff.get(LIST)
    for number in range(30):
        make_slot(article if number % 2 else None, live=number % 3 == 0)
    with django_assert_max_num_queries(60) as second:
        staff.get(LIST)
    assert len(first) == len(second)


def test_warnings_are_said_and_do_not_refuse(staff, article):
    now = timezone.now()
    make_slot(article, starts_at=now + 2 * DAY, ends_at=now + 4 * DAY, priority=5)
    response = staff.post(ADD, filled(publication=article.pk, position="hero"), follow=True)
    assert FeaturedSlot.objects.count() == 2
    assert len(told(response)) >= 3


@pytest.mark.parametrize("mode", ["fr", "en"])
def test_the_preview_is_the_home_page_with_the_draft(staff, tree, article, mode):
    make_slot(make_article(article.get_parent(), title="Gagnante"), priority=9, ends_at=timezone.now() + 30 * DAY)
    url = reverse("wagtailsnippets_home_featuredslot:preview_on_add")
    data = filled(publication=article.pk, title_fr="Nos mots", title_en="Our words")
    assert staff.post(url, data).json()["is_valid"] is True
    response = staff.get(f"{url}?mode={mode}")
    # No English version: English readers get the French page, in its own words.
    assert words(parsed(response).select_one(".lead__title")) == {"fr": "Nos mots", "en": "Une étude"}[mode]


def test_the_preview_of_an_event(staff, article):
    event = make_event(article.get_parent(), title="Une rencontre")
    url = reverse("wagtailsnippets_home_featuredslot:preview_on_add")
    staff.post(url, filled(publication=event.pk, position="event"))
    assert "Une rencontre" in words(parsed(staff.get(f"{url}?mode=fr")).select_one("#h-event ~ *, section.band--night"))


def test_the_form_is_filled_from_the_address(staff, article):
    asked = {"position": "banner", "publication": article.pk, "from": "2031-08-04T09:00", "until": "2031-08-05T09:00"}
    form = staff.get(ADD, asked).context["form"]
    got = [form[name].value() for name in ("position", "publication", "starts_at", "ends_at")]
    assert [got[0], got[1], *(instant.strftime("%Y-%m-%d %H:%M") for instant in got[2:])] == [
        "banner",
        article.pk,
        "2031-08-04 09:00",
        "2031-08-05 09:00",
    ]
    nonsense = staff.get(ADD, {"position": "x", "publication": "x", "from": "2031-99-99T09:00"})
    assert nonsense.status_code == 200


def test_a_page_leads_to_its_slot(staff, tree, article):
    response = staff.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert f"{ADD}?publication={article.pk}" in response.content.decode()
