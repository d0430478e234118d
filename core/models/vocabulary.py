"""Controlled vocabularies, neutral to language: one row carries both labels.

A facet then means the same in French and in English, and a translated page needs no translated term.
"""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index


class Term(index.Indexed, models.Model):
    """A term of a vocabulary: a code that never changes, a label per language, a position."""

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("Used in addresses; do not change it."))
    label_fr = models.CharField(_("label in French"), max_length=120)
    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("code"), FieldRowPanel([FieldPanel("label_fr"), FieldPanel("label_en")])]
    search_fields = [
        index.SearchField("label_fr"),
        index.SearchField("label_en"),
        index.AutocompleteField("label_fr"),
        index.AutocompleteField("label_en"),
    ]

    class Meta:
        abstract = True
        ordering = ["position", "code"]

    def __str__(self) -> str:
        """The label in the active language."""
        return self.label

    @property
    def label(self) -> str:
        """The label in the active language; French where the English one is still missing."""
        return self.label_in(get_language())

    def label_in(self, language: str | None) -> str:
        """The label in a language; French where the English one is still missing."""
        return (language == "en" and self.label_en) or self.label_fr


class Subject(Term):
    """What a publication is about, in the five subjects of the sector."""

    class Meta(Term.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")


class Theme(Term):
    """One of the four themes under which programmes are built."""

    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Axis(Term):
    """A research axis: society, culture, economy."""

    class Meta(Term.Meta):
        verbose_name = _("axis")
        verbose_name_plural = _("axes")


class AxisTopic(Term):
    """A sub-topic of an axis."""

    axis = models.ForeignKey(Axis, on_delete=models.PROTECT, related_name="topics", verbose_name=_("axis"))

    panels = [FieldPanel("axis"), *Term.panels]

    class Meta(Term.Meta):
        verbose_name = _("sub-topic of an axis")
        verbose_name_plural = _("sub-topics of the axes")


class CrossTopic(Term):
    """A topic that crosses subjects and themes (discoverability, digital taxation…)."""

    class Meta(Term.Meta):
        verbose_name = _("cross topic")
        verbose_name_plural = _("cross topics")


class Audience(Term):
    """Whom a publication addresses."""

    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class EventFormat(Term):
    """What an event or a session is: workshop, panel, keynote."""

    class Meta(Term.Meta):
        verbose_name = _("event format")
        verbose_name_plural = _("event formats")


class OrganisationType(Term):
    """What a partner is: association, company, public body."""

    class Meta(Term.Meta):
        verbose_name = _("type of organisation")
        verbose_name_plural = _("types of organisation")


class TerritoryKind(models.TextChoices):
    """Where a territory stands, seen from Québec."""

    REGION = "region", _("Region of Québec")
    PROVINCE = "province", _("Province or territory of Canada")
    FOREIGN = "foreign", _("Outside Canada")


class Territory(Term):
    """A region of Québec (its two-digit code), a province, or a place abroad."""

    kind = models.CharField(_("kind"), max_length=10, choices=TerritoryKind, default=TerritoryKind.REGION)

    panels = [FieldPanel("kind"), *Term.panels]

    class Meta(Term.Meta):
        verbose_name = _("territory")
        verbose_name_plural = _("territories")


class Acronym(index.Indexed, models.Model):
    """An acronym of the sector with its expansions."""

    acronym_fr = models.CharField(_("acronym in French"), max_length=40, unique=True)
    acronym_en = models.CharField(_("acronym in English"), max_length=40, blank=True)
    expansion_fr = models.CharField(pgettext_lazy("acronym", "expansion in French"), max_length=200)
    expansion_en = models.CharField(pgettext_lazy("acronym", "expansion in English"), max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("acronym_fr"), FieldPanel("acronym_en")]),
        FieldPanel("expansion_fr"),
        FieldPanel("expansion_en"),
    ]
    search_fields = [
        index.SearchField("acronym_fr"),
        index.SearchField("acronym_en"),
        index.SearchField("expansion_fr"),
        index.SearchField("expansion_en"),
        index.AutocompleteField("acronym_fr"),
        index.AutocompleteField("expansion_fr"),
    ]

    class Meta:
        ordering = ["acronym_fr"]
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")

    def __str__(self) -> str:
        """The acronym and what it stands for."""
        return f"{self.acronym_fr} ({self.expansion_fr})"
