"""What the translation application changes in Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_localize import synctree
from wagtail_localize import wagtail_hooks as package

from translation import localize, urls
from translation.editor import editing
from translation.matrix import matrix_views
from translation.pairing import deletion, guarding
from translation.viewsets import TwinRuleViewSet
from translation.waiving import waiver_views

localize.replace("before_edit_page", package.before_edit_page, editing.edit_in_step)
localize.replace("register_page_header_buttons", package.page_listing_more_buttons, editing.buttons)
localize.replace("register_page_listing_more_buttons", package.page_listing_more_buttons, editing.buttons)
localize.replace("after_create_page", synctree.after_create_page)
hooks.register("register_admin_urls", urls.urls)
hooks.register("before_create_page", guarding.french_first)
hooks.register("before_copy_page", guarding.copy_in_french)
hooks.register("before_move_page", guarding.stay_in_language)
hooks.register("before_delete_page", deletion.keep_original)
hooks.register("before_bulk_action", deletion.keep_originals)
hooks.register("construct_page_action_menu", localize.leave_out_actions)
hooks.register("construct_reports_menu", localize.leave_out_report)
register_snippet(TwinRuleViewSet)
hooks.register("register_admin_urls", waiver_views.urls)
hooks.register("register_log_actions", waiver_views.register)
hooks.register("register_page_header_buttons", waiver_views.header_buttons)
hooks.register("register_admin_viewset", matrix_views.ParityViewSet)
