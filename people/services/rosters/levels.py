"""Qualification levels that a roster names: recorded as claims that wait to be verified, and taken back by an undo."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ...enums.qualifications import QualificationLevel, QualificationSource, QualificationState
from ...models import Qualification, User
from ..log_rows import log_people
from ..qualifications import withdraw_qualification


def held_levels(people: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, str]]:
    """Person and level of everything that is claimed or verified."""
    return set(Qualification.objects.current().filter(person__in=list(people)).values_list("person", "level"))


def record_levels(levels: list[tuple[User, str]], *, by: User | None, at: dt.datetime, batch: uuid.UUID) -> None:
    """Many at once what `qualifications.record_level` does for one; the caller knows that none is held."""
    claims = [
        Qualification(person=person, level=level, source=QualificationSource.ROSTER, claimed_by=by, claimed_at=at)
        for person, level in levels
    ]
    Qualification.objects.bulk_create(claims, batch_size=200)
    log_people(
        [(claim.person, {"qualification": claim.pk, "level": str(claim.level)}) for claim in claims],
        "people.record_level",
        by=by,
        at=at,
        batch=batch,
    )


def is_level(level: str) -> bool:
    """Whether the word on the row is a level at all: "none" is not."""
    return level in QualificationLevel.values


def untouched_claims() -> QuerySet[Any]:
    """Claims of rosters on which nobody has decided and to which nothing was added."""
    return Qualification.objects.filter(
        source=QualificationSource.ROSTER, state=QualificationState.CLAIMED, certificate_number="", evidence=""
    )


def take_back_level(person: User, level: str, at: dt.datetime) -> bool:
    """Withdraw what the import claimed for somebody who stays; false where it was touched since."""
    claim = untouched_claims().filter(person=person, level=level).first()
    if claim is None:
        return False
    withdraw_qualification(qualification=claim, by=None, at=at)
    return True
