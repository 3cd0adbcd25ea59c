"""Compute the study projections again from the evidence."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from attendance.services.rebuild import examine, learners_with_evidence


class Command(BaseCommand):
    help = "Rebuilds the study projections from the evidence; exit 1 when they differed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare, write nothing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        people = differing = 0
        for learner in learners_with_evidence():
            people += 1
            findings = examine(learner, repair=not check)
            differing += bool(findings.projections)
            for line in findings.projections:
                self.stderr.write(f"{learner.pk}: {line}")
        done = "compared" if check else "rebuilt"
        self.stdout.write(f"{people} learners {done}, {differing} differed")
        if differing:
            sys.exit(1)
