"""The forms by which a submission is decided."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput


class ReadForm(forms.Form):
    """A decision about the content that was shown: its digest travels with the form."""

    digest = forms.CharField(widget=forms.HiddenInput)


class ApprovalForm(ReadForm):
    """Agree, with a word to the author if one wants."""

    comment = forms.CharField(
        label=_("A word to the author"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


class DatedForm(ReadForm):
    """When readers see it."""

    go_live_at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Leave it empty to publish at once. Time of Montréal."),
    )
    expire_at = forms.DateTimeField(
        label=_("Take down at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Leave it empty to keep the text online."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a date that is over, beside its field."""
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("go_live_at"), cleaned.get("expire_at")
        if starts and starts <= timezone.now():
            self.add_error(
                "go_live_at",
                ValidationError(_("This date is over: choose a later one, or leave it empty to publish at once.")),
            )
        if ends and ends <= (starts or timezone.now()):
            self.add_error("expire_at", ValidationError(_("The text would be taken down before it is published.")))
        return cleaned


class PublicationForm(DatedForm, ApprovalForm):
    """The last approval, which publishes."""

    field_order = ("digest", "go_live_at", "expire_at", "comment")


class RefusalForm(forms.Form):
    """Give the text back."""

    reason = forms.CharField(
        label=_("What is to be mended"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("The author reads it in the mail and beside the text."),
        error_messages={"required": _("Say what is to be mended: the author will read it.")},
    )


class ForceForm(DatedForm):
    """Publish without a second person."""

    reason = forms.CharField(
        label=_("Why it cannot wait"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("A second person reads it and confirms."),
        error_messages={"required": _("Say why this cannot wait: a second person will read it.")},
    )
    field_order = ("digest", "reason", "go_live_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Without an end: that is set when the text is approved."""
        super().__init__(*args, **kwargs)
        del self.fields["expire_at"]
