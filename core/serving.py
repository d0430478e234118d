"""Serve a page found by its whole address, with what its template will read."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from core.models.base_page import BasePage, way_through

# No page stands as deep: an address of a thousand steps is not worth a thousand questions.
DEEPEST = 30


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Answer with the live page at `path`, or let Wagtail find it its own way.

    Wagtail walks down the tree, two queries a level. Ends in Wagtail's own view all the same: view restrictions and
    every other hook live there (`on_serve_page`).
    """
    way = _way_to(request, path)
    if way and not way[-1].live and (answer := _answer_when_not_live(way, request)):
        return answer
    page = _specific(way) if way and way[-1].live else None
    if page is not None:
        request.__dict__["_wagtail_route_for_request"] = RouteResult(page)  # Wagtail's own per-request cache
    return wagtail_serve(request, path)


def _way_to(request: HttpRequest, path: str) -> list[Page]:
    """The page at `path`, live or not, with everything above it, in one query; nothing where there is none."""
    site = Site.find_for_request(request)
    if site is None:
        return []
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code == request.LANGUAGE_CODE:
            url_path = f"{root.root_path.rstrip('/')}/{path}"
            way = way_through(Page.objects.filter(url_path__in=_addresses_down_to(url_path)))
            return way if way and way[-1].url_path == url_path else []
    return []


def _answer_when_not_live(way: list[Page], request: HttpRequest) -> HttpResponse | None:
    """What the type of the page says of one that is not live; nothing of one that never was for every reader."""
    # An alias is as private as what it repeats.
    if way[-1].is_private or any(page.alias_of_id for page in way):
        return None
    model = way[-1].specific_class
    return model.answer_when_not_live(way, request) if model and issubclass(model, BasePage) else None


def _specific(way: list[Page]) -> Page | None:
    """The live page at the end of `way`, in one query more."""
    found = way[-1]
    model = found.specific_class
    if model is None:
        return None
    # The language is asked of every page; what else its template reads, the class says.
    page = model.objects.select_related("locale", *getattr(model, "served_with", ())).get(pk=found.pk)
    # Breadcrumb and view restrictions rely on the whole way, or ask for it themselves.
    if isinstance(page, BasePage) and [step.path for step in way] == page.way_paths:
        page.way = way
    return page


def _addresses_down_to(url_path: str) -> list[str]:
    """The addresses of the pages above an address, that of the root first, and itself; none where it is too deep."""
    steps = url_path.strip("/").split("/")
    if len(steps) > DEEPEST:
        return []
    return ["/" + "".join(f"{step}/" for step in steps[:end]) for end in range(len(steps) + 1)]
