"""Events and their sessions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events and their sessions."""

    name = "events"
    verbose_name = _("Events")
