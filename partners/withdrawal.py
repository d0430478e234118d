"""Take a publication away from readers, with an explanation or into another page.

What is withdrawn is not live any more, hence nowhere on show (`core.querysets.visible`); its address answers with a
notice (`partners.workflow.notices`). It comes back as any text is published: through moderation.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision, WorkflowState
from wagtail.signals import page_published

from accounts.models import User
from core.querysets import visible_pages
from partners.guards import locked
from partners.models import PublicationPage, Withdrawal
from partners.roles import is_staff

SHORTEST_EXPLANATION = 10


@dataclass(frozen=True)
class Reach:
    """The live publications that leave with one.

    `own` has the publication first, then what stands below it; `sisters` are the English versions of these.
    """

    own: list[PublicationPage] = field(default_factory=list)
    sisters: list[PublicationPage] = field(default_factory=list)


def reach_of(page: Page) -> Reach:
    """What leaves when `page` does: French takes its English with it, English leaves alone. Two queries."""
    own, sisters = _concerned(page)
    return Reach([item for item in own if item.live], [item for item in sisters if item.live])


@transaction.atomic
def withdraw(page: Page, *, user: User, explanation: str, now: datetime, sister_explanation: str = "") -> Withdrawal:
    """Withdraw a live publication at `now` (aware), with what stands below it and its English version.

    The explanations are for readers, each in the language of its page; the second is needed where English leaves too.
    Raises `PermissionDenied`, or `ValidationError` with a message for each field.
    """
    publication = _held(page, user)
    explanation, sister_explanation = explanation.strip(), sister_explanation.strip()
    reach = reach_of(publication)
    errors = {}
    if len(explanation) < SHORTEST_EXPLANATION:
        errors["explanation"] = _("Say why, in a sentence that readers will understand.")
    if reach.sisters and len(sister_explanation) < SHORTEST_EXPLANATION:
        errors["sister_explanation"] = _("The English version leaves too: say why in English.")
    if errors:
        raise ValidationError(errors)
    _call_off(publication, user)
    common = {"withdrawn_at": now, "withdrawn_by": user, "merged_into": None}
    for pages, words in ((reach.own, explanation), (reach.sisters, sister_explanation)):
        for item, whole in _with_whole(pages):
            _take_down(item, user, "portal.withdraw", {"explanation": words})
            _record(item, **common, whole=whole, explanation=words)
    return publication.withdrawal


@transaction.atomic
def consolidate(page: Page, *, into: Page, user: User, now: datetime) -> Withdrawal:
    """Merge a live publication into another page: its address then leads there, as do those that leave with it.

    An English version leads to that of `into`, or to `into` itself where it has none. Raises `PermissionDenied`, or
    `ValidationError` with a message for the field.
    """
    publication = _held(page, user)
    reach = reach_of(publication)
    _guard_target(publication, into)
    target_in_english = visible_pages().filter(translation_key=into.translation_key).exclude(locale=into.locale_id)
    taken = [item.pk for item in (*reach.own, *reach.sisters)]
    sister_target = target_in_english.exclude(pk__in=taken).first() or into
    _call_off(publication, user)
    common = {"withdrawn_at": now, "withdrawn_by": user, "explanation": ""}
    for pages, target in ((reach.own, into), (reach.sisters, sister_target)):
        for item, whole in _with_whole(pages):
            _take_down(item, user, "portal.consolidate", {"into": {"id": target.pk, "title": target.title}})
            _record(item, **common, whole=whole, merged_into=target)
            # What had been merged into this page follows it: one redirect, never a chain.
            Withdrawal.objects.filter(merged_into=item.pk).exclude(page=target.pk).update(merged_into=target)
    return publication.withdrawal


def after_publication(instance: Page, **_kwargs: Any) -> None:
    """A publication that is live again is not withdrawn."""
    if instance.live and isinstance(instance, PublicationPage):
        Withdrawal.objects.filter(page=instance.pk).delete()


def connect() -> None:
    """Follow publications."""
    page_published.connect(after_publication, dispatch_uid="partners.withdrawal.after_publication")


def _held(page: Page, user: User) -> PublicationPage:
    """The publication as it is now, until the end of the transaction, if the person may take it away."""
    if not is_staff(user):
        raise PermissionDenied
    locked(page)
    publication = PublicationPage.objects.select_related("locale").filter(pk=page.pk).first()
    if publication is None or not publication.live:
        raise ValidationError(_("Only a publication that is live can be withdrawn."))
    return publication


def _guard_target(publication: PublicationPage, into: Page) -> None:
    message = ""
    if into.pk == publication.pk or into.is_descendant_of(publication):
        message = _("Choose another page: this one leaves.")
    elif into.locale_id != publication.locale_id:
        message = _("Choose a page in the same language.")
    elif not visible_pages().filter(pk=into.pk, depth__gt=1).exists():
        message = _("Choose a page that readers can open.")
    if message:
        raise ValidationError({"into": message})


def _concerned(page: Page) -> tuple[list[PublicationPage], list[PublicationPage]]:
    """The publications at and below `page`, and their English versions with what stands below; drafts too."""
    publications = PublicationPage.objects.select_related("locale").order_by("path")
    own = list(publications.descendant_of(page, inclusive=True))
    if page.locale.language_code != "fr":
        return own, []
    keys = [item.translation_key for item in own]
    highest: list[PublicationPage] = []
    for sister in publications.filter(translation_key__in=keys).exclude(locale=page.locale_id):
        if not (highest and sister.is_descendant_of(highest[-1])):
            highest.append(sister)
    at_or_below = [Q(path__startswith=sister.path) for sister in highest]
    return own, list(publications.filter(reduce(or_, at_or_below))) if at_or_below else []


def _with_whole(pages: list[PublicationPage]) -> Iterable[tuple[PublicationPage, PublicationPage | None]]:
    """Each page with the one it leaves with: the highest of `pages` above it, if any."""
    for page in pages:
        yield page, next((other for other in pages if page.is_descendant_of(other)), None)


def _call_off(page: PublicationPage, user: User) -> None:
    """Nothing of what leaves is to be published by a submission or a schedule of before; drafts below it neither."""
    pks = [str(item.pk) for items in _concerned(page) for item in items]
    states = WorkflowState.objects.active().filter(base_content_type=page.get_base_content_type(), object_id__in=pks)
    for state in states:
        state.cancel(user=user)
    Revision.page_revisions.filter(object_id__in=pks, approved_go_live_at__isnull=False).update(
        approved_go_live_at=None
    )


def _take_down(page: PublicationPage, user: User, action: str, data: dict[str, Any]) -> None:
    specific = page.specific
    UnpublishPageAction(specific, user=user, log_action=False).execute(skip_permission_checks=True)
    log(instance=specific, action=action, user=user, data=data)


def _record(page: PublicationPage, **fields: Any) -> None:
    Withdrawal.objects.update_or_create(page=page, defaults=fields)
