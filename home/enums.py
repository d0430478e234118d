"""Choices of the home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Position(models.TextChoices):
    """The places of the home page that are featured, in the order in which they fill."""

    HERO = "hero", _("Hero")
    HIGHLIGHT_1 = "highlight-1", _("First highlight")
    HIGHLIGHT_2 = "highlight-2", _("Second highlight")
    HIGHLIGHT_3 = "highlight-3", _("Third highlight")
    EVENT = "event", pgettext_lazy("home page", "Event")
    BANNER = "banner", _("Banner")

    @property
    def rank(self) -> int:
        """From 1, the most seen."""
        return list(type(self)).index(self) + 1


# Filled by articles and projects, and never empty while there are enough of them.
STORIES = (Position.HERO, Position.HIGHLIGHT_1, Position.HIGHLIGHT_2, Position.HIGHLIGHT_3)


class SubmissionState(models.TextChoices):
    """What became of a slot that was handed to a second person, or of a proposal."""

    WAITING = "waiting", pgettext_lazy("submission", "Waiting")
    APPROVED = "approved", pgettext_lazy("submission", "Approved")
    REFUSED = "refused", pgettext_lazy("submission", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("submission", "Taken back")


class Choice(models.TextChoices):
    """Why a position shows what it shows."""

    SLOT = "slot", _("a slot")
    AUTOMATIC = "automatic", _("the automatic choice")
    NOTHING = "nothing", _("nothing")


class PassedOver(models.TextChoices):
    """Why an active slot does not show."""

    OUTRANKED = "outranked", _("another slot has a higher priority, or began later")
    SHOWN_ABOVE = "shown-above", _("its page is already shown above")
    NOT_READABLE = "not-readable", _("its French page is not for readers at that time")


class SlotState(models.TextChoices):
    """Where a featured slot stands, as its list and the timeline say it."""

    DRAFT = "draft", pgettext_lazy("featured slot", "Draft")
    WAITING = "waiting", pgettext_lazy("featured slot", "Waiting for approval")
    REFUSED = "refused", pgettext_lazy("featured slot", "Given back")
    COMING = "coming", pgettext_lazy("featured slot", "Approved, to come")
    ON_AIR = "on-air", pgettext_lazy("featured slot", "On air")
    OVER = "over", pgettext_lazy("featured slot", "Over")
