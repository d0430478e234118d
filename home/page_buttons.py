"""The way from a page to the home page: staff schedule it, partners propose it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from core.languages import source_code
from partners.models import PublicationPage
from partners.roles import User, is_staff, standing


def buttons(page: Page, user: User, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """One button, on a French publication that is live. No query for a page of a list."""
    model = page.specific_class
    if not (page.live and model and issubclass(model, PublicationPage)):
        return
    if page.locale.language_code != source_code():
        return
    if is_staff(user):
        url = reverse("wagtailsnippets_home_featuredslot:add")
        yield Button(_("Feature on the home page"), f"{url}?publication={page.pk}", icon_name="pin", priority=58)
    elif standing(user).partners:
        url = reverse("portal_proposals:propose")
        yield Button(_("Propose for the home page"), f"{url}?publication={page.pk}", icon_name="pick", priority=58)


def header_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:  # noqa: ARG001
    """The same, in the menu of the page."""
    return buttons(page, user, next_url)
