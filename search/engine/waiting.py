"""What an engine must not say, because the database has changed since it was told."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from core.querysets import visible
from partners.models import PartnerPage, Person
from search.contract import Unavailable
from search.models import IndexChange

# Beyond these the database had better answer.
MOST_WAITING = 5000


@dataclass(frozen=True)
class Waiting:
    """Keys, as an index writes them. `pages` are told otherwise than they are; `hidden` must not be found at all."""

    pages: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    hidden_people: frozenset[str] = frozenset()


@dataclass
class _Keys:
    pages: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)


def waiting_for(alias: str, *, now: datetime) -> Waiting:
    """What waits to be carried to the index of a backend. One query, and up to three more where something waits.

    Raises `Unavailable` when too much waits.
    """
    keys = _Keys()
    labels = {Page._meta.label: keys.pages, Person._meta.label: keys.people}
    changes = IndexChange.objects.filter(backend=alias, model__in=labels).order_by()
    for model, key in changes.values_list("model", "object_id").distinct()[: MOST_WAITING + 1]:
        labels[model].add(key)
    if len(keys.pages) + len(keys.people) > MOST_WAITING:
        message = f"More than {MOST_WAITING} changes wait for the index."
        raise Unavailable(message)
    return Waiting(
        pages=frozenset(keys.pages),
        hidden=frozenset(keys.pages - _seen_pages(keys.pages, now)),
        hidden_people=frozenset(keys.people - _seen_people(keys.people)),
    )


def _seen_pages(keys: set[str], now: datetime) -> set[str]:
    """Those that readers may meet; a partner's page only while the partner is in the directory."""
    if not keys:
        return set()
    in_time = Q(expire_at=None) | Q(expire_at__gt=now)
    found = visible(Page.objects.filter(in_time, pk__in=keys)).values_list("pk", flat=True)
    left = PartnerPage.objects.filter(pk__in=keys, partner__is_active=False).values_list("pk", flat=True)
    return {str(pk) for pk in found} - {str(pk) for pk in left}


def _seen_people(keys: set[str]) -> set[str]:
    if not keys:
        return set()
    return {str(pk) for pk in Person.objects.confirmed().filter(pk__in=keys).values_list("pk", flat=True)}
