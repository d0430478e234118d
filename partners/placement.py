"""Which partner leads a publication: read from the tree, never typed."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from partners.models import Partner, PartnerPage, PublicationPage


def lead_partner_at(path: str) -> Partner:
    """The partner of the nearest partner page at or above a tree path, else the portal's own.

    Raises `Partner.DoesNotExist` when the portal has not been set up.
    """
    step = Page.steplen
    above = [path[:end] for end in range(step, len(path) + 1, step)]
    nearest = PartnerPage.objects.filter(path__in=above).select_related("partner").order_by("-depth").first()
    return nearest.partner if nearest else Partner.objects.get(is_portal=True)


def reassign_subtree(page: Page) -> list[int]:
    """Write the lead partner of every publication at and below `page` anew; return those that have another, by key."""
    changed = []
    publications = PublicationPage.objects.descendant_of(page, inclusive=True)
    for publication in publications.only("pk", "path", "lead_partner"):
        lead = lead_partner_at(publication.path)
        if publication.lead_partner_id != lead.pk:
            PublicationPage.objects.filter(pk=publication.pk).update(lead_partner=lead)
            changed.append(publication.pk)
    return changed


def after_move(instance: Page, **_kwargs: Any) -> None:
    """A moved page and what stands below it may have come under another partner, which has approved nothing of it."""
    from partners.workflow.restarts import follow_move  # noqa: PLC0415 -- restarts stand on the models

    follow_move(reassign_subtree(instance))


def after_save(instance: PartnerPage, *, raw: bool = False, **_kwargs: Any) -> None:
    """What stands below a partner's page is that partner's, also when the page has been given to another."""
    if not raw:
        strays = PublicationPage.objects.descendant_of(instance).exclude(lead_partner=instance.partner_id)
        strays.update(lead_partner=instance.partner_id)


def connect() -> None:
    """Follow the moves in the tree, and the partners' pages that change hands."""
    post_page_move.connect(after_move, dispatch_uid="partners.placement.after_move")
    post_save.connect(after_save, sender=PartnerPage, dispatch_uid="partners.placement.after_save")
