"""What readers see of a file does not change behind the back of whoever approved it."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail import hooks
from wagtail.permissions import policy_registry

from core.models import PortalDocument, PortalImage
from tests.factories.core import make_image, png
from tests.factories.files import PDF, upload
from tests.factories.pages import make_article
from tests.forms import filled
from tests.partners.walls import browser

ACTIONS = ["choose", "change", "alter", "delete", "replace"]


@pytest.fixture
def files(walls):
    """Return an image and a document of ours: on show, in a draft, and the neighbour's."""
    ours, theirs = walls.ours.partner.collection, walls.theirs.partner.collection
    made = {
        "on show": make_image("Montrée", collection=ours, credit="Une photographe"),
        "in a draft": make_image("En attente", collection=ours),
        "theirs": make_image("À eux", collection=theirs),
        "document": PortalDocument.objects.create(title="Programme", file=ContentFile(PDF, "a.pdf"), collection=ours),
    }
    body = [("document", {"document": made["document"], "title": "Programme"})]
    live = make_article(walls.ours.page, lead_image=made["on show"], lead_image_alt="Une étoffe", body=body, live=False)
    live.save_revision().publish()
    draft = make_article(walls.ours.page, lead_image=made["in a draft"], lead_image_alt="Une étoffe", live=False)
    draft.save_revision()
    return made


def may(user, file):
    hooks.search_for_hooks()
    policy = policy_registry.get_by_type(type(file))
    return [action for action in ACTIONS if policy.user_has_permission_for_instance(user, action, file)]


def test_who_does_what(walls, files):
    told = {
        who: {name: may(user, file) for name, file in files.items()}
        for who, user in (("lead", walls.ours.lead), ("communications", walls.communications))
    }
    assert told == {
        "lead": {
            "on show": ["choose", "change"],
            "in a draft": ["choose", "change", "alter", "delete"],
            "theirs": [],
            "document": ["choose", "change"],
        },
        "communications": dict.fromkeys(files, ACTIONS),
    }


def change(user, record, **fields):
    kind = "images" if isinstance(record, PortalImage) else "docs"
    client, place = browser(user), reverse(f"wagtail{kind}:edit", args=[record.pk])
    form = filled(client.get(place), "main form")
    return client.post(place, {**form, **fields})


def read(file):
    file.refresh_from_db()
    return file.file.open("rb").read()


@pytest.mark.parametrize("name", ["on show", "in a draft", "document"])
def test_editors_replace_no_file(walls, files, name):
    file = files[name]
    before = read(file)
    new = upload("autre.pdf", PDF + b"%") if name == "document" else upload("autre.png", png(10, 10))
    response = change(walls.ours.lead, file, title="Autre titre", file=new)
    assert list(response.context["form"].errors) == ["file"]
    assert (read(file), file.title == "Autre titre") == (before, False)
    # Title and labels stay theirs: readers see neither.
    assert change(walls.ours.lead, file, title="Autre titre").status_code == 302
    assert (read(file), file.title) == (before, "Autre titre")


def test_staff_replace_a_file(walls, files):
    change(walls.communications, files["on show"], file=upload("autre.png", png(10, 10)))
    read(files["on show"])
    assert files["on show"].width == 10


def test_credit_and_framing_of_what_is_on_show(walls, files):
    fields = {
        "credit": "Une autre",
        "focal_point_x": "5",
        "focal_point_y": "5",
        "focal_point_width": "5",
        "focal_point_height": "5",
    }
    for name in ("on show", "in a draft"):
        assert change(walls.ours.lead, files[name], **fields).status_code == 302
        files[name].refresh_from_db()
    kept = {name: (files[name].credit, files[name].focal_point_x) for name in ("on show", "in a draft")}
    assert kept == {"on show": ("Une photographe", None), "in a draft": ("Une autre", 5)}
    change(walls.communications, files["on show"], **fields)
    files["on show"].refresh_from_db()
    assert files["on show"].credit == "Une autre"


def test_the_form_says_why(walls, files):
    sentences = {}
    for name in ("on show", "in a draft", "document"):
        kind = "docs" if name == "document" else "images"
        response = browser(walls.ours.lead).get(reverse(f"wagtail{kind}:edit", args=[files[name].pk]))
        delete = reverse(f"wagtail{kind}:delete", args=[files[name].pk])
        assert response.context["form"].fields["file"].help_text in response.content.decode()
        sentences[name] = (bool(response.context["form"].fields["file"].help_text), delete in response.content.decode())
    assert sentences == {"on show": (True, False), "in a draft": (True, True), "document": (True, False)}


def addresses(files):
    for name, file in files.items():
        kind = "docs" if name == "document" else "images"
        model = "core/portaldocument" if name == "document" else "core/portalimage"
        yield name, reverse(f"wagtail{kind}:delete", args=[file.pk])
        yield name, reverse(f"wagtail{kind}:delete_multiple", args=[file.pk])
        yield name, f"/admin/bulk/{model}/delete/?id={file.pk}"


def test_deletion_by_every_way(walls, files):
    client = browser(walls.ours.lead)
    for name, place in addresses(files):
        if name != "in a draft":
            client.post(place)
    assert (PortalImage.objects.count(), PortalDocument.objects.count()) == (3, 1)
    client.post(reverse("wagtailimages:delete", args=[files["in a draft"].pk]))
    assert PortalImage.objects.count() == 2
    browser(walls.communications).post(reverse("wagtailimages:delete", args=[files["on show"].pk]))
    assert PortalImage.objects.count() == 1


def test_another_partners_collection_is_refused(walls, files):
    """Somebody of one partner cannot put a file elsewhere: there is no choice, and one that is posted is not read."""
    image = files["in a draft"]
    response = change(walls.ours.lead, image, collection=str(walls.theirs.partner.collection.pk))
    image.refresh_from_db()
    assert (response.status_code, image.collection) == (302, walls.ours.partner.collection)


def test_another_partners_collection_is_refused_to_whoever_has_a_choice(walls, files):
    from partners.models import Membership
    from tests.factories.partners import make_working_partner

    third = make_working_partner("Chez d’autres")
    Membership.objects.create(partner=third, user=walls.ours.lead, role="editor")
    image = files["in a draft"]
    response = change(walls.ours.lead, image, collection=str(walls.theirs.partner.collection.pk))
    assert list(response.context["form"].errors) == ["collection"]
    change(walls.ours.lead, image, collection=str(third.collection.pk))
    image.refresh_from_db()
    assert image.collection == third.collection
