"""Projects and their hubs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Projects and their hubs."""

    name = "projects"
    verbose_name = _("Projects")
