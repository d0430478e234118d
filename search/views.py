"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.pagination import paginate
from search.forms import LONGEST_QUERY, SearchForm
from search.query import find


def search(request: HttpRequest) -> HttpResponse:
    """Results in the language of the address; the empty form when nothing is asked."""
    form = SearchForm(request.GET)
    form.is_valid()
    typed = request.GET.get("q", "").replace("\x00", " ").strip()
    query = form.cleaned_data.get("q") or typed[:LONGEST_QUERY]
    context = {"query": query}
    if query:
        context["publications"] = paginate(request, find(query, request.LANGUAGE_CODE))
    return render(request, "search/results.html", context)
