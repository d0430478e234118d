"""What the translation application changes in Wagtail."""

from wagtail import hooks
from wagtail_localize import wagtail_hooks as package

from translation import localize

localize.replace("before_edit_page", package.before_edit_page, localize.edit_in_step)
localize.replace("register_page_header_buttons", package.page_listing_more_buttons, localize.buttons)
localize.replace("register_page_listing_more_buttons", package.page_listing_more_buttons, localize.buttons)
hooks.register("construct_page_action_menu", localize.leave_out_actions)
hooks.register("construct_reports_menu", localize.leave_out_report)
