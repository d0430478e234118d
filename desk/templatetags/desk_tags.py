"""Filters of the desk's templates."""

from datetime import datetime, timedelta

from django import template
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

MINUTE = timedelta(minutes=1)

register = template.Library()


@register.filter
def age(moment: datetime, now: datetime) -> str:
    """How long it has lasted, in the largest unit: “3 days”."""
    return timesince(moment, now, depth=1) if now - moment >= MINUTE else _("just now")
