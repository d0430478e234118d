"""Whom the filters of page lists name: those who own or have changed what the person may find.

Wagtail's offer everybody who ever wrote a page: accounts are behind the wall between partners.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry


def owners(request: HttpRequest) -> QuerySet:
    """The owners of the pages that the person may find."""
    return _people(_findable(request).values("owner"))


def editors(request: HttpRequest) -> QuerySet:
    """Those who have changed the pages that the person may find."""
    entries = PageLogEntry.objects.filter(action="wagtail.edit", page_id__in=_findable(request).values("pk"))
    return _people(entries.order_by().values("user"))


def connect() -> None:
    """Give them to Wagtail's own filters, which every list of pages is made of."""
    filters: Any = PageFilterSet.declared_filters
    filters["owner"].queryset = owners
    filters["edited_by"].queryset = editors


def _findable(request: HttpRequest) -> QuerySet:
    return policy_registry.get_by_type(Page).explorable_instances(request.user).order_by()


def _people(keys: Any) -> QuerySet:
    return get_user_model()._default_manager.filter(pk__in=keys)  # noqa: SLF001 -- Django documents it
