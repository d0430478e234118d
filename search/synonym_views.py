"""Add what readers typed to the synonyms, from the report of their searches."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from search import terms
from search.models import SynonymGroup


class AddSynonymForm(forms.Form):
    """What readers typed, and what it means: a group that stands already, or other words for a new one."""

    words = forms.CharField(
        label=gettext_lazy("What readers type"),
        max_length=terms.LONGEST,
        help_text=gettext_lazy("Write it as you would: capitals and accents make no difference to the search."),
    )
    group = forms.ModelChoiceField(
        SynonymGroup.objects.none(),
        required=False,
        label=gettext_lazy("Means the same as the group"),
        empty_label=gettext_lazy("A new group"),
    )
    others = forms.CharField(
        required=False,
        label=gettext_lazy("Or means the same as"),
        help_text=gettext_lazy("One word or expression per line, as the publications say it, in French or in English."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the groups that there are; without any, a new one goes without saying."""
        super().__init__(*args, **kwargs)
        groups = SynonymGroup.objects.all()
        field: Any = self.fields["group"]
        field.queryset = groups
        if not groups:
            del self.fields["group"]
            self.fields["others"].label = _("Means the same as")

    def clean(self) -> dict[str, Any]:
        """The group as it will be, tidied and checked."""
        asked = super().clean() or {}
        if "words" not in asked:
            return asked
        group = asked.get("group") or SynonymGroup()
        if not group.pk and not asked.get("others", "").strip():
            self.add_error("others", _("Choose a group, or write what it means the same as."))
            return asked
        group.terms = "\n".join([*group.lines(), asked["words"], asked.get("others", "")])
        try:
            group.full_clean()
        except ValidationError as error:
            self.add_error("others", error.messages)
        asked["group"] = group
        return asked


class AddSynonymView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """The form, with the words of a search; then back to the report."""

    permission_policy = ModelPermissionPolicy(SynonymGroup)
    permission_required = "change"
    form_class = AddSynonymForm
    template_name = "search/admin/add_synonym.html"
    header_icon = "search"
    page_title = gettext_lazy("Add a synonym")

    def get_initial(self) -> dict[str, Any]:
        """The words of the search."""
        return {"words": self.request.GET.get("words", "").replace("\x00", "")[: terms.LONGEST]}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The report, then this."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("searches:index"), "label": _("Searches of readers")},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def back(self) -> str:
        """The list from which one came."""
        return get_valid_next_url_from_request(self.request) or reverse("searches:in_vain")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back."""
        return super().get_context_data(**kwargs) | {"back": self.back}

    def form_valid(self, form: AddSynonymForm) -> HttpResponse:
        """Keep the group, in its history too, and say what readers find from now on."""
        group = form.cleaned_data["group"]
        action = "wagtail.edit" if group.pk else "wagtail.create"
        group.save()
        log(instance=group, action=action, user=self.request.user, content_changed=True)
        message = _("From now on, each of these finds the others: %(terms)s.") % {"terms": group}
        edit = reverse("wagtailsnippets_search_synonymgroup:edit", args=[group.pk])
        messages.success(self.request, message, buttons=[messages.button(edit, _("Edit the group"))])
        return redirect(self.back)
