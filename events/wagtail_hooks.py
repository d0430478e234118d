"""What the events application adds to Wagtail."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from events.models import Venue
from events.viewsets import EventGroup
from events.warnings import warn_of_stray_day
from partners.proposals.policy import ProposalPermissionPolicy

register_permission_policy(Venue, ProposalPermissionPolicy(Venue))
register_snippet(EventGroup)
hooks.register("after_create_page", warn_of_stray_day)
hooks.register("after_edit_page", warn_of_stray_day)
