"""What one does about a member or an invitation, by a button of the list (`partners.membership.member_views`)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.models import User
from core.refusals import tell
from partners.enums import MemberRole
from partners.guards import Refused
from partners.membership.invitations import revoke, send_again
from partners.membership.members import change_role, may_manage, may_see, remove_member
from partners.models import Invitation, Membership, Partner, PublicationPage


class PartnerMixin:
    """A view about the members of the partner of its address."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @property
    def user(self) -> Any:
        """Whoever asks: nobody comes here without an account."""
        return self.request.user

    @cached_property
    def partner(self) -> Partner:
        """The partner."""
        return get_object_or_404(Partner, pk=self.kwargs["partner_id"])

    @cached_property
    def membership(self) -> Membership:
        """The membership of the address, of this partner."""
        memberships = Membership.objects.select_related("user", "partner")
        return get_object_or_404(memberships, pk=self.kwargs["membership_id"], partner=self.partner)

    @cached_property
    def invitation(self) -> Invitation:
        """The invitation of the address, of this partner."""
        invitations = Invitation.objects.select_related("partner")
        return get_object_or_404(invitations, pk=self.kwargs["invitation_id"], partner=self.partner)

    def guard(self) -> None:
        """Let in who manages the members, before anything is looked up. Raises `PermissionDenied`."""
        if not may_manage(self.user, self.partner):
            raise PermissionDenied

    def back(self) -> HttpResponse:
        """To the list, or home when it is not theirs any more."""
        # Who they are may just have changed.
        if may_see(User.objects.get(pk=self.user.pk), self.partner):
            return redirect("portal_members:list", self.partner.pk)
        return redirect("wagtailadmin_home")

    def refused(self, refusal: Refused) -> HttpResponse:
        """Say why, on the list."""
        tell(self.request, refusal)
        return self.back()


class ActView(PartnerMixin, View):
    """One verb, by a button of the list."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 -- read by name
        """Do it, say so, and show the list."""
        self.guard()
        try:
            message = self.act(self.user)
        except Refused as refusal:
            return self.refused(refusal)
        messages.success(request, message)
        return self.back()

    def act(self, user: Any) -> str:
        """The verb; return a sentence for whoever did it."""
        raise NotImplementedError


class RoleView(ActView):
    """Make an editor a lead, or a lead an editor."""

    def act(self, user: Any) -> str:
        """Change the role; anything but a role of ours is refused."""
        role = self.request.POST.get("role", "")
        if role not in MemberRole.values:
            raise Refused(_("Choose a role."))
        member = change_role(self.membership, role=role, user=user)
        words = {"name": member.user.name, "role": member.get_role_display()}
        return _("%(name)s now has the role “%(role)s”.") % words


class RevokeView(ActView):
    """Take an invitation back."""

    def act(self, user: Any) -> str:
        """Revoke it."""
        invitation = revoke(self.invitation, user=user, now=timezone.now())
        return _("The invitation of %(email)s is revoked: its link no longer works.") % {"email": invitation.email}


class ResendView(ActView):
    """Write once more to somebody who was invited."""

    def act(self, user: Any) -> str:
        """Send it again."""
        invitation = send_again(self.invitation, user=user, now=timezone.now())
        return _("A new mail is on its way to %(email)s. The link of the one before no longer works.") % {
            "email": invitation.email
        }


class RemoveView(PartnerMixin, WagtailAdminTemplateMixin, TemplateView):
    """Say what removing a member does, then do it."""

    template_name = "partners/members/remove.html"
    page_title = gettext_lazy("Remove a member")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises `PermissionDenied` to whoever does not manage them."""
        self.guard()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 -- read by name
        """Remove, and show the list."""
        try:
            remove_member(self.membership, user=self.user)
        except Refused as refusal:
            return self.refused(refusal)
        words = {"name": self.membership.user.name, "partner": self.partner}
        messages.success(request, _("%(name)s is no longer a member of %(partner)s.") % words)
        return self.back()

    def get_page_subtitle(self) -> str:
        """Whom."""
        return self.membership.user.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the partners, the partner, then here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("portal_members:index"), "label": _("Members")},
            {"url": reverse("portal_members:list", args=[self.partner.pk]), "label": self.partner.name},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person leaves behind."""
        member = self.membership.user
        sent = Invitation.objects.open_at(timezone.now()).filter(partner=self.partner, invited_by=member)
        return {
            **super().get_context_data(**kwargs),
            "partner": self.partner,
            "member": member,
            "is_oneself": member.pk == self.user.pk,
            "texts": PublicationPage.objects.filter(lead_partner=self.partner, owner=member).count(),
            "invitations": 0 if member.is_superuser else sent.count(),
        }
