"""What programs make of an answer: search engines, those who show a shared link."""

import json

from bs4 import BeautifulSoup


def graph(response):
    """The schema.org nodes of a page by type, as an extractor of JSON-LD finds them; each type stands once."""
    soup = BeautifulSoup(response.content, "html.parser")
    scripts = soup.find_all("script", type="application/ld+json")
    documents = [json.loads(script.string) for script in scripts]
    assert [document["@context"] for document in documents] == ["https://schema.org"] * len(documents)
    nodes = [node for document in documents for node in document["@graph"]]
    found = {node["@type"]: node for node in nodes}
    assert len(found) == len(nodes)
    return found


def shared(response):
    """The Open Graph and Twitter properties of a page; a property that is repeated keeps its values in a list."""
    soup = BeautifulSoup(response.content, "html.parser")
    found = {}
    for meta in soup.find("head").find_all("meta"):
        name = meta.get("property") or meta.get("name", "")
        if name.startswith(("og:", "article:", "twitter:")):
            found[name] = meta["content"] if name not in found else [*found[name], meta["content"]]
    return found
