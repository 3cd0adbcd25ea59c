"""`manage.py remove_expired_exports`: at least once a day, for the files whose seven days are over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from people.services.export_files import remove_expired_exports


class Command(BaseCommand):
    help = "Remove files of exports that have expired; their records stay."

    def handle(self, *args: Any, **options: Any) -> None:
        closed = remove_expired_exports(at=timezone.now())
        self.stdout.write(_("Exports closed: %(count)d.") % {"count": closed})
