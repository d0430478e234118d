"""Accounts: people who log in."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """The User model and its forms."""

    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Keep the two places that know a person's language in step."""
        from accounts import preferences  # noqa: PLC0415 -- models must be loaded first

        preferences.connect()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with forms for an e-mail log-in."""

    user_viewset = "accounts.viewsets.PortalUserViewSet"
