"""The search page, the same as a feed, and what the search box suggests."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from search import addresses, feeds, forms, guidance, suggesting, tallies
from search.results import Results, find

# What is suggested is the same for everybody, and soon out of date.
BRIEFLY = "public, max-age=60"


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """Results in the language of the address; the form, and where else to go, when nothing is asked or found."""
    now, language = timezone.now(), request.LANGUAGE_CODE
    asked = forms.read(request.GET, language)
    results = find(asked, language=language, now=now)
    if asked.is_first and request.method == "GET":
        found = results.answer
        # What is only similar is not what was looked for, unless it was misspelt.
        in_vain = found.is_similar and not found.spelling
        tallies.note(asked.query, language=language, total=0 if in_vain else found.total, now=now)
    return feeds.answer(request, results) if asked.is_feed else shown(request, results, now=now)


def shown(request: HttpRequest, results: Results, *, now: datetime) -> HttpResponse:
    """The page of some results. Where there are none, a few queries more for where else to go."""
    asked, language = results.asked, results.language
    elsewhere = addresses.elsewhere(results)
    context: dict[str, Any] = {
        "asked": asked,
        "results": results,
        "found": results.answer,
        "active": addresses.active(results),
        "orders": addresses.orders(results),
        "elsewhere": addresses.again(elsewhere),
        "without_filters": addresses.without_filters(results),
        "spelt": addresses.spelt(results),
    }
    if not asked.is_empty:
        context["own_alternates"] = addresses.alternates(results, elsewhere)
        context["feed"] = addresses.page_of(results, results.page.number, is_feed=True)
    if not results.answer.total:
        context |= {"subjects": guidance.subjects(language, now), "latest": guidance.latest(language, now)}
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponseBase:
    """What begins like the words that are being typed."""
    found = suggesting.suggest(forms.line(request.GET), language=request.LANGUAGE_CODE, now=timezone.now())
    response = JsonResponse(found.as_json(request.LANGUAGE_CODE), json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = BRIEFLY
    return response
