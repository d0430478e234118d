"""What to mend in a page before it is submitted: one registry of checks.

`findings(page, now=…)` runs every check that is registered for the page's class. Importing the package registers the
checks that any page answers to; an application adds those that only it knows with `@check(ItsPage)`, from a module
that its `AppConfig.ready` imports.
"""

from . import images, links, public_bodies, texts, typography, validity  # noqa: F401 -- registers the checks
from .reading import Reading
from .registry import Finding, blocking, check, findings, hint, obstacle

__all__ = ["Finding", "Reading", "blocking", "check", "findings", "hint", "obstacle"]
