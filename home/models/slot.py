"""What communications feature on the home page, and when."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from core.models.site_settings import in_active_language
from home.enums import Position, SubmissionState
from home.querysets import SlotQuerySet
from home.slots.slot_checks import problems


class FeaturedSlot(PreviewableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A publication, or an address elsewhere, in a position of the home page for a while.

    The columns hold what was approved when the slot is live; a newer draft stands in its revisions. `starts_at` and
    `ends_at` are aware, the end excluded; Wagtail's own go-live and expiry dates are never used. `publication` is the
    French page: its translation is shown where readers may open it. Its own words take the place of the publication's.
    """

    position = models.CharField(_("position"), max_length=12, choices=Position)
    publication = models.ForeignKey(
        "partners.PublicationPage",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="featured_slots",
        verbose_name=_("publication"),
    )
    url_fr = models.URLField(_("address elsewhere, in French"), blank=True)
    url_en = models.URLField(_("address elsewhere, in English"), blank=True)
    starts_at = models.DateTimeField(_("from"), help_text=_("Montréal time."))
    ends_at = models.DateTimeField(_("until"), help_text=_("Montréal time; the slot no longer shows at that minute."))
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=0, help_text=_("Where two slots overlap, the higher priority shows.")
    )
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    summary_fr = models.TextField(_("summary in French"), max_length=300, blank=True)
    summary_en = models.TextField(_("summary in English"), max_length=300, blank=True)
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
    )
    image_en = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image in English, where it differs"),
    )
    image_alt_fr = models.CharField(_("alternative text in French"), max_length=250, blank=True)
    image_alt_en = models.CharField(_("alternative text in English"), max_length=250, blank=True)
    reason = models.TextField(
        _("why"), max_length=500, blank=True, help_text=_("For whoever asks later why this was chosen; never shown.")
    )

    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        related_query_name="featured_slot",
        for_concrete_model=False,
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "position", "pk"]
        verbose_name = _("featured slot")
        verbose_name_plural = _("featured slots")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="home_slot_ends_after_start"),
            models.CheckConstraint(
                condition=Q(publication__isnull=False, url_fr="") | Q(publication__isnull=True) & ~Q(url_fr=""),
                name="home_slot_shows_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "ends_at"], name="home_slot_dates"),
            models.Index(fields=["position", "ends_at"], name="home_slot_position_end"),
        ]

    def __str__(self) -> str:
        """What is featured, and where."""
        return f"{self.heading} ({self.get_position_display()})"

    @property
    def heading(self) -> str:
        """What is featured, in the active language."""
        own = in_active_language(self, "title")
        return own or (self.publication.title if self.publication else self.url_fr)

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The home page in each language."""
        return [("fr", _("In French")), ("en", _("In English"))]

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The home page at the start of the slot, with this version of it."""
        from home.previewing import preview  # noqa: PLC0415 -- stands on the models

        return preview(self, original_request, language=preview_mode or "fr", attrs=extra_request_attrs or {})

    def clean(self) -> None:
        """Refuse a slot that shows nothing, two things, or backwards in time. Raises `ValidationError` by field."""
        super().clean()
        errors = dict(problems(self))
        if errors:
            raise ValidationError(errors)


class SlotSubmission(models.Model):
    """A version of a slot that was handed to a second person, and what that person decided."""

    slot = models.ForeignKey(
        FeaturedSlot, on_delete=models.CASCADE, related_name="submissions", verbose_name=_("featured slot")
    )
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.WAITING)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["submitted_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(state=SubmissionState.WAITING), name="home_one_waiting_submission"
            ),
        ]

    def __str__(self) -> str:
        """The slot."""
        return str(self.slot)


class FeatureProposal(models.Model):
    """A partner's wish to see one of its publications on the home page."""

    publication = models.ForeignKey(
        "partners.PublicationPage",
        on_delete=models.CASCADE,
        related_name="feature_proposals",
        verbose_name=_("publication"),
    )
    wanted_from = models.DateField(_("wanted from"), null=True, blank=True)
    why = models.TextField(_("why"), max_length=500)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.WAITING)
    answer = models.TextField(_("answer"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    slot = models.ForeignKey(
        FeaturedSlot, on_delete=models.SET_NULL, null=True, related_name="proposals", verbose_name=_("featured slot")
    )

    class Meta:
        ordering: ClassVar = ["proposed_at", "pk"]
        verbose_name = _("proposal for the home page")
        verbose_name_plural = _("proposals for the home page")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state=SubmissionState.WAITING), name="home_one_waiting_proposal"
            ),
        ]

    def __str__(self) -> str:
        """The publication."""
        return str(self.publication)
