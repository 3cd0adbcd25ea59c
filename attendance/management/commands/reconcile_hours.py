"""Compare every ledger entry and total with the evidence."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from attendance.services.rebuild import examine, learners_with_evidence


class Command(BaseCommand):
    help = "Recomputes every hour entry from the evidence; exit 1 on any difference. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="the same; kept so that scripts can say what they mean",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        people = differences = 0
        for learner in learners_with_evidence():
            people += 1
            for line in examine(learner).ledger:
                differences += 1
                self.stderr.write(f"{learner.pk}: {line}")
        self.stdout.write(f"{people} learners reconciled, {differences} differences")
        if differences:
            sys.exit(1)
