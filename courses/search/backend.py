"""The search backend of WAGTAILSEARCH_BACKENDS: the database's own index, fed with the tokens of Chinese text.

Nothing of modelsearch is patched: while an object is indexed, its search fields are others, which answer with tokens.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import AutoField, Case, Expression, FloatField, IntegerField, Value, When
from django.db.models.functions import Cast
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from .abbreviations import spellings
from .fields import TokensField
from .query import Ways, ways_of
from .tokens import index_tokens

MOST_RANKED = 200
IS_POSTGRES = connection.vendor == "postgresql"
if IS_POSTGRES:
    from django.contrib.postgres.search import SearchQuery
    from modelsearch.backends.database.postgres import postgres as database
else:
    from modelsearch.backends.database.sqlite import sqlite as database
    from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, SearchQueryExpression


class _Tokenised:
    """A field whose value comes as tokens; where there are several spellings, those of all of them."""

    def get_value(self, obj: Any) -> str:
        value: Any = super().get_value(obj)  # type: ignore[misc]
        return " ".join(_tokens(value))


class _SearchField(_Tokenised, SearchField):
    pass


class _AutocompleteField(_Tokenised, AutocompleteField):
    pass


def _tokens(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [token for one in value.values() for token in _tokens(one)]
    if isinstance(value, list | tuple):
        return [token for one in value for token in _tokens(one)]
    texts = spellings(str(value)) if value is not None else []
    return list(dict.fromkeys(token for text in texts for token in index_tokens(text)))


def _prepared(field: Any) -> Any:
    if isinstance(field, TokensField):
        return field
    if isinstance(field, RelatedFields):
        prepared = copy.copy(field)
        prepared.fields = [_prepared(one) for one in field.fields]
        return prepared
    for kind, tokenised in ((SearchField, _SearchField), (AutocompleteField, _AutocompleteField)):
        if isinstance(field, kind):
            prepared = copy.copy(field)
            prepared.__class__ = tokenised
            return prepared
    return field


class Index(database.SQLiteIndex if not IS_POSTGRES else database.PostgresIndex):  # type: ignore[misc]
    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        fields = [_prepared(field) for field in model.get_search_fields()]
        objs = list(objs)
        for obj in objs:
            obj.get_search_fields = lambda: fields
        try:
            super().add_items(model, objs)
        finally:
            for obj in objs:
                del obj.get_search_fields


class _Written(Expression):
    """A query in FTS5's words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[str, ...]]:
        return "%s", (self.words,)


def _ways(query: Any) -> Ways | None:
    if isinstance(query, Ways):
        return query
    return Ways(ways_of(query.query_string)) if isinstance(query, PlainText | Phrase) else None


def _number_of(model: Any) -> Any:
    """The type of a model's primary key, through its parents."""
    key = model._meta.pk
    while key.remote_field:
        key = key.target_field
    return IntegerField() if isinstance(key, AutoField) else key


class _PostgresCompiler:
    LAST_TERM_IS_PREFIX: bool
    fields: Any
    queryset: Any
    query: Any
    order_by_relevance: bool

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        ways = _ways(query)
        if ways is None:
            return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        after = ":*" if self.LAST_TERM_IS_PREFIX else ""
        words = ways.written(quote="'", both=" & ", either=" | ", after=after)
        return SearchQuery(f"!({words})" if invert else words, search_type="raw", config=config)

    def search(self, config: Any, start: int, stop: int | None, score_field: str | None = None, **more: Any) -> Any:
        """Tokens of courses stand in one column, which has an index; title and body together have none.

        No kind of object is asked for: nothing else has such tokens, and asked for both, the planner reads all rows.
        """
        if not isinstance(self.query, Ways) or self.order_by_relevance or score_field or self.fields:
            return super().search(config, start, stop, score_field=score_field, **more)  # type: ignore[misc]
        entries = database.IndexEntry.objects.filter(body=self.build_tsquery_content(self.query, config))
        numbers = entries.values_list(Cast("object_id", _number_of(self.queryset.model)))
        found = self.queryset.filter(pk__in=numbers)
        return (found if found.query.order_by else found.order_by("-pk"))[start:stop]


def _scores(hits: Any, entries: Any) -> Case:
    """The best by their relevance (the less, the better), all others behind them."""
    objects = dict(entries.values_list("pk", "object_id"))
    ranked = hits.annotate(score=BM25()).order_by("score").values_list("pk", "score")
    best = islice(((objects[pk], score) for pk, score in ranked if pk in objects), MOST_RANKED)
    return Case(*(When(pk=pk, then=Value(score)) for pk, score in best), default=Value(0.0), output_field=FloatField())


class _SqliteCompiler:
    LAST_TERM_IS_PREFIX: bool
    FTS_TABLE_FIELDS: list[str]
    fields: Any
    queryset: Any
    query: Any
    order_by_relevance: bool

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        ways = _ways(query)
        if ways is None:
            return super().build_search_query_content(query, config=config)  # type: ignore[misc]
        after = "*" if self.LAST_TERM_IS_PREFIX else ""
        words = ways.written(quote='"', both=" AND ", either=" OR ", after=after)
        return SearchQueryExpression(_Written(words))

    def search(self, config: Any, start: int, stop: int | None, score_field: str | None = None) -> Any:
        """Asks the index once. Joined to the pages, as upstream has it, SQLite asks it again for each of them."""
        if _ways(self.query) is None:
            return super().search(config, start, stop, score_field=score_field)  # type: ignore[misc]
        columns = self.fields or self.FTS_TABLE_FIELDS
        match = MatchExpression(columns, self.build_search_query_content(self.query, config))
        hits = database.SQLiteFTSIndexEntry.objects.filter(match)
        kinds = get_descendants_content_types_pks(self.queryset.model)
        entries = database.IndexEntry.objects.filter(pk__in=hits.values("pk"), content_type__in=kinds)
        found = self.queryset.filter(pk__in=entries.values("object_id"))
        if score_field or self.order_by_relevance:
            name = score_field or "_score"
            found = found.annotate(**{name: _scores(hits, entries)})
            if self.order_by_relevance:
                return found.order_by(name, "-pk")[start:stop]
        return (found if found.query.order_by else found.order_by("-pk"))[start:stop]


if IS_POSTGRES:

    class Compiler(_PostgresCompiler, database.PostgresSearchQueryCompiler):
        pass

    class AutocompleteCompiler(_PostgresCompiler, database.PostgresAutocompleteQueryCompiler):
        pass

    class SearchBackend(database.PostgresSearchBackend):
        index_class = Index
        query_compiler_class = Compiler
        autocomplete_query_compiler_class = AutocompleteCompiler

else:

    class Compiler(_SqliteCompiler, database.SQLiteSearchQueryCompiler):  # type: ignore[no-redef]
        pass

    class AutocompleteCompiler(  # type: ignore[no-redef]
        _SqliteCompiler, database.SQLiteAutocompleteQueryCompiler
    ):
        pass

    class SearchBackend(database.SQLiteSearchBackend):  # type: ignore[no-redef]
        index_class = Index
        query_compiler_class = Compiler
        autocomplete_query_compiler_class = AutocompleteCompiler
