"""One migrated database, built once for each state of the migrations; every test process copies it.

Migrating takes ten to thirty seconds, copying a fraction of one. The append-only triggers forbid flushing, so a
copy is also the only way to give a test commits of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connections

FOLDER: Path = settings.VAR / "test"
CACHE_TABLE = "cms_cache"


@dataclass(frozen=True)
class Database:
    """A database of one's own. `url` is its DATABASE_URL, for other processes."""

    name: str
    url: str


def fingerprint() -> str:
    """Changes with any migration of the project, with the rules they plant, with the locked packages, and the apps."""
    digest = hashlib.sha256(",".join(settings.INSTALLED_APPS).encode())
    sources = sorted([*settings.ROOT.glob("*/migrations/*.py"), *settings.ROOT.glob("people/data/*/*.csv")])
    for path in [settings.ROOT / "requirements.txt", settings.ROOT / "people/append_only.py", *sources]:
        digest.update(path.relative_to(settings.ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """One process at a time, whichever test runner it belongs to."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def build() -> str:
    """Name of the template, built if it is not there. The name is a path on SQLite."""
    name = f"template_{fingerprint()}"
    with locked("template"):
        return _build_sqlite(name) if _vendor() == "sqlite" else _build_postgresql(name)


def copy(template: str, folder: Path) -> Database:
    """A fresh copy of the template. On SQLite a file in `folder`."""
    name = f"test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    if _vendor() == "sqlite":
        target = folder / f"{name}.sqlite3"
        shutil.copyfile(template, target)
        return Database(str(target), f"sqlite:///{target}")
    with _maintenance() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return Database(name, _postgresql_url(name))


def drop(database: Database) -> None:
    if _vendor() == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(database.name + suffix).unlink(missing_ok=True)
        return
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database.name}" WITH (FORCE)')


@contextlib.contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """`connections["default"]` of every thread is the database `name`; afterwards the one before."""
    target = connections.settings["default"]
    before = target["NAME"]
    _repoint(name)
    try:
        yield
    finally:
        _repoint(before)


def _repoint(name: str) -> None:
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    # A connection shares the dictionary above, unless something wrapped it; never write to the wrong database.
    connections["default"].settings_dict["NAME"] = name
    forget()


def forget() -> None:
    """Drop what Django and Wagtail remember of the database in this process."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Site

    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    caches["default"].clear()


def _vendor() -> str:
    return connections["default"].vendor


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    with connections["default"].cursor() as cursor:
        tables = connections["default"].introspection.table_names(cursor)
    if CACHE_TABLE not in tables:
        call_command("createcachetable", CACHE_TABLE, verbosity=0)
    connections["default"].close()


def _build_sqlite(name: str) -> str:
    final = FOLDER / f"{name}.sqlite3"
    if final.exists():
        return str(final)
    # Other test runs may still copy from an older one: keep the latest.
    for old in sorted(FOLDER.glob("template_*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-3]:
        old.unlink(missing_ok=True)
    rough = FOLDER / f"building_{name}.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{rough}{suffix}").unlink(missing_ok=True)
    with pointed_at(str(rough)):
        _migrate()
    with contextlib.closing(sqlite3.connect(rough)) as plain:
        plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rough.rename(final)
    return str(final)


def _build_postgresql(name: str) -> str:
    with _maintenance() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone():
            return name
        rough = f"{name}_building"
        cursor.execute(f'DROP DATABASE IF EXISTS "{rough}" WITH (FORCE)')
        cursor.execute(f"CREATE DATABASE \"{rough}\" TEMPLATE template0 ENCODING 'UTF8'")
    with pointed_at(rough):
        _migrate()
    with _maintenance() as cursor:
        cursor.execute(f'ALTER DATABASE "{rough}" RENAME TO "{name}"')
    return name


@contextlib.contextmanager
def _maintenance() -> Iterator[object]:
    """A cursor on the server's own database, outside any transaction."""
    with connections["default"]._nodb_cursor() as cursor:
        yield cursor


def _postgresql_url(name: str) -> str:
    at = connections.settings["default"]
    login = quote(at["USER"] or "", safe="")
    if at["PASSWORD"]:
        login += ":" + quote(at["PASSWORD"], safe="")
    host = quote(at["HOST"] or "localhost", safe="")
    port = f":{at['PORT']}" if at["PORT"] else ""
    return f"postgres://{login}@{host}{port}/{name}"
