"""What a person may do with one page. It stands for every page, whatever its type (`partners.apps`).

Nobody publishes or takes down through Wagtail: those are verbs of `partners.moderation` and `partners.withdrawal`.
No answer here asks a query for each page of a list.
"""

from typing import Any

from wagtail.models import Page, PagePermissionTester

from partners.roles import Standing, standing


class PortalPagePermissionTester(PagePermissionTester):
    """Wagtail's tester with the portal's rules."""

    @property
    def standing(self) -> Standing:
        """The roles of the person."""
        return standing(self.user)

    def holds(self, action: str) -> bool:
        """Whether the person holds an action on the page; administrators hold all but on the root."""
        if not self.user.is_active or self.page_is_root:
            return False
        return bool(self.user.is_superuser) or action in self.permissions

    def can_read(self) -> bool:
        """Whoever may change the page reads its drafts; so do translators, and members of an inactive partner."""
        return self.holds("view") or self.holds("change")

    def can_edit(self) -> bool:
        """Whoever holds `change`, and translators on a translation; owning a page, or a task on it, gives nothing."""
        return self.holds("change") or (self.holds("view") and self.page.locale_id in self.standing.translates)

    def can_translate(self) -> bool:
        """Whoever may change the text, and translators: in whichever language the page is."""
        return self.holds("change") or (self.holds("view") and bool(self.standing.translates))

    def can_copy(self) -> bool:
        """One copies what one may change."""
        return self.holds("change")

    def can_publish(self) -> bool:
        """Nobody: `partners.moderation` publishes."""
        return False

    def can_publish_subpage(self) -> bool:
        """Nobody: `partners.moderation` publishes."""
        return False

    def can_unpublish(self) -> bool:
        """Nobody: `partners.withdrawal` takes down."""
        return False

    def can_submit_for_moderation(self) -> bool:
        """Not through Wagtail's own button: `partners.moderation.submit` does, with its checks."""
        return False

    def can_set_view_restrictions(self) -> bool:
        """Communications and administrators decide who reads a page."""
        return self.standing.is_staff and self.can_edit()

    def can_unschedule(self) -> bool:
        """Communications and administrators call off a publication to come."""
        return self.standing.is_staff and self.can_edit()

    def can_reorder_children(self) -> bool:
        """Communications and administrators: the order shows at once."""
        return self.user.is_active and self.standing.is_staff

    def can_lock(self) -> bool:
        """Communications and administrators."""
        return self.standing.is_staff and self.can_edit()

    def can_unlock(self) -> bool:
        """They, and whoever set the lock."""
        return self.holds("change") and (self.standing.is_staff or self.user_has_lock())

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 -- Wagtail's signature
        """A draft with nothing below it, by whoever may change it; anything, by administrators."""
        if not self.user.is_active or self.page_is_root:
            return False
        if self.user.is_superuser:
            return True
        return self.holds("change") and not self.page.live and (ignore_bulk or self.page.is_leaf())

    def can_move_to(self, destination: Page) -> bool:
        """Where the person may add, if the page types allow it; a live page is moved by administrators only."""
        page = self.page
        if page == destination or destination.is_descendant_of(page) or not self.can_move():
            return False
        if not page.is_child_of(destination) and not page.specific.can_move_to(destination):
            return False
        there: Any = destination.permissions_for_user(self.user)
        if self.user.is_superuser:
            return True
        return "add" in there.permissions and not page.get_descendants(inclusive=True).live().exists()

    def can_view_revisions(self) -> bool:
        """Whoever may read the page reads its history."""
        return self.can_read()


def permissions_for_user(self: Page, user: Any) -> PortalPagePermissionTester:
    """Stands in for `Page.permissions_for_user`, so that a page fetched without its own type has the same rules."""
    return PortalPagePermissionTester(user, self)
