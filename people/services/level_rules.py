"""Rules about levels, brought from their files into the database."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.db import transaction
from wagtail.log_actions import log

from ..models import User
from ..rule_files import FILES, read_rules


@transaction.atomic
def load_level_rules(*, at: dt.datetime, by: User | None = None) -> int:
    """Add rows that are new and correct those that differ; answers how many changed. Nothing is ever removed."""
    changed = 0
    for name in FILES:
        model = apps.get_model("people", name)
        for key, values in read_rules(name):
            row, is_new = model.objects.get_or_create(**key, defaults=values)
            different = {column: value for column, value in values.items() if getattr(row, column) != value}
            if different:
                model.objects.filter(pk=row.pk).update(**different)
            if is_new or different:
                changed += 1
                data = {"rule": name, "columns": sorted(different)}
                log(row, "people.load_level_rules", user=by, timestamp=at, data=data)
    return changed
