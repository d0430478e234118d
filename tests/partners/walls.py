"""Two partners side by side, with people who write for them."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from partners.models import Partner, PartnerPage
from tests.factories.accounts import make_administrator
from tests.factories.partners import make_communications, make_member, make_working_partner


def browser(user):
    """The browser of somebody who is logged in."""
    client = Client()
    client.force_login(user)
    return client


@dataclass
class House:
    """A partner, its French page, an editor and a lead."""

    partner: Partner
    page: PartnerPage
    editor: Any
    lead: Any


def house(name):
    partner = make_working_partner(name)
    page = PartnerPage.objects.get(partner=partner, locale__language_code="fr")
    return House(partner, page, make_member(partner), make_member(partner, "lead"))


@dataclass
class Walls:
    """Our house and the neighbour's, and those who look after both."""

    ours: House
    theirs: House
    communications: Any
    administrator: Any


def build():
    ours, theirs = house("Chez nous"), house("Chez eux")
    return Walls(ours, theirs, make_communications(), make_administrator())
