"""The addresses of translation in the administration, below `/admin/`."""

from django.urls import URLResolver, include, path

from translation.editor import editor_views

app_name = "portal_translation"
urlpatterns = [
    path("translation/<int:page_id>/submit/", editor_views.submit, name="submit"),
    path("translation/of/<int:translation_id>/panel/", editor_views.panel, name="panel"),
    path("translation/of/<int:translation_id>/accept/", editor_views.accept_all, name="accept_all"),
    path(
        "translation/of/<int:translation_id>/accept/<int:string_segment_id>/",
        editor_views.accept,
        name="accept",
    ),
]


def urls() -> list[URLResolver]:
    """The addresses, in a namespace of their own."""
    return [path("", include((urlpatterns, app_name)))]
