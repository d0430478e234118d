"""Addresses of the administration where partners' rules take the place of Wagtail's; included before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from partners.access import page_choosers

urlpatterns = [
    path(
        "choose-page/",
        require_admin_access(page_choosers.BrowseView.as_view()),
        name="wagtailadmin_choose_page",
    ),
    path(
        "choose-page/<int:parent_page_id>/",
        require_admin_access(page_choosers.BrowseView.as_view()),
        name="wagtailadmin_choose_page_child",
    ),
    path(
        "choose-page/search/",
        require_admin_access(page_choosers.SearchView.as_view()),
        name="wagtailadmin_choose_page_search",
    ),
    path(
        "choose-page/chosen-multiple/",
        require_admin_access(page_choosers.ChosenMultipleView.as_view()),
        name="wagtailadmin_choose_page_chosen_multiple",
    ),
    path(
        "choose-external-link/",
        require_admin_access(page_choosers.ExternalLinkView.as_view()),
        name="wagtailadmin_choose_page_external_link",
    ),
]
