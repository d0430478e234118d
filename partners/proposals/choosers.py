"""Choosers of people, venues and partners: they show what the person may use, and take a proposal on the spot."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views import chooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from partners.access.reach import choosable
from partners.forms import ProposalForm
from partners.models import Person


class WithinReachView:
    """Restricts each view of a chooser to what `partners.access.reach` allows."""

    model_class: Any
    request: HttpRequest

    def get_object_list(self) -> QuerySet:
        """What is listed and searched."""
        return choosable(self.model_class, self.request.user)

    def get_object(self, pk: Any) -> Model:
        """The one that was chosen. Raises `ObjectDoesNotExist`, which answers 404."""
        return self.get_object_list().get(pk=pk)

    def get_objects(self, pks: Iterable[Any]) -> QuerySet:
        """Those that were chosen together."""
        return self.get_object_list().filter(pk__in=pks)

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who fills it: whoever is not of the staff proposes."""
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}  # type: ignore[misc]


class ChooseView(WithinReachView, chooser.ChooseView):
    """The whole chooser."""


class ChooseResultsView(WithinReachView, chooser.ChooseResultsView):
    """The list alone."""


class ChosenView(WithinReachView, chooser.SnippetChosenView):
    """One that was chosen."""


class ChosenMultipleView(WithinReachView, chooser.SnippetChosenMultipleView):
    """Several that were chosen."""


class CreateView(WithinReachView, chooser.SnippetCreateView):
    """A record made in the chooser."""


class WithinReachChooserViewSet(SnippetChooserViewSet):
    """A chooser that shows what the person may use."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView


class ProposalChooserViewSet(WithinReachChooserViewSet):
    """A chooser in which what is missing is proposed."""

    creation_tab_label = _("Propose")
    create_action_label = _("Propose and choose")


class PersonProposalForm(ProposalForm):
    """What one knows of a person, without leaving the text."""

    class Meta(ProposalForm.Meta):  # type: ignore[name-defined]
        model = Person
        fields: ClassVar = ["name", "organisation_name", "role_fr", "role_en"]


class PersonChooserViewSet(ProposalChooserViewSet):
    """People."""

    creation_form_class = PersonProposalForm


class PartnerColumns:
    """Says which organisations are no longer active, to staff, who are shown them too."""

    @property
    def columns(self) -> list[Column]:
        """The name, and whether it is active."""
        return [*super().columns, BooleanColumn("is_active", label=_("active"))]  # type: ignore[misc]


class ChoosePartnerView(PartnerColumns, ChooseView):
    """The whole chooser."""


class ChoosePartnerResultsView(PartnerColumns, ChooseResultsView):
    """The list alone."""


class PartnerChooserViewSet(WithinReachChooserViewSet):
    """Partners."""

    choose_view_class = ChoosePartnerView
    choose_results_view_class = ChoosePartnerResultsView
