"""Publications by the thousand, written straight to PostgreSQL.

Creating 20,000 pages one by one through Wagtail takes a quarter of an hour; what is measured is reading them. One real
article and one real event are created properly, and their rows copied with other identities, partners and dates.
"""

import datetime as dt
import itertools
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticlePage
from events.models import EventPage
from partners.models import Partner, PartnerPage, PublicationPage, PublicationSubject, PublicationTheme

# One publication in five is an event; every third has an English version.
EVENT_EVERY, ENGLISH_EVERY = 5, 3
FIRST_DAY = dt.date(2021, 1, 4)
DAYS = 1100

Row = dict[str, Any]


def multiply(article: ArticlePage, event: EventPage, count: int, *, say: Callable[[int], Row] = lambda _n: {}) -> None:
    """Write copies of `article` and `event` until there are `count` French publications, spread over every partner.

    `say` gives the words of a publication by its number, as columns; others are those of what it is copied from.
    """
    partners = list(Partner.objects.filter(is_portal=False).order_by("pk"))
    pages = {
        (page.partner_id, page.locale.language_code): page for page in PartnerPage.objects.select_related("locale")
    }
    present = PublicationPage.objects.filter(locale__language_code="fr").count()
    taken: dict[int, Iterator[int]] = {page.pk: itertools.count(page.numchild + 1000) for page in pages.values()}
    ids = itertools.count(Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1)
    tables: dict[type[models.Model], list[Row]] = {}
    for number in range(present, count):
        template = event if number % EVENT_EVERY == 0 else article
        partner = partners[number % len(partners)]
        key = uuid.uuid4()
        for language in ("fr", "en") if number % ENGLISH_EVERY == 0 else ("fr",):
            parent = pages[partner.pk, language]
            _copy(tables, template, parent, next(ids), next(taken[parent.pk]), number, key, say(number))
    for model, rows in tables.items():
        _insert(model, rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('wagtailcore_page', 'id'), max(id)) FROM wagtailcore_page")
    for page in pages.values():
        Page.objects.filter(pk=page.pk).update(numchild=Page.objects.child_of(page).count())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _copy(
    tables: dict[type[models.Model], list[Row]],
    template: ArticlePage | EventPage,
    parent: PartnerPage,
    pk: int,
    position: int,
    number: int,
    key: uuid.UUID,
    words: Row,
) -> None:
    published = timezone.make_aware(dt.datetime.combine(FIRST_DAY + dt.timedelta(days=number % DAYS), dt.time(9)))
    slug = f"publication-{number}"
    changes: Row = {
        "id": pk,
        "page_ptr_id": pk,
        "publicationpage_ptr_id": pk,
        "path": Page._get_path(parent.path, parent.depth + 1, position),  # noqa: SLF001 -- treebeard's own arithmetic
        "depth": parent.depth + 1,
        "numchild": 0,
        "url_path": f"{parent.url_path}{slug}/",
        "slug": slug,
        "title": f"{template.title} {number}",
        "draft_title": f"{template.title} {number}",
        "translation_key": key,
        "locale_id": parent.locale_id,
        "lead_partner_id": parent.partner_id,
        "first_published_at": published,
        "last_published_at": published,
        "sort_date": published.date(),
        "latest_revision_id": None,
        "live_revision_id": None,
        **words,
    }
    if isinstance(template, EventPage):
        changes |= {
            "starts_on": published.date(),
            "ends_on": published.date(),
            "starts_at": published,
            "ends_at": published + dt.timedelta(hours=3),
        }
    for model in (Page, PublicationPage, type(template)):
        row = {field.attname: getattr(template, field.attname) for field in model._meta.local_concrete_fields}
        tables.setdefault(model, []).append({name: changes.get(name, value) for name, value in row.items()})
    for rows, column in ((PublicationSubject, "subject_id"), (PublicationTheme, "theme_id")):
        for term in (number % 4 + 1, (number // 4) % 4 + 1)[: 1 + number % 2]:
            child = {"publication_id": pk, column: term, "sort_order": 0}
            if child not in tables.setdefault(rows, [])[-2:]:
                tables[rows].append(child)


def _insert(model: type[models.Model], rows: list[Row]) -> None:
    names = list(rows[0])
    fields = [next(field for field in model._meta.concrete_fields if field.attname == name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(
            f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'  # names of our own models
        ) as copy,
    ):
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(row[name], connection) for name, field in zip(names, fields, strict=True)]
            )
