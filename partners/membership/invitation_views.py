"""The page that the link of an invitation opens: outside the administration, for whoever holds the link."""

from typing import Any

from django import forms
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import View
from wagtail.admin import messages

from accounts.backends import AccountBackend
from accounts.models import User
from core.refusals import tell
from partners.enums import InvitationState
from partners.guards import Refused
from partners.membership.invitation_forms import AccountForm, SignInForm
from partners.membership.invitations import Closed, accept, find
from partners.models import Invitation, Membership

GONE, NOT_FOUND = 410, 404
UNKNOWN = "unknown"
BACKEND = f"{AccountBackend.__module__}.{AccountBackend.__qualname__}"

HEADERS = {
    "X-Robots-Tag": "noindex",
    # No other site learns the address. `no-referrer` would hide it from ourselves too: browsers then send forms
    # without an origin, and the protection against forged requests refuses them.
    "Referrer-Policy": "same-origin",
}


@method_decorator([never_cache, sensitive_post_parameters("password", "password1", "password2")], name="dispatch")
class InvitationView(View):
    """Accept an invitation: with a new account, with the account that has the address, or with a click for who is in.

    Reading the page changes nothing. 404 for a link that is none of ours, 410 for one that is no longer good.
    """

    http_method_names = ["get", "head", "post"]
    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language of the invitation, and keep its address to ourselves."""
        response = self.answer(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    def answer(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Show what the link is good for."""
        try:
            self.invitation, state = find(token, now=timezone.now())
        except Invitation.DoesNotExist:
            _speak(request, translation.get_language_from_request(request))
            return render(request, "partners/invitation/closed.html", {"state": UNKNOWN}, status=NOT_FOUND)
        _speak(request, self.invitation.language)
        if state != InvitationState.OPEN:
            return self.closed(state)
        if "log_out" in request.POST:
            logout(request)
            return redirect(request.path)
        return super().dispatch(request, token)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG002 -- found already
        """Say who invites, and ask for what is missing."""
        return self.page(self.form())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Accept, and go to the administration."""
        form = self.form()
        if self.is_for_another or self.is_closed or (form and not form.is_valid()):
            return self.page(form)
        try:
            membership = self.accept(token, form)
        except Closed as closed:
            return self.closed(closed.state)
        except Refused as refusal:
            tell(request, refusal)
            return redirect(request.path)
        self.welcome(membership)
        return redirect("wagtailadmin_home")

    def accept(self, token: str, form: Any) -> Membership:
        """With the account that the form makes or finds, or the one that is signed in."""
        now = timezone.now()
        if isinstance(form, AccountForm):
            return accept(token, account=form.account, now=now)
        user: Any = form.user if form else self.request.user
        return accept(token, user=user, now=now)

    def welcome(self, membership: Membership) -> None:
        """Sign in whoever is not, and greet."""
        member: Any = membership.user
        if not self.request.user.is_authenticated:
            login(self.request, member, backend=BACKEND)
            # As on the log-in page for who does not ask to be remembered.
            self.request.session.set_expiry(0)
        with translation.override(member.preferred_language):
            words = {"name": member.first_name or member.email, "partner": membership.partner}
            messages.success(self.request, _("Welcome, %(name)s! You are now a member of %(partner)s.") % words)

    @property
    def is_for_another(self) -> bool:
        """Whether somebody is signed in with an account that has another address."""
        user: Any = self.request.user
        return user.is_authenticated and user.email != self.invitation.email

    @property
    def is_closed(self) -> bool:
        """Whether the address has an account that is closed."""
        return User.objects.filter(email=self.invitation.email, is_active=False).exists()

    def form(self) -> forms.Form | None:
        """What is to be filled in: nothing by whoever is signed in."""
        if self.request.user.is_authenticated or self.is_closed:
            return None
        common: dict[str, Any] = {"data": self.request.POST or None, "invitation": self.invitation}
        if User.objects.filter(email=self.invitation.email).exists():
            return SignInForm(request=self.request, **common)
        return AccountForm(**common)

    def page(self, form: forms.Form | None) -> HttpResponse:
        """The page, as it stands for whoever looks at it."""
        context = {
            "invitation": self.invitation,
            "partner": self.invitation.partner,
            "form": form,
            "is_new": isinstance(form, AccountForm),
            "is_for_another": self.is_for_another,
            "is_closed": self.is_closed,
        }
        return render(self.request, "partners/invitation/accept.html", context)

    def closed(self, state: InvitationState) -> HttpResponse:
        """Why it can no longer be accepted; whoever has accepted it goes on."""
        user: Any = self.request.user
        if state == InvitationState.ACCEPTED and user.is_authenticated and user.pk == self.invitation.accepted_by_id:
            return redirect("wagtailadmin_home")
        return render(self.request, "partners/invitation/closed.html", {"state": state.value}, status=GONE)


def _speak(request: HttpRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language
