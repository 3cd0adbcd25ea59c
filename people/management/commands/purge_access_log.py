"""Remove rows of the access log that are older than they must be kept."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from ...errors import KeptTooShort
from ...models.access import KEPT_DAYS
from ...services.access_log import purge_access_log


class Command(BaseCommand):
    help = "Remove rows of the access log older than --days. Refuses less than 183, and so does the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help="age in days, at least 183 (default)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        try:
            removed = purge_access_log(older_than_days=days, at=timezone.now())
        except KeptTooShort as refusal:
            raise CommandError(str(refusal.detail), returncode=2) from None
        self.stdout.write(_("Rows removed: %(count)d") % {"count": removed})
