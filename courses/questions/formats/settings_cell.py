"""The column with settings: name=value, one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from ...enums import MultipleScoring
from ...enums.question_faults import QuestionDoubt
from .escaped import split
from .found import Parsed
from .words import value_of, written

BETWEEN = "\uff1b;\n"
YES = {"yes": True, "no": False}
MOST_CHARACTERS = 20_000
Settings = dict[str, bool | int | str]


def read_settings(cell: str, parsed: Parsed) -> Settings:
    found: Settings = {}
    for part in split(cell[:2_000], BETWEEN):
        if not part.strip():
            continue
        name, _, given = part.replace("\uff1d", "=").replace("\uff1a", "=").replace(":", "=").partition("=")
        known = value_of("setting", name)
        value = _value(known, given.strip()) if known else None
        if known is None or value is None:
            parsed.doubt(QuestionDoubt.SETTING, word=part.strip())
        else:
            found[known] = value
    return found


def write_settings(settings: Mapping[str, bool | int | str]) -> str:
    return "\uff1b".join(f"{written('setting', name)}={_word(name, value)}" for name, value in settings.items())


def _value(name: str, given: str) -> bool | int | str | None:
    if name == "scoring":
        word = value_of("scoring", given)
        return word if word in MultipleScoring.values else None
    if name == "most_characters":
        is_number = given.isascii() and given.isdecimal() and len(given) < 7
        return max(1, min(int(given), MOST_CHARACTERS)) if is_number else None
    return YES.get(value_of("yes", given) or "")


def _word(name: str, value: bool | int | str) -> str:
    if isinstance(value, bool):
        return written("yes", "yes" if value else "no")
    return written("scoring", value) if isinstance(value, str) and name == "scoring" else str(value)
