"""The guard of tables that are only ever added to, on a table of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from people.append_only import guard

pytestmark = pytest.mark.django_db
OLD, YOUNG = "2020-01-01 00:00:00.000000", "2099-01-01 00:00:00.000000"  # as Django stores them on SQLite


def run(statement: str, params: Any = None) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


def rows() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, nonce, value FROM guarded ORDER BY id")
        return list(cursor.fetchall())


@pytest.fixture
def table() -> Iterator[Callable[..., None]]:
    def put_guard(**options: Any) -> None:
        guard("guarded", ("nonce",), **options).code(None, SimpleNamespace(connection=connection, execute=run))

    kind = "timestamptz" if connection.vendor == "postgresql" else "text"
    run(f"CREATE TABLE guarded (id integer PRIMARY KEY, nonce text UNIQUE, value text, made_at {kind})")
    run(f"INSERT INTO guarded VALUES (1, 'a', 'first', '{YOUNG}'), (2, 'b', 'second', '{OLD}')")
    yield put_guard
    run("DROP TABLE guarded")


REFUSED = [
    "UPDATE guarded SET value = 'x' WHERE id = 1",
    "UPDATE guarded SET value = value",
    "DELETE FROM guarded WHERE id = 1",
    "DELETE FROM guarded",
]
REPLACING = [
    "INSERT OR REPLACE INTO guarded VALUES (1, 'c', 'x', '')",
    "REPLACE INTO guarded VALUES (3, 'a', 'x', '')",
    "UPDATE OR REPLACE guarded SET id = 2 WHERE id = 1",
]


def test_rows_are_added_and_never_changed_or_removed(table: Callable[..., None]) -> None:
    table()
    run(f"INSERT INTO guarded VALUES (3, 'c', 'third', '{YOUNG}')")
    before = rows()
    assert len(before) == 3
    for statement in REFUSED + (REPLACING if connection.vendor == "sqlite" else ["TRUNCATE guarded"]):
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement)
        assert rows() == before, statement


def test_row_that_was_compacted_may_go_when_it_is_old(table: Callable[..., None]) -> None:
    table(kept=("made_at", 180))
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM guarded WHERE id = 1")
    run("DELETE FROM guarded WHERE id = 2")
    assert [row[0] for row in rows()] == [1]


def test_row_whose_instant_is_unknown_stays(table: Callable[..., None]) -> None:
    run("INSERT INTO guarded VALUES (3, 'c', 'third', NULL)")
    table(kept=("made_at", 180))
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM guarded WHERE id = 3")


def test_guard_put_twice_is_one_guard(table: Callable[..., None]) -> None:
    table()
    table()
    with pytest.raises(DatabaseError, match="append-only"):
        run("DELETE FROM guarded")
