"""Forms of the accounts: Wagtail's, with the preferred language and every label in words that are translated."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm


class PortalUserCreationForm(UserCreationForm):
    """Create an account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"preferred_language"}


class PortalUserEditForm(UserEditForm):
    """Change an account."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"preferred_language"}


class PortalLoginForm(LoginForm):
    """Sign in. Wagtail gives its password field no label, and Django then makes an English one of its name."""

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        """Name the field with Django's own word, which is translated."""
        super().__init__(request, *args, **kwargs)
        self.fields["password"].label = _("Password")
