"""What the portal adds to Wagtail's administration."""

from wagtail import hooks

from portal.viewsets import PeriodicJobsViewSet


@hooks.register("register_admin_viewset")
def register_periodic_jobs() -> PeriodicJobsViewSet:
    """Register the list of periodic jobs."""
    return PeriodicJobsViewSet()
