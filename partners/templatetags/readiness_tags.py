"""What the list of findings needs."""

from collections.abc import Iterable

from django import template

from partners.enums import FindingLevel
from partners.readiness import Finding

register = template.Library()


@register.filter
def by_level(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings of each level, in their order."""
    found = list(findings)
    return {str(level): [finding for finding in found if finding.level == level] for level in FindingLevel}
