"""What communications and administrators find."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from partners.models import ForcedPublication
from tests.desk.desks import desk, make_article_on, panel, titles
from tests.factories.moderation import approve, edit, make_draft, submit
from tests.factories.pages import make_venue
from tests.factories.partners import make_person, make_working_partner
from tests.reading import words


class TestQueue:
    def test_is_by_age_and_says_what_one_may_not_approve(self, client, crim, people):
        own = edit(make_draft(crim, people.lead), people.communications, title="Retouché")
        submit(own, people.lead)
        draft = make_draft(crim, people.lead, title="À lire")
        submit(draft, people.lead)
        soup = desk(client, people.communications)
        assert [row.split(" since ")[0] for row in panel(soup, "queue")] == [
            "Retouché You changed it: another person approves CRIM · Article · Submitted by Léa Morin",
            "À lire CRIM · Article · Submitted by Léa Morin",
        ]
        assert [words(link) for link in soup.select("[aria-labelledby=desk-queue] .desk-row__action")] == [
            "Read it – Retouché",
            "Read and decide – À lire",
        ]

    def test_leaves_to_partners_what_waits_for_their_leads(self, client, crim, people):
        draft = make_draft(crim, people.editor, title="Chez la responsable")
        submit(draft, people.editor)
        soup = desk(client, people.communications)
        assert panel(soup, "queue") == []
        assert words(soup.select_one("[aria-labelledby=desk-with-partners] .desk-row__facts")) == (
            "CRIM · Article · Waits for Léa Morin"
        )


def test_what_is_scheduled_has_its_day_and_hour(client, crim, people):
    draft = make_draft(crim, people.lead, title="Pour bientôt")
    submit(draft, people.lead)
    moment = (timezone.localtime() + timedelta(days=3)).replace(hour=9, minute=30, second=0, microsecond=0)
    approve(draft, people.communications, go_live_at=moment)
    for user, name in ((people.editor, "scheduled"), (people.communications, "every-scheduled")):
        soup = desk(client, user)
        assert soup.select_one(f"[aria-labelledby=desk-{name}] time")["datetime"] == moment.isoformat()
        assert words(soup.select_one(f"[aria-labelledby=desk-{name}] time")).endswith("9:30 a.m.")


class TestSilentPartners:
    def test_are_those_without_a_publication_for_long(self, client, people):
        now = timezone.now()
        recent, old, new, former = (make_working_partner(name) for name in ("Récent", "Vieux", "Nouveau", "Ancien"))
        make_article_on(recent, 1, first_published_at=now - timedelta(days=89))
        make_article_on(old, 2, first_published_at=now - timedelta(days=91))
        new.joined_on = timezone.localdate(now) - timedelta(days=10)
        new.save()
        former.is_active = False
        former.save()
        soup = desk(client, people.communications)
        assert titles(soup, "silent-partners") == ["CRIM", "Vieux"]
        assert panel(soup, "silent-partners")[0] == "CRIM Has never published Lead: Léa Morin"
        assert panel(soup, "silent-partners")[1].startswith("Vieux It has no lead since ")


def test_a_publication_by_force_waits_for_a_second_person(client, crim, people):
    draft = make_draft(crim, people.editor, title="Urgent")
    forced = ForcedPublication.objects.create(
        page_id=draft.pk, digest="…", reason="Une panne.", forced_by=people.administrator, forced_at=timezone.now()
    )
    confirmed = ForcedPublication.objects.create(
        page_id=make_draft(crim, title="Confirmé").pk, digest="…", reason="—", forced_at=timezone.now()
    )
    confirmed.confirmed_at = timezone.now()
    confirmed.save()
    soup = desk(client, people.communications)
    assert titles(soup, "forced") == ["Urgent"]
    assert soup.select_one("[aria-labelledby=desk-forced] .desk-row__action a")["href"] == reverse(
        "portal_review:forced", args=[forced.pk]
    )
    own = desk(client, people.administrator)
    assert words(own.select_one("[aria-labelledby=desk-forced] .desk-row__mark")) == (
        "You published or changed it: another person confirms"
    )


def test_people_and_venues_wait_for_communications(client, people):
    make_person("Ève", is_confirmed=False, proposed_by=people.editor)
    make_person("Adam")
    make_venue("Un hangar", is_confirmed=False)
    make_venue("Un palais")
    soup = desk(client, people.communications)
    assert panel(soup, "people") == ["Ève Proposed by Édith Roy Read and confirm – Ève"]
    assert panel(soup, "venues") == ["Un hangar Read and confirm – Un hangar"]
    assert panel(desk(client, people.editor), "people") == []
