"""Accounts: people who log in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The User model and its forms."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Keep the two places that know a person's language in step, and open the doors of the administration."""
        from accounts import doors, preferences  # noqa: PLC0415 -- models must be loaded first

        preferences.connect()
        doors.connect()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with forms for an e-mail log-in."""

    user_viewset = "accounts.viewsets.PortalUserViewSet"


class AdminConfig(WagtailAdminAppConfig):
    """Wagtail's administration, without its mails about workflows: the portal writes its own."""

    def ready(self) -> None:
        """Silence what Wagtail has just connected."""
        super().ready()
        from accounts import wagtail_mails  # noqa: PLC0415 -- models must be loaded first

        wagtail_mails.silence_workflows()
