"""Who does what with people and venues."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from core.visibility import is_on_show
from partners.models import Proposal
from partners.roles import User, is_staff

# What a person does with a proposal of theirs, until it is confirmed.
OWN = frozenset({"view", "change", "delete"})
ALTERING = frozenset({"change", "delete"})


class ProposalPermissionPolicy(ModelPermissionPolicy):
    """Staff look after every record. Others add proposals, and see, mend and remove their own.

    They do so until it is confirmed, or on show: a text that names it may be published before.

    `choose` is for whatever points at a record: what is confirmed, and one's own proposals.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether the person may do this with some record."""
        if action == "choose":
            return user.is_authenticated and user.is_active
        if is_staff(user):
            return bool(super().user_has_permission(user, action))
        return action in {"add", *OWN} and self._proposes(user)

    def user_has_any_permission(self, user: User, actions: Any) -> bool:
        """Whether the person may do one of these with some record."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Proposal) -> bool:
        """Whether the person may do this with this record."""
        if is_staff(user):
            return self.user_has_permission(user, action)
        if action == "choose" and instance.is_confirmed:
            return self.user_has_permission(user, action)
        is_own = not instance.is_confirmed and instance.proposed_by_id == user.pk and self._proposes(user)
        # What readers see of it was read by two people.
        return is_own and action in {"choose", *OWN} and (action not in ALTERING or not is_on_show(instance))

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet:
        """The records with which the person may do one of these."""
        every = self.model._default_manager.all()  # noqa: SLF001 -- Django documents it
        if not self.user_has_any_permission(user, actions):
            return every.none()
        if is_staff(user):
            return every
        # Lists are searched too: only columns that are indexed for it may stand here.
        confirmed, own = Q(is_confirmed=True), Q(is_confirmed=False, proposed_by=user.pk)
        if "choose" not in actions:
            return every.filter(own)
        return every.filter(confirmed | own if self._proposes(user) else confirmed)

    def _proposes(self, user: User) -> bool:
        return bool(super().user_has_permission(user, "add"))
