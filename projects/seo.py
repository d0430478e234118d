"""A project as a schema.org node."""

from django.http import HttpRequest

from core.seo import Node, node, one_or_all, words
from partners.seo import publication, publishers
from projects.models import ProjectPage


def project(page: ProjectPage, request: HttpRequest) -> Node:
    """The project, and who leads it."""
    shared = publication(page, request)
    # Schema.org's `Project` is an organisation: whoever leads it stands above it.
    return shared | node(
        "Project",
        name=words(page.title),
        alternateName=words(page.short_name),
        parentOrganization=one_or_all(publishers(page)),
    )
