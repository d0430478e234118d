"""What can be said of a language version, and of one passage of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """The state of the version of a page in the other language, from the most to do to the least."""

    MISSING = "missing", pgettext_lazy("language version", "Missing")
    MACHINE = "machine", _("Machine draft")
    TRANSLATING = "translating", _("Being translated")
    REVIEW = "review", pgettext_lazy("language version", "In review")
    BEHIND = "behind", pgettext_lazy("language version", "Behind")
    WAIVED = "waived", pgettext_lazy("language version", "Waived")
    CURRENT = "current", pgettext_lazy("language version", "Current")


class PassageState(models.TextChoices):
    """What is left to do with one passage."""

    MISSING = "missing", _("Not translated")
    ERROR = "error", _("To mend")
    MACHINE = "machine", _("Translated by a machine, to be reread")
    CARRIED = "carried", _("To review: the French has changed")
    REMEMBERED = "remembered", _("To review: translated like this on another page")
    DONE = "done", _("Translated")


# Nothing with such a passage is submitted or published.
UNFINISHED = frozenset(PassageState) - {PassageState.DONE}
