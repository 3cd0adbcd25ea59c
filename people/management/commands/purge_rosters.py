"""`manage.py purge_rosters`: once a day; what rosters say about people is kept for seven days at most."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from people.services.rosters.purging import purge_rosters


class Command(BaseCommand):
    help = "Forget what roster imports say about people once they are seven days old."

    def handle(self, *args: Any, **options: Any) -> None:
        count = purge_rosters(at=timezone.now())
        self.stdout.write(_("%(count)d roster imports emptied.") % {"count": count})
