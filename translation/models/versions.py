"""Versions of a French text as its translators see it, and from which of them each English revision was made.

wagtail-localize keeps the present segments of a source only. How far an English page is behind is the difference
between two versions: the one that it was made from, and the present one.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision
from wagtail_localize.models import String, StringTranslation, TranslationContext, TranslationSource


class SourceVersion(models.Model):
    """What a source said at some time. Two moments at which it said the same are one version.

    `digest` is of everything: the passages, their places (`structure`), and what is no text, such as dates, images and
    subjects (`facts`). `dated` is the day from which readers saw this French, or on which it was submitted.
    """

    source = models.ForeignKey(TranslationSource, on_delete=models.CASCADE, related_name="versions")
    digest = models.CharField(max_length=64)
    facts = models.CharField(max_length=64)
    structure = models.CharField(max_length=64)
    revision = models.ForeignKey(Revision, on_delete=models.SET_NULL, null=True, related_name="+")
    dated = models.DateTimeField(_("date of the French text"))
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="translation_version_once"),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(is_current=True), name="translation_one_current_version"
            ),
        ]
        verbose_name = _("version of a source text")
        verbose_name_plural = _("versions of source texts")

    def __str__(self) -> str:
        """The source and the day."""
        return f"{self.source.object_repr}, {self.dated:%Y-%m-%d}"


class VersionPassage(models.Model):
    """One passage of a version: a string at its place."""

    version = models.ForeignKey(SourceVersion, on_delete=models.CASCADE, related_name="passages")
    context = models.ForeignKey(TranslationContext, on_delete=models.CASCADE, related_name="+")
    string = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")

    def __str__(self) -> str:
        """The words."""
        return self.string.data


class TranslatedRevision(models.Model):
    """From which version of the French text a revision of an English page was made."""

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, primary_key=True, related_name="translated_from"
    )
    version = models.ForeignKey(SourceVersion, on_delete=models.CASCADE, related_name="revisions")

    class Meta:
        verbose_name = _("translated revision")
        verbose_name_plural = _("translated revisions")

    def __str__(self) -> str:
        """The revision."""
        return str(self.revision)


class CarriedPassage(models.Model):
    """An English passage whose French has changed since: kept, and to be reviewed. `previous` is the earlier French."""

    translation = models.OneToOneField(
        StringTranslation, on_delete=models.CASCADE, primary_key=True, related_name="carried"
    )
    previous = models.ForeignKey(String, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("passage to review")
        verbose_name_plural = _("passages to review")

    def __str__(self) -> str:
        """The English words."""
        return self.translation.data
