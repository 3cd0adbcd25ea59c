"""The only writer of the hour ledger (hours.md, section 4). Nothing here changes or removes an entry."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Sum

from people.models import User

from ..clock import to_ms
from ..enums import SourceKind
from ..errors import AlreadyReversed
from ..models import HourEntry
from ..study import civil_day


@transaction.atomic
def post(
    *,
    learner: User,
    seconds: int,
    title: str,
    category: str,
    service_field: str,
    modality: str,
    occurred_on: dt.date,
    source_kind: str,
    source_key: str,
    rule_version: str,
    explanation: dict[str, Any],
    by: User | None,
    at: dt.datetime,
    content_key: uuid.UUID | None = None,
    course_key: uuid.UUID | None = None,
) -> HourEntry:
    """Add an entry of `seconds` > 0. The same source again answers with the entry that is there."""
    entry, _ = HourEntry.objects.get_or_create(
        source_kind=source_kind,
        source_key=source_key,
        defaults={
            "learner": learner,
            "seconds": seconds,
            "title": title,
            "category": category,
            "service_field": service_field,
            "modality": modality,
            "occurred_on": occurred_on,
            "posted_at": at,
            "rule_version": rule_version,
            "explanation": explanation,
            "actor": by,
            "content_key": content_key,
            "course_key": course_key,
        },
    )
    return entry


@transaction.atomic
def reverse(*, entry: HourEntry, reason: str, by: User | None, at: dt.datetime) -> HourEntry:
    """Take an entry back by its negative, dated like the entry. Raises AlreadyReversed."""
    if entry.reverses_id is not None or HourEntry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed
    return HourEntry.objects.create(
        learner=entry.learner,
        seconds=-entry.seconds,
        title=entry.title,
        category=entry.category,
        service_field=entry.service_field,
        modality=entry.modality,
        occurred_on=entry.occurred_on,
        posted_at=at,
        source_kind=SourceKind.REVERSAL,
        source_key=str(entry.pk),
        content_key=entry.content_key,
        course_key=entry.course_key,
        reverses=entry,
        rule_version=entry.rule_version,
        actor=by,
        reason=reason,
        explanation={
            "kind": "reversal",
            "entry": entry.pk,
            "seconds": entry.seconds,
            "reason": reason,
        },
    )


def posted_for_content(learner: User, content_key: uuid.UUID) -> int:
    """Seconds the ledger holds for a content, reversals taken off."""
    entries = HourEntry.objects.filter(learner=learner, content_key=content_key)
    return int(entries.aggregate(total=Sum("seconds"))["total"] or 0)


def day_of(at: dt.datetime) -> dt.date:
    """The civil date in Asia/Shanghai."""
    return civil_day(to_ms(at))
