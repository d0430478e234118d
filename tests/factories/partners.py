from itertools import count

from django.utils.text import slugify

from partners.models import Partner, PartnerPage, Person
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
