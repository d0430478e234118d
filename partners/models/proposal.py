"""What anyone who writes may add to the common lists, and communications confirm: people, venues."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.forms import ProposalForm
from partners.querysets import ProposalQuerySet


class Proposal(models.Model):
    """A record that every partner may use once it is confirmed; until then, whoever proposed it and staff see it.

    `partners.proposals.policy` holds the rule. `key_field` names the column that addresses use; it is filled from the
    name where people do not type it.
    """

    is_confirmed = models.BooleanField(
        _("confirmed"), default=True, help_text=_("Once confirmed, it is offered to every partner.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )

    key_field: ClassVar[str]

    objects = ProposalQuerySet.as_manager()

    base_form_class = ProposalForm

    class Meta:
        abstract = True
