from itertools import count

from django.utils.text import slugify

from partners.models import Membership, Partner, PartnerPage, Person, RoleGroup
from partners.provisioning import provision
from tests.factories.accounts import make_user
from tests.factories.core import make_type

numbers = count(1)


def make_partner(name=None, **fields):
    name = name or f"Partenaire {next(numbers)}"
    defaults = {"name": name, "slug": slugify(name), "type": fields.pop("type", None) or make_type()}
    return Partner.objects.create(**{**defaults, **fields})


def make_partner_page(branch, partner=None, **fields):
    partner = partner or make_partner()
    page = PartnerPage(
        **{"title": partner.name, "slug": partner.slug, "partner": partner, "locale": branch.locale, **fields}
    )
    branch.partners.refresh_from_db()
    return branch.partners.add_child(instance=page)


def make_person(name=None, **fields):
    name = name or f"Personne {next(numbers)}"
    return Person.objects.create(**{"name": name, "slug": slugify(name), **fields})


def make_member(partner, role="editor", **fields):
    """An account that works for a provisioned partner; for the portal's own, that is communications."""
    user = make_user(**fields)
    Membership.objects.create(partner=partner, user=user, role=role)
    return user


def make_communications(**fields):
    return make_member(Partner.objects.get(is_portal=True), **fields)


def make_translator(**fields):
    user = make_user(**fields)
    user.groups.add(RoleGroup.objects.get(role="translator").group)
    return user


def make_working_partner(name=None, **fields):
    """A partner with its pages, groups and collection."""
    return provision(make_partner(name, **fields))
