"""People and venues in the administration: staff see the list, others what they have proposed."""

from typing import Any, ClassVar

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log
from wagtail.permissions import policy_registry
from wagtail.snippets.views import snippets

from partners.models import Proposal
from partners.proposals.choosers import ProposalChooserViewSet
from partners.roles import is_staff


class AboutOneRecord:
    """Asks the policy about the record itself, where Wagtail asks about its model only."""

    permission_asked = "view"
    permission_policy: Any
    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        """The record, for whoever may do this with it. Raises `PermissionDenied`."""
        found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        user, policy = self.request.user, self.permission_policy
        if not policy.user_has_permission_for_instance(user, self.permission_asked, found):
            if policy.user_has_permission_for_instance(user, "view", found):
                words = {"name": str(found)}
                messages.error(self.request, _("Readers see “%(name)s”: ask communications to change it.") % words)
            raise PermissionDenied
        return found


class ProposalIndexView(snippets.IndexView):
    """The list, with one click to confirm for whoever may."""

    confirm_url_name = ""

    def get_list_more_buttons(self, instance: Proposal) -> list[Any]:
        """Add the confirmation of what is only proposed."""
        buttons = super().get_list_more_buttons(instance)
        if is_staff(self.request.user) and not instance.is_confirmed:
            url = reverse(instance.snippet_viewset.get_url_name("confirm"), args=[quote(instance.pk)])  # type: ignore[attr-defined]
            buttons.append(MenuItem(_("Confirm"), url=url, icon_name="check", priority=5))
        return buttons


class ProposalEditView(AboutOneRecord, snippets.EditView):
    """The form of one record."""

    permission_asked = "change"


class ProposalDeleteView(AboutOneRecord, snippets.DeleteView):
    """The removal of one record."""

    permission_asked = "delete"


class ProposalUsageView(AboutOneRecord, snippets.UsageView):
    """Where a record is named."""


class ProposalHistoryView(AboutOneRecord, snippets.HistoryView):
    """What became of a record."""


class ConfirmView(AboutOneRecord, PermissionCheckedMixin, WagtailAdminTemplateMixin, BaseObjectMixin, TemplateView):
    """Staff confirm a proposal: every partner may use it from then on."""

    page_title = gettext_lazy("Confirm")
    template_name = "partners/admin/confirm_proposal.html"
    permission_asked = "change"
    header_icon = "check"
    permission_required = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let staff in."""
        if not is_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """What is to be confirmed."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """None: the title says it."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the record, its form and the list."""
        addresses = self.model.snippet_viewset
        return super().get_context_data(
            **kwargs,
            proposal=self.object,
            edit_url=reverse(addresses.get_url_name("edit"), args=[quote(self.object.pk)]),
            list_url=reverse(addresses.get_url_name("list")),
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Confirm, once."""
        if not self.object.is_confirmed:
            self.object.is_confirmed = True
            self.object.save(update_fields=["is_confirmed"])
            log(instance=self.object, action="wagtail.edit", user=request.user, content_changed=True)
        messages.success(request, _("“%(name)s” is confirmed.") % {"name": self.object})
        return redirect(self.model.snippet_viewset.get_url_name("list"))


class ProposalViewSet(snippets.SnippetViewSet):
    """The views of one model of proposals."""

    index_view_class = ProposalIndexView
    edit_view_class = ProposalEditView
    delete_view_class = ProposalDeleteView
    usage_view_class = ProposalUsageView
    history_view_class = ProposalHistoryView
    chooser_viewset_class: ClassVar[type[ProposalChooserViewSet]] = ProposalChooserViewSet
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Every record for staff; their own proposals for others."""
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(request.user, {"view", "change"})

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the confirmation."""
        confirm = self.construct_view(ConfirmView)
        return [*super().get_urlpatterns(), path("confirm/<str:pk>/", confirm, name="confirm")]
