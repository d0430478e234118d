"""Translation: how the portal uses wagtail-localize."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """What the portal changes in wagtail-localize."""

    name = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        """Close the package's views to all but administrators."""
        from translation import localize  # noqa: PLC0415 -- models must be loaded first

        localize.connect()
