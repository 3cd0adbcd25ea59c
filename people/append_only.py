"""Database guards for tables that are only ever added to (hours.md, section 4).

`guard(table)` gives the migration operation. PostgreSQL gets row triggers for UPDATE and DELETE and a
statement trigger for TRUNCATE. SQLite gets triggers for UPDATE and DELETE, and one BEFORE INSERT:
INSERT OR REPLACE removes the old row first, and without `recursive_triggers` no DELETE trigger sees it.

Django rebuilds an SQLite table when a later migration alters it, and the triggers go with the old table:
repeat `guard(table)` after such a migration. A test lists the tables that must be guarded.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

POSTGRES = """
CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW {young} EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

SQLITE = (
    """
    CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, 'append-only: UPDATE on {table}'); END
    """,
    """
    CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} {young}
    BEGIN SELECT RAISE(ABORT, 'append-only: DELETE on {table}'); END
    """,
    """
    CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
    BEGIN SELECT RAISE(ABORT, 'append-only: REPLACE on {table}'); END
    """,
)

# An instant that cannot be read counts as young: the guard fails shut.
YOUNG = {
    "postgresql": "WHEN (coalesce(OLD.{column} > now() - interval '{days} days', true))",
    "sqlite": "WHEN coalesce(julianday(OLD.{column}) > julianday('now') - {days}, 1)",
}
TRIGGERS = {
    "postgresql": ("update", "delete", "truncate"),
    "sqlite": ("update", "delete", "replace"),
}


def guard(table: str, *unique: tuple[str, ...], key: str = "id", kept: tuple[str, int] | None = None) -> RunPython:
    """Make `table` append-only.

    `unique` names the column sets under UNIQUE besides the primary key `key`. `kept` is (instant column, days):
    rows older than that may be removed, by the service that has compacted them.
    """
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns) + ")" for columns in ((key,), *unique)
    )

    def add(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        remove(apps, schema_editor)
        vendor = schema_editor.connection.vendor
        young = YOUNG[vendor].format(column=kept[0], days=kept[1]) if kept else ""
        if vendor == "postgresql":
            schema_editor.execute(POSTGRES_FUNCTION, params=None)
        for statement in (POSTGRES,) if vendor == "postgresql" else SQLITE:
            schema_editor.execute(statement.format(table=table, same=same, young=young), params=None)

    def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        vendor = schema_editor.connection.vendor
        where = f" ON {table}" if vendor == "postgresql" else ""
        for name in TRIGGERS[vendor]:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{where}", params=None)

    return RunPython(add, remove)
