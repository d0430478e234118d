"""The link to choose a new password, sent by mail to whoever has the account of an address."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task

from accounts.mail import write_to
from accounts.models import User


@task()
def send_link(address: str) -> int:
    """Write to the account of an address, typed in any case, in its own language; return how many mails that makes.

    None for an address without an account, for a closed one, for one that has no password. A task, so that whoever
    asks waits as long in every case and learns nothing from it.
    """
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if user is None or not user.has_usable_password():
        return 0
    keys = {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    return write_to(
        user.email,
        language=user.preferred_language,
        template="accounts/mails/password_reset",
        link=reverse("wagtailadmin_password_reset_confirm", kwargs=keys),
        context={"email": user.email, "hours": link_hours()},
        name=user.first_name,
        secret=True,
    )


def link_hours() -> int:
    """How long a link works, in hours."""
    return settings.PASSWORD_RESET_TIMEOUT // 3600
