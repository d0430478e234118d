"""The mails in the administration: a list that one reads when somebody says that nothing came."""

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import DetailView
from post_office.models import Email
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from accounts.doors import readers_of_mails
from accounts.enums import MailState
from accounts.mail_queue import GIVEN_UP_AFTER, KEPT_FOR, has_server, in_state, is_readable


def subject_of(mail: Email) -> str | Promise:
    """The subject, or words in its place: it is the link to the mail."""
    return mail.subject or _("(no subject)")


def recipients_of(mail: Email) -> str:
    """Every address that the mail goes to."""
    return ", ".join([*mail.to, *mail.cc, *mail.bcc])


def permissions() -> QuerySet[Permission]:
    """What a group can be given, in Settings › Groups."""
    return Permission.objects.filter(content_type__app_label="post_office", codename="view_email")


def address_of(mail: Email) -> str:
    """Where the mail is shown."""
    return reverse("mails:mail", args=[mail.pk])


class StateColumn(Column):
    """What became of a mail, and how often it was tried in vain."""

    cell_template_name = "accounts/mails/state_cell.html"

    def get_cell_context_data(self, instance: Email, parent_context: dict) -> dict:
        """Add the state and the attempts."""
        return super().get_cell_context_data(instance, parent_context) | state_of(instance)


def state_of(mail: Email) -> dict[str, Any]:
    """What `accounts/mails/state.html` shows."""
    state = MailState.of(mail.status)
    return {
        "state": state,
        "is_failed": state == MailState.FAILED,
        "is_sent": state == MailState.SENT,
        "failures": (mail.number_of_retries or 0) if state == MailState.WAITING else 0,
        "next_attempt": mail.scheduled_time if state == MailState.WAITING else None,
    }


class MailFilters(WagtailFilterSet):
    """Mails of which one thing became."""

    state = django_filters.ChoiceFilter(label=_("Status"), choices=MailState.choices, method="in_state")

    class Meta:
        model = Email
        fields: ClassVar = []

    def in_state(self, mails: QuerySet[Email], _name: str, value: str) -> QuerySet[Email]:
        """The mails of a state."""
        return in_state(mails, MailState(value))


class MailsPaginator(WagtailPaginator):
    """Counts mails in the portal's words: the library's are not translated."""

    verbose_name = _("mail")
    verbose_name_plural = _("mails")


class MailsView(PermissionCheckedMixin, BaseListingView):
    """The list, for reading only."""

    model = Email
    # The texts, which may be long and secret, stay in the database.
    queryset = Email.objects.defer("message", "html_message")
    # `post_office.view_email`: superusers, and the groups that were given it.
    permission_required = "view"
    page_title = _("Mails")
    header_icon = "mail"
    template_name = "accounts/mails/index.html"
    index_url_name = "mails:index"
    index_results_url_name = "mails:results"
    verbose_name_plural = _("mails")
    default_ordering = "-created"
    paginate_by = 50
    paginator_class = MailsPaginator
    is_searchable = True
    search_fields: ClassVar = ["to", "subject"]
    filterset_class = MailFilters
    columns: ClassVar = [
        TitleColumn("subject", label=_("Subject"), accessor=subject_of, get_url=address_of),
        Column("to", label=pgettext_lazy("mail", "To"), accessor=recipients_of),
        StateColumn("state", label=_("Status"), accessor="status"),
        DateColumn("created", label=_("Written"), sort_key="created"),
    ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what explains the list."""
        return {
            **super().get_context_data(*args, **kwargs),
            "has_server": has_server(),
            "days_tried": GIVEN_UP_AFTER.days,
            "days_kept": KEPT_FOR.days,
        }


class MailView(PermissionCheckedMixin, WagtailAdminTemplateMixin, DetailView):
    """A mail: what it says, to whom, and how the attempts to send it went."""

    model = Email
    permission_required = "view"
    page_title = _("Mail")
    header_icon = "mail"
    template_name = "accounts/mails/mail.html"
    context_object_name = "mail"

    def get_page_subtitle(self) -> str | Promise:
        """The subject."""
        return subject_of(self.object)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Back to the list."""
        trail = [
            {"url": reverse("mails:index"), "label": MailsView.page_title},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
        return [*self.breadcrumbs_items, *trail]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the recipients, the text where it may be read, and the attempts."""
        mail = self.object
        readable = is_readable(mail)
        return {
            **super().get_context_data(**kwargs),
            **state_of(mail),
            "recipients": recipients_of(mail),
            "is_readable": readable,
            "text": (mail.message or strip_tags(mail.html_message)) if readable else "",
            "language": (mail.context or {}).get("language", ""),
            "attempts": mail.logs.order_by("date", "pk"),
        }


class MailsMenuItem(MenuItem):
    """The entry of the menu, for those who may read the list."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may read the list."""
        return readers_of_mails(request, {})


class MailsViewSet(ViewSet):
    """Reports › Mails."""

    name = "mails"
    url_prefix = "reports/mails"
    icon = "mail"
    menu_label = _("Mails")
    menu_item_class = MailsMenuItem
    menu_hook = "register_reports_menu_item"

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, its results alone, and a mail."""
        return [
            path("", self.construct_view(MailsView), name="index"),
            path("results/", self.construct_view(MailsView, results_only=True), name="results"),
            path("<int:pk>/", self.construct_view(MailView), name="mail"),
        ]
