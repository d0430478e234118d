"""What a text says, as one number: two versions with the same digest are the same to a reader and to an approver.

Everything that a revision stores counts, but for the bookkeeping named here: a field that is added tomorrow counts from
the start. Dates of publication are no part of the content; they are set when it is approved.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

# Where the page stands, what became of it, and what is computed from other columns.
BOOKKEEPING = frozenset(
    {
        *("pk", "path", "depth", "numchild", "url_path", "content_type", "owner", "translation_key", "locale"),
        *("live", "has_unpublished_changes", "expired", "draft_title", "alias_of", "index_entries"),
        *("go_live_at", "expire_at", "first_published_at", "last_published_at", "latest_revision_created_at"),
        *("live_revision", "latest_revision", "locked", "locked_by", "locked_at"),
        *("type", "kind", "lead_partner", "sort_date", "starts_at", "ends_at", "corrected_on"),
        COMMENTS_RELATION_NAME,
    }
)
# Of a child row: which row it is, and what others decide about it.
ROW_BOOKKEEPING = frozenset({"pk", "publication", "page", "is_accepted", "translation_key", "locale"})
# Given by the editor to each block of a rich text, at its first opening.
BLOCK_KEY = re.compile(r'\s*data-block-key="[^"]*"')


def digest_of(content: dict[str, Any]) -> str:
    """The digest, 64 hexadecimal digits, of what a revision stores (`Revision.content`)."""
    return digest_of_values(plain(content))


def digest_of_values(values: Any) -> str:
    """The digest, 64 hexadecimal digits, of anything that JSON can say."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(content: dict[str, Any]) -> dict[str, Any]:
    """What a revision stores without its bookkeeping, field by field."""
    # As it is stored: a revision that has just been made still holds dates.
    stored = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {name: _plain(value) for name, value in stored.items() if name not in BOOKKEEPING}


def joint_digest(revisions: Iterable[Revision]) -> str:
    """The digest of several pages that are read and published together; the order does not matter."""
    parts = sorted(f"{revision.object_id}:{digest_of(revision.content)}" for revision in revisions)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def latest_revisions(pages: Iterable[Page]) -> list[Revision]:
    """The latest revision of each page that has one, in one query."""
    pks = [str(page.pk) for page in pages]
    return list(
        Revision.objects.filter(
            object_id__in=pks, pk__in=Page.objects.filter(pk__in=map(int, pks)).values("latest_revision")
        ).order_by("pk")
    )


def _plain(value: Any, *, in_stream: bool = False) -> Any:
    """A stored value without what tells apart two copies of the same text."""
    if isinstance(value, list):
        return [_plain(item, in_stream=in_stream) for item in value]
    if isinstance(value, dict):
        # In a stream, a block has a type, a value and an identifier of its own, and all that its value names counts;
        # anywhere else, a mapping is a child row.
        is_block = in_stream and "type" in value and "value" in value
        dropped = frozenset({"id"}) if is_block else frozenset() if in_stream else ROW_BOOKKEEPING
        return {name: _plain(item, in_stream=in_stream) for name, item in value.items() if name not in dropped}
    if isinstance(value, str):
        # A stream is stored as JSON within JSON.
        if value.startswith(("[{", "[")) and value.endswith("]"):
            try:
                return _plain(json.loads(value), in_stream=True)
            except ValueError:
                pass
        return BLOCK_KEY.sub("", value)
    return value
