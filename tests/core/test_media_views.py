"""Who gets which file, and what the answers say to caches."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import BaseViewRestriction, Collection, CollectionViewRestriction, UploadedFile
from wagtail.users.models import UserProfile

from accounts.models import User
from articles.models import ArticlePage
from core.models import PortalDocument, PortalImage
from tests.factories.files import PDF
from tests.factories.partners import make_partner

PUBLIC = "public, max-age=86400, s-maxage=300"
PRIVATE = "private, no-store"

MakeImage = Callable[..., PortalImage]
AddArticle = Callable[..., ArticlePage]


@pytest.fixture
def shown(make_image: MakeImage, add_article: AddArticle) -> PortalImage:
    """Return an image on a live page."""
    image = make_image("visible")
    add_article(lead_image=image, publish=True)
    return image


@pytest.fixture
def hidden(make_image: MakeImage, add_article: AddArticle, collection: Collection) -> PortalImage:
    """Return an image of the partner's collection, used by a draft only."""
    image = make_image("cachee", collection=collection)
    add_article(lead_image=image)
    return image


def body_of(response: Any) -> bytes:
    """The file, read to its end: a stream closed half-way closes the connection of the test on PostgreSQL."""
    return b"".join(response.streaming_content) if response.streaming else response.content


# Renditions


def test_anybody_gets_the_rendition_of_a_public_image(client: Client, shown: PortalImage) -> None:
    rendition = shown.get_rendition("width-30")
    assert rendition.url == "/media/images/visible.width-30.jpg"
    response = client.get(rendition.url)
    with rendition.file.open() as stored:
        assert body_of(response) == stored.read()
    headers = response.headers
    assert (response.status_code, headers["Content-Type"]) == (200, "image/jpeg")
    assert headers["Cache-Control"] == PUBLIC
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert headers["Content-Disposition"] == 'inline; filename="visible.width-30.jpg"'
    assert "Set-Cookie" not in headers
    assert "cookie" not in headers.get("Vary", "").lower()


def test_a_session_changes_nothing_of_a_public_image(editor: Client, shown: PortalImage) -> None:
    response = editor.get(shown.get_rendition("width-30").url)
    assert response.headers["Cache-Control"] == PUBLIC
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert response.cookies == {}
    body_of(response)


@pytest.mark.parametrize("users", [1, 30])
def test_a_visitor_costs_three_queries(
    users: int, client: Client, shown: PortalImage, add_article: AddArticle, django_assert_num_queries: Any
) -> None:
    for _number in range(users - 1):
        add_article(lead_image=shown, publish=True)
    url = shown.get_rendition("width-30").url
    body_of(client.get(url))
    with django_assert_num_queries(3):
        body_of(client.get(url))


def test_a_refused_visitor_costs_no_more_than_four_queries(
    client: Client, hidden: PortalImage, django_assert_max_num_queries: Any
) -> None:
    url = hidden.get_rendition("width-30").url
    client.get(url)
    # Three of ours; Wagtail's middleware then looks for a site and for a redirect from that address.
    with django_assert_max_num_queries(5):
        assert client.get(url).status_code == 404


def test_a_logo_costs_two_queries(client: Client, make_image: MakeImage, django_assert_num_queries: Any) -> None:
    image = make_image("logo")
    make_partner(logo=image)
    url = image.get_rendition("width-30").url
    body_of(client.get(url))
    with django_assert_num_queries(2):
        body_of(client.get(url))


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_what_the_browser_has_is_not_sent_again(header: str, client: Client, shown: PortalImage) -> None:
    url = shown.get_rendition("width-30").url
    first = client.get(url)
    body_of(first)
    condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    response = client.get(url, headers={condition: first.headers[header]})
    assert (response.status_code, response.content) == (304, b"")
    assert (response.headers["Cache-Control"], response.headers["ETag"]) == (PUBLIC, first.headers["ETag"])


def test_a_withdrawn_image_is_gone_even_for_those_who_have_a_copy(client: Client, shown: PortalImage) -> None:
    url = shown.get_rendition("width-30").url
    first = client.get(url)
    body_of(first)
    ArticlePage.objects.get().unpublish()
    response = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert (response.status_code, response.headers["Cache-Control"]) == (404, PRIVATE)


def test_head_is_answered_and_nothing_else(client: Client, shown: PortalImage) -> None:
    url = shown.get_rendition("width-30").url
    response = client.head(url)
    assert (response.status_code, response.headers["Content-Type"], body_of(response)) == (200, "image/jpeg", b"")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(url).status_code == 405


def test_a_hidden_image_shows_to_those_who_may_use_it_only(
    client: Client, editor: Client, member: Client, admin: Client, hidden: PortalImage
) -> None:
    url = hidden.get_rendition("width-30").url
    answers = [browser.get(url) for browser in (client, member, editor, admin)]
    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    assert [answer.headers["Cache-Control"] for answer in answers] == [PRIVATE] * 4
    assert "Set-Cookie" not in answers[0].headers
    for answer in answers:
        body_of(answer)


def test_an_editor_does_not_see_another_partners_draft(editor: Client, make_image: MakeImage) -> None:
    other = make_image("autre", collection=Collection.get_first_root_node().add_child(name="Un autre"))
    assert editor.get(other.get_rendition("width-30").url).status_code == 404
    assert editor.get(other.file.url).status_code == 404


def test_a_disabled_account_gets_nothing(editor: Client, hidden: PortalImage) -> None:
    User.objects.update(is_active=False)
    assert editor.get(hidden.get_rendition("width-30").url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "images/absent.jpg",
        "images/../../default/original_images/visible.jpg",
        "..%2f..%2fdefault%2foriginal_images%2fvisible.jpg",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "images/",
        "images/visible.width-30.jpg%00",
    ],
)
def test_no_path_leads_out_of_the_folder(path: str, admin: Client, shown: PortalImage) -> None:
    shown.get_rendition("width-30")
    assert admin.get(f"/media/{path}").status_code == 404
    assert admin.get(f"/media/private/{path}").status_code == 404


def test_a_rendition_whose_file_is_lost_is_not_found(client: Client, shown: PortalImage, data_dir: Path) -> None:
    rendition = shown.get_rendition("width-30")
    (data_dir / "renditions" / rendition.file.name).unlink()
    assert client.get(rendition.url).status_code == 404


# Originals, accounts' pictures, uploads


def test_an_original_is_for_those_who_may_use_it(
    client: Client, editor: Client, member: Client, admin: Client, hidden: PortalImage, shown: PortalImage
) -> None:
    assert hidden.file.url == "/media/private/original_images/cachee.jpg"
    browsers = (client, member, editor, admin)
    answers = [browser.get(hidden.file.url) for browser in browsers]
    assert [answer.status_code for answer in answers] == [404, 404, 200, 200]
    assert [answer.headers["Cache-Control"] for answer in answers] == [PRIVATE] * 4
    # On show or not: readers get renditions, and the editor has no right on that collection.
    others = [browser.get(shown.file.url) for browser in browsers]
    assert [answer.status_code for answer in others] == [404, 404, 404, 200]
    for answer in (*answers, *others):
        body_of(answer)


def test_a_stored_document_is_saved_by_the_browser(editor: Client, make_document: Any, collection: Collection) -> None:
    document = make_document("rapport", collection=collection)
    response = editor.get(document.file.url)
    assert body_of(response) == PDF
    assert response.headers["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"


def test_an_accounts_picture_is_for_the_administration(
    client: Client, editor: Client, member: Client, superuser: User
) -> None:
    profile = UserProfile.get_for_user(superuser)
    profile.avatar.save("moi.png", ContentFile(b"x"))
    answers = [browser.get(profile.avatar.url) for browser in (client, member, editor)]
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    body_of(answers[2])


def test_a_half_done_upload_is_for_nobody(admin: Client, superuser: User) -> None:
    half_done = UploadedFile.objects.create(file=ContentFile(b"x", "essai.png"), uploaded_by_user=superuser)
    assert admin.get(half_done.file.url).status_code == 404


# Documents


@pytest.fixture
def linked(make_document: Any, add_article: AddArticle) -> PortalDocument:
    """Return a document on a live page."""
    document = make_document("rapport")
    text = {"type": "text", "value": f'<p><a linktype="document" id="{document.pk}">lire</a></p>'}
    add_article(body=[text], publish=True)
    return document


def test_a_document_on_a_live_page_is_an_attachment(client: Client, linked: PortalDocument) -> None:
    assert linked.url == f"/documents/{linked.pk}/rapport.pdf"
    response = client.get(linked.url)
    assert body_of(response) == PDF
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in response.headers
    again = client.get(linked.url, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_a_withdrawn_document_is_not_found(client: Client, linked: PortalDocument) -> None:
    ArticlePage.objects.get().unpublish()
    assert client.get(linked.url).status_code == 404


def test_a_hidden_document_is_for_those_who_may_use_it(
    client: Client, editor: Client, member: Client, make_document: Any, collection: Collection
) -> None:
    document = make_document("projet", collection=collection)
    answers = [browser.get(document.url) for browser in (client, member, editor)]
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    body_of(answers[2])


def test_a_closed_collection_asks_only_about_documents_on_show(
    client: Client, linked: PortalDocument, make_document: Any
) -> None:
    """A login form would tell that a hidden document exists."""
    hidden = make_document("projet")
    CollectionViewRestriction.objects.create(collection=linked.collection, restriction_type=BaseViewRestriction.LOGIN)
    assert client.get(linked.url).status_code == 302
    assert client.get(hidden.url).status_code == 404
