"""Error pages, in the language of the address."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

# More of an address than this is noise.
MOST_LETTERS = 80


def server_error(_request: HttpRequest) -> HttpResponse:
    """The 500 page. It asks nothing of the database, which may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django names it
    """The 404 page, with a search for the words of the address that led nowhere."""
    words = " ".join(re.findall(r"[^\W\d_]{3,}", request.path_info.removeprefix("/fr").removeprefix("/en")))
    return render(request, "404.html", {"words_of_address": words[:MOST_LETTERS], "is_error": True}, status=404)
