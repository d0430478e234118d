"""The application that knows all the others."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Settings, addresses, worker, set-up and demonstration."""

    name = "portal"
    verbose_name = _("Portal")
