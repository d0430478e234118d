"""Forms of invitations: to write one, and to accept one."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.enums import MemberRole
from partners.membership.invitations import NewAccount
from partners.models import Invitation, Partner

LONGEST_NAME = 150


class InvitationForm(forms.Form):
    """Whom to invite, as what, and in which language to write."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MemberRole.choices,
        help_text=_("Editors write and submit. Leads also approve, and manage the members."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        """Ask for no role where there is only one: the portal's own members are communications."""
        super().__init__(*args, **kwargs)
        if partner.is_portal:
            del self.fields["role"]


class AcceptForm(forms.Form):
    """The address of the invitation, to be read only: password managers look for it."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "readonly": True}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        """Show the address, and no other."""
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.initial = {**self.initial, "email": invitation.email}

    def clean_email(self) -> str:
        """What was sent does not count."""
        return self.invitation.email


class SignInForm(AcceptForm):
    """The password of the account that has the address. Failures count as those of the log-in page do."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """Keep the request, by which attempts are counted."""
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: Any = None

    def clean(self) -> dict[str, Any]:
        """Find the account."""
        password = self.cleaned_data.get("password")
        if password:
            self.user = authenticate(self.request, username=self.invitation.email, password=password)
            if self.user is None:
                self.add_error("password", ValidationError(_("This is not the password of this account.")))
        return self.cleaned_data


class AccountForm(SetPasswordMixin, AcceptForm):
    """What a new account needs to know."""

    first_name = forms.CharField(
        label=_("First name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password1, password2 = SetPasswordMixin.create_password_fields()
    preferred_language = forms.ChoiceField(
        label=_("Preferred language"),
        choices=settings.LANGUAGES,
        help_text=_("The administration and the mails are in this language."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the language of the invitation."""
        super().__init__(*args, **kwargs)
        self.initial["preferred_language"] = self.invitation.language

    def clean(self) -> dict[str, Any]:
        """Ask the validators of passwords, who know the person's name and address."""
        cleaned = self.cleaned_data
        self.validate_passwords()
        person = User(
            email=self.invitation.email,
            first_name=cleaned.get("first_name", ""),
            last_name=cleaned.get("last_name", ""),
        )
        self.validate_password_for_user(person, "password1")
        return cleaned

    @property
    def account(self) -> NewAccount:
        """What was filled in."""
        cleaned = self.cleaned_data
        return NewAccount(
            first_name=cleaned["first_name"],
            last_name=cleaned["last_name"],
            password=cleaned["password1"],
            preferred_language=cleaned["preferred_language"],
        )
