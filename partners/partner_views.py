"""Creating or changing a partner in the administration brings along everything it works with."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.snippets.views.snippets import CreateView, EditView

from partners.models import Partner
from partners.provisioning import provision


class PartnerCreateView(CreateView):
    """One form: the partner, its groups, collection, pages and permissions, or nothing of it."""

    def save_instance(self) -> Partner:
        """Save and provision in one transaction."""
        with transaction.atomic():
            return provision(super().save_instance(), user=self.request.user)

    def get_success_buttons(self) -> list[Any]:
        """The next thing to do: invite somebody who leads."""
        invite = messages.button(reverse("portal_members:list", args=[self.object.pk]), _("Invite a lead"))
        return [invite, *super().get_success_buttons()]


class PartnerEditView(EditView):
    """A new name reaches groups and collection; an inactive partner's members may read only."""

    def save_instance(self) -> Partner:
        """Save and provision in one transaction."""
        with transaction.atomic():
            return provision(super().save_instance(), user=self.request.user)
