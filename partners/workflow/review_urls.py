"""The addresses where texts are read and decided about."""

from django.urls import URLResolver, include, path

from partners.workflow.force_views import ForcedView, ForceView
from partners.workflow.review_views import ReadView, ReviewView

app_name = "portal_review"
urlpatterns = [
    path("review/<int:page_id>/", ReviewView.as_view(), name="review"),
    path("review/<int:page_id>/read/", ReadView.as_view(), name="read"),
    path("review/<int:page_id>/force/", ForceView.as_view(), name="force"),
    path("review/forced/<int:pk>/", ForcedView.as_view(), name="forced"),
]


def urls() -> list[URLResolver]:
    """The addresses below `/admin/`."""
    return [path("", include((urlpatterns, app_name)))]
