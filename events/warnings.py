"""What editors are told of, without being stopped."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from events.models import EventPage, SessionPage


def warn_of_stray_day(request: HttpRequest, page: Page) -> None:
    """After a save, say so when a session's day is none of its event's; both ways round, by the latest drafts."""
    specific = page.specific
    if isinstance(specific, SessionPage):
        event, sessions = specific.event, [specific]
    elif isinstance(specific, EventPage):
        event, sessions = specific, SessionPage.objects.child_of(specific).select_related("latest_revision")
    else:
        return
    event = event.get_latest_revision_as_object()
    for saved in sessions:
        session = saved.get_latest_revision_as_object()
        session.event = event
        if session.is_outside_event():
            message = _("The day of “%(title)s” is outside the dates of its event. It is kept; check it.")
            messages.warning(request, message % {"title": session.title})
