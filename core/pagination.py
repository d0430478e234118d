"""Pages of a list, for any page number that a reader may type."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 20


def paginate(request: HttpRequest, queryset: QuerySet, *, per_page: int = PER_PAGE) -> Page:
    """The page of `queryset` that `?page=` asks for; the nearest one when the number makes no sense."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))
