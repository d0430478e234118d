"""Four partners that have the same things, and people of every role: what each may reach of the others'.

Everything that a partner keeps to itself bears its mark, a word that stands nowhere else.
"""

import json
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import Collection, Comment, Page, PageViewRestriction, UploadedFile

from core.models import PortalDocument, PortalImage
from partners import moderation
from partners.models import ForcedPublication, Invitation, Membership, Partner
from partners.provisioning import provision
from tests.factories.accounts import make_administrator, make_user
from tests.factories.core import make_image, png
from tests.factories.files import PDF
from tests.factories.moderation import as_stored, edit, make_draft, page_of, step_of, submit
from tests.factories.pages import make_article, make_event, make_session, make_venue
from tests.factories.partners import make_member, make_person, make_translator, make_working_partner

# Whose things: partner A, partner B, the portal, a partner that is no longer active.
MARKS = {"A": "ambrequille", "B": "bourrachet", "P": "passerinette", "I": "ivraielle"}
ROLES = (
    "anonymous",
    "stranger",
    "inactive",
    "editor_a",
    "lead_a",
    "editor_b",
    "both",
    "translator",
    "communications",
    "administrator",
)


@dataclass
class Things:
    """What one partner has."""

    owner: str
    mark: str
    partner: Partner
    author: Any
    page: Page
    made: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["made"][name]
        except KeyError as error:
            raise AttributeError(name) from error


@dataclass
class World:
    """Who is there, and what they have."""

    people: dict[str, Any]
    things: dict[str, Things]
    tree: Any
    now: Any
    # What an administrator's browser has read, by address.
    forms: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clients = {role: self._client(role) for role in ROLES}

    def _client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role])
        return client


def build(tree: Any) -> World:
    """Make the world in an empty portal."""
    now = timezone.now()
    partners = {
        "A": make_working_partner("Atelier du nord"),
        "B": make_working_partner("Banc public"),
        "P": provision(tree.portal),
        "I": make_working_partner("Institut fermé"),
    }
    people = {
        "stranger": make_user(),
        "inactive": make_member(partners["I"], "editor", last_name=f"{MARKS['I']} rédactrice"),
        "editor_a": make_member(partners["A"], "editor", last_name=f"{MARKS['A']} rédactrice"),
        "lead_a": make_member(partners["A"], "lead", last_name=f"{MARKS['A']} responsable"),
        "editor_b": make_member(partners["B"], "editor", last_name=f"{MARKS['B']} rédactrice"),
        "both": make_member(partners["A"], "lead"),
        "translator": make_translator(),
        "communications": make_member(partners["P"]),
        "administrator": make_administrator(),
        # Who wrote what the portal has: `communications` may then decide about it.
        "colleague": make_member(partners["P"]),
    }
    Membership.objects.create(partner=partners["B"], user=people["both"], role="editor")
    authors = {"A": "editor_a", "B": "editor_b", "P": "colleague", "I": "inactive"}
    things = {
        owner: _things(owner, partner, people[authors[owner]], people, now) for owner, partner in partners.items()
    }
    partners["I"].is_active = False
    partners["I"].save()
    provision(partners["I"])
    return World(people, things, tree, now)


def _things(owner: str, partner: Partner, author: Any, people: dict[str, Any], now: Any) -> Things:
    things = Things(owner, MARKS[owner], partner, author, page_of(partner))
    things.made = _files(things)
    things.made |= _pages(things, people["administrator"], now)
    things.made |= _records(things, now)
    _moderate(things, people)
    return things


def _files(things: Things) -> dict[str, Any]:
    mark, partner = things.mark, things.partner
    above = partner.collection or Collection.get_first_root_node()
    collection = above.add_child(instance=Collection(name=f"{mark} classeur"))
    image = make_image(
        f"{mark} image", description=f"{mark} description", collection=collection, uploaded_by_user=things.author
    )
    document = _document(f"{mark} document", collection, things.author)
    return {
        "collection": collection,
        "image": image,
        "spare_image": make_image(f"{mark} autre image", collection=collection, uploaded_by_user=things.author),
        "document": document,
        "spare_document": _document(f"{mark} autre document", collection, things.author),
        "uploaded_image": _uploaded(PortalImage, f"{mark}-versee.png", png(61, 41), things.author),
        "uploaded_document": _uploaded(PortalDocument, f"{mark}-verse.pdf", PDF, things.author),
    }


def _document(title: str, collection: Collection, author: Any) -> PortalDocument:
    file = ContentFile(PDF + title.encode(), f"{title.replace(' ', '-')}.pdf")
    return PortalDocument.objects.create(title=title, file=file, collection=collection, uploaded_by_user=author)


def _uploaded(model: type, name: str, content: bytes, author: Any) -> UploadedFile:
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        file=ContentFile(content, name=name),
        uploaded_by_user=author,
    )


def _pages(things: Things, administrator: Any, now: Any) -> dict[str, Any]:
    mark, partner, author = things.mark, things.partner, things.author
    body = [("text", f"<p>{mark} premier paragraphe.</p>")]

    def draft(name: str, **fields: Any) -> Page:
        words = {"title": f"{mark} {name}", "slug": f"{mark}-{name}", "summary": f"{mark} résumé"}
        return make_draft(partner, author, **{**words, "body": body, **fields})

    first = draft("brouillon", lead_image=things.image, lead_image_alt=f"{mark} texte de remplacement")
    Comment.objects.create(page=first, user=author, text=f"{mark} commentaire", contentpath="summary")
    parallel = make_article(things.page, title=f"Article {things.owner}", slug=f"article-{things.owner.lower()}")
    parallel.save_revision(user=author).publish(user=administrator, skip_permission_checks=True)
    later = draft("planifie")
    later.save_revision(user=author, approved_go_live_at=now + timedelta(days=9))
    locked = draft("verrouille")
    Page.objects.filter(pk=locked.pk).update(locked=True, locked_by=administrator, locked_at=now)
    event = make_event(
        things.page,
        title=f"{mark} rencontre",
        slug=f"{mark}-rencontre",
        summary=f"{mark} résumé",
        live=False,
        owner=author,
    )
    event.save_revision(user=author)
    other_event = make_event(
        things.page,
        title=f"{mark} autre rencontre",
        slug=f"{mark}-autre-rencontre",
        summary=f"{mark} résumé",
        live=False,
    )
    other_event.save_revision(user=author)
    session = make_session(
        event,
        title=f"{mark} séance",
        slug=f"{mark}-seance",
        summary=f"{mark} résumé",
        live=False,
        owner=author,
    )
    session.save_revision(user=author)
    private = make_article(things.page, title=f"{mark} réservé", slug=f"{mark}-reserve", summary=f"{mark} résumé")
    private.save_revision(user=author)
    restriction = PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.set(author.groups.all())
    page = ContentType.objects.get_for_model(Page)
    return {
        "draft": as_stored(first),
        "live": edit(as_stored(parallel), author, title=f"{mark} en cours de retouche"),
        "spare": draft("de-rechange", lead_image=things.image, lead_image_alt="Une étoffe"),
        "later": as_stored(later),
        "locked": as_stored(locked),
        "event": as_stored(event),
        "second_event": as_stored(other_event),
        "session": as_stored(session),
        "private": as_stored(private),
        "editing": EditingSession.objects.create(
            user=author, content_type=page, object_id=str(first.pk), last_seen_at=now, is_editing=True
        ),
    }


def _records(things: Things, now: Any) -> dict[str, Any]:
    mark = things.mark
    proposed = {"is_confirmed": False, "proposed_by": things.author}
    return {
        "person": make_person(f"{mark} proposée", biography_fr=f"{mark} biographie", **proposed),
        "venue": make_venue(f"{mark} salle", address=f"{mark} rue", **proposed),
        "invitation": Invitation.objects.create(
            partner=things.partner,
            email=f"{mark}@exemple.example",
            invited_by=things.author,
            fingerprint=f"{mark}-empreinte",
            created_at=now - timedelta(days=2),
            expires_at=now + timedelta(days=5),
        ),
    }


def _moderate(things: Things, people: dict[str, Any]) -> None:
    mark, author = things.mark, things.author
    words = {"summary": f"{mark} résumé", "body": [("text", f"<p>{mark} paragraphe.</p>")]}
    waiting = make_draft(things.partner, author, title=f"{mark} soumis", slug=f"{mark}-soumis", **words)
    things.made["waiting"] = submit(waiting, author)
    things.made["step"] = step_of(waiting)
    refused = make_draft(things.partner, author, title=f"{mark} refusé", slug=f"{mark}-refuse", **words)
    refused = submit(refused, author)
    moderation.refuse(step_of(refused), user=people["administrator"], reason=f"{mark} motif du refus")
    things.made["refused"] = as_stored(refused)
    things.made["forced"] = ForcedPublication.objects.create(
        page=things.live, digest="-", reason=f"{mark} raison", forced_by=people["colleague"], forced_at=timezone.now()
    )


def text_of(response: Any) -> str:
    """Everything that an answer says, in lower case, as a browser or a spreadsheet would show it."""
    parts = [response.headers.get("Location", ""), response.headers.get("Content-Disposition", "")]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    if "spreadsheetml" in kind:
        with ZipFile(BytesIO(content)) as sheets:
            content = b" ".join(sheets.read(name) for name in sheets.namelist())
    text = content.decode("utf-8", "replace")
    if "json" in kind:
        text = json.dumps(json.loads(text or "null"), ensure_ascii=False)
    return unquote(unescape(" ".join([*parts, text]))).casefold()
