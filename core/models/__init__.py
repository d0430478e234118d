"""Models of the core application."""

from .base_page import BasePage
from .media import PortalDocument, PortalImage, Rendition
from .site_settings import MenuItem, SiteSettings
from .vocabulary import (
    Acronym,
    Audience,
    Axis,
    AxisTopic,
    CrossTopic,
    EventFormat,
    OrganisationType,
    Subject,
    Term,
    Territory,
    TerritoryKind,
    Theme,
)

__all__ = [
    "Acronym",
    "Audience",
    "Axis",
    "AxisTopic",
    "BasePage",
    "CrossTopic",
    "EventFormat",
    "MenuItem",
    "OrganisationType",
    "PortalDocument",
    "PortalImage",
    "Rendition",
    "SiteSettings",
    "Subject",
    "Term",
    "Territory",
    "TerritoryKind",
    "Theme",
]
