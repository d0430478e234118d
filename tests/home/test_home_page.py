"""The home page as readers get it: always as things are now, at the same cost whatever is stored."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.models import FeaturedSlot
from home.slots import drafting, featuring
from partners.models import PublicationPage
from partners.provisioning import provision_all
from partners.withdrawal import withdraw
from tests.factories.bulk import copies_of
from tests.factories.home import make_slot
from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_communications, make_partner_page
from tests.reading import page as parsed
from tests.reading import words
from tests.standing import stands

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
HOME = {"fr": "/fr/", "en": "/en/"}
ELSEWHERE = {
    "url_fr": "https://ailleurs.exemple/fr",
    "url_en": "https://ailleurs.exemple/en",
    "title_fr": "Ailleurs",
    "title_en": "Elsewhere",
    "summary_fr": "À lire là-bas.",
    "summary_en": "Read it there.",
}


@stands
def section(tree):
    return make_partner_page(tree.fr)


@stands
def articles(section):
    """Seven articles, the latest first."""
    now = timezone.now()
    return [make_article(section, title=f"Article {day}", first_published_at=now - day * DAY) for day in range(1, 8)]


@stands
def featured(articles):
    """The oldest, which only a slot brings to the top."""
    return articles[-1]


@stands
def staff(articles):
    """Two people who schedule."""
    provision_all()
    return make_communications(), make_communications()


def top(client, language="fr"):
    """The titles of the hero and the highlights."""
    found = parsed(client.get(HOME[language]))
    return [words(title) for title in found.select(".lead__title, .trio .teaser__title")]


UNFEATURED = ["Article 1", "Article 2", "Article 3", "Article 4"]
FEATURED = ["Article 7", "Article 1", "Article 2", "Article 3"]


class TestCaching:
    @pytest.mark.usefixtures("articles")
    @pytest.mark.parametrize("language", ["fr", "en"])
    def test_a_browser_asks_again_and_learns_that_nothing_has_changed(self, client, language):
        first = client.get(HOME[language])
        assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-cache")
        again = client.get(HOME[language], headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])

    def test_what_has_changed_is_sent(self, client, featured):
        tag = client.get(HOME["fr"]).headers["ETag"]
        make_slot(featured)
        answer = client.get(HOME["fr"], headers={"If-None-Match": tag})
        assert (answer.status_code, answer.headers["ETag"] == tag) == (200, False)


class TestAtOnce:
    def test_at_the_start_and_at_the_end_of_a_slot(self, client, featured, monkeypatch):
        start = timezone.now().replace(microsecond=0) + DAY
        make_slot(featured, starts_at=start, ends_at=start + HOUR)
        second = timedelta(seconds=1)
        shown = []
        for instant in (start - second, start, start + HOUR - second, start + HOUR):
            monkeypatch.setattr(timezone, "now", lambda instant=instant: instant)
            shown.append(top(client))
        assert shown == [UNFEATURED, FEATURED, FEATURED, UNFEATURED]

    def test_a_featured_page_that_is_withdrawn(self, client, featured, staff):
        make_slot(featured)
        before = top(client)
        why = "Les chiffres étaient faux."
        withdraw(featured, user=staff[0], explanation=why, now=timezone.now())
        assert (before, top(client)) == (FEATURED, UNFEATURED)
        assert featured.title not in client.get(HOME["fr"]).content.decode()

    def test_a_featured_page_that_is_unpublished(self, client, featured):
        make_slot(featured, position="banner")
        before = words(parsed(client.get(HOME["fr"])).select_one(".banner h2"))
        featured.unpublish()
        assert (before, parsed(client.get(HOME["fr"])).select(".banner")) == ("Article 7", [])

    def test_a_slot_that_is_approved_then_taken_off(self, client, featured, staff):
        author, other = staff
        slot = make_slot(featured, live=False)
        slot.save_revision(user=author)
        submission = featuring.submit(slot, user=author, now=timezone.now())
        slot = featuring.approve(submission, user=other, digest=submission.digest, now=timezone.now())
        approved = top(client)
        featuring.take_off(slot, user=author, now=timezone.now())
        assert (approved, top(client)) == (FEATURED, UNFEATURED)


class TestWhatIsNotApproved:
    def test_a_draft_then_waiting_then_refused(self, client, featured, staff):
        author, other = staff
        before = client.get(HOME["fr"]).content
        slot = make_slot(featured, live=False, title_fr="À la une", title_en="Front page")
        slot.save_revision(user=author)
        drafted = client.get(HOME["fr"]).content
        submission = featuring.submit(slot, user=author, now=timezone.now())
        waiting = client.get(HOME["fr"]).content
        featuring.refuse(submission, user=other, comment="Pas maintenant.", now=timezone.now())
        assert [drafted, waiting, client.get(HOME["fr"]).content] == [before] * 3

    def test_a_change_to_an_approved_slot(self, client, articles, featured, staff):
        author, other = staff
        slot = make_slot(featured)
        slot.save_revision(user=author).publish(user=other, skip_permission_checks=True)
        slot = FeaturedSlot.objects.get(pk=slot.pk)
        before = client.get(HOME["fr"]).content
        seen, now = slot.latest_revision_id, timezone.now()
        changes = {"publication": articles[5], "title_fr": "Autre", "title_en": "Other"}
        drafting.redraft(slot, user=author, seen=seen, now=now, **changes)
        drafted = client.get(HOME["fr"]).content
        submission = featuring.submit(slot, user=author, now=now)
        waiting = client.get(HOME["fr"]).content
        featuring.refuse(submission, user=other, comment="Non.", now=now)
        assert [drafted, waiting, client.get(HOME["fr"]).content] == [before] * 3


class TestInEnglish:
    def test_a_translated_page_in_the_words_of_the_slot(self, client, tree, section, featured):
        own = make_partner_page(tree.en, section.partner, translation_key=section.translation_key)
        english = make_article(own, title="An article", translation_key=featured.translation_key)
        make_slot(featured)
        make_slot(featured, priority=1, starts_at=timezone.now() + DAY, ends_at=timezone.now() + 2 * DAY)
        lead = parsed(client.get(HOME["en"])).select_one(".lead")
        link = lead.select_one(".lead__title a")
        assert (words(link), link["href"], link.get("lang")) == ("An article", english.get_url(), None)
        assert lead.select(".badge--lang") == []
        FeaturedSlot.objects.update(title_fr="À la une", title_en="Front page")
        assert (top(client, "en")[0], top(client)[0]) == ("Front page", "À la une")

    def test_a_page_without_english_is_labelled(self, client, featured):
        make_slot(featured, title_fr="À la une", title_en="Front page")
        lead = parsed(client.get(HOME["en"])).select_one(".lead")
        link = lead.select_one(".lead__title a")
        # The slot's English words would promise an English page.
        assert (words(link), link["href"], link["lang"]) == ("Article 7", featured.get_url(), "fr-CA")
        assert words(lead.select_one(".badge--lang")) == "In French"


class TestAddressElsewhere:
    @pytest.mark.usefixtures("articles")
    @pytest.mark.parametrize(("language", "title"), [("fr", "Ailleurs"), ("en", "Elsewhere")])
    @pytest.mark.parametrize(("position", "place"), [("hero", ".lead"), ("banner", ".banner")])
    def test_in_the_hero_and_in_the_banner(self, client, position, place, language, title):
        make_slot(position=position, **ELSEWHERE)
        found = parsed(client.get(HOME[language])).select_one(place)
        link = found.select_one("h2 a")
        assert (words(link), link["href"]) == (title, f"https://ailleurs.exemple/{language}")
        assert ELSEWHERE[f"summary_{language}"] in words(found)

    def test_without_an_english_address(self, client, tree):
        make_slot(position="banner", **{**ELSEWHERE, "url_en": ""})
        link = parsed(client.get(tree.en.home.get_url())).select_one(".banner h2 a")
        assert link["href"] == ELSEWHERE["url_fr"]


class TestCost:
    def queries(self, client):
        client.get(HOME["fr"])
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(HOME["fr"]).status_code == 200
        return len(asked)

    def slots(self, articles, number):
        """As many slots, in every position, a hundredth of them at this hour."""
        now = timezone.now()
        places = ("hero", "highlight-1", "highlight-2", "highlight-3", "banner")
        rows = [
            FeaturedSlot(
                publication=articles[count % 7],
                position=places[count % 5],
                starts_at=now + (count % 100 - 50) * HOUR - HOUR / 2,
                ends_at=now + (count % 100 - 50) * HOUR + HOUR / 2,
                priority=count % 3,
                live=True,
            )
            for count in range(number)
        ]
        # The five that show, whatever their number.
        for place, article in zip(places, articles, strict=False):
            make_slot(article, position=place, priority=9)
        FeaturedSlot.objects.bulk_create(rows, batch_size=500)

    def test_ten_or_ten_thousand_slots(self, client, articles, section):
        make_event(section, starts_on=timezone.localdate() + DAY)
        self.slots(articles, 10)
        few = self.queries(client)
        self.slots(articles, 9_985)
        assert (FeaturedSlot.objects.count(), self.queries(client)) == (10_005, few)

    def test_a_hundred_or_twenty_thousand_publications(self, client, articles, section):
        event = make_event(section, starts_on=timezone.localdate() + DAY)
        make_slot(articles[3])
        copies_of(articles[-1], 46)
        copies_of(event, 46)
        few = self.queries(client)
        assert PublicationPage.objects.count() == 100
        copies_of(articles[-1], 16_600)
        copies_of(event, 3_300)
        assert (PublicationPage.objects.count(), self.queries(client)) == (20_000, few)
