"""The state of every page, worked out a second time: plain Python over rows, nothing of `translation.matrix.states`.

What French a version was made from is read from the revisions of the French pages, not from the passages that the
portal keeps.
"""

import json
import re
from collections import defaultdict

from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation

from translation.models import TranslatedRevision, Waiver

# The columns that hold words, in the pages of these tests.
TEXTS = ("title", "slug", "seo_title", "search_description", "introduction", "summary")
FACTS = ("article_kind", "show_in_menus", "starts_on")


def french_of(content):
    """What a French revision says: its passages with their places, its facts, its blocks."""
    passages = [(name, content[name]) for name in TEXTS if content.get(name)]
    blocks = json.loads(content.get("body") or "[]")
    for block in blocks:
        passages += [(block["id"], words) for words in re.findall(r"<p[^>]*>(.*?)</p>", block["value"])]
    return passages, [str(content.get(name)) for name in FACTS], [block["id"] for block in blocks]


def distance(before, after):
    """By how many passages what was said before is behind what is said after."""
    if before == after:
        return 0
    gone = [passage for passage in before[0] if passage not in after[0]]
    come = [passage for passage in after[0] if passage not in before[0]]
    moved = {words for _place, words in gone} & {words for _place, words in come}
    places = defaultdict(lambda: [0, 0])
    for side, passages in enumerate((gone, come)):
        for place, words in passages:
            places[place][side] += words not in moved
    return sum(max(sides) for sides in places.values()) + (before[1] != after[1]) or 1


class Rows:
    """Everything that there is, read once."""

    def __init__(self, published):
        """`published` has the content of each French page as it was last published, by its key."""
        self.published = published
        self.pages = {page.pk: page for page in Page.objects.select_related("locale", "content_type")}
        self.by_path = {page.path: page for page in self.pages.values()}
        self.english = {page.translation_key: page for page in self.pages.values() if page.locale.language_code == "en"}
        self.waiting = {int(state.object_id) for state in WorkflowState.objects.filter(status="in_progress")}
        self.made_from = dict(TranslatedRevision.objects.values_list("revision", "version__revision"))
        self.contents = dict(Revision.objects.values_list("pk", "content"))
        self.machine = set(
            StringTranslation.objects.filter(locale__language_code="en", translation_type="machine").values_list(
                "translation_of", "context"
            )
        )
        self.segments = defaultdict(set)
        for key, *passage in StringSegment.objects.values_list("source__object", "string", "context"):
            self.segments[key].add(tuple(passage))
        self.waived = {
            waiver.page_id
            for waiver in Waiver.objects.all()
            if waiver.ended_at is None and waiver.until >= timezone.localdate()
        }

    def whole_of(self, page):
        """The page with which this one is submitted and waived."""
        return self.by_path[page.path[:-4]] if page.content_type.model == "sessionpage" else page

    def version(self, french):
        """The state of the English of a page, and by how much it is behind; nothing for a page without a row."""
        english = self.english.get(french.translation_key)
        if not french.live and english is None:
            return None
        behind = self.behind(french, english) if english and english.live else 0
        if english and self.is_waiting(english):
            return "In review", behind
        if english and english.live:
            return ("Behind" if behind else "Current"), behind
        if self.whole_of(french).pk in self.waived:
            return "Waived", 0
        if english is None:
            return "Missing", 0
        by_machine = self.machine & self.segments[french.translation_key]
        return ("Machine draft" if by_machine else "Being translated"), 0

    def is_waiting(self, english):
        whole = self.whole_of(english)
        is_news = whole is english or not english.live or english.has_unpublished_changes
        return whole.pk in self.waiting and is_news

    def behind(self, french, english):
        made_from = self.made_from.get(english.live_revision_id)
        if made_from is None:
            return 1  # Lists that the tree of these tests has in both languages: nobody gave them to translators.
        return distance(french_of(self.contents[made_from]), french_of(self.said(french)))

    def said(self, french):
        """The French that readers were last given; what the portal itself has published is there for good."""
        return self.published.get(french.pk) or self.contents[french.live_revision_id]


def expected(published):
    """State and distance of each page of the matrix, by its primary key."""
    rows = Rows(published)
    french = [page for page in rows.pages.values() if page.locale.language_code == "fr" and page.depth > 1]
    return {page.pk: version for page in french if (version := rows.version(page))}
