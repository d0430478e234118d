"""The landing page of the administration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The landing page of the administration."""

    name = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Register the panels of partners and of communications."""
        from desk import panels  # noqa: PLC0415 -- models must be loaded first

        panels.register()
