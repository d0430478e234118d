"""The home page and standing pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page and standing pages."""

    name = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Open the doors of the administration, and add to the desk."""
        from core.desk import register_panel  # noqa: PLC0415 -- models must be loaded first
        from home import desk_panels, exposure_views, preview_views, scheduled_views  # noqa: PLC0415 -- models must be loaded first
        from home.slots import slot_urls  # noqa: PLC0415 -- models must be loaded first

        preview_views.connect()
        scheduled_views.connect()
        exposure_views.connect()
        slot_urls.connect()
        for panel in desk_panels.PANELS:
            register_panel(panel())
