"""Members of a partner in the administration: who they are, who is invited, and a form to invite one more."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from partners.enums import MemberRole
from partners.guards import Refused
from partners.membership.invitation_forms import InvitationForm
from partners.membership.invitations import invite, is_void
from partners.membership.member_actions import PartnerMixin, RemoveView, ResendView, RevokeView, RoleView
from partners.membership.members import managers, may_manage, may_see
from partners.models import Invitation, Partner
from partners.roles import standing


def partners_seen_by(user: Any) -> QuerySet[Partner]:
    """The partners whose members a person may see (`partners.membership.members.may_see`)."""
    who = standing(user)
    return Partner.objects.all() if who.is_staff else Partner.objects.filter(pk__in=who.leads)


class IndexView(WagtailAdminTemplateMixin, TemplateView):
    """The partners to choose from; who has only one goes there at once."""

    template_name = "partners/members/index.html"
    page_title = gettext_lazy("Members")
    header_icon = "user"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 -- the parent's
        """List them, or go to the only one. Raises `PermissionDenied` to whoever may see none."""
        partners = list(
            partners_seen_by(request.user)
            .annotate(
                members=Count("memberships", distinct=True),
                leads=Count("memberships", filter=Q(memberships__role=MemberRole.LEAD), distinct=True),
                waiting=Count(
                    "invitations",
                    filter=Q(invitations__in=Invitation.objects.open_at(timezone.now())),
                    distinct=True,
                ),
            )
            .order_by("name")
        )
        if not partners:
            raise PermissionDenied
        if len(partners) == 1:
            return redirect("portal_members:list", partners[0].pk)
        return self.render_to_response(self.get_context_data(partners=partners))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ListView(PartnerMixin, WagtailAdminTemplateMixin, TemplateView):
    """Members, open invitations, and a form for one more."""

    template_name = "partners/members/list.html"
    page_title = gettext_lazy("Members")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises `PermissionDenied` to whoever may not see them."""
        if not may_see(request.user, self.partner):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """The partner."""
        return self.partner.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the partners, then here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("portal_members:index"), "label": self.get_page_title()},
            {"url": "", "label": self.partner.name},
        ]

    @property
    def header_buttons(self) -> list[Button]:
        """The way to the form, which stands below a list that may be long."""
        if not (may_manage(self.user, self.partner) and self.partner.is_active):
            return []
        return [HeaderButton(_("Invite a member"), "#invite", icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add who is there and who is expected."""
        members = list(
            self.partner.memberships.select_related("user").order_by("user__last_name", "user__first_name", "user")
        )
        can_manage = may_manage(self.user, self.partner)
        has_lead = any(member.role == MemberRole.LEAD and member.user.is_active for member in members)
        form = None
        if can_manage and self.partner.is_active:
            initial = {
                "role": MemberRole.EDITOR if has_lead else MemberRole.LEAD,
                "language": self.user.preferred_language,
            }
            form = kwargs.get("form") or InvitationForm(partner=self.partner, initial=initial)
        return {
            **super().get_context_data(**kwargs),
            "partner": self.partner,
            "members": members,
            "invitations": self.invitations(),
            "can_manage": can_manage,
            "is_without_lead": not has_lead and self.partner.is_active and not self.partner.is_portal,
            "form": form,
        }

    def invitations(self) -> list[Invitation]:
        """Those that wait for an answer, each with what has become of it."""
        now = timezone.now()
        managing = set(managers(self.partner).values_list("pk", flat=True))
        found = list(self.partner.invitations.unanswered().select_related("partner", "invited_by"))
        for invitation in found:
            invitation.is_void = is_void(invitation, managing=managing)
            invitation.is_expired = invitation.expires_at <= now
        return found


class InviteView(ListView):
    """Send an invitation; the list comes back with the form where something is wrong."""

    http_method_names = ["post", "get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 -- the parent's
        """Nothing to see here: to the list."""
        return self.back()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 -- the same
        """Invite."""
        self.guard()
        form = InvitationForm(request.POST, partner=self.partner)
        if form.is_valid():
            asked = {"role": MemberRole.EDITOR, **form.cleaned_data}
            try:
                sent = invite(self.partner, user=self.user, now=timezone.now(), **asked)
            except Refused as refusal:
                form.add_error(None, refusal.reasons)
            else:
                messages.success(request, _("%(email)s is invited: a mail is on its way.") % {"email": sent.email})
                return self.back()
        messages.error(request, _("No invitation was sent: see below what is missing."))
        return self.render_to_response(self.get_context_data(form=form))


def urls() -> list[URLResolver]:
    """The addresses below `/admin/`; Wagtail asks for an account that may enter there."""
    patterns = [
        path("", IndexView.as_view(), name="index"),
        path("<int:partner_id>/", ListView.as_view(), name="list"),
        path("<int:partner_id>/invite/", InviteView.as_view(), name="invite"),
        path("<int:partner_id>/members/<int:membership_id>/role/", RoleView.as_view(), name="role"),
        path("<int:partner_id>/members/<int:membership_id>/remove/", RemoveView.as_view(), name="remove"),
        path("<int:partner_id>/invitations/<int:invitation_id>/revoke/", RevokeView.as_view(), name="revoke"),
        path("<int:partner_id>/invitations/<int:invitation_id>/resend/", ResendView.as_view(), name="resend"),
    ]
    return [path("members/", include((patterns, "portal_members")))]


class MembersMenuItem(MenuItem):
    """The entry of the menu, for those who lead a partner and for staff."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there are members that this person may see."""
        who = standing(request.user)
        return who.is_staff or bool(who.leads)


def menu_item() -> MembersMenuItem:
    """Members, after partners and people."""
    return MembersMenuItem(
        gettext_lazy("Members"), reverse("portal_members:index"), name="members", icon_name="user", order=260
    )
