"""Events and their sessions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events and their sessions."""

    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        """Register the checks that only events know, and the list of venues to confirm."""
        from core.desk import register_panel  # noqa: PLC0415 -- models must be loaded first
        from events import readiness  # noqa: F401, PLC0415 -- models must be loaded first
        from events.proposal_panel import VenuesPanel  # noqa: PLC0415 -- models must be loaded first

        register_panel(VenuesPanel())
