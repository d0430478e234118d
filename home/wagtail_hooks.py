"""What the home page adds to Wagtail."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from home import exposure_views, page_buttons, preview_views, scheduled_views
from home.models import FeaturedSlot
from home.slots import slot_menu, slot_urls
from home.slots.slot_policy import SlotPermissionPolicy
from home.viewsets import HomeGroup

register_permission_policy(FeaturedSlot, SlotPermissionPolicy(FeaturedSlot))
register_snippet(HomeGroup)

hooks.register("register_admin_urls", preview_views.urls)
hooks.register("register_admin_urls", scheduled_views.urls)
hooks.register("register_reports_menu_item", scheduled_views.menu_item)
hooks.register("register_admin_urls", exposure_views.urls)
hooks.register("register_reports_menu_item", exposure_views.menu_item)
hooks.register("register_admin_urls", slot_urls.urls)
for item in slot_menu.ITEMS:
    hooks.register("register_snippet_action_menu_item", item)
hooks.register("construct_snippet_action_menu", slot_menu.arrange)
hooks.register("register_page_header_buttons", page_buttons.header_buttons)
hooks.register("register_page_listing_more_buttons", page_buttons.buttons)
