from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection

from core.models import EventFormat, OrganisationType, PortalImage, Subject, Territory, Theme


def make_term(model, code, **fields):
    defaults = {"label_fr": f"{code} (fr)", "label_en": f"{code} (en)", **fields}
    return model.objects.get_or_create(code=code, defaults=defaults)[0]


def make_subject(code="gestion", **fields):
    return make_term(Subject, code, **fields)


def make_theme(code="ia", **fields):
    return make_term(Theme, code, **fields)


def make_format(code="atelier", **fields):
    return make_term(EventFormat, code, **fields)


def make_type(code="obnl", **fields):
    return make_term(OrganisationType, code, **fields)


def make_territory(code="06", **fields):
    return make_term(Territory, code, **fields)


def png(width=60, height=40):
    output = BytesIO()
    Image.new("RGB", (width, height), "#006c4d").save(output, "PNG")
    return output.getvalue()


def make_image(title="Une étoffe", *, width=60, height=40, **fields):
    file = ContentFile(png(width, height), f"{title}.png")
    # A database made without migrations has no root.
    collection = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return PortalImage.objects.create(**{"title": title, "file": file, "collection": collection, **fields})
