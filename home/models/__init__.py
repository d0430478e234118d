"""The home page, what is featured on it, and standing pages."""

from home.models.pages import HomePage, StandardPage
from home.models.slot import FeaturedSlot, FeatureProposal, SlotSubmission

__all__ = ["FeatureProposal", "FeaturedSlot", "HomePage", "SlotSubmission", "StandardPage"]
