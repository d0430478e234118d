"""An address is one page's: what would take that of a page beside it is not published."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.query import PageQuerySet

from core.languages import is_source
from core.refusals import Refused


def guard_addresses(pages: Sequence[Page], _go_live_at: datetime | None = None) -> None:
    """Refuse pages whose draft has the address of another one, now or when that one comes. Raises `Refused`."""
    reasons = []
    # What is published together is published in this order: each leaves its old address, and takes its new one.
    taken: dict[tuple[str, str], str] = {}
    published: list[int] = []
    for page in pages:
        revision = page.latest_revision
        slug = revision.content["slug"] if revision else page.slug
        place = (page.path[: -page.steplen], slug)
        others = Page.objects.sibling_of(page, inclusive=False).exclude(pk__in=published)
        later = others.exclude(pk__in=[part.pk for part in pages])
        other = taken.get(place) or _has_it(others, slug) or _will_have_it(later, slug)
        if other:
            reasons.append(_reason(page, other))
        taken[place] = page.draft_title
        published.append(page.pk)
    if reasons:
        raise Refused(*reasons)


def guard_address_when_due(revision: Revision) -> None:
    """Refuse a page whose hour has come when another one has its address by now. Raises `Refused`."""
    page = revision.content_object
    if not isinstance(page, Page):
        return
    other = _has_it(Page.objects.sibling_of(page, inclusive=False), revision.content["slug"])
    if other:
        raise Refused(_reason(page, other))


def _has_it(others: PageQuerySet, slug: str) -> str:
    """The title of the page that has an address; empty where none has."""
    return others.filter(slug=slug).values_list("draft_title", flat=True).first() or ""


def _will_have_it(others: PageQuerySet, slug: str) -> str:
    """The title of the page that is to have an address at the hour for which it is scheduled; empty where none is."""
    # Wagtail stores the page's key as text.
    keys = others.order_by().annotate(key=Cast("pk", CharField())).values("key")
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False, content__slug=slug)
    return scheduled.filter(object_id__in=keys).values_list("object_str", flat=True).first() or ""


def _reason(page: Page, other: str) -> str:
    words = {"title": page.draft_title, "other": other}
    if is_source(page):
        return _("“%(title)s”: another page, “%(other)s”, has this address. Change it in the editor.") % words
    return _("“%(title)s”: another page, “%(other)s”, has this address. Change it in the passages.") % words
