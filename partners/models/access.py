"""Which of Django's groups stands for which role."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.enums import Role


class RoleGroup(models.Model):
    """The group that holds the permissions of a role: one for a portal-wide role, one for each partner otherwise.

    Written by `partners.provisioning` only, as are the group's permissions and members.
    """

    role = models.CharField(_("role"), max_length=15, choices=Role)
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.CASCADE, null=True, related_name="role_groups", verbose_name=_("partner")
    )
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group", verbose_name=_("group"))

    class Meta:
        verbose_name = _("group of a role")
        verbose_name_plural = _("groups of roles")
        constraints = [
            models.UniqueConstraint(fields=["role", "partner"], name="partners_rolegroup_partner_once"),
            models.UniqueConstraint(
                fields=["role"], condition=models.Q(partner=None), name="partners_rolegroup_portal_once"
            ),
        ]

    def __str__(self) -> str:
        """The role, and the partner where it has one."""
        return f"{self.get_role_display()} · {self.partner}" if self.partner else self.get_role_display()
