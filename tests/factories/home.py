"""Featured slots."""

from datetime import timedelta

from django.utils import timezone

from home.models import FeaturedSlot


def make_slot(publication=None, *, position="hero", **fields):
    """An approved slot that began an hour ago and lasts a day."""
    now = timezone.now()
    defaults = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=1), "live": True}
    if publication is None:
        defaults |= {"url_fr": "https://exemple.example/", "title_fr": "Ailleurs", "title_en": "Elsewhere"}
    return FeaturedSlot.objects.create(publication=publication, position=position, **{**defaults, **fields})
