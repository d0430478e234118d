"""The public address of the search."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from search import views

urlpatterns = [
    path(pgettext_lazy("address", "search/"), views.search, name="search"),
]
