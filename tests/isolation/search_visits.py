"""The addresses of the synonyms."""

from search.models import SynonymGroup
from tests.isolation.asking import Visit
from tests.isolation.portal_visits import EDITOR, became, extra, lost, post_extra

SYNONYMS = "wagtailsnippets_search_synonymgroup"

SYNONYM_VISITS = {
    **{f"{SYNONYMS}:{action}": Visit(extra("synonyms")) for action in ("edit", "delete", "usage", "history")},
    f"{SYNONYMS}:history_results": Visit(extra("synonyms")),
    f"{SYNONYMS}:edit POST": post_extra(
        "synonyms",
        became(SynonymGroup, "synonyms", "terms", "courriel\nmessage"),
        form=EDITOR,
        data=lambda *_: {"terms": "courriel\nmessage"},
    ),
    f"{SYNONYMS}:delete POST": post_extra("synonyms", lost(SynonymGroup, "synonyms")),
    "wagtailsnippetchoosers_search_synonymgroup:chosen": Visit(extra("synonyms")),
}
