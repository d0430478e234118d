"""The editors' guide inside the administration, and the look of the whole."""

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from wagtail.models import get_page_models

from core import typography
from core.models import SiteSettings
from core.panels import GuidePanel
from portal import guide

ADDRESS = "/admin/guide/"


@pytest.fixture
def read(admin, tree):
    """Return the guide as the administration shows it."""
    response = admin.get(ADDRESS)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_only_for_those_who_may_enter(client, db):
    for address in (ADDRESS, reverse("portal_guide_image", args=["article"])):
        response = client.get(address)
        assert (response.status_code, response.url.split("?")[0]) == (302, reverse("wagtailadmin_login"))


def test_headings(read):
    levels = [int(heading.name[1]) for heading in read.select("main h1, main h2, main h3, main h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [here for above, here in pairwise(levels) if here > above + 1] == []
    assert read.select_one("h1").text.strip() == "Guide de rédaction"
    assert read.select_one("article.guide")["lang"] == "fr-CA"


def test_contents_lead_to_every_section(read):
    identifiers = [heading["id"] for heading in read.select(".guide > h2")]
    assert [link["href"] for link in read.select(".guide nav a")] == [f"#{identifier}" for identifier in identifiers]


def test_every_picture_is_there_and_has_words(read, admin):
    images = read.select(".guide img")
    assert {image["src"].removeprefix(ADDRESS) for image in images} == {
        file.name for file in guide.IMAGES.glob("*.png")
    }
    assert [image["src"] for image in images if len(image["alt"]) < 20] == []
    response = admin.get(images[0]["src"])
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    response.close()


@pytest.mark.parametrize("name", ["absent", "..%2faccueil"])
def test_no_other_picture(admin, name):
    assert admin.get(f"{ADDRESS}{name}.png", follow=True).status_code == 404


def test_pictures_are_light():
    assert [file.name for file in guide.IMAGES.parent.rglob("*.png") if file.stat().st_size > 120_000] == []


def test_typography(read):
    html = "".join(str(element) for element in read.select(".guide > *"))
    assert typography.html_prose(html, "fr") == html


def test_the_limits_are_those_of_the_settings(read):
    rows = {row.find("td").text: [cell.text for cell in row.select("td")[1:]] for row in read.select("tr") if row.td}
    megabyte = 1024 * 1024
    assert rows["Images"] == [
        ", ".join(settings.WAGTAILIMAGES_EXTENSIONS),
        f"{settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE // megabyte}\u00a0Mo",
        f"{settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}\u00a0millions de pixels",
    ]
    assert rows["Documents"][:2] == [
        ", ".join(settings.WAGTAILDOCS_EXTENSIONS),
        f"{settings.WAGTAILDOCS_MAX_UPLOAD_SIZE // megabyte}\u00a0Mo",
    ]


def sections(panel):
    """Return the sections of the guide that a form leads to."""
    own = [panel.section] if isinstance(panel, GuidePanel) else []
    return own + [section for child in getattr(panel, "children", ()) for section in sections(child)]


def test_the_forms_lead_to_sections_that_exist(read):
    identifiers = {heading["id"] for heading in read.select(".guide h2, .guide h3")}
    own = [model for model in get_page_models() if model._meta.app_label != "wagtailcore" and model.is_creatable]
    named = {model.__name__: sections(model.get_edit_handler()) for model in own}
    assert [name for name, found in named.items() if not found] == []
    assert {section for found in named.values() for section in found} - identifiers == set()


def test_a_form_shows_the_way(admin, tree):
    response = admin.get(reverse("wagtailadmin_pages:edit", args=[tree.fr.home.pk]))
    link = BeautifulSoup(response.content, "html.parser").select_one(".guide-panel a")
    assert link["href"] == f"{ADDRESS}#trouver-son-espace"


def test_the_help_menu(admin, tree):
    props = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert f'"{ADDRESS}"' in props
    assert re.findall(r'"(editor-guide|whats-new-in-wagtail[^"]*|portal-guide)"', props) == ["portal-guide"]


def brand_of_menu(response):
    """Return what stands at the top of the menu."""
    content = response.content.decode()
    found = re.search("<template data-wagtail-sidebar-branding-logo>(.*?)</template>", content, re.DOTALL)
    return BeautifulSoup(found[1], "html.parser").select_one(".portal-brand")


def test_the_look(admin, client, tree):
    response = admin.get(reverse("wagtailadmin_home"))
    home = BeautifulSoup(response.content, "html.parser")
    assert home.select_one("link[rel=icon]")["href"] == "/static/img/favicon.svg"
    sheets = [link["href"].partition("?")[0] for link in home.select("link[rel=stylesheet]")]
    assert sheets.index("/static/css/admin.css") > sheets.index("/static/wagtailadmin/css/core.css")
    assert home.title.text.strip().endswith("La Trame")
    assert brand_of_menu(response).svg["aria-label"].replace("\u00a0", " ") == "La Trame"
    client.logout()
    login = BeautifulSoup(
        client.get(reverse("wagtailadmin_login"), headers={"Accept-Language": "fr-CA"}).content, "html.parser"
    )
    assert login.select_one("h1 svg")["aria-label"].replace("\u00a0", " ") == "La Trame"
    assert "Wagtail" not in login.main.get_text()
    assert [label.text.strip().rstrip(" *") for label in login.select("form label")][:2] == [
        "Adresse courriel",
        "Mot de passe",
    ]


def test_another_name_is_written_in_letters(admin, tree):
    SiteSettings.objects.create(portal_name="Maillage")
    brand = brand_of_menu(admin.get(reverse("wagtailadmin_home")))
    assert (brand.text.strip(), brand.svg) == ("Maillage", None)
