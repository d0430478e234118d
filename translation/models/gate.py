"""The twin gate: where both languages of a text are published together, at their first publication."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState

from core.desk import Action, Words
from core.languages import is_source
from partners.enums import PublicationType
from partners.models import Approval, Partner


class TwinGate(Approval):
    """The last step: a text waits here for its sister, or passes at once. Nobody decides; nothing is left to read."""

    is_decided: ClassVar[bool] = False

    class Meta:
        verbose_name = _("publication with the other language")
        verbose_name_plural = _("publications with the other language")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Wait, or pass."""
        from translation.pairing import twins  # noqa: PLC0415 -- the verbs stand on the models

        return twins.arrive(self, workflow_state, user=user)

    def held_because(self, page: Page) -> Words:
        """What the text waits for."""
        if is_source(page):
            return _("It waits for its English version: readers get both at the same time.")
        return _("It waits for its French version: the French is published first, or both together.")

    def way_on(self, page: Page, user: Any) -> Action | None:
        """A waiver, signed by staff."""
        from translation.waiving import waiver_views  # noqa: PLC0415 -- the views stand on the models

        return waiver_views.way_on(page, user)


class TwinRule(models.Model):
    """Communications ask for both languages: of a partner, of a type, of a partner's type, or everywhere."""

    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="twin_rules",
        verbose_name=_("partner"),
        help_text=_("Empty: every partner."),
    )
    type = models.CharField(
        _("type"),
        max_length=20,
        choices=[choice for choice in PublicationType.choices if choice[0] != PublicationType.SESSION],
        blank=True,
        help_text=_("Empty: every type. Sessions are published with their event."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "type"], name="translation_twin_rule_once"),
            models.UniqueConstraint(
                fields=["type"],
                condition=models.Q(partner=None),
                name="translation_twin_rule_for_all_once",
                violation_error_message=_("This is asked of every partner already."),
            ),
        ]
        verbose_name = _("publication in both languages")
        verbose_name_plural = _("publications in both languages")

    def __str__(self) -> str:
        """For whom and what."""
        return f"{self.for_whom()}, {self.for_what()}"

    def for_whom(self) -> str:
        """The partner, or every one."""
        return str(self.partner or gettext("every partner"))

    def for_what(self) -> str:
        """The type, or every one."""
        return str(self.get_type_display() if self.type else gettext("every type"))


class TwinRelease(models.Model):
    """Two texts that passed the gate together: they go live in one transaction, or not at all.

    `translation_key` is that of the text with which its parts are published: of the event, for its sessions.
    `go_live_at` is the hour that both were given; without it they went live when they were released.
    """

    translation_key = models.UUIDField(primary_key=True)
    released_at = models.DateTimeField(_("released at"))
    go_live_at = models.DateTimeField(_("publish at"), null=True, blank=True)

    class Meta:
        verbose_name = _("publication of twins")
        verbose_name_plural = _("publications of twins")

    def __str__(self) -> str:
        """The key that both share."""
        return str(self.translation_key)
