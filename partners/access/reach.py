"""What a person may point at from a text: what the choosers show, and no more. Staff may point at anything."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from core.querysets import visible_pages
from partners.access.references import Reference
from partners.models import Partner, Proposal
from partners.roles import User, is_staff

REFUSALS: dict[type[Model], str | Promise] = {
    Page: _("This page is not among those you may link to: choose another one."),
    get_image_model(): _("This image is not among those you may use: choose another one."),
    get_document_model(): _("This document is not among those you may use: choose another one."),
    Proposal: _("This entry is not among those you may use: choose another one, or propose it."),
    Partner: _("This partner is not among those you may choose: choose another one."),
}


def choosable_pages(user: User, pages: PageQuerySet | None = None) -> PageQuerySet:
    """Those of `pages` that readers may open, and those that the person works on."""
    found = Page.objects.all() if pages is None else pages
    if is_staff(user):
        return found
    own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"view", "change"})
    # Subqueries of keys: the search of the chooser understands no other condition.
    return found.filter(Q(pk__in=visible_pages().order_by().values("pk")) | Q(pk__in=own.order_by().values("pk")))


def choosable(kind: type[Model], user: User) -> QuerySet:
    """The records of a model, one of those that have limits, that the person may point at."""
    if issubclass(kind, Page):
        return choosable_pages(user)
    if issubclass(kind, Partner):
        # What an organisation that is no longer active has published stays attributed to it; nothing new is.
        return Partner.objects.all() if is_staff(user) else Partner.objects.active()
    return policy_registry.get_by_type(kind).instances_user_has_any_permission_for(user, {"choose"})


def kind_of(model: type[Model]) -> type[Model] | None:
    """The model under which references to `model` are counted; nothing for one that has no limits."""
    if issubclass(model, Page):
        return Page
    return model if any(issubclass(model, limited) for limited in REFUSALS) else None


def refusal(model: type[Model]) -> str | Promise:
    """The sentence for a record that is beyond reach."""
    return next(words for limited, words in REFUSALS.items() if issubclass(model, limited))


def beyond(references: Iterable[Reference], user: User) -> set[Reference]:
    """Those that the person's choosers would not show; also what does not exist. One query for each kind named."""
    keys: dict[type[Model], set[str]] = {}
    for model, key in references:
        if kind := kind_of(model):
            keys.setdefault(kind, set()).add(key)
    refused: set[Reference] = set()
    for kind, named in keys.items():
        numbers: list[Any] = [key for key in named if key.isdecimal()]
        allowed = {str(pk) for pk in choosable(kind, user).filter(pk__in=numbers).values_list("pk", flat=True)}
        refused |= {(kind, key) for key in named - allowed}
    return refused
