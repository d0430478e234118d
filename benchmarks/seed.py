"""What every size starts from: an empty portal, sixty partners, an article, an event with its programme."""

import datetime as dt
import json

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale

from articles.models import ArticlePage
from core.models import OrganisationType, PortalImage, Subject, Theme
from events.models import EventPage, SessionPage
from partners.models import Partner, PartnerPage, PublicationPage, PublicationSubject, PublicationTheme
from portal.demo.drawing import cloth
from portal.setup import set_up
from portal.setup.bodies import NoReferences
from portal.setup.portal import partner_page

PARTNERS, SESSIONS = 60, 40
WORDS = "La trame est le fil que l’on passe entre les autres pour en faire une étoffe. "
DAY = dt.date(2023, 10, 12)


def seed() -> None:
    """Create everything through the models, as people would."""
    now = timezone.now()
    base = set_up(now=now)
    kind = OrganisationType.objects.get(code="obnl")
    for number in range(PARTNERS):
        slug = f"partenaire-{number}"
        partner = Partner.objects.create(name=f"Partenaire {number}", slug=slug, type=kind)
        words = {"title": {"fr": partner.name, "en": partner.name}, "slug": {"fr": slug, "en": slug}}
        partner_page(partner, base.indexes["partners"], words, now=now, references=NoReferences())
    parent = PartnerPage.objects.get(partner__slug="partenaire-0", locale=Locale.objects.get(language_code="fr"))
    image = PortalImage.objects.create(title="cloth", file=ContentFile(cloth("toile", "garance", "seed"), "cloth.png"))
    body = json.dumps([{"type": "text", "value": f"<h2>Un titre</h2><p>{WORDS * 10}</p><p>{WORDS * 10}</p>"}])
    common = {"summary": WORDS, "lead_image": image, "lead_image_alt": "Une étoffe", "body": body}
    _publish(parent, ArticlePage(title="Un article", slug="un-article", **common))
    event = EventPage(title="Un événement", slug="un-evenement", starts_on=DAY, ends_on=DAY, mode="hybrid", **common)
    event = _publish(parent, event)
    for number in range(SESSIONS):
        hour = dt.time(9 + number // 5)
        session = SessionPage(
            title=f"Session {number}", slug=f"session-{number}", summary=WORDS, starts_on=DAY, start_time=hour
        )
        _publish(event, session)


def _publish(parent: PartnerPage | EventPage, page: PublicationPage) -> PublicationPage:
    page.subjects = [PublicationSubject(subject=Subject.objects.order_by("pk")[0])]
    page.themes = [PublicationTheme(theme=Theme.objects.order_by("pk")[0])]
    page.locale = parent.locale
    page.live = False
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)
