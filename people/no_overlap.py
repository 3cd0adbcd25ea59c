"""A database guard: periods of one owner never overlap (both dates included).

`no_overlap(table, owner=...)` gives the migration operation. PostgreSQL gets an exclusion constraint over ranges:
no extension is needed, because a whole number as a range of one stands for equality. SQLite gets triggers. Django
rebuilds an SQLite table when a later migration alters it, and triggers go with the old one: repeat it then.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

POSTGRES = """
ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist (
    int8range({owner}, {owner}, '[]') WITH &&, daterange({starts}, {ends}, '[]') WITH &&
)
"""

SQLITE = """
CREATE TRIGGER {table}_no_overlap_{verb} BEFORE {verb} ON {table} WHEN EXISTS (
    SELECT 1 FROM {table}
    WHERE {owner} = NEW.{owner} AND id <> coalesce(NEW.id, -1)
        AND {starts} <= coalesce(NEW.{ends}, '9999-12-31') AND coalesce({ends}, '9999-12-31') >= NEW.{starts}
)
BEGIN SELECT RAISE(ABORT, 'no overlap: {verb} on {table}'); END
"""


def no_overlap(table: str, *, owner: str, starts: str = "starts_on", ends: str = "ends_on") -> RunPython:
    """Keep periods apart in `table`: `owner` is a whole-number column, an empty `ends` means open for good."""
    names = {"table": table, "owner": owner, "starts": starts, "ends": ends}

    def add(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        remove(apps, schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRES.format(**names), params=None)
            return
        for verb in ("insert", "update"):
            schema_editor.execute(SQLITE.format(verb=verb, **names), params=None)

    def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_no_overlap", params=None)
            return
        for verb in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_overlap_{verb}", params=None)

    return RunPython(add, remove)
