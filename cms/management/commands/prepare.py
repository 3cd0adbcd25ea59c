"""Bring an installation up to date: catalogues, database, cache table, static files, demonstration content."""

from __future__ import annotations

import hashlib
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed

from cms.catalogues import compile_stale
from cms.demo.state import is_unfinished
from cms.site import set_up_site
from courses.models import CourseIndexPage


class Command(BaseCommand):
    """Each step looks first whether there is anything to do, so that a second run takes a second."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-static", action="store_true", help="collect static files and do nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["only_static"]:
            self.collect_static()
            return
        settings.VAR.mkdir(parents=True, exist_ok=True)
        for catalogue in compile_stale(settings.ROOT / "locale"):
            self.say(f"compiled {catalogue.relative_to(settings.ROOT)}")
            translation_file_changed(None, catalogue)  # this process has read the old ones
        try:
            is_changed = self.migrate()
        except OperationalError as error:
            raise CommandError(
                f"DATABASE_URL: the database cannot be opened: {str(error).strip().splitlines()[0]}"
            ) from None
        self.collect_static()
        if settings.DEMONSTRATION and is_unfinished():
            self.timed("load the demonstration province", "seed_demo")
        elif not CourseIndexPage.objects.exists():
            set_up_site()
        if is_changed:  # a new version may look for other words
            self.timed("index the pages", "update_index", verbosity=0)

    def migrate(self) -> bool:
        """Whether there was anything to do."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.timed("migrate the database", "migrate", interactive=False, verbosity=0)
        if "cms_cache" not in connection.introspection.table_names():
            call_command("createcachetable", "cms_cache", verbosity=0)
        return bool(plan)

    def collect_static(self) -> None:
        """Collect again when a source file or a package changed since the last time."""
        stamp = Path(settings.STATIC_ROOT).with_name(f"{Path(settings.STATIC_ROOT).name}.stamp")
        state = sources_state()
        if not stamp.exists() or stamp.read_text() != state:
            self.timed("collect static files", "collectstatic", interactive=False, verbosity=0, clear=True)
            stamp.write_text(state)

    def timed(self, label: str, command: str, **options: Any) -> None:
        self.say(f"{label} ...")
        begun = time.monotonic()
        call_command(command, **options)
        self.say(f"{label}: {time.monotonic() - begun:.1f} s")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def sources_state() -> str:
    """Changes when a static source of the project, or any installed package, does."""
    digest = hashlib.sha256((settings.ROOT / "requirements.txt").read_bytes())
    for path in static_sources():
        status = path.stat()
        digest.update(f"{path.relative_to(settings.ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def static_sources() -> Iterator[Path]:
    folders = [*settings.STATICFILES_DIRS, *settings.ROOT.glob("*/static")]
    for folder in sorted({Path(folder) for folder in folders} - {settings.VAR / "static"}):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
