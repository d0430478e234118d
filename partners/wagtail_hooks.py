"""What the partners application adds to Wagtail."""

from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from partners import consent_views
from partners.access import page_choosers
from partners.access.file_policy import FilePermissionPolicy
from partners.access.permission_policies import PortalPagePermissionPolicy
from partners.membership import member_log, member_views
from partners.models import Person
from partners.proposals.policy import ProposalPermissionPolicy
from partners.readiness import views as readiness_views
from partners.readiness.panel import PortalPageViewSet
from partners.viewsets import PartnerGroup
from partners.workflow import (
    action_menu,
    conflicts,
    editing,
    moderation_log,
    review_urls,
    withdrawal_log,
    withdrawal_views,
)

register_permission_policy(Page, PortalPagePermissionPolicy())
register_permission_policy(Person, ProposalPermissionPolicy(Person))
for model, owner in ((get_image_model(), "wagtailimages.Image"), (get_document_model(), "wagtaildocs.Document")):
    policy = FilePermissionPolicy(model, auth_model=owner, owner_field_name="uploaded_by_user")
    # An exact class goes before Wagtail's own, which may be registered after this.
    register_permission_policy(model, policy, exact_class=True)
register_snippet(PartnerGroup)
hooks.register("register_log_actions", withdrawal_log.register)
hooks.register("register_admin_urls", withdrawal_views.urls)
hooks.register("register_page_header_buttons", withdrawal_views.header_buttons)
hooks.register("register_page_listing_more_buttons", withdrawal_views.buttons)
hooks.register("register_admin_urls", readiness_views.urls)
# After Wagtail's own, whose place it takes.
hooks.register("register_admin_viewset", PortalPageViewSet, order=1)
hooks.register("register_log_actions", moderation_log.register)
hooks.register("register_admin_urls", review_urls.urls)
hooks.register("before_edit_page", conflicts.show_conflict)
hooks.register("before_edit_page", withdrawal_views.tell)
hooks.register("after_create_page", editing.after_save)
hooks.register("after_edit_page", editing.after_save)
hooks.register("register_page_action_menu_item", action_menu.submit_item)
hooks.register("register_page_action_menu_item", action_menu.review_item)
hooks.register("construct_page_action_menu", action_menu.arrange)
hooks.register("register_log_actions", member_log.register)
hooks.register("register_admin_urls", member_views.urls)
hooks.register("register_admin_menu_item", member_views.menu_item)
hooks.register("construct_page_chooser_queryset", page_choosers.restrict)
hooks.register("register_admin_urls", consent_views.urls)
hooks.register("register_log_actions", consent_views.register)
hooks.register("insert_editor_js", editing.script)
