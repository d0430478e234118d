"""Every address about the members of a partner, and about what a partner is asked."""

from typing import Any

from partners.models import CoPublicationConsent, Invitation, Membership
from tests.isolation.asking import Visit
from tests.isolation.page_visits import posts
from tests.isolation.world import Things, World


def members(*names: str) -> Any:
    """The arguments for the partner, and one of its records."""
    return lambda _world, things: [things.partner.pk, *(getattr(things, name).pk for name in names)]


MEMBER_LIST_VISITS = {
    "portal_members:list": Visit(members(), shows=lambda _world, things: things.invitation.email),
}
MEMBER_VISITS = {
    "portal_members:invite POST": posts(
        "partner",
        lambda *_: Invitation.objects.filter(email="nouvelle@exemple.example").exists(),
        data=lambda *_: {"email": "nouvelle@exemple.example", "role": "editor", "language": "fr"},
    ),
    "portal_members:remove": Visit(members("membership")),
    "portal_members:remove POST": posts(
        "membership",
        lambda _world, things, _response: not Membership.objects.filter(pk=things.membership.pk).exists(),
        args=members("membership"),
    ),
    "portal_members:revoke POST": posts(
        "invitation",
        lambda _world, things, _response: Invitation.objects.get(pk=things.invitation.pk).revoked_at is not None,
        args=members("invitation"),
    ),
    "portal_members:resend POST": posts(
        "invitation",
        lambda _world, things, _response: (
            Invitation.objects.get(pk=things.invitation.pk).fingerprint != things.invitation.fingerprint
        ),
        args=members("invitation"),
    ),
}


def question(_world: World, things: Things) -> list:
    """The arguments for the question that a partner is asked: whether it publishes with another."""
    return ["co-publication", things.question.pk]


def answer_is(*, accepted: bool) -> Any:
    """Whether that is what the partner has answered."""

    def check(_world: World, things: Things, _response: Any) -> bool:
        given = CoPublicationConsent.objects.filter(partner=things.partner, is_accepted=accepted)
        return given.filter(publication_key=things.question.publication.translation_key).exists()

    return check


CONSENT_VISITS = {
    "portal_consents:accept": Visit(question, shows=lambda _world, things: things.question.publication.title),
    "portal_consents:accept POST": posts("question", answer_is(accepted=True), args=question),
    "portal_consents:decline": Visit(question, shows=lambda _world, things: things.question.publication.title),
    "portal_consents:decline POST": posts("question", answer_is(accepted=False), args=question),
}

# Communications have one role only.
ROLE_VISITS = {
    "portal_members:role POST": posts(
        "membership",
        lambda _world, things, _response: Membership.objects.get(pk=things.membership.pk).role == "lead",
        args=members("membership"),
        data=lambda *_: {"role": "lead"},
    ),
}
