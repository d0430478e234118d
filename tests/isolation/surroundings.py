"""What the portal has besides: one of each thing that only staff or administrators look after."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from post_office.models import STATUS, Email
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site, Workflow
from wagtail_localize.models import Translation, TranslationSource

from core.models import Acronym, Axis, AxisTopic
from events.models import EventSeries, EventVenue
from partners.models import Belonging, Contribution, CoPublication, Membership, PortalApproval
from partners.provisioning import shared_collection
from tests.factories.accounts import make_user
from tests.factories.core import make_image, make_term
from tests.factories.moderation import make_draft
from tests.factories.pages import make_venue
from tests.factories.partners import make_person
from tests.isolation.record_visits import ORDERED, VOCABULARIES
from tests.isolation.world import Things, World


@dataclass
class Surroundings:
    """Things by name; of each vocabulary, a term that nothing uses, and the last one."""

    extras: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    last_terms: dict[str, Any] = field(default_factory=dict)


def surround(world: World) -> World:
    """Add them to the world."""
    world.extras = _extras()
    world.terms = {name: _term(name, "libre") for name in VOCABULARIES}
    world.last_terms = {name: _term(name, "zz-dernier", position=99) for name in ORDERED}
    for things in world.things.values():
        others = world.things["A" if things.owner == "P" else "P"]
        things.made["question"] = CoPublication.objects.create(publication=others.live, partner=things.partner)
        things.made["membership"] = Membership.objects.get(partner=things.partner, user=things.author)
        things.made |= _translation(things)
    world.extras |= _cross(world)
    return world


def _cross(world: World) -> dict[str, Any]:
    """Drafts that point at what everybody may use and at what the others have published."""
    common = {
        "shared_image": make_image("Image commune", collection=shared_collection()),
        "known_person": make_person("Personne connue"),
        "known_venue": make_venue("Salle connue"),
    }
    for things in world.things.values():
        others = [other for other in world.things.values() if other is not things]
        links = " ".join(f'<a linktype="page" id="{other.live.pk}">ici</a>' for other in others)
        rows = {
            "contributions": [Contribution(person=common["known_person"])],
            "belongings": [Belonging(whole=other.live) for other in others],
            "co_publications": [CoPublication(partner=other.partner) for other in others],
        }
        words = {"title": f"{things.mark} croisement", "slug": f"{things.mark}-croisement"}
        make_draft(
            things.partner,
            things.author,
            **words,
            body=[("text", f"<p>{links}</p>")],
            lead_image=common["shared_image"],
            lead_image_alt="Une étoffe",
            rows=rows,
        )
        things.event.venues.add(EventVenue(venue=common["known_venue"]))
        things.event.save()
    return common


def _extras() -> dict[str, Any]:
    collections = Collection.get_first_root_node()
    return {
        "account": make_user(),
        "group": Group.objects.create(name="Un groupe de plus"),
        "mail": Email.objects.create(
            from_email="a@exemple.example",
            to="b@exemple.example",
            subject="Un sujet secret",
            message="Un lien.",
            status=STATUS.queued,
        ),
        "redirect": Redirect.add_redirect("/ancien/", redirect_to="https://exemple.example/autre/"),
        "collection": collections.add_child(instance=Collection(name="Vide")),
        "site": Site.objects.create(hostname="autre.exemple.example", root_page=Page.objects.filter(depth=2).first()),
        "locale": Locale.objects.get(language_code="en"),
        "workflow": Workflow.objects.get(workflow_pages__page__depth=1),
        "resting_workflow": Workflow.objects.create(name="Au repos", active=False),
        "task": PortalApproval.objects.first(),
        "spare_task": PortalApproval.objects.create(name="De rechange"),
        "resting_task": PortalApproval.objects.create(name="Au repos", active=False),
    }


def _term(name: str, code: str, **fields: Any) -> Any:
    model = VOCABULARIES[name][0]
    if model is Acronym:
        return Acronym.objects.create(acronym_fr=code, expansion_fr=code)
    if model is EventSeries:
        return EventSeries.objects.create(code=code, name_fr=code)
    if model is AxisTopic:
        fields["axis"] = make_term(Axis, "axe-des-sous-themes")
    return make_term(model, code, **fields)


def _translation(things: Things) -> dict[str, Any]:
    source = TranslationSource.update_or_create_from_instance(things.spare)[0]
    english = Locale.objects.get(language_code="en")
    sister = things.spare.copy_for_translation(english, copy_parents=False)
    made = Translation.objects.create(source=source, target_locale=english)
    words = source.stringsegment_set.order_by("pk").first()
    return {
        "source": source,
        "sister": sister,
        "translation": made,
        "segment": words,
        "overridable": source.overridablesegment_set.order_by("pk").first(),
    }
