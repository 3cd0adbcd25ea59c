"""Close attempts at exams whose time is over, and mark them. For a timer, every few minutes; twice changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...clock import database_now
from ...services.exams import close_due_attempt, due_attempts


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        closed = sum(close_due_attempt(attempt=attempt, at=database_now()) for attempt in due_attempts(database_now()))
        self.stdout.write(f"closed: {closed}")
