"""What stands beside the publications, and what completes the words while they are typed. One statement each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import Model, Q, QuerySet
from modelsearch.utils import get_descendants_content_types_pks

from core.models import Subject
from core.querysets import visible
from partners.models import Partner as Organisation
from partners.models import PartnerPage, Person, PublicationPage
from search.backends.wordings import NEUTRAL, parts_of
from search.contract import BESIDE, SUGGESTED, Suggested
from search.database.counting import readable
from search.database.dialect import Dialect, Sql
from search.enums import Group

# The name of an organisation says more than the text of its page.
NAME = 2.0
# Of so many that begin alike the best are chosen.
CANDIDATES = 30
MOST_PARTS = 8


def stands_beside(
    dialect: Dialect, expressions: dict[str, list[str]], *, language: str, now: datetime, using: str
) -> tuple[list[int], list[int]]:
    """The partners' pages and the people that hold all the words, the best first."""
    here, neutral = expressions[language], expressions[NEUTRAL]
    if not here or not neutral:
        return [], []
    pages, pages_params = _sql(partner_pages(language, now).values_list("pk", "partner_id"), using)
    people, people_params = _sql(Person.objects.confirmed().values_list("pk"), using)
    of_page = dialect.found(here, _types(PartnerPage))
    of_partner = dialect.found(neutral, _types(Organisation))
    of_person = dialect.found(neutral, _types(Person))
    sql = (
        f"WITH page(pk, partner_id) AS ({pages}), person(pk) AS ({people}), "
        "hit(pk, score) AS ("
        f"SELECT page.pk, score FROM page JOIN ({of_page[0]}) AS one ON CAST(one.object_id AS integer) = page.pk "
        f"UNION ALL SELECT page.pk, {NAME} * score FROM page "
        f"JOIN ({of_partner[0]}) AS other ON CAST(other.object_id AS integer) = page.partner_id) "
        "SELECT * FROM (SELECT 'partner' AS name, pk, SUM(score) AS score FROM hit GROUP BY pk "
        "ORDER BY score DESC, pk LIMIT %s) AS partners UNION ALL "
        "SELECT * FROM (SELECT 'person', person.pk, score FROM person "
        f"JOIN ({of_person[0]}) AS third ON CAST(third.object_id AS integer) = person.pk "
        "ORDER BY score DESC, person.pk LIMIT %s) AS people"
    )
    params = [*pages_params, *people_params, *of_page[1], *of_partner[1], BESIDE, *of_person[1], BESIDE]
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
        rows = sorted(cursor.fetchall(), key=lambda row: (-row[2], row[1]))
    return [pk for name, pk, _score in rows if name == "partner"], [pk for name, pk, _score in rows if name == "person"]


def begins(dialect: Dialect, typed: str, *, language: str, now: datetime, using: str) -> list[Suggested]:
    """What has a name that holds the words typed, the last perhaps not to its end; those that begin so first."""
    parts = parts_of(typed)[:MOST_PARTS]
    if not parts:
        return []
    publications = readable(now).filter(locale__language_code=language)
    rows = _candidates(
        dialect,
        parts,
        {
            Group.PUBLICATION: [(PublicationPage, publications.values_list("pk", "pk", "title"))],
            Group.PARTNER: [
                (PartnerPage, partner_pages(language, now).values_list("pk", "pk", "title")),
                (Organisation, partner_pages(language, now).values_list("partner_id", "pk", "partner__name")),
            ],
            Group.PERSON: [(Person, Person.objects.confirmed().values_list("pk", "pk", "name"))],
            Group.SUBJECT: [(Subject, Subject.objects.values_list("pk", "pk", f"label_{language}"))],
        },
        using=using,
    )
    start = " ".join(parts)
    best: dict[Group, dict[int, tuple[bool, float]]] = {group: {} for group in Group}
    for name, pk, title, score in rows:
        rank = (" ".join(parts_of(title)).startswith(start), float(score))
        best[Group(name)][pk] = max(rank, best[Group(name)].get(pk, (False, float("-inf"))))
    return [
        Suggested(group, pk)
        for group, found in best.items()
        for pk in sorted(found, key=lambda pk: (found[pk], pk), reverse=True)[:SUGGESTED]
    ]


def partner_pages(language: str, now: datetime) -> QuerySet[PartnerPage]:
    """The pages of partners of the directory that readers of a language may see at `now` (aware)."""
    in_time = Q(expire_at=None) | Q(expire_at__gt=now)
    return visible(PartnerPage.objects.filter(in_time, partner__is_active=True, locale__language_code=language))


def _candidates(
    dialect: Dialect, parts: Sequence[str], groups: dict[Group, list[tuple[type[Model], QuerySet]]], *, using: str
) -> list[Any]:
    """Group, key, name and score of what the words may begin. `groups` give what is indexed, shown and read."""
    pieces, params = [], []
    for group, sources in groups.items():
        for model, queryset in sources:
            shown, shown_params = _sql(queryset, using)
            hits, hits_params = dialect.beginning(parts, _types(model))
            pieces.append(
                f"SELECT * FROM (SELECT '{group}' AS name, shown.pk, shown.title, hit.score "
                f"FROM ({hits}) AS hit JOIN (WITH shown(indexed, pk, title) AS ({shown}) SELECT * FROM shown) AS shown "
                "ON shown.indexed = CAST(hit.object_id AS integer) ORDER BY hit.score DESC, shown.pk DESC LIMIT %s) "
                f"AS piece_{len(pieces)}"
            )
            params += [*hits_params, *shown_params, CANDIDATES]
    with connections[using].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        return cursor.fetchall()


def _sql(queryset: QuerySet, using: str) -> Sql:
    return queryset.order_by().query.get_compiler(using=using).as_sql()


def _types(model: type[Model]) -> list[int]:
    return get_descendants_content_types_pks(model)
