"""Choices of the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sort(models.TextChoices):
    """In which order results come."""

    RELEVANCE = "relevance", pgettext_lazy("order of results", "Relevance")
    DATE = "date", pgettext_lazy("order of results", "Date")


class Group(models.TextChoices):
    """What a suggestion leads to."""

    PUBLICATION = "publication", _("Publications")
    PARTNER = "partner", _("Partners")
    PERSON = "person", _("People")
    SUBJECT = "subject", _("Subjects")
