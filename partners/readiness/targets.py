"""What the links of a page lead to: each kind of target is asked for once, however many links there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import ResolverMatch, resolve
from django.urls.exceptions import Resolver404
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from core.middleware import ADMIN_PREFIX
from core.querysets import restrictions_above


@dataclass(frozen=True)
class Target:
    """A page that a link leads to."""

    title: str
    path: str
    is_live: bool
    is_private: bool


@dataclass(frozen=True)
class OwnAddress:
    """An address of the portal itself, typed as one would type any other."""

    path: str
    page_path: str = ""
    document_id: int | None = None
    is_known: bool = True

    @property
    def is_admin(self) -> bool:
        """Whether it leads to the administration, which readers cannot open."""
        return self.path.startswith(ADMIN_PREFIX)


def own_address(address: str) -> OwnAddress | None:
    """What an address says of the portal; nothing for an address elsewhere, or one that cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_rooted = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    if not is_rooted and not (parts.netloc and parts.netloc in _own_hosts()):
        return None
    path = parts.path or "/"
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return OwnAddress(path, is_known=path.startswith(settings.STATIC_URL))
    return _matched(path, language, match)


def pages(keys: Iterable[int], addresses: Iterable[str]) -> tuple[dict[int, Target], dict[str, Target]]:
    """The pages of these keys, and those of these paths of Wagtail's (`url_path`). One query at most."""
    keys, addresses = set(keys), set(addresses)
    if not keys and not addresses:
        return {}, {}
    found = Page.objects.filter(Q(pk__in=keys) | Q(url_path__in=addresses)).annotate(
        is_private=Exists(restrictions_above(OuterRef("path")))
    )
    by_key, by_address = {}, {}
    for page in found.only("title", "path", "live", "url_path"):
        target = Target(page.title, page.path, page.live, page.is_private)
        by_key[page.pk], by_address[page.url_path] = target, target
    return by_key, by_address


def documents(keys: Iterable[int]) -> set[int]:
    """Which of these documents exist. One query at most."""
    keys = set(keys)
    return set(get_document_model().objects.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def redirected(paths: Iterable[str]) -> set[str]:
    """Which of these paths of the portal are sent on elsewhere. One query at most."""
    normal = {path: Redirect.normalise_path(path) for path in paths}
    if not normal:
        return set()
    known = set(Redirect.objects.filter(old_path__in=normal.values()).values_list("old_path", flat=True))
    return {path for path, old_path in normal.items() if old_path in known}


def _own_hosts() -> set[str]:
    roots = {urlsplit(root.root_url).netloc for root in Site.get_site_root_paths()}
    return roots | {urlsplit(settings.BASE_URL).netloc}


def _matched(path: str, language: str, match: ResolverMatch) -> OwnAddress:
    if match.url_name == "wagtail_serve":
        roots = [root.root_path for root in Site.get_site_root_paths() if root.language_code == language]
        # As `core.serving` finds a page: the rest of the path, below the home page of the language.
        rest = match.args[0] if match.args else match.kwargs.get("path", "")
        return OwnAddress(path, page_path=f"{roots[0].rstrip('/')}/{rest}" if roots else "")
    return OwnAddress(path, document_id=match.kwargs.get("document_id"))
