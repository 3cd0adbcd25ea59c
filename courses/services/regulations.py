"""The register of regulations begins with those that the demonstration cites (courses/data/regulations.csv)."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from django.db import transaction

from ..models import Regulation

FILE = Path(__file__).resolve().parents[1] / "data" / "regulations.csv"


@transaction.atomic
def load_regulations() -> int:
    """Add what the register lacks; what somebody has corrected in it stays. Answers how many were added."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {regulation.title: regulation for regulation in Regulation.objects.all()}
    added = 0
    # What replaces another one comes before it in the file.
    for row in (row for row in rows if row["title"] not in known):
        known[row["title"]] = Regulation.objects.create(
            title=row["title"],
            number=row["number"],
            effective_on=_day(row["effective_on"]),
            repealed_on=_day(row["repealed_on"]),
            replaced_by=known.get(row["replaced_by"]),
            source=row["source"],
            is_verified=row["verified"] == "true",
        )
        added += 1
    return added


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
