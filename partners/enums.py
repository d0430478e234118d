"""Choices of partners and publications, with named sets beside them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MemberRole(models.TextChoices):
    """What a person does for a partner."""

    LEAD = "lead", _("Lead")
    EDITOR = "editor", _("Editor")


class Role(models.TextChoices):
    """Who may do what (`partners.roles`): two roles for each partner, the others for the whole portal.

    Administrators are Django's superusers and need no group.
    """

    ADMINISTRATOR = "administrator", _("Administrator")
    COMMUNICATIONS = "communications", _("Communications")
    TRANSLATOR = "translator", _("Translator")
    LEAD = "lead", _("Lead")
    EDITOR = "editor", _("Editor")


# The roles that a person has for one partner.
PARTNER_ROLES = (Role.LEAD, Role.EDITOR)


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


class FindingLevel(models.TextChoices):
    """How much a finding about a text weighs (`partners.readiness`)."""

    BLOCKING = "blocking", pgettext_lazy("finding", "Blocking")
    WARNING = "warning", pgettext_lazy("finding", "To consider")


class InvitationState(models.TextChoices):
    """What a link of an invitation is still good for."""

    OPEN = "open", pgettext_lazy("invitation", "Open")
    ACCEPTED = "accepted", pgettext_lazy("invitation", "Accepted")
    REVOKED = "revoked", pgettext_lazy("invitation", "Revoked")
    REPLACED = "replaced", pgettext_lazy("invitation", "Replaced by a newer mail")
    EXPIRED = "expired", pgettext_lazy("invitation", "Expired")
    VOID = "void", pgettext_lazy("invitation", "No longer valid")
