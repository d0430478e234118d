"""Addresses of files, below `/media/`."""

from django.urls import path

from core import media_views

urlpatterns = [
    path("private/<path:path>", media_views.private, name="media_private"),
    path("<path:path>", media_views.rendition, name="media_rendition"),
]
