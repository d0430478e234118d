"""What a person finds on the desk, as it is read."""

from datetime import timedelta

from django.utils import timezone

from tests.factories.moderation import as_stored, page_of
from tests.factories.pages import PUBLISHED, make_article
from tests.reading import page, words

HOME = "/admin/"


def desk(client, user, url=HOME):
    """The desk of a person, in the person's language."""
    client.force_login(user)
    return page(client.get(url))


def headings(soup):
    return [words(heading) for heading in soup.select(".desk h1, .desk h2")]


def panel(soup, name):
    """The rows of a panel, in words."""
    return [words(row) for row in soup.select(f"[aria-labelledby=desk-{name}].desk-rows > li")]


def titles(soup, name):
    return [
        words(row) for row in soup.select(f"[aria-labelledby=desk-{name}].desk-rows .desk-row__title > :first-child")
    ]


def make_article_on(partner, number, **fields):
    published = fields.pop("first_published_at", PUBLISHED + timedelta(days=number))
    return make_article(
        page_of(partner), title=f"Article {number}", first_published_at=published, last_published_at=published
    )


def start(draft, user):
    """Submit without asking whether the text is ready."""
    whole = as_stored(draft)
    return whole.get_workflow().start(whole, user)


def today():
    return f"{timezone.localdate():%B} {timezone.localdate().day}, {timezone.localdate().year}"


def waiting_row(title, mark, facts, draft):
    return f"{title} {mark} {facts} since {today()} just now"
