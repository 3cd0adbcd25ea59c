"""Which keys stored values are sealed under: whether an old key may be thrown away."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage

from ..models import PersonalExport, Qualification
from ..sealed_files import MARK
from ..sealed_values import SealedColumn, keys_in
from .sealed_columns import COLUMNS


def keys_in_use() -> dict[str, Counter[str]]:
    """For each place, how many values stand under which key."""
    found = {column.name: _keys_of(column) for column in COLUMNS}
    found["files of evidence"] = Counter(
        evidence_key(name)
        for name in Qualification.objects.exclude(evidence="").values_list("evidence", flat=True).iterator()
    )
    found["files of exports"] = Counter(
        key for export in PersonalExport.objects.exclude(file_name="") if (key := _export_key(export.pk))
    )
    return found


def _keys_of(column: SealedColumn) -> Counter[str]:
    values = apps.get_model(column.model)._base_manager.values_list(column.column, flat=True)
    return Counter(key for value in values.iterator(chunk_size=1000) for key in keys_in(value))


def evidence_key(name: str) -> str:
    """`?` where the file is missing or unreadable."""
    try:
        with default_storage.open(name) as file:
            return next(iter(keys_in(file.read(64))), "?")
    except FileNotFoundError:
        return "?"


def _export_key(export: Any) -> str:
    path = Path(settings.EXPORT_ROOT) / f"{export}.sealed"
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return file.read(64).removeprefix(MARK).partition(b"\n")[0].decode("ascii", "replace")
