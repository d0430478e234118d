"""What the search adds to Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search.report_views import SearchesViewSet
from search.viewsets import SynonymGroupViewSet

register_snippet(SynonymGroupViewSet)
hooks.register("register_admin_viewset", SearchesViewSet)
