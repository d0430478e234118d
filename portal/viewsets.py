"""The periodic jobs in the administration: a list that one reads when something did not happen."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import policy_registry

from portal.jobs import JOBS, Job
from portal.models import PeriodicJob

# A job is late when its last run is older than this many periods.
LATE_AFTER = 3


def job_of(row: PeriodicJob) -> Job | None:
    """The job that a row is about; none for a row that an older release has left."""
    return next((job for job in JOBS if job.name == row.name), None)


def label_of(row: PeriodicJob) -> str | Promise:
    """The job's label, or its name."""
    job = job_of(row)
    return job.label if job else row.name


def period_of(row: PeriodicJob) -> str:
    """The period in words, such as “1 minute”, in the reader's language."""
    job = job_of(row)
    start = datetime(2000, 1, 1, tzinfo=UTC)
    return timesince(start, start + job.period) if job else ""


def next_turn_of(row: PeriodicJob) -> str:
    """The date and time of the next turn, in the reader's language and time zone."""
    return date_format(timezone.localtime(row.due_at), "SHORT_DATETIME_FORMAT")


def lateness_of(row: PeriodicJob, *, now: datetime) -> str:
    """What to think of a job whose last run is older than `LATE_AFTER` periods; empty when it is not."""
    job = job_of(row)
    # A job that never ran has been due since it was registered.
    last = row.last_finished_at or row.due_at
    if now - last <= LATE_AFTER * (job.period if job else timedelta(days=1)):
        return ""
    return gettext("Late: still running") if row.is_running(now) else gettext("Late: the worker may be stopped")


class ResultColumn(Column):
    """How the last turn ended, and whether the job is late or running."""

    cell_template_name = "portal/admin/job_result_cell.html"

    def get_cell_context_data(self, instance: PeriodicJob, parent_context: dict) -> dict:
        """Add the marks."""
        now = timezone.now()
        return {
            **super().get_cell_context_data(instance, parent_context),
            "failed": instance.last_result == PeriodicJob.Result.FAILED,
            "lateness": lateness_of(instance, now=now),
            "running": instance.is_running(now),
        }


class PeriodicJobsView(PermissionCheckedMixin, BaseListingView):
    """The list of jobs, for reading only."""

    model = PeriodicJob
    # `portal.view_periodicjob`: no role is granted it yet, which leaves the superusers.
    permission_required = "view"
    page_title = _("Periodic jobs")
    header_icon = "history"
    index_url_name = "periodic_jobs:index"
    no_results_message = _("No periodic job yet: the worker has never been started.")
    columns: ClassVar = [
        Column("label", label=_("Job"), accessor=label_of),
        Column("period", label=_("Every"), accessor=period_of),
        DateColumn("last_finished_at", label=_("Last run")),
        ResultColumn("last_result", label=_("Result"), accessor="get_last_result_display"),
        Column("last_error", label=_("Error")),
        Column("due_at", label=_("Next turn"), accessor=next_turn_of),
    ]


class PeriodicJobsMenuItem(MenuItem):
    """The entry of the menu, for those who may read the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may read the list."""
        return policy_registry.get_by_type(PeriodicJob).user_has_permission(request.user, "view")


class PeriodicJobsViewSet(ViewSet):
    """Reports › Periodic jobs."""

    name = "periodic_jobs"
    url_prefix = "reports/periodic-jobs"
    icon = "history"
    menu_label = _("Periodic jobs")
    menu_item_class = PeriodicJobsMenuItem
    menu_hook = "register_reports_menu_item"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The one address: the list."""
        return [path("", self.construct_view(PeriodicJobsView), name="index")]
