"""The account of a person who logs in: an e-mail address, a name, a language."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class UserManager(BaseUserManager["User"]):
    """Creates accounts; addresses are stored and compared in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create and return an account. Raises `ValueError` without an address."""
        if not email:
            message = "An account needs an e-mail address."
            raise ValueError(message)
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create and return an administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, typed in any case."""
        return self.get(email=(username or "").strip().lower())


class User(index.Indexed, AbstractUser):
    """A person who logs in by e-mail. Which partners they belong to is told by `partners.Membership`.

    First and last name are Wagtail's own columns, which its forms, listings and mails expect.
    """

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    preferred_language = models.CharField(
        _("preferred language"),
        max_length=2,
        choices=settings.LANGUAGES,
        default="fr",
        help_text=_("The administration and the mails are in this language."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["first_name", "last_name"]

    objects = UserManager()  # type: ignore[assignment,misc]

    search_fields: ClassVar = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("email"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
        index.AutocompleteField("email"),
    ]

    class Meta:
        ordering = ["last_name", "first_name", "email"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_user_email_any_case")]

    def __str__(self) -> str:
        """The person's name, or the address where there is none."""
        return self.name

    @property
    def name(self) -> str:
        """First and last name, or the address where there is none."""
        return self.get_full_name() or self.email

    def clean(self) -> None:
        """Store the address in lower case, so that two spellings cannot make two accounts."""
        super().clean()
        self.email = self.email.strip().lower()
