"""Who may find which page in the administration."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

# What Wagtail asks before it shows the tree, the search or a version of a page: any of these will do.
EXPLORING = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})


class PortalPagePermissionPolicy(PagePermissionPolicy):
    """Wagtail's, where any permission on a page, `view` among them, lets one find it and what stands below.

    Wagtail knows no reading without writing, and joins one queryset for each row; here it is one condition.
    """

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Wagtail's answer, but that nobody publishes: forms that offer it ask here. Whoever reads may look around."""
        asked = set(actions)
        reading = {"view"} if asked >= EXPLORING else set()
        return super().user_has_any_permission(user, (asked | reading) - {"publish"})

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        """The pages on which the person holds anything."""
        if user.is_superuser:
            return super().instances_with_direct_explore_permission(user)
        return list({row.page_id: row.page for row in self.get_cached_permissions_for_user(user)}.values())

    def explorable_instances(self, user: Any) -> Any:
        """Those pages, what stands below them, and the way to them."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        pages = self.instances_with_direct_explore_permission(user)
        if not pages:
            return Page.objects.none()
        root = self.explorable_root_instance(user)
        below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
        way = {page.path[:end] for page in pages for end in range(len(root.path), len(page.path), page.steplen)}
        return Page.objects.filter(below | Q(path__in=way), path__startswith=root.path)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        """Those on which the person holds one of the actions. Wagtail's answer, as one condition."""
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        codenames = self._get_permission_codenames(set(actions))
        pages = {
            row.page.path for row in self.get_cached_permissions_for_user(user) if row.permission.codename in codenames
        }
        if not pages:
            return Page.objects.none()
        return Page.objects.filter(reduce(or_, (Q(path__startswith=path) for path in pages)))
