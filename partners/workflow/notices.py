"""What the address of a withdrawn publication answers."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from wagtail.models import Page

from core.alternates import other_language
from core.feeds import PUBLIC
from core.querysets import visible_pages
from partners.models import PartnerPage, PublicationPage, Withdrawal

GONE = 410


def answer(way: list[Page], request: HttpRequest) -> HttpResponse | None:
    """The page at the end of `way`, none of it private: 301 to the one it was merged into, else 410 and a notice.

    Nothing for one that was never withdrawn, in one query. A cache keeps neither for long: a publication may come back.
    """
    withdrawal = (
        Withdrawal.objects.filter(page=way[-1].pk)
        .select_related("page__locale", "page__lead_partner", "page__content_type")
        .first()
    )
    if withdrawal is None:
        return None
    response = _redirect(withdrawal, request) or _notice(withdrawal, way, request)
    response.headers["Cache-Control"] = PUBLIC
    return response


def _redirect(withdrawal: Withdrawal, request: HttpRequest) -> HttpResponse | None:
    """To the other page, as long as readers can open it."""
    if withdrawal.merged_into_id is None:
        return None
    target = visible_pages().filter(pk=withdrawal.merged_into_id).first()
    url = target.get_url(request) if target else None
    return HttpResponsePermanentRedirect(url) if url else None


def _notice(withdrawal: Withdrawal, way: list[Page], request: HttpRequest) -> HttpResponse:
    page = withdrawal.page
    # Titles change with publications only: this is the one that readers knew.
    if [step.path for step in way] == page.way_paths:
        page.way = way
    context: dict[str, Any] = {
        "withdrawal": withdrawal,
        "publication": page,
        "open_whole": withdrawal.whole_id and PublicationPage.objects.visible().filter(pk=withdrawal.whole_id).first(),
        "is_error": True,
        **_ways_on(page),
    }
    response = render(request, "partners/withdrawn.html", context, status=GONE)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _ways_on(page: PublicationPage) -> dict[str, Any]:
    """The partner's page, the list of its like and its version in the other language, where readers can open them."""
    own_language = visible_pages().filter(locale=page.locale_id)
    partner_pages = PartnerPage.objects.filter(partner=page.lead_partner_id).values("pk")
    listed_by = page.specific_class.listed_by if page.specific_class else ""
    list_type = ContentType.objects.get_for_model(apps.get_model(listed_by)) if listed_by else None
    return {
        "partner_page": own_language.filter(pk__in=partner_pages).first(),
        "list_page": own_language.filter(content_type=list_type).first() if list_type else None,
        "sister": page.sister,
        "sister_language": other_language(page.language),
    }
