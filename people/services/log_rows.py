"""Many rows of the log in one statement, for changes to many people at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from ..models import User


def log_people(
    entries: Iterable[tuple[User, dict[str, Any]]], action: str, *, by: User | None, at: dt.datetime, batch: uuid.UUID
) -> None:
    """One row a person with its facts; `batch` is the same for everything done in one go."""
    kind = ContentType.objects.get_for_model(User)
    rows = [
        ModelLogEntry(
            content_type=kind,
            label=str(person),
            action=action,
            timestamp=at,
            data=facts,
            user=by,
            uuid=batch,
            object_id=str(person.pk),
        )
        for person, facts in entries
    ]
    ModelLogEntry.objects.bulk_create(rows, batch_size=500)
