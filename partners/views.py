"""Public pages of people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.pagination import paginate
from partners.models import Person, PublicationPage


def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A confirmed person and the publications that cite them, in the language of the address."""
    someone = get_object_or_404(Person.objects.confirmed().select_related("organisation", "photo"), slug=slug)
    publications = (
        PublicationPage.objects.visible()
        .in_language(request.LANGUAGE_CODE)
        .citing(someone)
        .with_card()
        .order_by("-sort_date", "-pk")
    )
    context = {"person": someone, "publications": paginate(request, publications)}
    return render(request, "partners/person.html", context)
