"""Translation: how the portal uses wagtail-localize."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """Bilingual publishing on top of wagtail-localize."""

    name = "translation"
    verbose_name = _("Translation")

    def ready(self) -> None:
        """Replace what the package does otherwise, open what is safe, guard what is published, follow the French."""
        from partners.provisioning import page_published_in_both  # noqa: PLC0415 -- models must be loaded first
        from translation import adopting, doors, localize, panels, sources  # noqa: PLC0415 -- models must be loaded first
        from translation.pairing import gating, guarding, privacy  # noqa: PLC0415 -- models must be loaded first

        localize.connect()
        doors.connect()
        guarding.connect()
        gating.connect()
        sources.connect()
        privacy.connect()
        panels.register()
        page_published_in_both.connect(adopting.adopt_page, dispatch_uid="translation.adopting.adopt_page")
