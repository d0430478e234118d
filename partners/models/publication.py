"""The concrete page under every article, event, session and project.

Everything that a list, a facet, a feed, a home rule or a person page asks is answered by this table and its child rows,
on every database, without fetching the specific page.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page
from wagtail.search import index

from core.models import BasePage
from core.panels import GuidePanel
from partners.access.references import OpensWithoutWhatIsGone
from partners.enums import EventStatus, Mode, PublicationType
from partners.forms import PortalPageForm
from partners.models.reading import ReadsItsRows
from partners.querysets import PublicationManager

# Rows in which the same thing named twice would be counted twice.
UNIQUE_ROWS = {
    "subjects": "subject_id",
    "themes": "theme_id",
    "topics": "topic_id",
    "audiences": "audience_id",
    "territories": "territory_id",
    "co_publications": "partner_id",
}


class PublicationPage(OpensWithoutWhatIsGone, ReadsItsRows):
    """What an article, an event, a session and a project have in common. Never created by itself.

    Columns that the subclass fills (`fill_columns`) are not editable: `type`, `kind`, `lead_partner`, `sort_date`,
    `starts_at`, `ends_at`, `corrected_on`.
    """

    publication_type: ClassVar[PublicationType]
    # The page that lists it with its like, as `application.Model`.
    listed_by: ClassVar[str] = ""
    # The cards of publications also show links to elsewhere (`home.front.Link`). Not said, a template would look for
    # it in everything that a page has.
    is_link: ClassVar[bool] = False

    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences, shown in lists and at the top of the page.")
    )
    lead_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead image"),
    )
    lead_image_alt = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the image shows, for those who do not see it."),
    )
    lead_image_is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Tick when the image adds nothing to the text.")
    )
    type = models.CharField(_("type"), max_length=10, choices=PublicationType, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True, editable=False, db_index=True)
    lead_partner = models.ForeignKey(
        "partners.Partner",
        on_delete=models.PROTECT,
        editable=False,
        related_name="publications",
        verbose_name=_("lead partner"),
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, blank=True)
    event_status = models.CharField(_("status of the event"), max_length=12, choices=EventStatus, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    sort_date = models.DateField(null=True, editable=False)
    corrected_on = models.DateField(null=True, editable=False)

    objects = PublicationManager()

    base_form_class = PortalPageForm
    is_creatable = False
    # Fetched with the page when it is served: its template reads them.
    served_with: ClassVar[tuple[str, ...]] = ("lead_partner", "lead_image")
    indexed_with: ClassVar[tuple[str, ...]] = (*BasePage.indexed_with, "lead_partner")
    indexed_rows: ClassVar[tuple[str, ...]] = (
        "lead_partner__aliases",
        "co_publications__partner__aliases",
        "contributions__person",
        "subjects__subject",
        "themes__theme",
        "topics__topic",
        "territories__territory",
        "belongings__whole",
    )

    about_panels: ClassVar = [
        TitleFieldPanel("title"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("lead_image"),
                FieldRowPanel([FieldPanel("lead_image_alt"), FieldPanel("lead_image_is_decorative")]),
            ],
            heading=_("Lead image"),
        ),
    ]
    classification_panels: ClassVar = [
        GuidePanel(_("Readers filter the lists by these terms: choose the few that matter."), "classer"),
        InlinePanel("subjects", label=_("Subject")),
        InlinePanel("themes", label=_("Theme")),
        InlinePanel("axes", label=_("Axis")),
        InlinePanel("topics", label=_("Topic")),
        InlinePanel("audiences", label=_("Audience")),
        InlinePanel("territories", label=_("Territory")),
    ]
    people_panels: ClassVar = [
        GuidePanel(
            _("Propose whoever is missing from the list. A partner or a project is asked once the text is online."),
            "citer-des-personnes-et-des-partenaires",
        ),
        InlinePanel("contributions", label=_("Person")),
        InlinePanel("co_publications", label=_("Partner who publishes with you")),
        InlinePanel("belongings", label=_("Belongs to")),
    ]
    corrections_panel = MultiFieldPanel(
        [
            GuidePanel(
                _(
                    "A correction is for readers: it says what was wrong in the published text and what is right. "
                    "A spelling mistake is mended without one."
                ),
                "signaler-une-correction",
            ),
            InlinePanel("corrections", label=_("Correction")),
        ],
        heading=_("Corrections"),
    )
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("search_names"),
        index.SearchField("search_terms"),
        index.FilterField("type"),
        index.FilterField("kind"),
        index.FilterField("lead_partner"),
        index.FilterField("mode"),
        index.FilterField("event_status"),
        index.FilterField("starts_on"),
        index.FilterField("ends_at"),
        index.FilterField("sort_date"),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        indexes = [
            models.Index(fields=["type", "-sort_date"], name="partners_pub_type_date"),
            models.Index(fields=["lead_partner", "-sort_date"], name="partners_pub_lead_date"),
        ]

    @classmethod
    def class_for(cls, publication_type: str) -> "PublicationClass":
        """The page class of a publication type. Raises `KeyError` for a type that no application brings."""
        return {str(klass.publication_type): klass for klass in concrete_subclasses(cls)}[publication_type]

    @classmethod
    def kind_labels(cls) -> dict[str, str]:
        """Code to label of every kind of this type, in the active language. One query at most."""
        return {}

    def kind_label(self) -> str:
        """What it is within its type, in the active language."""
        return ""

    def fill_columns(self) -> None:
        """Write the columns that lists read: what a subclass adds, it adds here."""
        from partners.placement import lead_partner_at  # noqa: PLC0415 -- placement stands on this model

        self.type = self.publication_type
        if self.path:
            self.lead_partner = lead_partner_at(self.path)
        published = self.first_published_at
        self.sort_date = timezone.localdate(published) if published else None
        self.corrected_on = max((row.on for row in self.corrections.all() if row.on), default=None)

    def fill(self) -> None:
        """Write what is computed: the columns, and which of its rows others have agreed to."""
        from partners import consents  # noqa: PLC0415 -- consents stand on this model

        self.fill_columns()
        consents.apply(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with everything computed up to date; a partial save leaves it alone."""
        if kwargs.get("update_fields") is None:
            self.fill()
        super().save(*args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """Show what is being written with what saving it would fill."""
        self.fill()
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add people, co-publishing partners, what it belongs to, and its terms."""
        context = super().get_context(request, *args, **kwargs)
        context["people"] = self.people
        context["co_publications"] = self.accepted_co_publications
        context["wholes"] = self.wholes()
        context["terms"] = self.about
        return context

    @classmethod
    def answer_when_not_live(cls, way: list[Page], request: HttpRequest) -> HttpResponse | None:
        """That it was withdrawn and why, or where it was merged; nothing for a draft."""
        from partners.workflow.notices import answer  # noqa: PLC0415 -- stands on the models

        return answer(way, request)

    def wholes(self) -> "list[PublicationPage]":
        """The publications it belongs to that readers may see, in its language."""
        accepted = self.belongings.model.objects.filter(publication_id=self.pk, is_accepted=True)
        keys = accepted.values("whole__translation_key")
        visible = PublicationPage.objects.visible().select_related("locale")
        return list(visible.filter(translation_key__in=keys, locale_id=self.locale_id))

    def clean(self) -> None:
        """Refuse an image without words and a row named twice."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.lead_image_id and not self.lead_image_alt and not self.lead_image_is_decorative:
            errors["lead_image_alt"] = _("Describe the image, or mark it as decorative.")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The last day comes before the first.")
        for relation, column in UNIQUE_ROWS.items():
            values = [getattr(row, column) for row in getattr(self, relation).all()]
            if len(values) != len(set(values)):
                errors.setdefault("__all__", []).append(
                    _("“%(name)s” is listed twice: remove one.")
                    % {"name": type(self)._meta.get_field(relation).related_model._meta.verbose_name}
                )
        if errors:
            raise ValidationError(errors)


# Within the class, `type` names a column.
PublicationClass = type[PublicationPage]


def concrete_subclasses(klass: PublicationClass) -> list[PublicationClass]:
    """Every class below `klass` that has a table and a type of its own."""
    found = []
    for child in klass.__subclasses__():
        if not child._meta.abstract:
            found.append(child)
        found += concrete_subclasses(child)
    return found
