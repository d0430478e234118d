"""Search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.search import apps as wagtail_search


class SearchConfig(AppConfig):
    """Search over publications."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Open what staff may enter."""
        from search import doors  # noqa: PLC0415 -- models must be loaded first

        doors.connect()


class IndexConfig(wagtail_search.WagtailSearchAppConfig):
    """Wagtail's search, which indexes nothing by itself: the portal notes what changes, and carries it later."""

    # There are two here: the other is this application's.
    default = False

    def ready(self) -> None:
        """Follow changes in place of the handlers that Wagtail has just connected."""
        super().ready()
        from search import following  # noqa: PLC0415 -- models must be loaded first

        following.connect()
