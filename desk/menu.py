"""The menu of the administration: the desk first, and nothing that leads where one may not go."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from core import gate
from core.middleware import ADMIN_PREFIX
from desk.landing import heading
from partners.roles import is_staff, standing


class DeskItem(MenuItem):
    """The way back to the desk."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The entry, called as the desk is for the person: one object stands for everyone's, so it keeps nothing."""
        label = _("Desk") if is_staff(request.user) else heading(request.user)
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )


def menu_item() -> MenuItem:
    """Register the entry."""
    return DeskItem("", reverse("wagtailadmin_home"), name="desk", icon_name="calendar-check", order=1)


def leave_out_closed(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take out of a menu what the gate of the administration (`core.gate`) would not let this person open."""
    items[:] = [item for item in items if is_open(request, item.url)]


def is_open(request: HttpRequest, url: str) -> bool:
    """Whether the gate lets the person in; what it does not guard is open."""
    address = urlsplit(str(url))
    if address.netloc or not address.path.startswith(ADMIN_PREFIX) or standing(request.user).is_administrator:
        return True
    try:
        match = resolve(address.path)
    except Resolver404:
        return True
    rule = gate.rule_for(match.view_name or "")
    return rule is not None and rule(request, match.kwargs)
