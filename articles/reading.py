"""How long a text takes to read."""

from math import ceil

from wagtail.blocks import StreamValue
from wagtail.rich_text import get_text_for_indexing

# Silent reading of non-fiction: 238 words a minute in English, close to it in French
# (M. Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109, 2019).
WORDS_PER_MINUTE = 230


def reading_minutes(body: StreamValue) -> int:
    """Minutes that a body takes to read, rounded up, at least one."""
    words = sum(
        len(get_text_for_indexing(str(text)).split()) for text in body.stream_block.get_searchable_content(body)
    )
    return max(1, ceil(words / WORDS_PER_MINUTE))
