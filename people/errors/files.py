"""Refusals about rosters that come in and exports that go out."""

from __future__ import annotations

from .refusals import Refusal


class RosterElsewhere(Refusal):
    """The import is in another state by now: somebody else, or another window, was faster."""

    code = "roster_elsewhere"
    status = 409


class UndoTooLate(Refusal):
    code = "undo_too_late"
    status = 409


class ColumnsMissing(Refusal):
    """A column without which no row can be judged has no place; `fields` names it."""

    code = "columns_missing"


class NothingToConfirm(Refusal):
    code = "nothing_to_confirm"
    status = 409


class PurposeTooShort(Refusal):
    code = "purpose_too_short"


class NoColumnsChosen(Refusal):
    code = "no_columns_chosen"


class TooManyExports(Refusal):
    code = "too_many_exports"
    status = 429


class ExportGone(Refusal):
    """The file is not there: expired, failed, not ready yet, or not the asker's any more."""

    code = "export_gone"
    status = 404
