"""What the worker remembers of its periodic jobs."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodicJobQuerySet(models.QuerySet["PeriodicJob"]):
    """Adjectives of the jobs' rows."""

    def due(self, now: datetime) -> Self:
        """Jobs whose turn has come and that no living worker is running."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
        return self.filter(free, due_at__lte=now)


class PeriodicJob(models.Model):
    """The state of one row of `portal.jobs.JOBS`: when it is due, who runs it, how its last turn went."""

    class Result(models.TextChoices):
        """How a turn ended."""

        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    name = models.CharField(_("name"), max_length=60, unique=True)
    due_at = models.DateTimeField(_("next turn"))
    leased_by = models.CharField(max_length=80, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)
    last_started_at = models.DateTimeField(_("last started"), null=True)
    last_finished_at = models.DateTimeField(_("last finished"), null=True)
    last_result = models.CharField(_("last result"), max_length=10, choices=Result, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = PeriodicJobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self) -> str:
        """The job's name."""
        return self.name

    def is_running(self, now: datetime) -> bool:
        """Whether a living worker is at it."""
        return self.leased_until is not None and self.leased_until >= now
