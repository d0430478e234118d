"""Files on their way out. Nothing of the storage folders is reachable but through here.

A file that the asker may not have is answered like one that does not exist, and that answer is never stored.
"""

from mimetypes import guess_type
from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.users.models import UserProfile

from core.models import PortalDocument, PortalImage, Rendition
from core.visibility import is_on_show, is_public, may_enter_administration, may_use

# A reader's browser may keep an image for a day: it was seen already. A shared cache asks again after five minutes,
# so that an image withdrawn from the portal is soon withdrawn everywhere; asking again costs no transfer (ETag).
PUBLIC = "public, max-age=86400, s-maxage=300"
PRIVATE = "private, no-store"

IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """A resized image: to everybody when the image is public, else to those who may use it.

    A visitor costs four queries at most. Nothing is asked about who wants a public image: the answer carries no cookie
    and does not vary by one.
    """
    found = Rendition.objects.select_related("image__collection").filter(file=path).first()
    if found is None:
        return _not_found()
    if is_public(found.image):
        return _send(request, found.file, cache=PUBLIC)
    user = _known(request)
    if user is not None and may_use(user, found.image):
        return _send(request, found.file, cache=PRIVATE)
    return _not_found()


@require_safe
def private(request: HttpRequest, path: str) -> HttpResponseBase:
    """An original, a document or an account's picture, to those who may use it. A half-done upload, to nobody."""
    user = _known(request)
    file = _private_file(user, path) if user is not None and may_enter_administration(user) else None
    return _send(request, file, cache=PRIVATE) if file else _not_found()


def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Wagtail's view of a document, kept out of shared caches: they would go on serving a document withdrawn."""
    response = serve(request, document_id, document_filename)
    patch_cache_control(response, private=True, no_cache=True)
    return response


def refuse_hidden_document(found: PortalDocument, request: HttpRequest) -> HttpResponse | None:
    """A `before_serve_document` hook: no document that is neither on show nor the asker's to use.

    It comes before Wagtail's own hook, which asks for the password of a closed collection and would thereby tell
    that a document exists.
    """
    if is_on_show(found):
        return None
    user = _known(request)
    return None if user is not None and may_use(user, found) else _not_found()


def _known(request: HttpRequest) -> AbstractUser | AnonymousUser | None:
    """Who asks, when the request carries a session at all."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None


def _private_file(user: AbstractUser | AnonymousUser, path: str) -> FieldFile | None:
    for model in (PortalImage, PortalDocument):
        found = model.objects.select_related("collection").filter(file=path).first()
        if found is not None:
            return found.file if may_use(user, found) else None
    profile = UserProfile.objects.filter(avatar=path).first()
    return profile.avatar if profile else None


def _send(request: HttpRequest, file: FieldFile, *, cache: str) -> HttpResponseBase:
    """The file, or word that the asker's copy is still good."""
    try:
        modified = file.storage.get_modified_time(str(file.name)).timestamp()
        etag = quote_etag(f"{int(modified * 1_000_000):x}-{file.size:x}")
        response = get_conditional_response(request, etag, int(modified)) or _body(file)
    except FileNotFoundError:
        return _not_found()
    response.headers["Cache-Control"] = cache
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _body(file: FieldFile) -> FileResponse:
    """Images show in the page; anything else is saved, never opened."""
    name = str(file.name)
    image_type = IMAGE_TYPES.get(PurePath(name).suffix.lower())
    content_type = image_type or guess_type(name)[0] or "application/octet-stream"
    return FileResponse(file.open("rb"), as_attachment=image_type is None, content_type=content_type)


def _not_found() -> HttpResponseNotFound:
    return HttpResponseNotFound(headers={"Cache-Control": PRIVATE})
