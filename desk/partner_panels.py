"""What a person who works for a partner finds on the desk."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, WorkflowState

from core.desk import Action, ListPanel, Moment, Panel, Row, Visit, Words
from desk import texts
from desk.rows import about, edit_url, note, review_url
from desk.starting import STARTED_HERE, start_url
from desk.waiting import Submission, submissions_of, told
from partners.roles import standing


def works_here(user: Any) -> bool:
    """Whoever works for an active partner, or for the portal."""
    who = standing(user)
    return who.is_staff or bool(who.partners)


class StartPanel(Panel):
    """One button for each thing that one comes to write."""

    name = "start"
    order = 10
    heading = gettext_lazy("Write")
    template = "desk/start_panel.html"

    def for_whom(self, user: Any) -> bool:
        """Whoever writes."""
        return works_here(user)

    def context(self, visit: Visit) -> dict[str, Any]:  # noqa: ARG002 -- the same for everyone
        """The buttons."""
        return {"buttons": [Action(label=label, url=start_url(kind)) for kind, label in STARTED_HERE.items()]}


class ToDecidePanel(ListPanel):
    """What waits for a lead's approval, but the texts that the lead has changed."""

    name = "to-decide"
    order = 50
    heading = gettext_lazy("Waiting for your approval")
    empty = gettext_lazy("Nothing waits for you.")
    asks = True

    def for_whom(self, user: Any) -> bool:
        """Leads."""
        return bool(standing(user).leads)

    def listed(self, visit: Visit) -> list[Submission]:
        """The submissions of the partners that the person leads, the oldest first."""
        led = texts.submitted().filter(waits_for_partner=True, object_id__in=texts.led_by(visit.user))
        return [item for item in told(led) if visit.user.pk not in item.authors]

    def rows(self, found: Sequence[Submission], visit: Visit) -> list[Row]:
        """Who submitted it, since when it waits."""
        several = texts.works_for_several(visit.user)
        return [submission_row(item, several=several, label=_("Read and decide")) for item in found]


class ToMendPanel(ListPanel):
    """What was given back, with the reason."""

    name = "to-mend"
    order = 52
    heading = gettext_lazy("To mend")

    def for_whom(self, user: Any) -> bool:
        """Whoever writes."""
        return works_here(user)

    def listed(self, visit: Visit) -> QuerySet[WorkflowState]:
        """The submissions that were given back, the latest first."""
        return texts.to_mend(visit.user)

    def rows(self, found: Sequence[WorkflowState], visit: Visit) -> list[Row]:
        """Who asks for what."""
        several = texts.works_for_several(visit.user)
        pages = texts.pages_by_key(state.object_id for state in found)
        return [_mend(state, pages[state.object_id], several=several) for state in found if state.object_id in pages]


class InProgressPanel(ListPanel):
    """What is being written or waits, and on whom."""

    name = "in-progress"
    order = 54
    heading = gettext_lazy("Under way")
    empty = gettext_lazy("Nothing is being written. Start with a new article or a new event, above.")

    def for_whom(self, user: Any) -> bool:
        """Whoever writes."""
        return works_here(user)

    def listed(self, visit: Visit) -> list[int]:
        """The texts that readers have not seen as they are now."""
        return texts.in_progress(visit.user)

    def rows(self, found: Sequence[int], visit: Visit) -> list[Row]:
        """Where each one stands."""
        several = texts.works_for_several(visit.user)
        pages = texts.pages_in_order(found)
        waiting = submissions_of(pages)
        rows = []
        for page in pages:
            item = waiting.get(page.pk)
            rows.append(
                _draft(page, several=several) if item is None else _submitted(item, visit.user, several=several)
            )
        return rows


class ScheduledPanel(ListPanel):
    """What the portal will publish by itself."""

    name = "scheduled"
    order = 56
    heading = gettext_lazy("Scheduled publications")

    def for_whom(self, user: Any) -> bool:
        """Whoever works for a partner; communications see those of everyone."""
        who = standing(user)
        return bool(who.partners) and not who.is_staff

    def listed(self, visit: Visit) -> QuerySet[Revision]:
        """The next first."""
        return texts.scheduled(visit.user)

    def rows(self, found: Sequence[Revision], visit: Visit) -> list[Row]:
        """The day and the hour."""
        several = texts.works_for_several(visit.user)
        pages = texts.pages_by_key(revision.object_id for revision in found)
        rows = []
        for revision in found:
            if page := pages.get(revision.object_id):
                said = about(page, several=several)
                moment = revision.approved_go_live_at
                rows.append(Row(**said, url=edit_url(page), moment=moment, moment_is=Moment.AT))
        return rows


class PublishedPanel(ListPanel):
    """What readers can open."""

    name = "published"
    order = 58
    shown = 5
    heading = gettext_lazy("Recently published")
    empty = gettext_lazy("Nothing yet: write your first article.")

    def for_whom(self, user: Any) -> bool:
        """Whoever works for a partner."""
        return bool(standing(user).partners)

    def listed(self, visit: Visit) -> QuerySet:
        """The latest first."""
        return texts.published(visit.user)

    def rows(self, found: Sequence[int], visit: Visit) -> list[Row]:
        """The public page of each."""
        several = texts.works_for_several(visit.user)
        return [
            Row(
                **about(page, several=several),
                url=page.get_url() or edit_url(page),
                moment=page.first_published_at,
                moment_is=Moment.ON,
                action=Action(label=_("Change it"), url=edit_url(page)),
            )
            for page in texts.pages_in_order(found)
        ]


PANELS = (StartPanel, ToDecidePanel, ToMendPanel, InProgressPanel, ScheduledPanel, PublishedPanel)


def submission_row(item: Submission, *, several: bool, label: Words, **more: Any) -> Row:
    """A text that waits for whoever reads the line, with the button that leads to the decision."""
    said = about(item.page, several=several)
    if item.state.requested_by:
        said["facts"] += (_("Submitted by %(name)s") % {"name": item.state.requested_by.name},)
    url = review_url(item.page)
    return Row(**{**said, "url": url, "moment": item.since, "action": Action(label=label, url=url), **more})


def _mend(state: WorkflowState, page: Page, *, several: bool) -> Row:
    step = state.current_task_state
    said = about(page, several=several)
    if step and step.finished_by:
        said["facts"] += (_("Given back by %(name)s") % {"name": step.finished_by.name},)
    return Row(
        **said,
        url=edit_url(page),
        note=note(step.comment) if step else "",
        moment=step.finished_at if step else state.created_at,
        moment_is=Moment.ON,
        action=Action(label=_("Mend it"), url=edit_url(page)),
    )


def _draft(page: Page, *, several: bool) -> Row:
    said = about(page, several=several)
    return Row(
        **said,
        url=edit_url(page),
        mark=_("Changes not submitted") if page.live else _("Not submitted yet"),
        moment=page.latest_revision_created_at,
        moment_is=Moment.CHANGED,
        action=Action(label=_("Go on writing"), url=edit_url(page)),
    )


def _submitted(item: Submission, user: Any, *, several: bool) -> Row:
    said = about(item.page, several=several)
    is_mine = item.state.requested_by_id == user.pk
    by = _("You submitted it") if is_mine else ""
    if item.state.requested_by and not is_mine:
        by = _("Submitted by %(name)s") % {"name": item.state.requested_by.name}
    said["facts"] += tuple(fact for fact in (by, item.on_whom) if fact)
    mark = _("With the partner’s lead") if item.waits_for_partner else _("With communications")
    if item.held:
        mark = _("Approved")
    return Row(**said, url=edit_url(item.page), mark=mark, moment=item.since)
