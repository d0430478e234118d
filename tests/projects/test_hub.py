from datetime import UTC, date, datetime

from wagtail.models import PageViewRestriction

from partners.models import Belonging
from projects.hub import attached_to, partners_by_role, subprojects_of
from projects.models import Milestone, ProjectRole
from tests.factories.pages import make_article, make_event, make_project
from tests.factories.partners import make_partner, make_partner_page
from tests.reading import headlines, page, words
from tests.standing import stands


@stands
def hub(tree):
    return make_project(tree.fr.projects, title="CLIC Québec, la suite", short_name="CLIC Québec", slug="clic")


def belonging(whole, **fields):
    return {"belongings": [Belonging(whole=whole, is_accepted=True, **fields)]}


def titles(publications):
    return [publication.title for publication in publications]


def test_what_is_attached_to_a_hub(tree, hub):
    parent = make_partner_page(tree.fr)
    make_article(parent, title="Ancien", rows=belonging(hub), first_published_at=datetime(2023, 1, 1, 15, tzinfo=UTC))
    make_event(parent, title="Événement", rows=belonging(hub), starts_on=date(2023, 10, 11))
    make_event(parent, title="Sans date", rows=belonging(hub))
    make_article(parent, title="Brouillon", rows=belonging(hub), live=False)
    private = make_article(parent, title="Privé", rows=belonging(hub))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make_article(parent, title="Proposé", rows={"belongings": [Belonging(whole=hub)]})
    make_article(parent, title="Ailleurs")
    assert titles(attached_to(hub)) == ["Événement", "Ancien", "Sans date"]


def test_an_english_hub_has_its_english_publications_and_the_french_ones_without_a_sister(tree, hub):
    english_hub = make_project(tree.en.projects, translation_key=hub.translation_key)
    french, english = make_partner_page(tree.fr), make_partner_page(tree.en)
    both = make_article(french, title="Les deux", rows=belonging(hub))
    make_article(english, title="Both", rows=belonging(hub), translation_key=both.translation_key)
    make_article(french, title="Seul", rows=belonging(hub))
    make_article(english, title="Alone", rows=belonging(english_hub))
    assert sorted(titles(attached_to(hub))) == ["Les deux", "Seul"]
    assert sorted(titles(attached_to(english_hub))) == ["Alone", "Both", "Seul"]


def test_subprojects(tree, hub):
    child = make_project(hub, title="Volet A")
    make_project(child, title="Plus bas")
    make_project(hub, title="Brouillon", live=False)
    make_project(tree.fr.projects, title="Voisin")
    assert titles(subprojects_of(hub)) == ["Volet A"]


def test_partners_by_role(hub):
    names = {}
    for order, (name, kind) in enumerate(
        [("Un", "partner"), ("Deux", "initiator"), ("Trois", "funder"), ("Quatre", "partner")]
    ):
        names[name] = make_partner(name)
        ProjectRole.objects.create(project=hub, partner=names[name], kind=kind, sort_order=order, locale=hub.locale)
    found = [(str(label), [partner.name for _row, partner in rows]) for label, rows in partners_by_role(hub)]
    assert found == [("Initiative", ["Deux"]), ("Bailleur de fonds", ["Trois"]), ("Partenaire", ["Un", "Quatre"])]


def test_page_of_a_hub(client, tree, hub):
    Milestone.objects.create(project=hub, label="Lancement", on=date(2023, 10, 11), is_done=True, locale=hub.locale)
    Milestone.objects.create(project=hub, label="Bilan", locale=hub.locale)
    role = {"partner": make_partner("Un bailleur"), "kind": "funder", "programme": "Un programme"}
    ProjectRole.objects.create(project=hub, locale=hub.locale, **role)
    make_project(hub, title="Volet A", short_name="Volet A")
    make_article(make_partner_page(tree.fr), title="Un texte", rows=belonging(hub))
    soup = page(client.get(hub.get_url()))
    assert headlines(soup) == ["Volet A", "Un texte"]
    for sentence in ("Lancement", "Bilan", "Bailleur de fonds", "Un bailleur", "Un programme"):
        assert sentence in words(soup.main), sentence


def test_a_hub_without_anything_says_so(client, hub):
    assert "Rien n’est encore publié." in words(page(client.get(hub.get_url())).main)


def test_list_of_projects(client, tree, hub):
    make_project(tree.fr.projects, title="DÉFI Québec", short_name="DÉFI Québec")
    make_project(hub, title="Volet A", short_name="Volet A")
    make_project(tree.fr.projects, title="Brouillon", short_name="Brouillon", live=False)
    assert headlines(page(client.get("/fr/projets/"))) == ["CLIC Québec", "DÉFI Québec"]
