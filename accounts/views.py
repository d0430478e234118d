"""Password reset: what the portal adds to Wagtail's pages."""

from typing import Any

from django.http import HttpResponse
from wagtail.admin.views import account

from accounts.lockout import forgive
from accounts.password_reset import link_hours


class PasswordResetConfirmView(account.PasswordResetConfirmView):
    """Choose a new password, by the link of the mail."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how long a link works."""
        return super().get_context_data(**kwargs) | {"hours": link_hours()}

    def form_valid(self, form: Any) -> HttpResponse:
        """Unlock the name: who reads the mail of an account is its owner, whoever else has tried to be."""
        response = super().form_valid(form)
        forgive(name=self.user.get_username())
        return response
