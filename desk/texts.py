"""The texts that concern a person: those of the partners that the person works for, communications for the portal.

Wagtail keeps the key of a page as text beside its revisions and submissions: what is asked of those starts from the few
that are under way, never from all publications.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Left, Length, NullIf
from wagtail.models import Page, Revision, WorkflowState, get_default_page_content_type

from partners.enums import PublicationType
from partners.models import Partner, PartnerApproval, PartnerPage, PortalApproval, PublicationPage
from partners.roles import standing
from partners.workflow.eligibility import keys_led_by

# What is submitted, approved and published with the page above it.
PART = PublicationType.SESSION


def partners_of(user: Any) -> QuerySet[Partner]:
    """The active partners that a person works for; the portal itself for communications and administrators."""
    who = standing(user)
    ours = Q(pk__in=who.partners)
    if who.is_staff:
        ours |= Q(is_portal=True)
    return Partner.objects.filter(ours)


def works_for_several(user: Any) -> bool:
    """Whether the rows of this person's lists have to say of which partner they are."""
    who = standing(user)
    return who.is_staff or len(who.partners) > 1


def keys_of(user: Any) -> QuerySet:
    """The primary keys of the pages of a person's partners, whatever their type."""
    partners = partners_of(user).order_by().values("pk")
    led = PublicationPage.objects.filter(lead_partner__in=partners).order_by().values("pk")
    own = PartnerPage.objects.filter(partner__in=partners).order_by().values("pk")
    if not standing(user).is_staff:
        return led.union(own, all=True)
    # The portal's other pages have no column that says so.
    rest = Page.objects.filter(has_unpublished_changes=True, partnerpage=None, publicationpage=None).order_by()
    return led.union(own, rest.values("pk"), all=True)


def led_by(user: Any) -> QuerySet:
    """The primary keys, as text, of the pages that wait for this person as the lead of a partner."""
    return keys_led_by(standing(user).leads)


def text_keys_of(user: Any) -> QuerySet:
    """As `keys_of`, as text."""
    return Page.objects.filter(pk__in=keys_of(user)).order_by().annotate(key=Cast("pk", CharField())).values("key")


def described(pages: QuerySet[Page]) -> QuerySet[Page]:
    """With everything that a row says of a page: its partner, its language. No query for each one."""
    return pages.select_related("locale").annotate(
        partner_key=Coalesce("publicationpage__lead_partner", "partnerpage__partner"),
        partner_name=Coalesce(
            NullIf("publicationpage__lead_partner__acronym", Value("")),
            "publicationpage__lead_partner__name",
            NullIf("partnerpage__partner__acronym", Value("")),
            "partnerpage__partner__name",
        ),
    )


def pages_by_key(keys: Iterable[Any]) -> dict[str, Page]:
    """The described pages of these keys, each under its key as text. One query."""
    return {str(page.pk): page for page in described(Page.objects.filter(pk__in=[int(key) for key in keys]))}


def pages_in_order(keys: Sequence[int]) -> list[Page]:
    """The described pages of these keys, in their order. One query."""
    pages = pages_by_key(keys)
    return [pages[str(key)] for key in keys if str(key) in pages]


def in_progress(user: Any) -> list[int]:
    """The primary keys of the texts that were changed since readers saw them, the latest first. One query.

    Those whose publication is scheduled are not among them, nor those that were given back (`to_mend`), nor those that
    were taken away and not touched since. A session that was changed stands for its event.
    """
    given_back = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES, base_content_type=get_default_page_content_type()
    ).values("object_id")
    above = Page.objects.filter(path=OuterRef("above")).order_by().values("pk")
    changed = (
        Page.objects.filter(
            Q(last_published_at=None) | Q(latest_revision_created_at__gt=F("last_published_at")),
            Q(latest_revision=None) | Q(latest_revision__approved_go_live_at=None),
            pk__in=keys_of(user),
            has_unpublished_changes=True,
            alias_of=None,
        )
        .annotate(above=path_above())
        .annotate(whole=Case(When(publicationpage__type=PART, then=Subquery(above)), default=F("pk")))
        .annotate(whole_key=Cast("whole", CharField()))
        .exclude(whole_key__in=given_back)
        .order_by(F("latest_revision_created_at").desc(nulls_last=True), "-pk")
    )
    return list(dict.fromkeys(changed.values_list("whole", flat=True)))


def to_mend(user: Any) -> QuerySet[WorkflowState]:
    """The submissions that were given back and not submitted again, the latest first."""
    return (
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_NEEDS_CHANGES,
            base_content_type=get_default_page_content_type(),
            object_id__in=text_keys_of(user),
        )
        .select_related("current_task_state__finished_by")
        .order_by("-current_task_state__finished_at", "-pk")
    )


def submitted() -> QuerySet[WorkflowState]:
    """The submissions that wait, the oldest first, each told whether it waits for its partner's lead, or the portal.

    One that waits for neither is approved, and held back by something else (`Approval.held_because`).
    """
    is_partners = PartnerApproval.objects.filter(pk=OuterRef("current_task_state__task"))
    is_portals = PortalApproval.objects.filter(pk=OuterRef("current_task_state__task"))
    return (
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=get_default_page_content_type()
        )
        .exclude(current_task_state=None)
        .annotate(waits_for_partner=Exists(is_partners), waits_for_portal=Exists(is_portals))
        .select_related("current_task_state", "requested_by")
        .order_by("current_task_state__started_at", "pk")
    )


def scheduled(user: Any | None = None) -> QuerySet[Revision]:
    """What is to be published by itself, the next first: of a person's partners, or of everyone.

    Sessions are published with their event.
    """
    waiting = Revision.objects.filter(
        base_content_type=get_default_page_content_type(), approved_go_live_at__isnull=False
    )
    part = ContentType.objects.get_for_model(PublicationPage.class_for(PART))
    waiting = waiting.exclude(content_type=part).order_by("approved_go_live_at", "pk")
    return waiting if user is None else waiting.filter(object_id__in=text_keys_of(user))


def published(user: Any) -> QuerySet:
    """The primary keys of the publications of a person's partners that readers can open, the latest first."""
    partners = partners_of(user).order_by().values("pk")
    live = PublicationPage.objects.filter(lead_partner__in=partners, live=True, first_published_at__isnull=False)
    return live.exclude(type=PART).order_by("-first_published_at", "-pk").values_list("pk", flat=True)


def path_above() -> Left:
    """The tree path of the page above."""
    return Left("path", Length("path") - Page.steplen)
