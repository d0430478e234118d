"""Child rows of a publication: what it is about, who made it, what it belongs to, what was corrected in it.

Rows, not many-to-many fields: wagtail-localize copies a many-to-many once and never updates it again. Corrections alone
hold words and are translated; of the others, each translation carries its own copies.
"""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from core.panels import TermPanel
from partners.enums import ContributionRole


class PublicationSubject(Orderable):
    """A subject of a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey("core.Subject", on_delete=models.PROTECT, related_name="+", verbose_name=_("subject"))

    panels: ClassVar = [TermPanel("subject")]


class PublicationTheme(Orderable):
    """A theme of a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey("core.Theme", on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))

    panels: ClassVar = [TermPanel("theme")]


class PublicationAxis(Orderable):
    """A research axis of a publication, or one of its sub-topics."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="axes")
    axis = models.ForeignKey("core.Axis", on_delete=models.PROTECT, related_name="+", verbose_name=_("axis"))
    topic = models.ForeignKey(
        "core.AxisTopic", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sub-topic")
    )

    panels: ClassVar = [FieldRowPanel([TermPanel("axis"), TermPanel("topic")])]


class PublicationCrossTopic(Orderable):
    """A cross topic of a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey("core.CrossTopic", on_delete=models.PROTECT, related_name="+", verbose_name=_("topic"))

    panels: ClassVar = [TermPanel("topic")]


class PublicationAudience(Orderable):
    """Whom a publication addresses."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="audiences")
    audience = models.ForeignKey(
        "core.Audience", on_delete=models.PROTECT, related_name="+", verbose_name=_("audience")
    )

    panels: ClassVar = [TermPanel("audience")]


class PublicationTerritory(Orderable):
    """A territory that a publication speaks about."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="territories")
    territory = models.ForeignKey(
        "core.Territory", on_delete=models.PROTECT, related_name="+", verbose_name=_("territory")
    )

    panels: ClassVar = [TermPanel("territory")]


class CoPublication(Orderable):
    """A partner that publishes with the lead. Its name shows once its own lead has accepted; it gains no right."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="co_publications")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="co_publications", verbose_name=_("partner")
    )
    # Written from the partner's answer (`partners.consents`), never by a form.
    is_accepted = models.BooleanField(_("accepted by that partner"), default=False, editable=False)

    panels: ClassVar = [FieldPanel("partner")]


class Contribution(Orderable):
    """What a person did in a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(
        "partners.Person", on_delete=models.PROTECT, related_name="contributions", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=12, choices=ContributionRole, default=ContributionRole.AUTHOR)

    panels: ClassVar = [FieldRowPanel([FieldPanel("person"), FieldPanel("role")])]


class Belonging(Orderable):
    """A publication that belongs to another: an article of a hub, an event of a project.

    `whole` names it in any one language; queries go through its translation key, so that an English article belongs to
    the English hub. Made by the people of the whole, or accepted by them.
    """

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="belongings")
    whole = models.ForeignKey(
        "partners.PublicationPage", on_delete=models.CASCADE, related_name="parts", verbose_name=_("belongs to")
    )
    # Written from the answer of the whole's people (`partners.consents`), never by a form.
    is_accepted = models.BooleanField(_("accepted"), default=False, editable=False)

    panels: ClassVar = [PageChooserPanel("whole")]


class Correction(TranslatableMixin, Orderable):
    """A mistake that was mended in a published text, said to its readers."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="corrections")
    on = models.DateField(_("date"), default=timezone.localdate)
    text = models.TextField(
        _("correction"), max_length=500, help_text=_("What was wrong, then what is right. 500 characters at most.")
    )

    panels: ClassVar = [FieldPanel("on"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        """The words."""
        return self.text

    def clean(self) -> None:
        """Refuse a day to come: feeds would announce a change that has not been made."""
        super().clean()
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": _("A correction bears the day on which it is made: today at the latest.")})
