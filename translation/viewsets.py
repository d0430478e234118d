"""For whom and what communications ask both languages, in the administration."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from translation.models import TwinRule


class TwinRuleViewSet(SnippetViewSet):
    """Rules of publication in both languages; without any, French goes to readers as soon as it is approved."""

    model = TwinRule
    icon = "wagtail-localize-language"
    menu_label = _("Publication in both languages")
    add_to_settings_menu = True
    list_display = [
        "__str__",
        Column("for_whom", label=_("Partner"), accessor="for_whom"),
        Column("for_what", label=_("Type"), accessor="for_what"),
    ]
    ordering = ["partner__name", "type"]
    panels = [FieldPanel("partner"), FieldPanel("type")]
