"""Partners, people and what every publication shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Partners, people and what every publication shares."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Follow the moves in the tree."""
        from partners import placement  # noqa: PLC0415 -- models must be loaded first

        placement.connect()
