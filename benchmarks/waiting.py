"""Texts on their way, and the pages of the administration that show them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.models import ArticlePage
from core.models import Subject
from partners import moderation
from partners.guards import digest_of_page
from partners.models import Partner, PartnerPage, PublicationSubject

WORDS = "La trame est le fil que l’on passe entre les autres pour en faire une étoffe."
EDITOR, LEAD = "editor.partenaire-1@exemple.example", "lead.partenaire-1@exemple.example"
COMMUNICATIONS = "lead.la-trame@exemple.example"

# What is measured: who asks, and for what.
PAGES = {
    "Ma semaine": (EDITOR, "desk"),
    "Ma semaine of a lead": (LEAD, "desk"),
    "communications’ desk": (COMMUNICATIONS, "desk"),
    "explorer, a partner's page": (EDITOR, "explorer"),
    "explorer, a partner's page as communications": (COMMUNICATIONS, "explorer"),
    "explorer, the directory": (COMMUNICATIONS, "directory"),
    "flat list of articles": (COMMUNICATIONS, "list"),
    "edit an article": (EDITOR, "edit"),
    "review a text": (COMMUNICATIONS, "review"),
    "translations, every page": (COMMUNICATIONS, "parity"),
    "translations, a partner's": (EDITOR, "parity"),
    "page chooser": (EDITOR, "choose page"),
    "page chooser, search": (EDITOR, "search page"),
    "image chooser": (EDITOR, "choose image"),
    "person chooser": (EDITOR, "choose person"),
}


def write(model: type[ArticlePage], count: int, *, now: datetime, later: datetime) -> None:
    """Write texts for every partner in turn: drafts, texts that wait for either step, refused and scheduled ones."""
    partners = list(Partner.objects.filter(is_portal=False).order_by("pk"))
    communications = User.objects.get(email=COMMUNICATIONS)
    for number in range(count):
        partner = partners[number % len(partners)]
        editor, lead = (User.objects.get(email=f"{role}.{partner.slug}@exemple.example") for role in ("editor", "lead"))
        page = _draft(model, partner, editor, number)
        state = number // len(partners)
        if state == 0:
            continue
        moderation.submit(page, user=editor, now=now)
        if state == 1:
            continue
        moderation.approve(_step(page), user=lead, digest=digest_of_page(page), now=now)
        if state == 3:  # noqa: PLR2004 -- the third round of partners
            moderation.refuse(_step(page), user=communications, reason="À reprendre.")
        elif state >= 4:  # noqa: PLR2004 -- and what follows
            moderation.approve(_step(page), user=communications, digest=digest_of_page(page), now=now, go_live_at=later)


def _draft(model: type[ArticlePage], partner: Partner, user: User, number: int) -> ArticlePage:
    parent = PartnerPage.objects.get(partner=partner, locale__language_code="fr")
    page: Any = model(
        title=f"En route {number}",
        slug=f"en-route-{number}",
        summary=WORDS,
        live=False,
        owner=user,
        locale=parent.locale,
    )
    page.body = [("text", f"<p>{WORDS}</p>")]
    page.subjects = [PublicationSubject(subject=Subject.objects.order_by("pk")[0])]
    parent.add_child(instance=page)
    page.save_revision(user=user)
    return model.objects.get(pk=page.pk)


def _step(page: ArticlePage) -> object:
    return ArticlePage.objects.get(pk=page.pk).current_workflow_state.current_task_state


def address(page: str) -> str:
    """The path of a page of the administration."""
    own = PartnerPage.objects.get(partner__slug="partenaire-1", locale__language_code="fr")
    article = ArticlePage.objects.child_of(own).filter(live=True).order_by("pk").first()
    waiting = ArticlePage.objects.filter(slug="en-route-121").first()
    return {
        "desk": reverse("wagtailadmin_home"),
        "explorer": reverse("wagtailadmin_explore", args=[own.pk]),
        "directory": reverse("wagtailadmin_explore", args=[own.get_parent().pk]),
        "list": reverse("articlepage_list:index"),
        "edit": reverse("wagtailadmin_pages:edit", args=[article.pk if article else 0]),
        "parity": reverse("parity:index"),
        "review": reverse("portal_review:review", args=[waiting.pk if waiting else 0]),
        "choose page": reverse("wagtailadmin_choose_page_child", args=[own.pk]),
        "search page": reverse("wagtailadmin_choose_page_search") + "?q=publication",
        "choose image": reverse("wagtailimages_chooser:choose"),
        "choose person": reverse("wagtailsnippetchoosers_partners_person:choose"),
    }[page]


def cookie(email: str) -> str:
    """The cookie of a session of that person."""
    return f"{settings.SESSION_COOKIE_NAME}={_browser(email).cookies[settings.SESSION_COOKIE_NAME].value}"


def queries(email: str, path: str) -> int:
    """How many queries the page asks, the second time."""
    browser = _browser(email)
    browser.get(path, headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as captured:
        browser.get(path, headers={"host": "localhost"})
    return len(captured)


def _browser(email: str) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(email=email))
    return browser
