"""What a project's hub gathers."""

from django.db.models import F, QuerySet

from partners.models import Partner, PublicationPage
from projects.enums import ProjectRoleKind
from projects.models import ProjectPage, ProjectRole


def attached_to(project: ProjectPage) -> QuerySet[PublicationPage]:
    """The publications that belong to the project and that readers of its language may choose from, latest first."""
    return (
        PublicationPage.objects.readable_in(project.language)
        .belonging_to(project.translation_key)
        .with_card()
        .order_by(F("sort_date").desc(nulls_last=True), "-pk")
    )


def subprojects_of(project: ProjectPage) -> QuerySet[PublicationPage]:
    """The projects below it that readers may see."""
    return PublicationPage.objects.visible().child_of(project).with_card().order_by("path")


def partners_by_role(project: ProjectPage) -> list[tuple[str, list[tuple[ProjectRole, Partner]]]]:
    """The label of each role that somebody holds, with its rows, in the order of `ProjectRoleKind`."""
    rows = list(project.roles.select_related("partner"))
    grouped = [(str(kind.label), [(row, row.partner) for row in rows if row.kind == kind]) for kind in ProjectRoleKind]
    return [(label, members) for label, members in grouped if members]
