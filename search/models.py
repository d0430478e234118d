"""What the search keeps: changes that an index has not heard of, synonyms, and what readers look for."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from search.noted import forget
from search.terms import checked, keys_of


class IndexChangeQuerySet(models.QuerySet):
    """Changes."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete them; the same change is noted anew in the same transaction."""
        deleted = super().delete()
        forget()
        return deleted


class IndexChange(models.Model):
    """Something that changed and that an index has yet to hear of, written in the transaction that changed it.

    `backend` is an alias of WAGTAILSEARCH_BACKENDS. `model` is the label of the root model in the index, such as
    `wagtailcore.Page`. What the index should hold is read from the database when the change is carried there: the row
    as it is then, or nothing when it is gone.
    """

    backend = models.CharField(max_length=20)
    model = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["backend", "id"], name="search_change_backend")]

    def __str__(self) -> str:
        """What changed."""
        return f"{self.model} {self.object_id} ({self.backend})"


class IndexRebuild(models.Model):
    """A rebuild of an index that is going on: meanwhile the changes for that index wait.

    `token` belongs to the process that rebuilds; `beat_at` is when it was last heard of.
    """

    backend = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        """Which index."""
        return self.backend


class IndexedWord(models.Model):
    """A word that a page in a language has or has had, as it was written there: where a better spelling is looked for.

    It may stand in a page that nobody may see: what it leads to is searched before it is proposed.
    """

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=40)
    folded = models.CharField(max_length=60)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "folded"], name="search_word_once"),
        ]

    def __str__(self) -> str:
        """The word."""
        return self.word


class SynonymGroup(index.Indexed, models.Model):
    """Words and expressions that mean the same to a reader who searches, in either language, one per line."""

    terms = models.TextField(
        _("terms"),
        help_text=_(
            "One word or expression per line, in French and in English. Whoever looks for one finds the others. "
            "The acronyms of the vocabularies need no group: they find what they stand for."
        ),
    )

    panels: ClassVar = [FieldPanel("terms")]
    search_fields: ClassVar = [index.SearchField("terms"), index.AutocompleteField("terms")]

    class Meta:
        ordering: ClassVar = ["terms"]
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        """The terms, on one line."""
        return " · ".join(self.lines())

    def clean(self) -> None:
        """Tidy the terms. Raises `ValidationError` for what a group may not hold, or what another group holds."""
        super().clean()
        try:
            found = checked(self.terms)
        except ValidationError as error:
            raise ValidationError({"terms": error}) from error
        self.terms = "\n".join(found)
        mine = keys_of(found)
        for other in SynonymGroup.objects.exclude(pk=self.pk):
            if shared := mine.keys() & keys_of(other.lines()).keys():
                message = gettext("“%(term)s” already stands in the group “%(group)s”: add the other terms there.")
                term = next(term for key, term in mine.items() if key in shared)
                raise ValidationError({"terms": message % {"term": term, "group": other}})

    def lines(self) -> list[str]:
        """The terms."""
        return [line.strip() for line in self.terms.splitlines() if line.strip()]


class SearchTally(models.Model):
    """How often readers asked for some words on a day, and how many results the last of them got. Nobody is named."""

    on = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2)
    words = models.CharField(_("words"), max_length=200)
    times = models.PositiveIntegerField(_("times"), default=0)
    results = models.PositiveIntegerField(_("results"), default=0)

    class Meta:
        constraints: ClassVar = [
            # The words before the day: the report asks for the last day of each.
            models.UniqueConstraint(fields=["language", "words", "on"], name="search_tally_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["on"], name="search_tally_on")]
        verbose_name = _("search of readers")
        verbose_name_plural = _("searches of readers")

    def __str__(self) -> str:
        """The words."""
        return self.words
