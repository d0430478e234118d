"""Find publications by words, in the database."""

from django.db.models import F, Q, QuerySet

from partners.models import PublicationPage

# More words than this say nothing more and cost each a clause.
MOST_WORDS = 12


def find(words: str, language: str) -> QuerySet[PublicationPage]:
    """The publications in `language` that hold every word in their title, summary or description, latest first."""
    found = PublicationPage.objects.visible().filter(locale__language_code=language)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word) | Q(search_description__icontains=word)
        )
    return found.with_card().order_by(F("sort_date").desc(nulls_last=True), "-pk")
