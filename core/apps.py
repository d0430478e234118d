"""The application that every other stands on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Base page, media, vocabularies, blocks: what knows no other application."""

    name = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Register the project's checks and connect the handlers."""
        from core import checks, page_choosers, references, signals  # noqa: F401, PLC0415 -- models must be loaded first

        signals.connect()
        references.connect()
        page_choosers.connect()
