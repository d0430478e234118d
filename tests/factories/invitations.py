import re

from django.core import mail
from django.utils import timezone

from partners.membership.invitations import invite


def make_invitation(partner, user, email="camille@exemple.example", **options):
    options = {"role": "editor", "language": "fr", "now": timezone.now(), **options}
    return invite(partner, email=email, user=user, **options)


def link_of(letter=None):
    """The path of the link of a mail, the latest one if none is given."""
    return re.search(r"/invitation/\S+/", (letter or mail.outbox[-1]).body)[0]


def token_of(letter=None):
    return link_of(letter).split("/")[2]
