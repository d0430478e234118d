"""Articles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Articles."""

    name = "articles"
    verbose_name = _("Articles")

    def ready(self) -> None:
        """Register the checks that only articles know."""
        from articles import readiness  # noqa: F401, PLC0415 -- models must be loaded first
