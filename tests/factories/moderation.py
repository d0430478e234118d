"""Texts that are ready to be submitted, and the steps that follow."""

from django.utils import timezone
from wagtail.models import Page

from partners import moderation
from partners.guards import digest_of_page
from partners.models import PublicationSubject
from tests.factories.core import make_subject
from tests.factories.pages import make_article

BODY = [("text", "<p>Un premier paragraphe.</p>")]


def page_of(partner, language="fr"):
    """The partner's page in a language."""
    return partner.pages.get(locale__language_code=language)


def as_stored(page):
    """The page as the database has it."""
    return Page.objects.get(pk=page.pk).specific


def make_draft(partner, user=None, *, language="fr", **fields):
    """An article that could be submitted as it is, last saved by `user`."""
    rows = {"subjects": [PublicationSubject(subject=make_subject())], **fields.pop("rows", {})}
    page = make_article(
        page_of(partner, language), **{"live": False, "owner": user, "rows": rows, "body": BODY, **fields}
    )
    page.save_revision(user=user, clean=False)
    return as_stored(page)


def edit(page, user, **fields):
    """Save another version, and return the page."""
    version = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    version.save_revision(user=user)
    return as_stored(page)


def submit(page, user):
    """Submit the latest version, and return the page."""
    moderation.submit(page, user=user, now=timezone.now())
    return as_stored(page)


def step_of(page):
    """The step that waits."""
    return as_stored(page).current_workflow_state.current_task_state


def approve(page, user, **options):
    """Approve what is there now, and return the page."""
    options = {"digest": digest_of_page(as_stored(page)), "now": timezone.now(), **options}
    moderation.approve(step_of(page), user=user, **options)
    return as_stored(page)
