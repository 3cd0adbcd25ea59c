"""Wagtail's own exports (reports, listings, form submissions) through `people.spreadsheets`.

Wagtail 7.4 marks formula-like cells of xlsx rows as text, but not headings, and leaves csv as it is; a control
character in a value ends in an error 500. Its views inherit from one mixin, so the mixin's two writing methods are
replaced. Remove when Wagtail defuses csv and writes through a hook of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO, Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from ..spreadsheets import Column, csv_lines, open_table


def install() -> None:
    """Replace them; a Wagtail that has renamed one of the two does not start."""
    for replacement in (write_xlsx, stream_csv):
        if not callable(getattr(SpreadsheetExportMixin, replacement.__name__, None)):
            raise RuntimeError(f"SpreadsheetExportMixin has no {replacement.__name__}: see docs/adr/0014-exports.md")
        setattr(SpreadsheetExportMixin, replacement.__name__, replacement)


def write_xlsx(self: Any, queryset: Any, output: IO[bytes]) -> None:
    columns = [Column(self.get_heading(queryset, field), width=24) for field in self.list_export]
    with open_table(output, file_format="xlsx", columns=columns) as table:
        for item in queryset:
            table.row(_values(self, item, self.FORMAT_XLSX))


def stream_csv(self: Any, queryset: Any) -> Iterator[bytes]:
    headings = [self.get_heading(queryset, field) for field in self.list_export]
    return csv_lines(headings, (_values(self, item, self.FORMAT_CSV) for item in queryset))


def _values(view: Any, item: Any, file_format: str) -> list[Any]:
    """Instants as they are: Wagtail would turn them into naive ones of UTC."""
    return [
        value if isinstance(value, dt.datetime) else view.preprocess_field_value(field, value, file_format)
        for field, value in view.to_row_dict(item).items()
    ]
