"""Public pages of people."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.pagination import paginate
from partners.models import Person, PublicationPage


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A confirmed person and the publications that cite them, in the language of the address."""
    someone = get_object_or_404(Person.objects.confirmed().select_related("organisation", "photo"), slug=slug)
    publications = (
        PublicationPage.objects.readable_in(request.LANGUAGE_CODE)
        .citing(someone)
        .with_card()
        .order_by(F("sort_date").desc(nulls_last=True), "-pk")
    )
    context = {"person": someone, "described": someone, "publications": paginate(request, publications)}
    return render(request, "partners/person.html", context)
