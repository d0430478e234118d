"""Every article, event, session and project in a flat list, wherever it stands in the tree."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet

from articles.models import ArticlePage
from events.models import EventPage, SessionPage
from partners.models import PublicationPage
from projects.models import ProjectPage


def listing(model: type[PublicationPage], icon: str) -> PageListingViewSet:
    """The list of the publications of one type that the reader of the list may explore."""
    return type(
        f"{model.__name__}ListingViewSet",
        (PageListingViewSet,),
        {
            "model": model,
            "icon": icon,
            "menu_label": model._meta.verbose_name_plural.capitalize(),
            "name": f"{model._meta.model_name}_list",
            "url_prefix": f"publications/{model._meta.model_name}",
        },
    )()


class PublicationLists(ViewSetGroup):
    """The lists, under one entry of the menu."""

    menu_label = _("Publications")
    menu_icon = "doc-full-inverse"
    menu_order = 150
    items: ClassVar = (
        listing(ArticlePage, "doc-full"),
        listing(EventPage, "date"),
        listing(SessionPage, "time"),
        listing(ProjectPage, "folder-open-inverse"),
    )
