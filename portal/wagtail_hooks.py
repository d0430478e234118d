"""What the portal adds to Wagtail's administration."""

from wagtail import hooks

from portal import guide, look
from portal.publication_lists import PublicationLists
from portal.viewsets import PeriodicJobsViewSet


@hooks.register("register_admin_viewset")
def register_periodic_jobs() -> PeriodicJobsViewSet:
    """Register the list of periodic jobs."""
    return PeriodicJobsViewSet()


@hooks.register("register_admin_viewset")
def register_publication_lists() -> PublicationLists:
    """Register the flat lists of publications."""
    return PublicationLists()


hooks.register("insert_global_admin_css", look.stylesheet)
hooks.register("register_admin_urls", guide.urls)
hooks.register("register_help_menu_item", guide.menu_item)
hooks.register("construct_help_menu", guide.leave_out_wagtails_guide)
