"""Close the accounts whose days to think it over have passed; once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from ...services.closing import close_account, due_closings


class Command(BaseCommand):
    help = "Close the accounts that their people asked to have closed, once the 15 days are over. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        closed = sum(close_account(closing=closing, at=at) for closing in due_closings(at))
        self.stdout.write(_("Accounts closed: %(count)d") % {"count": closed})
