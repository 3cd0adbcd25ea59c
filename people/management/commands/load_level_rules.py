"""Bring the rules about levels (examinations, registration, rewards) from people/data/level_rules into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.services.level_rules import load_level_rules


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = load_level_rules(at=timezone.now())
        except (KeyError, ValueError, OSError) as error:
            raise CommandError(_("A file of rules cannot be used: %(error)s") % {"error": error}) from error
        self.stdout.write(_("%(count)d rules changed.") % {"count": changed})
