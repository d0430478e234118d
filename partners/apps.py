"""Partners, people and what every publication shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Partners, people and what every publication shares."""

    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        """Give every page the portal's permission tester, and follow what moderation and provisioning depend on."""
        from wagtail.models import Page  # noqa: PLC0415 -- models must be loaded first

        from core.desk import register_panel  # noqa: PLC0415 -- models must be loaded first
        from partners import placement, provisioning, withdrawal  # noqa: PLC0415 -- models must be loaded first
        from partners.access import doors, permission_filters  # noqa: PLC0415 -- models must be loaded first
        from partners.access.permission_testers import permissions_for_user  # noqa: PLC0415 -- models must be loaded first
        from partners.proposals.panel import PeoplePanel  # noqa: PLC0415 -- models must be loaded first
        from partners.workflow import changes  # noqa: PLC0415 -- models must be loaded first

        # Set on Wagtail's own class: a page fetched without its own type must not fall back to Wagtail's rules.
        Page.permissions_for_user = permissions_for_user
        placement.connect()
        changes.connect()
        provisioning.connect()
        withdrawal.connect()
        doors.connect()
        permission_filters.connect()
        register_panel(PeoplePanel())
