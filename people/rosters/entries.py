"""One row of a roster by itself: what it says, and what is wrong with it."""

from __future__ import annotations

import datetime as dt

from ..enums import IdNumberFault, RosterColumn, RowFault, RowNote, RowWarning
from ..errors import Malformed
from ..identity import IdNumber, parse_id_number
from ..names import PRIVATE_FORMS, parse_name
from ..phones import parse_phone
from ..typing_traces import without_invisible
from .columns import meaning
from .dates import parse_day
from .findings import Cells, Entry
from .words import is_nothing, is_total, plain_word, value_of

EARLIEST = dt.date(1949, 10, 1)
LONGEST_POST = 60
FEWEST_DIGITS = 7  # of anything that was meant as a number of a person
TEXT_SIGN = "'"
BRACKETS = set("()[]{}\uff08\uff09\u3010\u3011\u300a\u300b")
NOT_STORED = {RosterColumn.REMARK, RosterColumn.EDUCATION}


def read_entry(number: int, line: int, cells: Cells, *, today: dt.date, from_1904: bool = False) -> Entry:
    """Judge a row without looking anywhere else. `number` counts from the heading, which is 1."""
    entry = Entry(number, line)
    if note := _note(cells):
        entry.find(note)
        return entry
    _refuse_formulas(entry, cells)
    _read_name(entry, cells.get(RosterColumn.NAME, ""))
    _read_phone(entry, cells.get(RosterColumn.PHONE, ""))
    number_found = _read_id_number(entry, cells.get(RosterColumn.ID_NUMBER, ""), today)
    _read_gender(entry, cells.get(RosterColumn.GENDER, ""), number_found)
    _read_day(entry, cells.get(RosterColumn.STARTS_ON, ""), today, from_1904)
    _read_post(entry, cells)
    return entry


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this text; a phone number with its country code is none."""
    plain = without_invisible(text).strip().lstrip("'")
    return plain.startswith(("=", "@", "\uff1d")) or (plain[:1] in {"+", "-"} and "(" in plain)


def _note(cells: Cells) -> RowNote | None:
    filled = [text for text in cells.values() if text.strip()]
    if not filled:
        return RowNote.EMPTY
    numbers = (cells.get(column, "") for column in (RosterColumn.ID_NUMBER, RosterColumn.PHONE))
    is_person = any(sum(map(str.isdigit, number)) >= FEWEST_DIGITS for number in numbers)
    if is_total(cells.get(RosterColumn.NAME, "") or filled[0]) and not is_person:
        return RowNote.TOTAL
    if len(filled) > 1 and all(meaning(text) for text in filled):
        return RowNote.HEADING
    return None


def _refuse_formulas(entry: Entry, cells: Cells) -> None:
    for column, text in cells.items():
        if is_formula(text):
            if column in NOT_STORED:
                entry.find(RowWarning.FORMULA_REMARK)
            else:
                entry.find(RowFault.FORMULA, column=str(column.value))


def _read_name(entry: Entry, text: str) -> None:
    private = [PRIVATE_FORMS[ord(character)] for character in text if ord(character) in PRIVATE_FORMS]
    try:
        entry.name = parse_name(text)
    except Malformed as refusal:
        entry.find(RowFault.NAME_REMARK if BRACKETS.intersection(text) else refusal.fault)
    else:
        if private:
            entry.find(RowWarning.NAME_PRIVATE, character="".join(private))


def _read_phone(entry: Entry, text: str) -> None:
    try:
        entry.phone = parse_phone("" if is_nothing(text) else text)
    except Malformed as refusal:
        entry.find(refusal.fault)


def _read_id_number(entry: Entry, text: str, today: dt.date) -> IdNumber | None:
    if is_nothing(text):
        entry.find(RowWarning.ID_MISSING)
        return None
    try:
        found = parse_id_number(text, today=today)
        # A number that Excel has rounded passes the check one time in eleven. A text sign says that it was typed so.
        if found.number.endswith("000") and not text.lstrip().startswith(TEXT_SIGN):
            raise Malformed(IdNumberFault.ROUNDED)
    except Malformed as refusal:
        entry.find(refusal.fault)
        return None
    entry.id_number = found.number
    if found.is_doubtful_on(today):
        entry.find(RowWarning.AGE)
    return found


def _read_gender(entry: Entry, text: str, number: IdNumber | None) -> None:
    if is_nothing(text):
        return
    gender = value_of("gender", text)
    if gender is None:
        entry.find(RowFault.GENDER)
    elif number and number.is_male != (gender == "male"):
        entry.find(RowWarning.GENDER_DIFFERS)


def _read_day(entry: Entry, text: str, today: dt.date, from_1904: bool) -> None:
    if is_nothing(text):
        return
    written = parse_day(text, from_1904=from_1904)
    if written is None:
        entry.find(RowFault.DATE)
    elif written.day > today:
        entry.find(RowFault.DATE_FUTURE)
    elif written.day < EARLIEST:
        entry.find(RowFault.DATE_EARLY)
    else:
        entry.starts_on = written.day
        if not written.is_whole:
            entry.find(RowWarning.DATE_NO_DAY)


def _read_post(entry: Entry, cells: Cells) -> None:
    post, level = cells.get(RosterColumn.POST, ""), cells.get(RosterColumn.LEVEL, "")
    category = cells.get(RosterColumn.CATEGORY, "")
    entry.post = "" if is_nothing(post) else " ".join(without_invisible(post).split())
    if len(entry.post) > LONGEST_POST:
        entry.find(RowFault.POST_LONG)
    entry.level = "" if not plain_word(level) else value_of("level", level) or ""
    if not entry.level and not is_nothing(level):
        entry.find(RowWarning.LEVEL)
    entry.category = value_of("category", category) or ""
    if not entry.category and not is_nothing(category):
        entry.find(RowWarning.CATEGORY)
