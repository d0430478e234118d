"""An article as a schema.org node."""

from django.http import HttpRequest

from articles.models import ArticlePage
from core.seo import Node, address, language_tag, moment, node, one_or_all, other_version, website_id, words
from partners.enums import ContributionRole
from partners.seo import corrections, people, publication, publishers


def news_article(page: ArticlePage, request: HttpRequest) -> Node:
    """The article with who wrote it and who publishes it; signed by its partners where no author is named."""
    signed_by = publishers(page)
    return (
        publication(page, request)
        | other_version("NewsArticle", page, request)
        | node(
            "NewsArticle",
            headline=words(page.title),
            datePublished=moment(page.first_published_at),
            dateModified=moment(page.last_published_at),
            inLanguage=language_tag(),
            author=one_or_all(people(page.people, {ContributionRole.AUTHOR}) or signed_by),
            publisher=one_or_all(signed_by),
            translator=people(page.people, {ContributionRole.TRANSLATOR}),
            about=[node("Thing", name=words(term)) for term in page.about],
            articleSection=page.get_article_kind_display(),
            timeRequired=f"PT{page.reading_minutes}M",
            correction=corrections(page),
            mainEntityOfPage=address(page, request),
            isAccessibleForFree=True,
            isPartOf={"@id": website_id()},
        )
    )
