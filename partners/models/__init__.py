"""Models of partners, people and publications."""

from .access import RoleGroup
from .consent import BelongingConsent, CoPublicationConsent
from .invitation import Invitation
from .moderation import Approval, ApprovalState, ContentChange, ForcedPublication, PartnerApproval, PortalApproval
from .pages import PartnerIndexPage, PartnerPage
from .partner import Membership, Partner, PartnerAlias, PartnerSubject
from .person import Person
from .proposal import Proposal
from .publication import PublicationPage
from .rows import (
    Belonging,
    Contribution,
    CoPublication,
    Correction,
    PublicationAudience,
    PublicationAxis,
    PublicationCrossTopic,
    PublicationSubject,
    PublicationTerritory,
    PublicationTheme,
)
from .withdrawal import Withdrawal

__all__ = [
    "Approval",
    "ApprovalState",
    "Belonging",
    "BelongingConsent",
    "CoPublication",
    "CoPublicationConsent",
    "ContentChange",
    "Contribution",
    "Correction",
    "ForcedPublication",
    "Invitation",
    "Membership",
    "Partner",
    "PartnerAlias",
    "PartnerApproval",
    "PartnerIndexPage",
    "PartnerPage",
    "PartnerSubject",
    "Person",
    "PortalApproval",
    "Proposal",
    "PublicationAudience",
    "PublicationAxis",
    "PublicationCrossTopic",
    "PublicationPage",
    "PublicationSubject",
    "PublicationTerritory",
    "PublicationTheme",
    "RoleGroup",
    "Withdrawal",
]
