"""The public addresses of the search."""

from django.urls import include, path
from django.utils.translation import pgettext_lazy

from search import views

below = [
    path("", views.search, name="search"),
    path("suggestions/", views.suggestions, name="search_suggestions"),
]

urlpatterns = [
    path(pgettext_lazy("address", "search/"), include(below)),
]
