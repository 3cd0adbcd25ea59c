"""`manage.py refresh_roles`: once a day, for the roles that begin or end by date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from people.services.roles import keep_all_groups


class Command(BaseCommand):
    help = "Put everybody into the groups of the staff roles held today, and out of the others."

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = keep_all_groups(at=timezone.now())
        self.stdout.write(_("%(count)d people with staff roles looked at.") % {"count": looked_at})
