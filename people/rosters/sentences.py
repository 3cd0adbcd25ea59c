"""The sentence that belongs to a reason, with the facts it names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils.functional import Promise

from ..enums import (
    FileFault,
    IdNumberFault,
    NameFault,
    PhoneFault,
    RosterColumn,
    RowFault,
    RowNote,
    RowWarning,
    UndoNote,
)

KINDS: tuple[type[TextChoices], ...] = (
    FileFault,
    RowFault,
    RowWarning,
    RowNote,
    UndoNote,
    NameFault,
    IdNumberFault,
    PhoneFault,
)
# Where on the row the reason stands; the others concern the organisation or the row as a whole.
COLUMNS: dict[str, RosterColumn] = {
    **dict.fromkeys(NameFault.values, RosterColumn.NAME),
    **dict.fromkeys(IdNumberFault.values, RosterColumn.ID_NUMBER),
    **dict.fromkeys(PhoneFault.values, RosterColumn.PHONE),
    RowFault.NAME_REMARK.value: RosterColumn.NAME,
    RowWarning.NAME_PRIVATE.value: RosterColumn.NAME,
    RowWarning.NAME_DIFFERS.value: RosterColumn.NAME,
    RowFault.ID_TWICE.value: RosterColumn.ID_NUMBER,
    RowFault.ID_DIFFERS.value: RosterColumn.ID_NUMBER,
    RowWarning.ID_MISSING.value: RosterColumn.ID_NUMBER,
    RowFault.PHONE_TWICE.value: RosterColumn.PHONE,
    RowFault.PHONE_TAKEN.value: RosterColumn.PHONE,
    RowFault.GENDER.value: RosterColumn.GENDER,
    RowWarning.GENDER_DIFFERS.value: RosterColumn.GENDER,
    RowFault.DATE.value: RosterColumn.STARTS_ON,
    RowFault.DATE_EARLY.value: RosterColumn.STARTS_ON,
    RowFault.DATE_FUTURE.value: RosterColumn.STARTS_ON,
    RowWarning.DATE_NO_DAY.value: RosterColumn.STARTS_ON,
    RowFault.POST_LONG.value: RosterColumn.POST,
    RowWarning.LEVEL.value: RosterColumn.LEVEL,
    RowWarning.CATEGORY.value: RosterColumn.CATEGORY,
    RowFault.PLACE_EMPTY.value: RosterColumn.PLACE,
    RowFault.PLACE_UNKNOWN.value: RosterColumn.PLACE,
    RowFault.PLACE_SEVERAL.value: RosterColumn.PLACE,
    RowFault.PLACE_OUTSIDE.value: RosterColumn.PLACE,
    RowWarning.PLACE_ABOLISHED.value: RosterColumn.COUNTY,
}


@cache
def _labels() -> Mapping[str, str | Promise]:
    return {str(reason.value): reason.label for kind in KINDS for reason in kind}


def sentence_of(code: str, facts: Mapping[str, str]) -> str:
    """The sentence for people, in the language of the moment."""
    label = str(_labels().get(code, code))
    named = {**facts, "column": RosterColumn(facts["column"]).label} if "column" in facts else facts
    return label % named if "%(" in label else label


def column_of(code: str, facts: Mapping[str, str]) -> RosterColumn | None:
    """The cell that a reason is about, if it is about one."""
    return RosterColumn(facts["column"]) if "column" in facts else COLUMNS.get(code)


def split(codes: str) -> list[str]:
    """Codes as they are stored: between commas."""
    return [code for code in codes.split(",") if code]


def joined(codes: list[str]) -> str:
    return f",{','.join(dict.fromkeys(codes))}," if codes else ""
