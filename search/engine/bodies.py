"""The searches that are sent to an engine."""

from datetime import datetime
from typing import Any

from search.backends.mapping import facet_field
from search.contract import BESIDE, FACETS, MARK_END, MARK_START, SUGGESTED, Query, Question
from search.engine import clauses
from search.engine.clauses import Clause
from search.engine.waiting import Waiting
from search.enums import Group, Sort

# No facet has as many values: none is left out.
MOST_VALUES = 10_000
# After so many days a publication is worth half of what its date adds.
RECENT_DAYS = 1000
RECENCY = 0.2
EXTRACT_LENGTH = 160
EXTRACTS = 2
# Similar publications after which an engine stops, as long as nobody needs them.
SIMILAR = 1000
# The publications that are weighed in every way. Those beyond stand as they were found: what found them counts next to
# nothing beside that weight, and something among themselves, so that each has its place on whichever page it is.
WEIGHED = 200
FOUND = 1e-6
# The first results in which words are looked for that are spelt better.
READ_FOR_SPELLING = 3
LATEST_FIRST = [{"sort_date": {"order": "desc", "missing": "_last"}}, {"id_filter": "desc"}]

Body = dict[str, Any]


def found(question: Question, words: Clause | None, quick: Clause | None, waiting: Waiting) -> Body:
    """The publications of a page of results, uncounted.

    An engine finds the first ones with `quick`, and puts those in the order of `words`: it would take long to weigh
    each of a hundred thousand in every way. By date, there is nothing to weigh.
    """
    first = words
    order: Body = {"sort": LATEST_FIRST}
    if words and question.sort == Sort.RELEVANCE:
        again = {"rescore_query": _recent_first(words, question.now), "query_weight": FOUND}
        first, order = quick, {"rescore": {"window_size": WEIGHED, "query": again}}
    query = _among(first, Group.PUBLICATION, question.language, question.now, waiting)
    body = {**_common(question.size), "from": question.offset, "track_total_hits": False, "query": query}
    return body | order | _only_chosen(question)


def counted(question: Question, words: Clause | None, waiting: Waiting) -> Body:
    """How many publications there are, in all and by facet; the engine remembers its answer while nothing changes."""
    query = _among(None, Group.PUBLICATION, question.language, question.now, waiting)
    query["bool"]["filter"] += [words] if words else []
    return {**_common(0), "track_total_hits": True, "query": query, "aggs": _facets(question)} | _only_chosen(question)


def publications(question: Question, words: Clause, waiting: Waiting) -> Body:
    """Both in one: for what stops early, which is neither long nor remembered."""
    query = _among(words, Group.PUBLICATION, question.language, question.now, waiting)
    is_ranked = question.sort == Sort.RELEVANCE
    return {
        **_common(question.size),
        "from": question.offset,
        "track_total_hits": True,
        "query": _recent_first(query, question.now) if is_ranked else query,
        "sort": ["_score", *LATEST_FIRST] if is_ranked else LATEST_FIRST,
        "aggs": _facets(question),
    } | _only_chosen(question)


def extracts(query: Query, language: str) -> Body:
    """What makes a search give passages of the text in which something was found, between marks, as plain text."""
    fields = [f"text_{language}", *([f"text_{language}.exact"] if clauses.has_exact(query) else [])]
    highlight = {
        "type": "unified",
        "fragment_size": EXTRACT_LENGTH,
        "number_of_fragments": EXTRACTS,
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "fields": {name: {} for name in fields},
        "highlight_query": clauses.extracted(query, language),
    }
    return {"highlight": highlight}


def in_reserve(body: Body, language: str) -> Body:
    """The same search for when another finds nothing: it also gives the words of its first results.

    It stops early, since it costs most where it is not needed; an answer that was stopped says so. It gives no
    extracts: to mark words that are only similar costs an engine fifty times what it costs to find them.
    """
    fields = [f"title_{language}", f"text_{language}", "names"]
    best = {"top_hits": {"size": READ_FOR_SPELLING, "_source": fields}}
    return {**body, "aggs": {**body["aggs"], "best": best}, "terminate_after": SIMILAR}


def whole(body: Body) -> Body:
    """A search that was in reserve, without stopping."""
    return {name: value for name, value in body.items() if name != "terminate_after"}


def total(question: Question, words: Clause | None, language: str, waiting: Waiting) -> Body:
    """How many publications in another language answer the same."""
    query = _among(None, Group.PUBLICATION, language, question.now, waiting)
    query["bool"]["filter"] += _chosen(question).values()
    # Counted, not ranked.
    query["bool"]["filter"] += [words] if words else []
    return {**_common(0), "track_total_hits": True, "query": query}


def partners(words: Clause, question: Question, waiting: Waiting) -> Body:
    """The pages of partners."""
    query = _among(words, Group.PARTNER, question.language, question.now, waiting)
    return {**_common(BESIDE), "query": query, "sort": ["_score", {"id_filter": "desc"}]}


def people(words: Clause, waiting: Waiting, *, size: int = BESIDE) -> Body:
    """Those who have a public page."""
    must_not = [_ids(waiting.hidden_people)] if waiting.hidden_people else []
    return {
        **_common(size),
        "query": {"bool": {"must": [words], "filter": [{"term": {"is_confirmed_filter": True}}], "must_not": must_not}},
        "sort": ["_score", {"pk": "asc"}],
    }


def begun(typed: str, group: Group, language: str, now: datetime, waiting: Waiting) -> Body:
    """Publications or partners' pages whose title, or a name, begins like what is typed."""
    words = {
        "bool": {
            "must": [beginning("_edgengrams", typed)],
            "should": [{"match_phrase_prefix": {f"title_{language}.exact": {"query": typed, "boost": 2}}}],
        }
    }
    query = _recent_first(_among(words, group, language, now, waiting), now)
    return {**_common(SUGGESTED), "query": query, "sort": ["_score", *LATEST_FIRST]}


def subjects(typed: str, language: str) -> Body:
    """Terms whose label begins so; a label that is not translated is French."""
    queries = [beginning(f"label_{code}_edgengrams", typed) for code in dict.fromkeys([language, "fr"])]
    return {**_common(SUGGESTED), "query": {"dis_max": {"queries": queries}}, "sort": ["_score", {"pk": "asc"}]}


def beginning(field: str, typed: str) -> Clause:
    """Every word that is typed begins a word of the field."""
    return {"match": {field: {"query": typed, "operator": "and"}}}


def _common(size: int) -> Body:
    return {"size": size, "_source": False}


def _among(words: Clause | None, group: Group, language: str, now: datetime, waiting: Waiting) -> Clause:
    """Those of a group that readers of a language may meet at `now`."""
    must_not: list[Clause] = [{"range": {"expire_at": {"lte": now.isoformat()}}}]
    if waiting.hidden:
        must_not.append(_ids(waiting.hidden))
    terms = {"group": str(group), "lang": language, "is_visible": True}
    found: Clause = {"filter": [{"term": {name: value}} for name, value in terms.items()], "must_not": must_not}
    if words:
        found["must"] = [words]
    return {"bool": found}


def _recent_first(query: Clause, now: datetime) -> Clause:
    date = {"origin": now.isoformat(), "scale": f"{RECENT_DAYS}d", "decay": 0.5}
    functions = [
        {"weight": 1},
        {"filter": {"exists": {"field": "sort_date"}}, "exp": {"sort_date": date}, "weight": RECENCY},
    ]
    return {"function_score": {"query": query, "functions": functions, "score_mode": "sum", "boost_mode": "multiply"}}


def _chosen(question: Question) -> dict[str, Clause]:
    return {name: _one_of(name, values) for name, values in question.chosen.items() if values}


def _only_chosen(question: Question) -> Body:
    chosen = _chosen(question)
    return {"post_filter": {"bool": {"filter": list(chosen.values())}}} if chosen else {}


def _facets(question: Question) -> Body:
    chosen = _chosen(question)
    return {"all": {"filter": {"match_all": {}}}, **{name: _counted(name, chosen) for name in FACETS}}


def _counted(facet: str, chosen: dict[str, Clause]) -> Body:
    """How many publications have each value, with the other facets as they are."""
    counted: Body = {"terms": {"field": facet_field(facet), "size": MOST_VALUES}}
    others = [clause for name, clause in chosen.items() if name != facet]
    return {"filter": {"bool": {"filter": others}}, "aggs": {facet: counted}} if others else counted


def _one_of(facet: str, values: tuple[str, ...]) -> Clause:
    return {"terms": {facet_field(facet): list(values)}}


def _ids(keys: frozenset[str]) -> Clause:
    return {"ids": {"values": sorted(keys)}}
