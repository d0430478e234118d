"""Child rows of a publication: what it is about, who made it, what it belongs to.

Rows, not many-to-many fields: wagtail-localize copies a many-to-many once and never updates it again. None of them
holds words, so none is translated; each translation carries its own copies.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from partners.enums import ContributionRole


class PublicationSubject(Orderable):
    """A subject of a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey("core.Subject", on_delete=models.PROTECT, related_name="+", verbose_name=_("subject"))

    panels: ClassVar = [FieldPanel("subject")]


class PublicationTheme(Orderable):
    """A theme of a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="themes")
    theme = models.ForeignKey("core.Theme", on_delete=models.PROTECT, related_name="+", verbose_name=_("theme"))

    panels: ClassVar = [FieldPanel("theme")]


class PublicationAxis(Orderable):
    """A research axis of a publication, or one of its sub-topics."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="axes")
    axis = models.ForeignKey("core.Axis", on_delete=models.PROTECT, related_name="+", verbose_name=_("axis"))
    topic = models.ForeignKey(
        "core.AxisTopic", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sub-topic")
    )

    panels: ClassVar = [FieldRowPanel([FieldPanel("axis"), FieldPanel("topic")])]


class PublicationCrossTopic(Orderable):
    """A cross topic of a publication."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey("core.CrossTopic", on_delete=models.PROTECT, related_name="+", verbose_name=_("topic"))

    panels: ClassVar = [FieldPanel("topic")]


class PublicationAudience(Orderable):
    """Whom a publication addresses."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="audiences")
    audience = models.ForeignKey(
        "core.Audience", on_delete=models.PROTECT, related_name="+", verbose_name=_("audience")
    )

    panels: ClassVar = [FieldPanel("audience")]


class PublicationTerritory(Orderable):
    """A territory that a publication speaks about."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="territories")
    territory = models.ForeignKey(
        "core.Territory", on_delete=models.PROTECT, related_name="+", verbose_name=_("territory")
    )

    panels: ClassVar = [FieldPanel("territory")]


class CoPublication(Orderable):
    """A partner that publishes with the lead. Its name shows once its own lead has accepted; it gains no right."""

    publication = ParentalKey("partners.PublicationPage", on_delete=models.CASCADE, related_name="co_publications")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="co_publications", verbose_name=_("partner")
    )
    is_accepted = models.BooleanField(_("accepted by that partner"), default=False)

    panels: ClassVar = [FieldRowPanel([FieldPanel("partner"), FieldPanel("is_accepted")])]


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
    is_accepted = models.BooleanField(_("accepted"), default=False)

    panels: ClassVar = [PageChooserPanel("whole"), FieldPanel("is_accepted")]
