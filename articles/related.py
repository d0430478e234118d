"""What to read next: chosen by hand, completed by shared vocabulary and partner."""

from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.models import ArticlePage
from partners.enums import PublicationType
from partners.models import PublicationCrossTopic, PublicationPage, PublicationSubject, PublicationTheme

WANTED = 3

# How far back one looks for what is alike: ranking every article of a large portal takes seconds.
RECENT = 200


def related_to(article: ArticlePage, *, wanted: int = WANTED) -> list[PublicationPage]:
    """Other articles that readers may see, in the language of `article`, at most `wanted`.

    Those chosen by hand first, in their order; then those that share most with it (subjects, themes, topics, one each;
    the lead partner, one), latest first, among the `RECENT` latest. What shares nothing is not related. Two queries.
    """
    others = (
        PublicationPage.objects.visible()
        .filter(type=PublicationType.ARTICLE, locale_id=article.locale_id)
        .exclude(translation_key=article.translation_key)
    )
    keys = [row.related.translation_key for row in article.chosen_related.select_related("related")]
    ranks = [When(translation_key=key, then=Value(rank)) for rank, key in enumerate(keys)]
    shared = (
        _shared(article, PublicationSubject, "subject")
        + _shared(article, PublicationTheme, "theme")
        + _shared(article, PublicationCrossTopic, "topic")
        + Case(When(lead_partner=article.lead_partner_id, then=Value(1)), default=Value(0), output_field=IntegerField())
    )
    recent = others.order_by(F("sort_date").desc(nulls_last=True), "-pk").values("pk")[:RECENT]
    return list(
        others.filter(Q(pk__in=recent) | Q(translation_key__in=keys))
        .annotate(shared=shared, rank=Case(*ranks, default=Value(len(keys)), output_field=IntegerField()))
        .filter(Q(shared__gt=0) | Q(rank__lt=len(keys)))
        .order_by("rank", "-shared", F("sort_date").desc(nulls_last=True), "-pk")
        .with_card()[:wanted]
    )


def _shared(article: ArticlePage, rows: Any, column: str) -> Coalesce:
    """How many of the article's terms the publication of the outer query has too."""
    own = rows.objects.filter(publication_id=article.pk).values(column)
    common = rows.objects.filter(publication_id=OuterRef("pk"), **{f"{column}__in": own})
    counted = common.order_by().values("publication_id").annotate(count=Count(column, distinct=True)).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
