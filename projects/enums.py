"""Choices of projects."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Accent(models.TextChoices):
    """The dye of a hub, after the plants that dyed the cloths of Québec."""

    GARANCE = "garance", _("Madder (red)")
    BLEUET = "bleuet", _("Blueberry (blue)")
    VERGE = "verge", _("Goldenrod (yellow)")
    SAPIN = "sapin", _("Fir (green)")
    MURE = "mure", _("Blackberry (purple)")


class ProjectRoleKind(models.TextChoices):
    """What a partner does in a project, in the order in which a hub lists them."""

    INITIATOR = "initiator", _("Initiator")
    FUNDER = "funder", _("Funder")
    RESEARCH = "research_partner", _("Research partner")
    FOUNDER = "founding_company", _("Founding company")
    TERRITORY = "territorial_partner", _("Territorial partner")
    PARTNER = "partner", _("Partner")
