"""Compact beats older than 30 days. Meant for a daily timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from attendance.clock import database_now
from attendance.services.compaction import compact_learner, ripe_sessions
from people.models import User


class Command(BaseCommand):
    help = "Compacts the beats of ended study sessions that are older than 30 days."

    def handle(self, *args: Any, **options: Any) -> None:
        at = database_now()
        learners = User.objects.filter(pk__in=ripe_sessions(at).values("learner"))
        sessions = sum(compact_learner(learner=learner, at=at) for learner in learners.iterator())
        self.stdout.write(f"{sessions} sessions compacted")
