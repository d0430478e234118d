"""Public addresses of people."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from partners import views

urlpatterns = [
    path(pgettext_lazy("address", "people/<slug:slug>/"), views.person, name="person"),
]
