"""Bring every sealed value under the newest key of FIELD_KEYS, or say which older keys are still needed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from ...sealed_values import newest_key
from ...services.key_rotation import rotate_all, total_rows
from ...services.keys_in_use import keys_in_use


class Command(BaseCommand):
    help = (
        "Reseal every sealed value under the newest key (the first of FIELD_KEYS). May be stopped and run again. "
        "Exit code 0: only the newest key is in use; 1: older ones still are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say which keys are in use")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            self._rotate()
        old = self._report()
        if old:
            raise SystemExit(1)

    def _rotate(self) -> None:
        total, done = total_rows(), None
        for done in rotate_all():
            self._show_progress(done.looked_at, total)
        self._end_progress()
        if done is None:
            return
        self.stdout.write(
            _("Looked at: %(looked_at)d. Sealed anew: %(resealed)d. Changed by somebody meanwhile: %(overtaken)d.")
            % {"looked_at": done.looked_at, "resealed": done.resealed, "overtaken": done.overtaken}
        )
        for place in done.broken:
            self.stderr.write(_("Cannot be sealed anew: %(place)s") % {"place": place})

    def _report(self) -> Counter[str]:
        """Which keys are in use, where; answers with the ones that are not the newest."""
        old: Counter[str] = Counter()
        for place, counts in sorted(keys_in_use().items()):
            for key, count in sorted(counts.items()):
                self.stdout.write(f"{place}: {key} {count}")
                if key != newest_key():
                    old[key] += count
        for key in settings.FIELD_KEYS:
            if key != newest_key() and not old[key]:
                self.stdout.write(
                    _("The key %(key)s is not needed any more: take it out of FIELD_KEYS.") % {"key": key}
                )
        for key, count in sorted(old.items()):
            words = {"key": key, "count": count}
            self.stdout.write(_("The key %(key)s is still needed for %(count)d values: keep it in FIELD_KEYS.") % words)
        return old

    def _show_progress(self, number: int, total: int) -> None:
        if self.stdout.isatty():
            share = min(1.0, number / max(1, total))
            bar = "#" * int(30 * share)
            self.stdout.write(f"\r[{bar:<30}] {number}/{total}", ending="")

    def _end_progress(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
