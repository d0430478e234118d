"""The synonyms in the administration."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from search.folding import folded
from search.models import SynonymGroup


class SynonymIndexView(IndexView):
    """The list of groups, found by what they hold as readers' searches are: without accents or capitals."""

    def search_queryset(self, queryset: Any) -> Any:
        """Those that hold what is asked, without waiting for an index. A query more, for a short table."""
        if not self.is_searching:
            return queryset
        asked = folded(self.search_query)
        return queryset.filter(pk__in=[group.pk for group in SynonymGroup.objects.all() if asked in folded(str(group))])


class SynonymGroupViewSet(SnippetViewSet):
    """Words that find each other."""

    model = SynonymGroup
    icon = "search"
    menu_label = _("Synonyms of the search")
    add_to_settings_menu = True
    index_view_class = SynonymIndexView
    index_results_template_name = "search/admin/synonyms_results.html"
    # No term stands in two groups.
    copy_view_enabled = False
    list_display = ["__str__"]
    ordering = ["terms"]
