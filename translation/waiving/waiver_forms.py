"""The form by which a waiver is signed."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from translation.waiving.waivers import LONGEST


class WaiverForm(forms.Form):
    """Why, and until when."""

    reason = forms.CharField(
        label=_("Why it goes without its English version"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Your name, the day and your reason are kept, and shown to staff."),
        error_messages={
            "required": _("Say why this text goes without its English version: your name and your reason are kept.")
        },
    )
    until = forms.DateField(
        label=_("Last day without it"),
        widget=AdminDateInput,
        help_text=_("A day within a year. You and communications are reminded a week before, and on the day after."),
        error_messages={"required": _("Choose the last day on which readers may have no English version.")},
    )

    def clean_until(self) -> date:
        """Refuse a day that is over or too far, beside the field."""
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until <= today:
            raise ValidationError(_("The last day has to be in the future."))
        if until > today + LONGEST:
            raise ValidationError(_("Choose a day within a year: sign again then, if need be."))
        return until
