"""Who a password opens the door to."""

from django.contrib.auth.backends import AllowAllUsersModelBackend

from accounts.models import User


class AccountBackend(AllowAllUsersModelBackend):
    """Log-in by e-mail and password, that can tell a closed account from a wrong password.

    Django's own refuses both in the same way, and the owner of a closed account would try passwords until the lock.
    Here the right password is recognised, and the log-in form then refuses with a reason (`forms.PortalLoginForm`);
    a wrong one answers the same for all. A session of a closed account is nobody's, as with Django's own.
    """

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, if it is open."""
        user = super().get_user(user_id)
        return user if user is not None and user.is_active else None
