"""Every sealed value comes under the newest key (security.md), some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from ..errors import SealBroken
from ..models import Qualification
from ..sealed_values import SealedColumn, newest_key
from .evidence import reseal_evidence
from .keys_in_use import evidence_key
from .sealed_columns import COLUMNS

BATCH = 200


@dataclass
class Rotated:
    """What a run did. `broken` names rows that no key opens or whose number another account has: never a value."""

    looked_at: int = 0
    resealed: int = 0
    overtaken: int = 0
    broken: list[str] = field(default_factory=list)


def total_rows() -> int:
    return sum(apps.get_model(column.model).objects.count() for column in COLUMNS) + _evidence().count()


def rotate_all() -> Iterator[Rotated]:
    """Reseal what is under an old key, some rows at a time; gives the figures so far after each step.

    Each step is one short transaction, so it may be stopped at any moment, kill -9 included, and run again: what is
    under the newest key is not touched. A row that somebody changes meanwhile keeps the change, which is sealed
    under the newest key anyway.
    """
    done = Rotated()
    for column in COLUMNS:
        after: Any = None
        while True:
            rows = _page(column, after)
            if not rows:
                break
            _rotate(column, rows, done)
            after = rows[-1].pk
            yield done
    for qualification in _evidence().iterator():
        done.looked_at += 1
        _rotate_file(qualification, done)
        yield done


def _page(column: SealedColumn, after: Any) -> list[Any]:
    rows = apps.get_model(column.model)._base_manager.order_by("pk").only("pk", column.column, *column.needs)
    return list((rows if after is None else rows.filter(pk__gt=after))[:BATCH])


def _rotate(column: SealedColumn, rows: list[Any], done: Rotated) -> None:
    done.looked_at += len(rows)
    renewed = []
    for row in rows:
        try:
            if column.is_old(getattr(row, column.column)):
                renewed.append((row, column.renewed(row)))
        except SealBroken:
            done.broken.append(f"{column.name} {row.pk}")
    if not renewed:
        return
    with transaction.atomic():
        for row, values in renewed:
            _swap(column, row, values, done)


def _swap(column: SealedColumn, row: Any, values: dict[str, Any], done: Rotated) -> None:
    """Only while the value is still the one that was read."""
    same = apps.get_model(column.model)._base_manager.filter(pk=row.pk, **{column.column: getattr(row, column.column)})
    try:
        with transaction.atomic():
            changed = same.update(**values)
    except IntegrityError:
        done.broken.append(f"{column.name} {row.pk}: the same number as another account")
        return
    done.resealed += changed
    done.overtaken += not changed


def _evidence() -> Any:
    return Qualification.objects.exclude(evidence="").order_by("pk")


def _rotate_file(qualification: Qualification, done: Rotated) -> None:
    if evidence_key(qualification.evidence) == newest_key():
        return
    try:
        done.resealed += reseal_evidence(qualification=qualification)
    except (SealBroken, FileNotFoundError):
        done.broken.append(f"evidence of qualification {qualification.pk}")
