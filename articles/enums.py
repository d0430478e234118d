"""Kinds of articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArticleKind(models.TextChoices):
    """The genre of an article."""

    NEWS = "nouvelle", _("News")
    ANALYSIS = "analyse", _("Analysis")
    INTERVIEW = "entrevue", _("Interview")
    WATCH = "veille", _("Watch")
    BEST_PRACTICE = "bonne-pratique", _("Best practice")
    TESTIMONIAL = "temoignage", _("Testimonial")
