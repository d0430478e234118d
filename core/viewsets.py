"""The vocabularies and acronyms in the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.models import (
    Acronym,
    Audience,
    Axis,
    AxisTopic,
    CrossTopic,
    EventFormat,
    OrganisationType,
    Subject,
    Term,
    Territory,
    Theme,
)


def term_viewset(model: type[Term], icon: str, *, extra_columns: tuple[str, ...] = ()) -> SnippetViewSet:
    """The pages that administer one vocabulary: list with both labels, ordered by dragging."""
    return type(
        f"{model.__name__}ViewSet",
        (SnippetViewSet,),
        {
            "model": model,
            "icon": icon,
            "list_display": ["__str__", "label_fr", "label_en", "code", *extra_columns],
            "sort_order_field": "position",
            "ordering": ["position", "code"],
        },
    )()


class AcronymViewSet(SnippetViewSet):
    """Acronyms and their expansions."""

    model = Acronym
    icon = "openquote"
    list_display = ["acronym_fr", "expansion_fr", "acronym_en", "expansion_en"]


class VocabularyGroup(SnippetViewSetGroup):
    """Every controlled vocabulary, under one entry of the menu."""

    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 300
    items = (
        term_viewset(Subject, "tag"),
        term_viewset(Theme, "tag"),
        term_viewset(Axis, "tag"),
        term_viewset(AxisTopic, "tag", extra_columns=("axis",)),
        term_viewset(CrossTopic, "tag"),
        term_viewset(Audience, "group"),
        term_viewset(EventFormat, "calendar"),
        term_viewset(OrganisationType, "site"),
        term_viewset(Territory, "globe", extra_columns=("kind",)),
        AcronymViewSet,
    )
