"""Error pages, in the language of the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def server_error(_request: HttpRequest) -> HttpResponse:
    """The 500 page. It asks nothing of the database, which may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django names it
    """The 404 page."""
    return render(request, "404.html", status=404)
