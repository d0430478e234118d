"""Projects, their hubs, and the page that lists them."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from core.blocks import BodyField
from core.models import BasePage
from core.pagination import paginate
from core.panels import GuidePanel
from partners.enums import PublicationType
from partners.models import PublicationPage
from projects.enums import Accent, ProjectRoleKind


class ProjectIndexPage(BasePage):
    """The list of projects."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    page_description = _("The list of projects. Create each project below it.")
    content_panels: ClassVar = [
        GuidePanel(
            _("This page fills by itself: only its title and introduction are written here."), "trouver-son-espace"
        ),
        *BasePage.content_panels,
        FieldPanel("introduction"),
    ]
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["projects.ProjectPage"]
    max_count_per_parent = 1
    template = "projects/index.html"
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("list of projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hubs that readers of this language may choose from."""
        context = super().get_context(request, *args, **kwargs)
        projects = PublicationPage.objects.readable_in(request.LANGUAGE_CODE).filter(type=PublicationType.PROJECT)
        hubs = projects.filter(depth=self.depth + 1).with_card().order_by("path")
        context["publications"] = paginate(request, hubs)
        return context


class ProjectPage(PublicationPage):
    """A project: a hub with its milestones, its partners by role, and what belongs to it. Sub-projects stand below."""

    publication_type = PublicationType.PROJECT
    listed_by = "projects.ProjectIndexPage"

    short_name = models.CharField(_("short name"), max_length=40, help_text=_("For menus and marks: CLIC Québec."))
    accent = models.CharField(_("accent"), max_length=10, choices=Accent, default=Accent.GARANCE)
    body = BodyField(verbose_name=_("text"))

    page_description = _("A project with its milestones, its partners by role and what belongs to it.")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    GuidePanel(
                        _("Articles and events come here once they name it under “Belongs to” and are accepted."),
                        "rattacher-un-texte-a-un-projet",
                    ),
                    *PublicationPage.about_panels,
                    FieldRowPanel([FieldPanel("short_name"), FieldPanel("accent")]),
                    FieldPanel("body"),
                    MultiFieldPanel([InlinePanel("milestones", label=_("Milestone"))], heading=_("Milestones")),
                    MultiFieldPanel([InlinePanel("roles", label=_("Partner"))], heading=_("Partners by role")),
                    PublicationPage.corrections_panel,
                ],
                heading=_("Content"),
            ),
            ObjectList(PublicationPage.classification_panels, heading=_("Classification")),
            ObjectList(PublicationPage.people_panels, heading=_("People and partners")),
            ObjectList(PublicationPage.promote_panels, heading=_("Promote")),
        ]
    )
    parent_page_types: ClassVar = ["projects.ProjectIndexPage", "projects.ProjectPage"]
    subpage_types: ClassVar = ["projects.ProjectPage"]
    template = "projects/project.html"
    search_fields: ClassVar = [
        *PublicationPage.search_fields,
        index.SearchField("short_name"),
        index.SearchField("body"),
    ]

    indexed_rows: ClassVar[tuple[str, ...]] = (*PublicationPage.indexed_rows, "roles__partner__aliases")

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def search_names(self) -> list[str]:
        """Add its short name and its partners."""
        partners = [row.partner for row in self.roles.all()]
        return [self.short_name, *super().search_names(), *(name for partner in partners for name in partner.names())]

    @property
    def title_without_name(self) -> str:
        """The title without the short name that a hub prints in large above it."""
        rest = self.title.removeprefix(self.short_name).lstrip(" \u00a0:,–-")
        return rest[:1].upper() + rest[1:] if rest else self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the partners by role and what is attached to the hub."""
        from projects.hub import attached_to, partners_by_role, subprojects_of  # noqa: PLC0415 -- stands on this model

        context = super().get_context(request, *args, **kwargs)
        context["partners_by_role"] = partners_by_role(self)
        context["subprojects"] = subprojects_of(self)
        context["publications"] = paginate(request, attached_to(self))
        return context

    def structured_data(self, request: HttpRequest) -> list[dict[str, Any]]:
        """The way to the page, and the project."""
        from projects.seo import project  # noqa: PLC0415 -- stands on this model

        return [*super().structured_data(request), project(self, request)]


class Milestone(TranslatableMixin, Orderable):
    """A step of a project; its date may be unknown."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="milestones")
    on = models.DateField(_("date"), null=True, blank=True)
    label = models.CharField(_("what happens"), max_length=200)
    is_done = models.BooleanField(_("done"), default=False)

    panels: ClassVar = [FieldPanel("label"), FieldRowPanel([FieldPanel("on"), FieldPanel("is_done")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class ProjectRole(TranslatableMixin, Orderable):
    """What a partner does in a project, and under which programme."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="roles")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="project_roles", verbose_name=_("partner")
    )
    kind = models.CharField(_("role"), max_length=20, choices=ProjectRoleKind, default=ProjectRoleKind.PARTNER)
    programme = models.CharField(_("programme"), max_length=200, blank=True, help_text=_("Of a funder."))

    panels: ClassVar = [FieldRowPanel([FieldPanel("partner"), FieldPanel("kind")]), FieldPanel("programme")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass
