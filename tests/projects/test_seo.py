from tests.factories.pages import make_project
from tests.machines import graph


def test_project(client, tree):
    hub = make_project(tree.fr.projects, slug="clic", title="CLIC Québec", short_name="CLIC")
    make_project(hub, slug="volet", title="Un volet")

    found = graph(client.get("/fr/projets/clic/"))

    url = "http://localhost:8000/fr/projets/clic/"
    assert found["Project"] == {
        "@type": "Project",
        "name": "CLIC Québec",
        "alternateName": "CLIC",
        "description": "Un résumé.",
        "url": url,
        "mainEntityOfPage": url,
        "parentOrganization": {"@type": "Organization", "name": "La Trame"},
    }
    way = graph(client.get("/fr/projets/clic/volet/"))["BreadcrumbList"]["itemListElement"]
    assert [item["name"] for item in way] == ["La Trame", "Projets", "CLIC Québec", "Un volet"]
