import pytest
from django.utils import translation
from wagtail.blocks import StructBlockValidationError

from core.blocks.texts import LinkBlock, LinksBlock
from core.templatetags.core_tags import resolved_links
from tests.factories.pages import make_article, make_standard_page
from tests.factories.partners import make_partner_page

BLOCK = LinkBlock()


def link(page=None, url="", label="Des mots"):
    return BLOCK.normalize({"label": label, "page": page, "url": url})


@pytest.mark.parametrize("targets", [{}, {"page": True, "url": "https://exemple.example/"}])
def test_a_link_leads_to_one_place(tree, targets):
    if targets.get("page"):
        targets = {**targets, "page": tree.fr.articles}
    with translation.override("fr"), pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(link(**targets))
    errors = {name: error.messages for name, error in refused.value.block_errors.items()}
    assert errors == {"page": ["Choisissez une page ou tapez une adresse, l’une des deux."]}


def test_a_link_to_a_page_or_to_an_address(tree):
    for targets in ({"page": tree.fr.articles}, {"url": "https://exemple.example/"}):
        BLOCK.clean(link(**targets))


def test_a_list_of_links_has_one_at_least():
    block = LinksBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.normalize({"title": "Liens", "links": []}))


@pytest.fixture
def context(rf):
    def context(language):
        request = rf.get(f"/{language}/")
        request.LANGUAGE_CODE = language
        return {"request": request}

    return context


def test_links_lead_to_the_readers_language_and_to_nothing_hidden(tree, context, django_assert_num_queries):
    both = make_standard_page(tree.fr.home, slug="a-propos")
    make_standard_page(tree.en.home, slug="about", translation_key=both.translation_key)
    alone = make_article(make_partner_page(tree.fr), slug="seul")
    draft = make_standard_page(tree.fr.home, slug="brouillon", live=False)
    links = [link(both), link(alone), link(draft), link(url="https://exemple.example/")]

    def resolved(language):
        return [(found.href, found.is_external) for found in resolved_links(context(language), links)]

    outside = ("https://exemple.example/", True)
    assert resolved("fr") == [("/fr/a-propos/", False), (alone.get_url(), False), outside]
    assert resolved("en") == [("/en/about/", False), (alone.get_url(), False), outside]
    english = context("en")
    assert resolved_links(english, [link(url="https://exemple.example/")])[0].href == "https://exemple.example/"
    with django_assert_num_queries(0):
        resolved_links(english, [link(url="https://exemple.example/")])
