"""Organisations and people as schema.org nodes, and the parts that every publication's node shares."""

from collections.abc import Collection, Iterable

from django.http import HttpRequest

from core.alternates import absolute
from core.seo import Card, Node, address, language_tag, moment, node, one_or_all, picture, shared_image, words
from partners.enums import ContributionRole
from partners.models import Contribution, Partner, PartnerPage, Person, PublicationPage

# A logo is shown whole, on white, as search engines want it.
LOGO = "max-600x600|format-png"


def organization(partner: Partner, url: str | None = None) -> Node:
    """A partner in short; `url` is the address of its page, its own web site standing in where there is none."""
    acronym = partner.acronym if partner.acronym != partner.name else ""
    return node("Organization", name=words(partner.name), alternateName=acronym, url=url or partner.website)


def partner_organization(page: PartnerPage, request: HttpRequest) -> Node:
    """A partner on its own page, with its other names, its site and its logo. One query for the names."""
    partner = page.partner
    names = [name for name in (partner.acronym, *page.other_names) if name and name != partner.name]
    logo = shared_image(partner.logo, spec=LOGO)
    return organization(partner, address(page, request)) | node(
        "Organization",
        alternateName=one_or_all(list(dict.fromkeys(names))),
        description=words(page.introduction),
        sameAs=partner.website,
        logo=picture(logo),
    )


def lead_partner_address(publication: PublicationPage) -> str | None:
    """The page of the partner below which a publication stands, if readers can open it. No query of its own."""
    pages = [page for page in publication.above if page.content_type.model == PartnerPage._meta.model_name]
    nearest = pages[-1] if pages else None
    return address(nearest) if nearest is not None and nearest.live and not nearest.is_private else None


def publishers(publication: PublicationPage) -> list[Node]:
    """The lead partner, then those who publish with it and have accepted; nobody for a page that is not saved yet."""
    if publication.lead_partner_id is None:
        return []
    lead = organization(publication.lead_partner, lead_partner_address(publication))
    return [lead, *(organization(row.partner) for row in publication.accepted_co_publications)]


def person(someone: Person) -> Node:
    """A person in short. Only a confirmed person has a page."""
    url = absolute(someone.get_absolute_url()) if someone.is_confirmed else None
    return node("Person", name=someone.name, url=url)


def people(rows: Iterable[Contribution], roles: Collection[ContributionRole]) -> list[Node]:
    """Those who contributed in one of these roles, each once."""
    found = {row.person_id: row.person for row in rows if row.role in roles}
    return [person(someone) for someone in found.values()]


def affiliation(someone: Person) -> Node | None:
    """The organisation of a person, partner or not."""
    if someone.organisation:
        return organization(someone.organisation)
    return node("Organization", name=words(someone.organisation_name)) if someone.organisation_name else None


def profile(someone: Person, request: HttpRequest) -> Node:
    """A person on the page of their own."""
    return person(someone) | node(
        "Person",
        jobTitle=words(someone.role),
        worksFor=affiliation(someone),
        description=words(someone.biography),
        image=picture(person_card(someone, request).image),
        mainEntityOfPage=absolute(someone.get_absolute_url()),
    )


def person_card(someone: Person, request: HttpRequest) -> Card:  # noqa: ARG001 -- the signature of every card
    """What a shared link shows of a person."""
    description = ", ".join(part for part in (someone.name, someone.role, someone.affiliation) if part)
    return Card(someone.name, description, type="profile", image=shared_image(someone.photo, someone.name))


def corrections(page: PublicationPage) -> list[Node]:
    """What was corrected in a publication, the latest first."""
    return [
        node("CorrectionComment", text=words(row.text), datePublished=moment(row.on), inLanguage=language_tag())
        for row in page.dated_corrections
    ]


def publication(page: PublicationPage, request: HttpRequest) -> Node:
    """The properties that a node of any publication has; the caller gives it its type.

    Corrections are said of the page: neither an event nor a project is a `CreativeWork`.
    """
    url = address(page, request)
    corrected = corrections(page)
    return node(
        "CreativeWork",
        url=url,
        description=words(page.description),
        image=picture(page.shared_image),
        mainEntityOfPage=node("WebPage", id=url, correction=corrected) if corrected else url,
    )
