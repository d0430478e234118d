from datetime import UTC, datetime

from tests.factories.pages import make_article, make_event
from tests.factories.partners import make_partner, make_partner_page
from tests.reading import headlines, page, words


def test_list_of_articles(client, tree):
    one, two = (make_partner_page(tree.fr, make_partner(name)) for name in ("Un", "Deux"))
    for parent, title, day in ((one, "Ancien", 1), (two, "Récent", 20), (one, "Entre les deux", 10)):
        make_article(parent, title=title, first_published_at=datetime(2023, 9, day, 15, tzinfo=UTC))
    make_article(one, title="Brouillon", live=False)
    make_event(one, title="Un événement")
    assert headlines(page(client.get("/fr/articles/"))) == ["Récent", "Entre les deux", "Ancien"]
    assert headlines(page(client.get("/en/articles/"))) == ["Récent", "Entre les deux", "Ancien"]


def test_an_empty_list_says_so(client, tree):
    assert "Aucun article pour le moment." in words(page(client.get("/fr/articles/")).main)
    assert "No article yet." in words(page(client.get("/en/articles/")).main)


def test_page_of_an_article(client, tree):
    article = make_article(
        make_partner_page(tree.fr, make_partner("Un organisme")),
        title="Tisser ensemble",
        summary="Un résumé.",
        article_kind="entrevue",
        body=[("text", "<h2>Un fil</h2><p>Un texte.</p>")],
        notes="<p>Une note.</p>",
    )
    soup = page(client.get(article.get_url()))
    assert [words(heading) for heading in soup.select("h1")] == ["Tisser ensemble"]
    assert soup.title.text.startswith("Tisser ensemble | ")
    assert soup.select_one("meta[name=description]")["content"] == "Un résumé."
    shown = words(soup.main)
    for sentence in ("Entrevue", "Un organisme", "1er septembre 2023", "1 minute de lecture", "Un texte.", "Une note."):
        assert sentence in shown, sentence
