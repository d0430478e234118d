"""What translation remembers beside wagtail-localize: versions of the French text, waivers, the twin gate."""

from .gate import TwinGate, TwinRelease, TwinRule
from .versions import CarriedPassage, SourceVersion, TranslatedRevision, VersionPassage
from .waiver import Waiver

__all__ = [
    "CarriedPassage",
    "SourceVersion",
    "TranslatedRevision",
    "TwinGate",
    "TwinRelease",
    "TwinRule",
    "VersionPassage",
    "Waiver",
]
