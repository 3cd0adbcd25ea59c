"""The learner's home with 10,000 ledger entries; floor: the same page with 10."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from attendance.models import HourEntry
from people.models import User

from .calling import Caller
from .measuring import p95, report, rounds


def learner_with(entries: int) -> User:
    learner = User.objects.create_user(f"bench-{uuid.uuid4().hex[:8]}", real_name="测试")
    now = timezone.now()
    HourEntry.objects.bulk_create(
        (
            HourEntry(
                learner=learner,
                seconds=36,
                title="Bench",
                category="practice",
                service_field="community",
                modality="classroom",
                occurred_on=dt.date(2025, 1, 1) + dt.timedelta(days=number % 600),
                posted_at=now,
                source_kind="class",
                source_key=f"bench-{learner.pk}-{number}",
                rule_version="bench",
                explanation={},
            )
            for number in range(entries)
        ),
        batch_size=1000,
    )
    return learner


def run(database: str) -> None:
    long, short = Caller(learner_with(10_000)), Caller(learner_with(10))
    ours, bare = rounds(lambda: long.get("/my/"), lambda: short.get("/my/"), steps=1, times=60)
    report(f"home_p95_10000_entries_{database}", "ms", p95(ours), p95(bare))
