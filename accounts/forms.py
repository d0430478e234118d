"""Forms of the accounts: Wagtail's, with the preferred language and every label in words that are translated."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm, PasswordResetForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.password_reset import send_link
from core.models import SiteSettings


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
        """Name the field with Django's own word, which is translated; let password managers fill both fields."""
        super().__init__(request, *args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse whoever has the right password but nothing to do here, and say whom to ask.

        Wagtail would let them in and send them back to this page, signed in and none the wiser.
        """
        if not user.is_active:
            raise ValidationError(
                _("This account is closed. To open it again, write to %(contact)s."),
                code="inactive",
                params={"contact": contact()},
            )
        if not user.has_perm("wagtailadmin.access_admin"):
            raise ValidationError(
                _("Your account has no role in the editors’ room yet. To receive one, write to %(contact)s."),
                code="no_role",
                params={"contact": contact()},
            )


class PortalPasswordResetForm(PasswordResetForm):
    """Ask for a link to choose a new password. The answer is the same whether the address has an account or not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the browser offer the person's address."""
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def save(self, **_options: Any) -> None:
        """Leave to the worker whatever differs between an address that has an account and one that has none."""
        send_link.enqueue(self.cleaned_data["email"])


def contact() -> str:
    """Whom to write to: the portal's address, or its people where the settings have none."""
    return SiteSettings.load().contact_email or str(_("the portal’s team"))
