"""The list and the form of featured slots."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.models import Revision
from wagtail.snippets.views import snippets

from accounts.people import person
from core.refusals import Refused, tell
from home.enums import Position
from home.models import FeaturedSlot
from home.slots import drafting, featuring
from home.slots.slot_warnings import slot_warnings
from home.slots.telling import said_of, tell_about
from home.wording import span

SUBMIT = "action-submit"
WEEK = timedelta(days=7)


class StatesColumn(Column):
    """What is approved and what its draft waits for."""

    cell_template_name = "home/slots/states_cell.html"


class SlotIndexView(snippets.IndexView):
    """Every slot, those of today and tomorrow first."""

    def get_base_queryset(self) -> QuerySet:
        """With what a row says. One query."""
        slots = FeaturedSlot.objects.with_submission()
        return slots.select_related("publication__lead_partner", "latest_revision")

    @cached_property
    def list_display(self) -> list[Any]:
        """Wagtail would add its own state, which says nothing of dates."""
        now = timezone.now()
        return [
            "heading",
            Column("position", label=_("Position"), accessor="get_position_display", sort_key="position"),
            Column("partner", label=_("Partner"), accessor="publication.lead_partner.short_name"),
            Column("starts_at", label=_("When"), accessor=_when, sort_key="starts_at"),
            StatesColumn("state", label=_("State"), accessor=lambda slot: said_of(slot, now)),
        ]

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, accessor="heading", **kwargs)
        column.label = _("What")
        return column


def _when(slot: FeaturedSlot) -> str:
    return span(slot.starts_at, slot.ends_at)


class Saving:
    """What follows a save: what was submitted before waits no longer, what one should know is said."""

    request: HttpRequest
    object: Any
    expects_json_response: Any
    overwritten: Any

    @cached_property
    def overwrite_revision(self) -> Revision | None:
        """The version that an autosave goes on writing: never one that somebody was asked to read, or approved."""
        revision = super().overwrite_revision  # type: ignore[misc]
        if revision is None:
            return None
        is_kept = revision.pk == self.object.live_revision_id
        return None if is_kept or self.object.submissions.filter(revision=revision).exists() else revision

    def is_valid(self, form: Any) -> bool:
        """Warn of a save over somebody else's: Wagtail refuses that of an autosave only."""
        if getattr(self, "is_out_of_date", False) and not self.expects_json_response:
            self.produced_error_message = _(
                "Somebody has saved another version of this slot meanwhile: read it in the history. "
                "If you save again, yours takes its place."
            )
            return False
        return bool(super().is_valid(form))  # type: ignore[misc]

    def save_action(self) -> HttpResponse:
        """Submit, where that is what the button said."""
        user, now = person(self.request), timezone.now()
        is_taken_back = drafting.follow(self.object, user=user, now=now)
        if self.expects_json_response:
            return super().save_action()  # type: ignore[misc]
        if SUBMIT in self.request.POST:
            return self._submit(now)
        response: HttpResponse = super().save_action()  # type: ignore[misc]
        if is_taken_back:
            messages.warning(self.request, _("It was waiting for approval as it stood before: submit it again."))
        self._warn(now)
        return response

    def _submit(self, now: datetime) -> HttpResponse:
        try:
            featuring.submit(self.object, user=person(self.request), now=now)
        except Refused as refusal:
            messages.success(self.request, _("The slot is saved, but not submitted:"))
            tell(self.request, refusal)
            return redirect("wagtailsnippets_home_featuredslot:edit", self.object.pk)
        messages.success(self.request, _("“%(title)s” now waits for a second person.") % {"title": self.object.heading})
        self._warn(now)
        return redirect("portal_slots:review", self.object.pk)

    def _warn(self, now: datetime) -> None:
        for warning in slot_warnings(self.object, now=now):
            messages.warning(self.request, warning)


class SlotCreateView(Saving, snippets.CreateView):
    """A new slot. The address may say its position, its publication and its dates: the timeline's does."""

    def get_initial(self) -> dict[str, Any]:
        """What the address says, as far as it makes sense."""
        asked = self.request.GET
        initial = {**super().get_initial()}
        if asked.get("position") in Position.values:
            initial["position"] = asked["position"]
        if asked.get("publication", "").isdecimal():
            initial["publication"] = int(asked["publication"])
        starts_at, ends_at = _instant(asked.get("from", "")), _instant(asked.get("until", ""))
        if starts_at:
            initial |= {"starts_at": starts_at, "ends_at": ends_at or starts_at + WEEK}
        return initial


class SlotEditView(Saving, snippets.EditView):
    """The form of a slot."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say first where the slot stands."""
        tell_about(request, self.live_object, timezone.now())
        return super().get(request, *args, **kwargs)


class SlotDeleteView(snippets.DeleteView):
    """The removal of a slot that nobody was ever asked about."""

    permission_required = "change"

    def get_object(self, queryset: Any = None) -> FeaturedSlot:
        """The slot. Raises `PermissionDenied` for one of which something is told later."""
        found = super().get_object(queryset)
        if not self.user_has_permission_for_instance("delete", found):
            raise PermissionDenied
        return found


def _instant(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
