"""Public addresses of events that are no pages: files for calendars."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from events import views

urlpatterns = [
    path(pgettext_lazy("address", "calendar.ics"), views.calendar, name="calendar_ics"),
    path(pgettext_lazy("address", "calendar/<uuid:key>.ics"), views.event, name="event_ics"),
]
