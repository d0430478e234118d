"""Addresses of files, below `/media/`. No file's name holds a control character, and PostgreSQL takes no null."""

from django.urls import re_path

from core import media_views

urlpatterns = [
    re_path(r"^private/(?P<path>[^\x00-\x1f]+)$", media_views.private, name="media_private"),
    re_path(r"^(?P<path>[^\x00-\x1f]+)$", media_views.rendition, name="media_rendition"),
]
