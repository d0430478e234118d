"""The addresses of slots and proposals below `/admin/home/`, beside those of the list and the form."""

from django.urls import URLResolver, include, path

from core import gate
from home import timeline_views
from home.slots import approval_views, move_views, proposal_views
from partners.access.doors import staff, writers

STAFF = (
    *("portal_slots:*", "wagtailsnippets_home_featuredslot:*"),
    # Slots are chosen nowhere; other choosers are open to whoever writes.
    "wagtailsnippetchoosers_home_featuredslot:*",
)
WRITERS = ("portal_proposals:*",)


def urls() -> list[URLResolver]:
    """For staff, and for whoever writes for a partner."""
    slots = [
        path("timeline/", timeline_views.TimelineView.as_view(), name="timeline"),
        path("slots/<int:pk>/", approval_views.SlotReviewView.as_view(), name="review"),
        path("slots/<int:pk>/move/", move_views.MoveView.as_view(), name="move"),
        path("slots/<int:pk>/take-off/", approval_views.TakeOffView.as_view(), name="take_off"),
        path("proposals/<int:pk>/", proposal_views.AnswerView.as_view(), name="answer"),
    ]
    proposals = [
        path("propose/", proposal_views.ProposeView.as_view(), name="propose"),
        path("proposals/<int:pk>/take-back/", proposal_views.TakeBackView.as_view(), name="take_back"),
    ]
    return [
        path("home/", include((slots, "portal_slots"))),
        path("home/", include((proposals, "portal_proposals"))),
    ]


def connect() -> None:
    """Open the doors."""
    gate.open_to(staff, STAFF)
    gate.open_to(writers, WRITERS)
