"""What readers, lists and the search are told of the rows of a publication."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language, override

from core.models import BasePage

if TYPE_CHECKING:
    from core.seo import SharedImage
    from partners.models.rows import Contribution, CoPublication, Correction


class ReadsItsRows(BasePage):
    """What `PublicationPage` says of its rows; what is asked more than once for a page is kept by the object."""

    class Meta:
        abstract = True

    @cached_property
    def people(self) -> "list[Contribution]":
        """Who contributed, in the order given. One query, asked once."""
        return list(self.contributions.select_related("person__organisation"))

    @cached_property
    def accepted_co_publications(self) -> "list[CoPublication]":
        """The partners that publish it with the lead and have accepted. One query, asked once."""
        return list(self.co_publications.filter(is_accepted=True).select_related("partner"))

    @cached_property
    def dated_corrections(self) -> "list[Correction]":
        """Its corrections, the latest first. One query, asked once; none where nothing was corrected."""
        if self.corrected_on is None:
            return []
        dated = [row for row in self.corrections.all() if row.on]
        return sorted(dated, key=lambda row: (row.on, row.sort_order or 0), reverse=True)

    @cached_property
    def about(self) -> list[str]:
        """Its terms. One query, asked once."""
        return self.terms()

    @cached_property
    def shared_image(self) -> "SharedImage | None":
        """What a shared link shows of the lead image."""
        from core.seo import shared_image  # noqa: PLC0415 -- stands on the models

        return shared_image(self.lead_image, "" if self.lead_image_is_decorative else self.lead_image_alt)

    def terms(self) -> list[str]:
        """The labels of its subjects, themes and cross topics, in this order and in the active language."""
        column = f"label_{get_language()}"
        queries = [
            getattr(self, relation)
            .model.objects.filter(publication_id=self.pk)
            .order_by()
            .annotate(
                rank=models.Value(rank), label=models.F(f"{name}__{column}"), french=models.F(f"{name}__label_fr")
            )
            .values_list("rank", "sort_order", "label", "french")
            for rank, (relation, name) in enumerate((("subjects", "subject"), ("themes", "theme"), ("topics", "topic")))
        ]
        rows = queries[0].union(*queries[1:], all=True).order_by("rank", "sort_order")
        return [label or french for _rank, _order, label, french in rows]

    def search_names(self) -> list[str]:
        """The proper names by which it is found: its partners that have accepted, and its people once confirmed."""
        partners = [self.lead_partner, *(row.partner for row in self.co_publications.all() if row.is_accepted)]
        people = [row.person.name for row in self.contributions.all() if row.person.is_confirmed]
        return [*(name for partner in partners for name in partner.names()), *people]

    def search_terms(self) -> list[str]:
        """The words in its own language that say what it is and what it is about."""
        rows = [
            *(row.subject for row in self.subjects.all()),
            *(row.theme for row in self.themes.all()),
            *(row.topic for row in self.topics.all()),
            *(row.territory for row in self.territories.all()),
        ]
        with override(self.language):
            kind = str(self.kind_label())
        return [*([kind] if kind else []), *(term.label_in(self.language) for term in rows)]
