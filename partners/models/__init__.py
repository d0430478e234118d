"""Models of partners, people and publications."""

from .pages import PartnerIndexPage, PartnerPage
from .partner import Membership, Partner, PartnerAlias, PartnerSubject
from .person import Person
from .publication import PublicationPage
from .rows import (
    Belonging,
    Contribution,
    CoPublication,
    PublicationAudience,
    PublicationAxis,
    PublicationCrossTopic,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)

__all__ = [
    "Belonging",
    "CoPublication",
    "Contribution",
    "Membership",
    "Partner",
    "PartnerAlias",
    "PartnerIndexPage",
    "PartnerPage",
    "PartnerSubject",
    "Person",
    "PublicationAudience",
    "PublicationAxis",
    "PublicationCrossTopic",
    "PublicationPage",
    "PublicationSubject",
    "PublicationTerritory",
    "PublicationTheme",
]
