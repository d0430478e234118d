"""One preferred language for each person, though two tables hold it.

Wagtail's administration reads `UserProfile.preferred_language`; log-in, mails and forms read the account's.
Whichever is saved last rules both.
"""

from typing import Any

from django.db.models.signals import post_save
from wagtail.users.models import UserProfile

from accounts.models import User


def copy_to_profile(instance: User, *, raw: bool = False, **_kwargs: Any) -> None:
    """After an account is saved, the administration follows its language."""
    if not raw:
        profile = UserProfile.get_for_user(instance)
        if profile.preferred_language != instance.preferred_language:
            profile.preferred_language = instance.preferred_language
            profile.save(update_fields=["preferred_language"])


def copy_to_account(instance: UserProfile, *, raw: bool = False, **_kwargs: Any) -> None:
    """After the administration's own preferences are saved, the account follows."""
    language = instance.preferred_language
    if not raw and language:
        User.objects.filter(pk=instance.user_id).exclude(preferred_language=language).update(
            preferred_language=language
        )


def connect() -> None:
    """Connect both handlers, once."""
    post_save.connect(copy_to_profile, sender=User, dispatch_uid="accounts.copy_to_profile")
    post_save.connect(copy_to_account, sender=UserProfile, dispatch_uid="accounts.copy_to_account")
