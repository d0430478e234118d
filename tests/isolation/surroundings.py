"""What the portal has besides: one of each thing that only staff or administrators look after."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from post_office.models import STATUS, Email
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Locale, Page, Site, Workflow
from wagtail_localize.models import StringTranslation

from core.models import Acronym, Axis, AxisTopic
from events.models import EventSeries, EventVenue
from home.models import FeatureProposal
from home.slots import featuring
from partners.models import Belonging, Contribution, CoPublication, Membership, PortalApproval
from partners.provisioning import shared_collection
from search.models import SynonymGroup
from tests.factories.accounts import make_user
from tests.factories.core import make_image, make_term
from tests.factories.home import make_slot
from tests.factories.moderation import as_stored, make_draft
from tests.factories.pages import make_venue
from tests.factories.partners import make_person
from tests.factories.translation import say, start
from tests.isolation.record_visits import ORDERED, VOCABULARIES
from tests.isolation.world import Things, World
from translation.models import TwinRule, Waiver


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
        things.made |= _translation(things, world.people["administrator"])
        things.made["waiver"] = Waiver.objects.create(
            page=things.second_event,
            locale=Locale.objects.get(language_code="en"),
            reason=f"{things.mark} dispense",
            until=timezone.localdate() + timedelta(days=9),
            signed_at=timezone.now(),
        )
        things.made |= _featured(things, world.people["colleague"])
    world.extras |= _cross(world)
    return world


def _featured(things: Things, colleague: Any) -> dict[str, Any]:
    """Slots to come of what has been published: a draft, one that waits, one that is approved; and a proposal."""
    now = timezone.now()

    def slot(name: str, **fields: Any) -> Any:
        words = {f"title_{language}": f"{things.mark} {name}" for language in ("fr", "en")}
        dates = {"starts_at": now + timedelta(days=40), "ends_at": now + timedelta(days=41)}
        made = make_slot(things.live, **{**words, **dates, "live": False, **fields})
        made.save_revision(user=colleague)
        return made

    waiting = slot("soumis")
    featuring.submit(waiting, user=colleague, now=now)
    approved = slot("approuvé")
    approved.latest_revision.publish(user=colleague, skip_permission_checks=True)
    proposal = FeatureProposal.objects.create(
        publication=things.live, why=f"{things.mark} souhait", proposed_by=things.author, proposed_at=now
    )
    return {"slot": slot("créneau"), "waiting_slot": waiting, "live_slot": approved, "proposal": proposal}


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
        # Of no text that the world holds: nothing waits.
        "rule": TwinRule.objects.create(type="project"),
        "synonyms": SynonymGroup.objects.create(terms="courriel\ne-mail"),
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


def _translation(things: Things, administrator: Any) -> dict[str, Any]:
    """A draft that is being translated, one passage of it by a machine; and another that is ready to be submitted."""
    made = start(things.spare, administrator)
    segments = made.source.stringsegment_set.order_by("order").select_related("context", "string")
    by_machine = segments.get(context__path="summary")
    words = {"title": f"{things.mark} à traduire", "slug": f"{things.mark}-a-traduire", "summary": "Un résumé."}
    ready = make_draft(things.partner, things.author, **words)
    say(start(ready, administrator), administrator)
    return {
        "source": made.source,
        "sister": made.get_target_instance(),
        "translation": made,
        "segment": segments.get(context__path="title"),
        "segment_by_machine": by_machine,
        "by_machine": StringTranslation.objects.create(
            translation_of=by_machine.string,
            context=by_machine.context,
            locale=made.target_locale,
            data="Translated by a machine",
            translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        ),
        "overridable": made.source.overridablesegment_set.get(context__path="lead_image"),
        "translated": as_stored(ready.get_translation(made.target_locale)),
    }
