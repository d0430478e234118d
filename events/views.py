"""Events as files for calendars."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.clock import reader_now
from core.feeds import answer
from core.models import SiteSettings
from events.ical import calendar_of, listed, with_everything
from events.models import EventPage

CONTENT_TYPE = "text/calendar; charset=utf-8"


@require_safe
def event(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One event, to add to a calendar: in the language of the address, else in French as its page is.

    There is nothing to add while the date is to be confirmed.
    """
    events = EventPage.objects.readable_in(request.LANGUAGE_CODE).filter(translation_key=key, starts_on__isnull=False)
    found = with_everything(events).first()
    if found is None:
        raise Http404
    response = _answer(request, [found], name=None)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{found.slug}.ics"
    )
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The calendar to subscribe to: what is to come, and what is just over."""
    events = listed(request.LANGUAGE_CODE, now=reader_now(timezone.now()))
    return _answer(request, list(events), name=SiteSettings.load(request_or_site=request).portal_name)


def _answer(request: HttpRequest, events: list[EventPage], *, name: str | None) -> HttpResponseBase:
    content = calendar_of(events, request, name=name).to_ical()
    changed = max((event.last_published_at for event in events if event.last_published_at), default=None)
    return answer(request, content, CONTENT_TYPE, changed=changed)
