"""Wagtail's user administration, with the portal's forms."""

from wagtail.users.forms import UserForm
from wagtail.users.views.users import UserViewSet

from accounts.forms import PortalUserCreationForm, PortalUserEditForm


class PortalUserViewSet(UserViewSet):
    """Accounts, with the preferred language."""

    template_prefix = "accounts/users/"

    def get_form_class(self, for_update: bool = False) -> type[UserForm]:  # noqa: FBT001, FBT002 -- the parent's signature
        """The form for creating or for changing an account."""
        return PortalUserEditForm if for_update else PortalUserCreationForm
