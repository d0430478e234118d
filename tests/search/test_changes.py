"""What is noted when something changes, and that nothing is indexed meanwhile."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page, PageViewRestriction
from wagtail.search.index import insert_or_update_object
from wagtail.search.models import IndexEntry

from accounts.models import User
from core.models import Acronym, PortalDocument, PortalImage
from partners.consents import accept_co_publication
from partners.models import Contribution, CoPublication, PartnerAlias, PublicationPage, PublicationSubject
from partners.placement import reassign_subtree
from partners.withdrawal import withdraw
from search.changes import note, note_all
from search.models import IndexChange, SynonymGroup
from search.noted import forget
from tests.factories.accounts import make_administrator, make_user
from tests.factories.core import make_image, make_subject
from tests.factories.pages import PUBLISHED, make_article, make_event, make_venue
from tests.factories.partners import make_partner, make_partner_page, make_person

ALIASES = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
    "database": {"BACKEND": "wagtail.search.backends.database"},
}


@pytest.fixture
def noted():
    """What the outbox holds since it was last asked."""
    IndexChange.objects.all().delete()

    def ask():
        rows = IndexChange.objects.all()
        found = {(row.model.partition(".")[2], row.object_id) for row in rows}
        rows.delete()
        return sorted(found)

    return ask


def pages(*found):
    return sorted(("Page", str(page.pk)) for page in found)


@pytest.fixture
def article(tree):
    partner = make_partner("CRIM")
    page = make_article(make_partner_page(tree.fr, partner), title="La page")
    page.partner = partner
    return page


def test_nothing_is_indexed_when_something_is_saved(article):
    article.title = "Un autre titre"
    article.save()
    insert_or_update_object(article)
    make_subject()
    assert not IndexEntry.objects.exists()


def test_a_page_is_noted_once_with_all_its_rows(article, noted):
    article.subjects = [PublicationSubject(subject=make_subject())]
    article.contributions = [Contribution(person=make_person())]
    noted()
    article.save()
    assert noted() == pages(article)


def test_a_draft_and_its_publication_are_noted(article, noted):
    article.title = "Un autre titre"
    revision = article.save_revision()
    assert noted() == pages(article)
    revision.publish()
    assert noted() == pages(article)
    article.refresh_from_db()
    article.unpublish()
    assert noted() == pages(article)


def test_every_index_is_told(article, noted, settings):
    settings.WAGTAILSEARCH_BACKENDS = ALIASES
    article.save()
    rows = IndexChange.objects.order_by("backend").values_list("backend", "model", "object_id")
    assert list(rows) == [
        ("database", "wagtailcore.Page", str(article.pk)),
        ("default", "wagtailcore.Page", str(article.pk)),
    ]


def test_an_index_that_does_not_follow_is_not_told(article, noted, settings):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**ALIASES["default"], "AUTO_UPDATE": False}}
    article.save()
    article.partner.name = "Autre"
    article.partner.save()
    assert noted() == []


def test_a_page_that_is_deleted_is_noted_with_what_is_below(tree, noted):
    event = make_event(make_partner_page(tree.fr))
    below = make_article(event)
    found = pages(event, below)
    noted()
    event.delete()
    assert noted() == found


@pytest.mark.parametrize("make", [make_partner, make_person, make_venue, make_subject])
def test_other_records_are_noted(make, db, noted):
    record = make()
    name = type(record).__name__
    assert noted()[-1] == (name, str(record.pk)) if name != "Partner" else True
    noted()
    record.save()
    assert noted() == [(name, str(record.pk))]
    key = record.pk
    record.delete()
    assert noted() == [(name, str(key))]


def test_words_that_mean_the_same_and_acronyms_are_noted(db, noted):
    group = SynonymGroup.objects.create(terms="TIC\nnumérique")
    assert noted() == [("SynonymGroup", str(group.pk))]
    acronym = Acronym.objects.create(acronym_fr="XYZ", expansion_fr="X Y Z")
    assert noted() == [("Acronym", str(acronym.pk))]
    SynonymGroup.objects.all().delete()
    assert noted() == [("SynonymGroup", str(group.pk))]


def test_files_are_noted_as_they_are_saved_tagged_and_put_elsewhere(db, noted):
    image = make_image()
    assert noted() == [("PortalImage", str(image.pk))]
    image.tags.add("un mot")
    assert ("PortalImage", str(image.pk)) in noted()
    elsewhere = Collection.get_first_root_node().add_child(name="Ailleurs")
    assert PortalImage.objects.filter(pk=image.pk).update(collection=elsewhere) == 1
    assert noted() == [("PortalImage", str(image.pk))]
    document = PortalDocument.objects.create(title="Un document", file=ContentFile(b"x", name="x.txt"))
    assert noted() == [("PortalDocument", str(document.pk))]
    PortalDocument.objects.filter(pk=document.pk).update(collection=elsewhere)
    assert noted() == [("PortalDocument", str(document.pk))]


def test_a_log_in_is_no_change(client, db, noted):
    user = make_user()
    noted()
    client.force_login(user)
    assert noted() == []
    user.first_name = "Autre"
    user.save()
    assert noted() == [("User", str(user.pk))]


def test_a_change_that_is_rolled_back_leaves_nothing(article, noted):
    with transaction.atomic():
        article.save()
        transaction.set_rollback(True)
    assert noted() == []


def test_what_is_noted_again_after_a_rollback_is_noted(article, noted):
    """A transaction remembers what it has noted, and forgets it with the rows."""
    with transaction.atomic():
        article.save()
        transaction.set_rollback(True)
    article.save()
    with transaction.atomic():
        article.save()
    assert noted() == pages(article)


def test_what_a_part_of_a_transaction_noted_is_noted_for_its_whole(article, noted):
    with transaction.atomic():
        article.save()
    with transaction.atomic():
        article.save()
        transaction.set_rollback(True)
    assert noted() == pages(article)


@pytest.mark.django_db(transaction=True)
def test_a_change_outside_of_a_transaction_and_its_row_are_written_together(monkeypatch):
    """A crash between the two would lose the change."""
    partner = make_partner("CRIM")
    IndexChange.objects.all().delete()
    monkeypatch.setattr("search.following.note", lambda *_args: 1 / 0)
    partner.name = "Autre nom"
    with pytest.raises(ZeroDivisionError):
        partner.save()
    partner.refresh_from_db()
    assert partner.name == "CRIM"


def test_a_partner_that_is_renamed_is_noted_with_all_that_names_it(tree, noted):
    partner, other = make_partner("CRIM"), make_partner("SAT")
    home = make_partner_page(tree.fr, partner)
    led = make_article(home)
    together = make_article(
        make_partner_page(tree.fr, other), rows={"co_publications": [CoPublication(partner=partner)]}
    )
    make_article(Page.objects.get(pk=other.pages.get().pk))
    noted()
    partner.save()
    assert noted() == [("Partner", str(partner.pk))]
    partner.name = "Centre de recherche"
    partner.save()
    assert noted() == [*pages(home, led, together), ("Partner", str(partner.pk))]
    alias = PartnerAlias.objects.create(partner=partner, name="Vieux nom")
    assert noted() == [*pages(home, led, together), ("Partner", str(partner.pk))]
    alias.delete()
    assert noted() == [*pages(home, led, together), ("Partner", str(partner.pk))]


def test_a_person_a_term_and_a_venue_are_noted_with_the_pages_that_name_them(tree, noted):
    person, subject, venue = make_person(), make_subject(), make_venue()
    home = make_partner_page(tree.fr)
    article = make_article(
        home, rows={"contributions": [Contribution(person=person)], "subjects": [PublicationSubject(subject=subject)]}
    )
    event = make_event(home, venues=[venue])
    noted()
    for record, column, page in (
        (person, "name", article),
        (subject, "label_fr", article),
        (venue, "city", event),
    ):
        setattr(record, column, "Autre")
        record.save()
        assert noted() == sorted([*pages(page), (type(record).__name__, str(record.pk))])


def test_a_row_that_is_added_or_taken_away_by_itself_is_a_change_of_its_page(article, noted):
    row = PublicationSubject.objects.create(publication=article, subject=make_subject())
    assert pages(article)[0] in noted()
    row.delete()
    assert noted() == pages(article)


def test_a_co_publication_that_is_accepted_is_a_change_of_the_publication(tree, noted):
    partner = make_partner("SAT")
    article = make_article(make_partner_page(tree.fr), rows={"co_publications": [CoPublication(partner=partner)]})
    noted()
    accept_co_publication(CoPublication.objects.get(), user=make_administrator(), now=PUBLISHED)
    assert [row for row in noted() if row[0] == "Page"] == pages(article)


def test_a_restriction_is_a_change_of_everything_below(tree, article, noted):
    home = Page.objects.get(pk=article.get_parent().pk)
    below = pages(home, article)
    restriction = PageViewRestriction.objects.create(page=home, restriction_type="login")
    assert noted() == below
    restriction.restriction_type = "password"
    restriction.save()
    assert noted() == below
    restriction.delete()
    assert noted() == below


def test_a_page_that_moves_is_noted_with_what_is_below(tree, noted):
    home, elsewhere = make_partner_page(tree.fr), make_partner_page(tree.fr)
    event = make_event(home)
    session = make_article(event)
    noted()
    event.move(Page.objects.get(pk=elsewhere.pk), pos="last-child")
    assert noted() == pages(event, session)


def test_pages_that_are_put_in_another_order_are_all_noted(tree, noted):
    """Their place in the tree is what the permissions of the administration are read from."""
    home = make_partner_page(tree.fr)
    first, second = make_article(home), make_article(home)
    below = make_article(second)
    noted()
    Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), pos="left")
    assert noted() == pages(home, first, second, below)


def test_a_withdrawal_is_noted(article, noted):
    withdraw(article, user=make_administrator(), explanation="Une erreur dans les chiffres.", now=PUBLISHED)
    assert pages(article)[0] in noted()


def test_publications_that_come_under_another_partner_are_noted(article, noted):
    PublicationPage.objects.filter(pk=article.pk).update(lead_partner=make_partner())
    noted()
    reassign_subtree(Page.objects.get(pk=article.pk))
    assert noted() == pages(article)


def test_an_update_of_nothing_is_nothing(article, noted):
    assert PublicationPage.objects.filter(pk=0).update(mode="") == 0
    assert noted() == []


def test_a_column_that_is_emptied_by_a_deletion_is_a_change(article, noted):
    owner = make_user()
    Page.objects.filter(pk=article.pk).update(owner=owner)
    image = make_image(uploaded_by_user=owner)
    noted()
    key = owner.pk
    User.objects.filter(pk=key).delete()
    assert noted() == sorted([*pages(article), ("PortalImage", str(image.pk)), ("User", str(key))])


def test_what_is_expressed_by_the_database_counts_as_a_change(db, noted):
    subject = make_subject()
    noted()
    subject.position = F("position") + 1
    subject.save()
    assert noted() == [("Subject", str(subject.pk))]


def test_the_cost_of_noting_depends_on_no_number_of_pages(tree, settings):
    settings.WAGTAILSEARCH_BACKENDS = ALIASES
    partner = make_partner()
    home = make_partner_page(tree.fr, partner)

    def cost():
        partner.name += "!"
        forget()
        with CaptureQueriesContext(connection) as queries:
            partner.save()
        return len(queries), len([query for query in queries if "search_indexchange" in query["sql"]])

    make_article(home)
    first = cost()
    for _number in range(5):
        make_article(home)
    # The partner's own change, and its pages'.
    assert (cost(), first[1]) == (first, 2)


def test_many_objects_are_noted_in_one_statement(article, noted, django_assert_num_queries):
    with django_assert_num_queries(1):
        note_all(
            PublicationPage.objects.none(), PublicationPage.objects.all(), PublicationPage.objects.filter(pk=article.pk)
        )
    assert noted() == pages(article)
    with django_assert_num_queries(1):
        note(PublicationPage, [article.pk])
    with django_assert_num_queries(0):
        note(PublicationPage, [article.pk])
