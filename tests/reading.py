"""What a reader's browser makes of an answer."""

from bs4 import BeautifulSoup


def page(response, status=200):
    """The parsed page of an answer of that status."""
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    """The words of an element as they are read, without the spaces of the source."""
    return " ".join(element.get_text(" ").split())


def headlines(soup):
    """The headings of the page that are links, in their order: the titles of what it lists."""
    return [words(heading) for heading in soup.select_one("main").select("h1, h2, h3, h4, h5, h6") if heading.find("a")]
