"""Serve a page found by its whole address, with what its template will read."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the live page at `path`, or let Wagtail find it its own way.

    Wagtail walks down the tree, two queries a level. Ends in Wagtail's own view all the same: view restrictions and
    every other hook live there (`on_serve_page`).
    """
    page = _page_at(request, path)
    if page is not None:
        request.__dict__["_wagtail_route_for_request"] = RouteResult(page)  # Wagtail's own per-request cache
    return wagtail_serve(request, path)


def _page_at(request: HttpRequest, path: str) -> Page | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code == request.LANGUAGE_CODE:
            return _specific(f"{root.root_path.rstrip('/')}/{path}")
    return None


def _specific(url_path: str) -> Page | None:
    found = Page.objects.live().filter(url_path=url_path).select_related("content_type").first()
    model = found.specific_class if found else None
    if model is None:
        return None
    # The language is asked of every page; what else its template reads, the class says.
    return model.objects.select_related("locale", *getattr(model, "served_with", ())).get(pk=found.pk)
