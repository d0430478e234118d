"""The landing page of the administration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The landing page of the administration."""

    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Register the panels of partners and of communications, and say on whom texts wait."""
        from core.waiting import tell_by  # noqa: PLC0415 -- models must be loaded first
        from desk import panels, waiting  # noqa: PLC0415 -- models must be loaded first

        panels.register()
        tell_by(waiting.sentences)
