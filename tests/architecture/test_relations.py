"""Whose models point at whose."""

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.ground import APPLICATIONS, level

# What Wagtail's own abstract models bring: who uploaded a file.
BROUGHT_BY_WAGTAIL = [
    "core.PortalDocument.uploaded_by_user",
    "core.PortalImage.uploaded_by_user",
]


def relations(model):
    """The fields of a model's own table, and its own generic relations, that point at a model."""
    options = model._meta
    for field in [*options.local_fields, *options.local_many_to_many, *options.private_fields]:
        target = field.remote_field and field.related_model
        if target and target is not ContentType:
            yield field, target


def upward(found):
    """The relations of our models that point up, or sideways, as `app.Model.field`."""
    return sorted(
        f"{model._meta.label}.{field.name}"
        for model in found
        for field, target in relations(model)
        if target._meta.app_label in APPLICATIONS
        if target._meta.app_label != model._meta.app_label
        if level(target._meta.app_label) >= level(model._meta.app_label)
    )


def ours():
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in APPLICATIONS]


def test_models_point_down_only():
    assert upward(ours()) == BROUGHT_BY_WAGTAIL


def test_exceptions_are_to_accounts():
    exceptions = [
        apps.get_model(name.rpartition(".")[0])._meta.get_field(name.rpartition(".")[2]) for name in BROUGHT_BY_WAGTAIL
    ]

    assert {field.remote_field.model._meta.label for field in exceptions} == {settings.AUTH_USER_MODEL}


@isolate_apps("core", "events", "partners")
def test_relations_up_and_sideways_are_found():
    class Low(models.Model):
        up = models.ForeignKey("partners.Partner", on_delete=models.CASCADE)
        wagtail = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE)

        class Meta:
            app_label = "core"

    class Middle(models.Model):
        sideways = models.ManyToManyField("articles.ArticlePage")
        down = models.OneToOneField("partners.Partner", on_delete=models.CASCADE)

        class Meta:
            app_label = "events"

    Low._meta.get_field("up").remote_field.model = apps.get_model("partners.Partner")
    Low._meta.get_field("wagtail").remote_field.model = apps.get_model("wagtailcore.Page")
    Middle._meta.get_field("sideways").remote_field.model = apps.get_model("articles.ArticlePage")
    Middle._meta.get_field("down").remote_field.model = apps.get_model("partners.Partner")

    assert upward([Low, Middle]) == ["core.Low.up", "events.Middle.sideways"]
