"""A partner proposes, staff answer, the partner reads what became of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from core.refusals import Refused
from home.models import FeaturedSlot, FeatureProposal
from home.slots import featuring, proposing
from partners.provisioning import provision_all
from tests.factories.home import make_slot
from tests.factories.moderation import page_of
from tests.factories.pages import make_article
from tests.factories.partners import make_communications, make_member, make_working_partner
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

DAY = timedelta(days=1)
PROPOSE = "/admin/home/propose/"


@pytest.fixture
def now():
    return timezone.now()


@stands
def partner(tree):
    provision_all()
    return make_working_partner("CRIM")


@stands
def article(partner):
    return make_article(page_of(partner), title="Une étude")


@stands
def editor(partner):
    return make_member(partner)


@stands
def staff(partner):
    return make_communications(first_name="Béa")


@pytest.fixture
def proposal(article, editor, now):
    return proposing.propose(article, user=editor, why="Le rapport paraît.", now=now)


def slot_for(now):
    return FeaturedSlot(position="hero", starts_at=now + DAY, ends_at=now + 8 * DAY)


def panel(response, name):
    return [words(row) for row in parsed(response).select(f"[aria-labelledby=desk-{name}] .desk-row")]


def test_propose(article, editor, now):
    day = timezone.localdate() + 3 * DAY
    found = proposing.propose(article, user=editor, why=" Voici. ", now=now, wanted_from=day)
    assert (found.publication_id, found.why, found.wanted_from, found.state) == (article.pk, "Voici.", day, "waiting")


def test_only_for_one_s_own_partner(article, staff, now):
    other = make_member(make_working_partner("Autre"), "lead")
    for user in (other, staff):
        with pytest.raises(PermissionDenied):
            proposing.propose(article, user=user, why="Oui", now=now)
    assert not FeatureProposal.objects.exists()


def test_every_reason_at_once(partner, editor, now):
    draft = make_article(page_of(partner), live=False)
    with pytest.raises(Refused) as refused:
        proposing.propose(draft, user=editor, why=" ", now=now, wanted_from=timezone.localdate() - DAY)
    assert len(refused.value.reasons) == 3


def test_once_at_a_time(article, editor, proposal, now):
    with pytest.raises(Refused):
        proposing.propose(article, user=editor, why="Encore", now=now)
    proposing.take_back(proposal, user=editor, now=now)
    assert proposing.propose(article, user=editor, why="Encore", now=now).state == "waiting"


def test_accepted_becomes_a_draft(proposal, article, staff, now):
    slot = proposing.accept(proposal, slot=slot_for(now), user=staff, now=now, answer="Avec joie.")
    proposal.refresh_from_db()
    assert (slot.publication_id, slot.live, slot.latest_revision.user) == (article.pk, False, staff)
    assert (proposal.state, proposal.slot, proposal.answer, proposal.answered_by) == (
        "approved",
        slot,
        "Avec joie.",
        staff,
    )


def test_answered_once_and_by_staff(proposal, editor, staff, now):
    with pytest.raises(PermissionDenied):
        proposing.accept(proposal, slot=slot_for(now), user=editor, now=now)
    with pytest.raises(PermissionDenied):
        proposing.refuse(proposal, user=editor, answer="Non", now=now)
    with pytest.raises(Refused):
        proposing.refuse(proposal, user=staff, answer=" ", now=now)
    proposing.refuse(proposal, user=staff, answer="Plus tard.", now=now)
    for verb in (
        lambda: proposing.refuse(proposal, user=staff, answer="Non", now=now),
        lambda: proposing.accept(proposal, slot=slot_for(now), user=staff, now=now),
        lambda: proposing.take_back(proposal, user=editor, now=now),
    ):
        with pytest.raises(Refused):
            verb()
    assert not FeaturedSlot.objects.exists()


def test_the_form_offers_what_readers_can_open(client, partner, article, editor):
    make_article(page_of(partner), title="Un brouillon", live=False)
    make_article(page_of(make_working_partner("Autre")), title="D’un autre")
    client.force_login(editor)
    response = client.get(f"{PROPOSE}?publication={article.pk}")
    options = [
        words(option) for option in parsed(response).select("select[name=publication] option[value]:not([value=''])")
    ]
    assert options == ["Une étude"]
    client.post(PROPOSE, {"publication": article.pk, "why": "Voici."})
    assert FeatureProposal.objects.get().proposed_by == editor


def test_another_s_page_is_not_proposed(client, editor):
    other = make_article(page_of(make_working_partner("Autre")))
    client.force_login(editor)
    assert client.post(PROPOSE, {"publication": other.pk, "why": "Voici."}).status_code == 200
    assert not FeatureProposal.objects.exists()


def test_from_the_page_s_menu(client, article, editor):
    client.force_login(editor)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert f"{PROPOSE}?publication={article.pk}" in response.content.decode()


def test_staff_answer_from_the_desk(client, proposal, staff):
    client.force_login(staff)
    (row,) = panel(client.get("/admin/"), "proposed-for-home")
    assert "Une étude" in row
    assert "Le rapport paraît." in row
    url = reverse("portal_slots:answer", args=[proposal.pk])
    form = client.get(url).context["acceptance"]
    data = {name: form[name].value() for name in ("position",)}
    start = timezone.now().replace(second=0, microsecond=0) + DAY
    data |= {"starts_at": f"{timezone.localtime(start):%Y-%m-%d %H:%M}", "answer": ""}
    backwards = client.post(url, {**data, "ends_at": data["starts_at"], "accept": "1"})
    assert (backwards.status_code, FeaturedSlot.objects.exists()) == (200, False)
    end = f"{timezone.localtime(start + DAY):%Y-%m-%d %H:%M}"
    response = client.post(url, {**data, "ends_at": end, "accept": "1"})
    slot = FeaturedSlot.objects.get()
    assert response.url == reverse("wagtailsnippets_home_featuredslot:edit", args=[slot.pk])
    assert panel(client.get("/admin/"), "proposed-for-home") == []


def test_staff_decline(client, proposal, staff):
    client.force_login(staff)
    url = reverse("portal_slots:answer", args=[proposal.pk])
    assert client.post(url, {"answer": "", "refuse": "1"}).status_code == 200
    client.post(url, {"answer": "Plus tard.", "refuse": "1"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("refused", "Plus tard.")
    assert client.get(url).status_code == 200


def test_the_partner_reads_what_became_of_it(client, proposal, article, editor, staff, now):
    client.force_login(editor)

    def row():
        (found,) = panel(client.get("/admin/"), "home-proposals")
        return found

    waiting = row()
    slot = proposing.accept(proposal, slot=slot_for(now), user=staff, now=now, answer="Avec joie.")
    prepared = row()
    other = make_communications()
    submission = featuring.submit(slot, user=staff, now=now)
    featuring.approve(submission, user=other, digest=submission.digest, now=now)
    approved = row()
    assert len({waiting, prepared, approved}) == 3
    assert "Avec joie." in prepared


def test_what_another_partner_proposed_is_not_shown(client, proposal):
    client.force_login(make_member(make_working_partner("Autre")))
    assert panel(client.get("/admin/"), "home-proposals") == []


def test_the_partner_takes_it_back(client, proposal, editor):
    client.force_login(editor)
    url = reverse("portal_proposals:take_back", args=[proposal.pk])
    assert client.get(url).status_code == 200
    client.post(url)
    proposal.refresh_from_db()
    assert proposal.state == "cancelled"
    client.post(url)
    proposal.refresh_from_db()
    assert proposal.state == "cancelled"


def test_slots_on_the_desk(client, article, staff):
    now = timezone.now()
    other = make_communications(first_name="Ana")
    slot = make_slot(article, live=False)
    slot.save_revision(user=staff)
    submission = featuring.submit(slot, user=staff, now=now)
    client.force_login(other)
    (to_decide,) = panel(client.get("/admin/"), "slots")
    client.force_login(staff)
    (own,) = panel(client.get("/admin/"), "slots")
    assert to_decide != own
    featuring.refuse(submission, user=other, comment="Trop tôt.", now=now)
    (given_back,) = panel(client.get("/admin/"), "slots-given-back")
    assert "Trop tôt." in given_back
    featuring.submit(slot, user=staff, now=now + DAY / 24)
    assert panel(client.get("/admin/"), "slots-given-back") == []
