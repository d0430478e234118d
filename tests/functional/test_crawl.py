"""Every address that links lead to: it answers, it is well built, it loads nothing from elsewhere."""

import re
from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

from tests.functional.crawl import inside, links
from tests.functional.reporting import named

PERMANENT = {301, 308}
POLICY = {
    "default-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "object-src": "'none'",
}


def test_every_link_leads_somewhere(answers):
    """An address answers, or leads for good to one that does; the bare address of the portal leads to French."""
    by_address = {answer.address: answer for answer in answers}
    broken = []
    for answer in answers:
        if answer.status in PERMANENT:
            target = urlsplit(urljoin(answer.address, answer.headers["Location"])).path
            if by_address[target].status != 200:
                broken.append(f"{answer.address} → {target}")
        elif answer.status != 200 and answer.address != "/":
            broken.append(f"{answer.status} {answer.address} (on {answer.found_on})")
    assert named(broken) == ""
    assert (by_address["/"].status, by_address["/"].headers["Location"]) == (302, "/fr/")


def test_the_sitemap_and_the_links_lead_to_the_same_pages(answers, pages):
    """No page is reached through the sitemap only: a reader has no other way to it than links."""
    orphans = [page.address for page in pages if page.found_on == "/sitemap.xml"]
    assert named(orphans) == ""


def test_every_anchor_exists(pages, portal):
    """A link to a part of a page finds that part."""
    ids = {page.address: {element["id"] for element in page.soup.find_all(id=True)} for page in pages}
    broken = []
    for page in pages:
        for element in page.soup.select("a[href*='#']"):
            url, fragment = urldefrag(urljoin(portal + page.address, element["href"]))
            broken += [
                f"{page.address}: #{fragment} of {address}"
                for address in inside(portal, "", url)
                if fragment not in ids.get(address, set())
            ]
    assert named(broken) == ""


def test_references_between_elements_exist(pages):
    """What an element says that it is described, labelled or controlled by is on the page."""
    broken = []
    for page in pages:
        ids = Counter(element["id"] for element in page.soup.find_all(id=True))
        broken += [f"{page.address}: id {name} stands {times} times" for name, times in ids.items() if times > 1]
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list", "headers"):
            for element in page.soup.find_all(attrs={attribute: True}):
                names = element.get_attribute_list(attribute)
                broken += [
                    f"{page.address}: {attribute}={name}" for part in names for name in part.split() if name not in ids
                ]
    assert named(broken) == ""


def test_each_page_has_one_main_heading_and_skips_no_level(pages):
    """One h1, the first heading of all but for the letters of the header; below it, each level opens the next."""
    wrong = []
    for page in pages:
        levels = [int(heading.name[1]) for heading in page.soup.find_all(re.compile(r"^h[1-6]$"))]
        if levels.count(1) != 1 or levels[0] != 1:
            wrong.append(f"{page.address}: {levels}")
        for heading, before in zip(levels[1:], levels[:-1], strict=True):
            if heading > before + 1:
                wrong.append(f"{page.address}: h{before} then h{heading}")
    assert named(wrong) == ""


def test_no_heading_and_no_link_is_empty(pages):
    """Each has words, or an image that has some."""
    empty = []
    for page in pages:
        for element in page.soup.select("h1, h2, h3, h4, h5, h6, a, button, summary, label, th, dt, title"):
            words = element.get_text().strip() or element.get("aria-label")
            pictured = [image.get("alt") or image.get("aria-label") for image in element.select("img, svg")]
            if not words and not any(pictured):
                empty.append(f"{page.address}: {element}"[:200])
    assert named(empty) == ""


def test_titles_and_descriptions_tell_pages_apart(pages):
    """In each language, no two addresses share a title or a description; every page for search engines has both."""
    wrong = []
    for language in ("fr", "en"):
        titles, descriptions = Counter(), Counter()
        for page in pages:
            if page.language != language or urlsplit(page.address).query:
                continue
            titles[page.soup.title.text] += 1
            description = page.soup.find("meta", attrs={"name": "description"})
            if description:
                descriptions[description["content"]] += 1
            elif not page.soup.find("meta", attrs={"name": "robots", "content": "noindex"}):
                wrong.append(f"{page.address}: no description")
        wrong += [f"{language}: {text}" for text, times in (titles + descriptions).items() if times > 1 or not text]
    assert named(wrong) == ""


def test_each_page_says_its_language(pages):
    """In its markup and in its headers, the language of its address."""
    said = {(page.language, page.soup.html["lang"], page.headers["Content-Language"]) for page in pages}
    assert said == {("fr", "fr-CA", "fr"), ("en", "en-CA", "en")}


def test_links_between_languages_agree(pages, portal):
    """Each page names itself and its sister, and its sister names it; else no search engine believes it."""
    named_by = {}
    for page in pages:
        found = page.soup.select("link[rel=alternate][hreflang]")
        named_by[portal + page.address] = {link["hreflang"]: link["href"] for link in found}
    wrong = []
    for url, sisters in named_by.items():
        if urlsplit(url).query or not sisters:
            continue
        wrong += [f"{url}: {sisters}"] * (url not in sisters.values())
        wrong += [f"{url} → {sister}" for sister in sisters.values() if named_by.get(sister) != sisters]
    assert named(wrong) == ""


def test_nothing_is_loaded_from_elsewhere(pages, portal):
    """Nor prepared to be: of all elements, only links may name another host."""
    foreign = []
    for page in pages:
        for element, address in links(page.soup):
            if element.name != "a" and not urljoin(portal + page.address, address).startswith(portal + "/"):
                foreign.append(f"{page.address}: {element.name} {address}")
    assert named(foreign) == ""


def test_stylesheets_load_nothing_from_elsewhere(answers):
    """Their fonts and images are of the portal."""
    sheets = [answer for answer in answers if answer.type == "text/css"]
    assert len(sheets) == 6
    addresses = [address for sheet in sheets for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.text)]
    assert {address for address in addresses if re.match(r"(\w+:)?//", address)} == set()


def test_no_cookie(answers):
    """Not one, on any answer."""
    assert [answer.address for answer in answers if "Set-Cookie" in answer.headers] == []


def test_every_page_has_the_strict_policy(pages):
    """Only from the portal itself, and nothing inline."""
    policies = {page.headers.get("Content-Security-Policy", "") for page in pages}
    parsed = [dict(part.strip().split(" ", 1) for part in policy.split(";")) for policy in policies]
    assert parsed == [POLICY] * len(parsed)


def test_nothing_inline(pages):
    """No style and no script in the markup; structured data is neither."""
    inline = []
    for page in pages:
        scripts = [script for script in page.soup.find_all("script") if not script.get("src")]
        inline += [f"{page.address}: script" for script in scripts if script.get("type") != "application/ld+json"]
        inline += [f"{page.address}: <style>" for _style in page.soup.find_all("style")]
        for element in page.soup.find_all(True):
            inline += [
                f"{page.address}: {element.name} {name}"
                for name, value in element.attrs.items()
                if name == "style" or name.startswith("on") or str(value).strip().lower().startswith("javascript:")
            ]
    assert named(inline) == ""


def test_images_keep_their_place_and_say_what_they_show(pages):
    """Each has its size and an alternative, be it empty."""
    wrong = []
    for page in pages:
        for image in page.soup.find_all("img"):
            sized = all(re.fullmatch(r"[1-9]\d*", image.get(side, "")) for side in ("width", "height"))
            if not sized or image.get("alt") is None:
                wrong.append(f"{page.address}: {image}")
    assert named(wrong) == ""


def test_no_template_code_shows(pages):
    """No tag, no variable without a value, no object's name."""
    marks = re.compile(r"\{[{%#]|[%#}]\}|\bNone\b|<\w+: |object at 0x|%\(\w+\)s")
    shown = [
        f"{page.address}: {found[0]}" for page in pages for found in [marks.search(page.soup.get_text(" "))] if found
    ]
    assert named(shown) == ""
