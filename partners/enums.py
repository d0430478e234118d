"""Choices of partners and publications, with named sets beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MemberRole(models.TextChoices):
    """What a person does for a partner."""

    LEAD = "lead", _("Lead")
    EDITOR = "editor", _("Editor")


class PublicationType(models.TextChoices):
    """What a publication is."""

    ARTICLE = "article", _("Article")
    EVENT = "event", _("Event")
    SESSION = "session", _("Session")
    PROJECT = "project", _("Project")


class ContributionRole(models.TextChoices):
    """What a person did in a publication."""

    AUTHOR = "author", _("Author")
    SPEAKER = "speaker", _("Speaker")
    MODERATOR = "moderator", _("Moderator")
    INTERVIEWED = "interviewed", _("Interviewed")
    TRANSLATOR = "translator", _("Translator")


class Mode(models.TextChoices):
    """How one takes part in an event."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Hybrid")


class EventStatus(models.TextChoices):
    """What became of the plan of an event."""

    SCHEDULED = "scheduled", pgettext_lazy("event", "Scheduled")
    RESCHEDULED = "rescheduled", pgettext_lazy("event", "Rescheduled")
    MOVED_ONLINE = "moved_online", pgettext_lazy("event", "Moved online")
    POSTPONED = "postponed", pgettext_lazy("event", "Postponed")
    FULL = "full", pgettext_lazy("event", "Full")
    CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")


# An event that will not happen on the date shown, if at all.
NOT_HAPPENING = frozenset({EventStatus.POSTPONED, EventStatus.CANCELLED})
