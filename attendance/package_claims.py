"""What the state that a part of a package reports says, and what the part goes on from. Pure.

`state` is `{"cmi": ...}` in the form of SCORM 1.2 or 2004. All of it is claimed by third-party content in the
learner's own browser: it is shown, and neither time nor anything else is credited by it (hours.md, section 1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from .enums import PackageCompletion, PackageSuccess
from .package_state import map_of, refuse_shape, text_of

State = dict[str, Any]
LONGEST_LOCATION = 1000
MOST_SECONDS = 2**31 - 1
CLOCK = re.compile(r"(\d{1,6}):([0-5]\d):([0-5]\d)(?:\.\d{1,2})?$", re.ASCII)
PERIOD = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,6})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})(?:\.\d{1,9})?S)?)?$",
    re.ASCII,
)
PERIOD_SECONDS = (365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1)

STATUS_12 = {
    "passed": (PackageCompletion.COMPLETED, PackageSuccess.PASSED),
    "failed": (PackageCompletion.COMPLETED, PackageSuccess.FAILED),
    "completed": (PackageCompletion.COMPLETED, PackageSuccess.UNKNOWN),
    "incomplete": (PackageCompletion.INCOMPLETE, PackageSuccess.UNKNOWN),
    "browsed": (PackageCompletion.INCOMPLETE, PackageSuccess.UNKNOWN),
}


@dataclass(frozen=True)
class Claims:
    """Scores are rounded to the places they are kept with; None where nothing usable is reported."""

    completion: PackageCompletion
    success: PackageSuccess
    score_raw: Decimal | None
    score_max: Decimal | None
    score_scaled: Decimal | None
    location: str
    seconds: int


def claims_of(state: State, *, is_2004: bool) -> Claims:
    """Raises BadPackageState for what is no state at all; a value that makes no sense is read as not reported."""
    refuse_shape(state)
    cmi = state["cmi"]
    if is_2004:
        completion = _word(PackageCompletion, cmi.get("completion_status"))
        success = _word(PackageSuccess, cmi.get("success_status"))
        core, score, location = cmi, map_of(cmi.get("score")), text_of(cmi.get("location"))
    else:
        core = map_of(cmi.get("core"))
        nothing = (PackageCompletion.UNKNOWN, PackageSuccess.UNKNOWN)
        completion, success = STATUS_12.get(text_of(core.get("lesson_status")), nothing)
        score, location = map_of(core.get("score")), text_of(core.get("lesson_location"))
    scaled = _number(score.get("scaled"), 4)
    return Claims(
        completion=completion,
        success=success,
        score_raw=_number(score.get("raw"), 2),
        score_max=_number(score.get("max"), 2),
        score_scaled=scaled if scaled is not None and abs(scaled) <= 1 else None,
        location=location[:LONGEST_LOCATION],
        seconds=seconds_of(text_of(core.get("total_time")) or text_of(core.get("session_time"))),
    )


def resumed(state: State, *, is_2004: bool) -> State:
    """The state as the next opening starts from it: all the part has kept, and how it was left."""
    cmi = dict(map_of(state.get("cmi")))
    if not cmi:
        return {}
    if is_2004:
        cmi["entry"] = _entry(text_of(cmi.get("exit")), text_of(cmi.get("completion_status")) == "completed")
        for name in ("exit", "session_time"):
            cmi.pop(name, None)
        return {"cmi": cmi}
    core = dict(map_of(cmi.get("core")))
    is_over = text_of(core.get("lesson_status")) in {"passed", "failed", "completed"}
    core["entry"] = _entry(text_of(core.get("exit")), is_over)
    for name in ("exit", "session_time"):
        core.pop(name, None)
    return {"cmi": {**cmi, "core": core}}


def _entry(left: str, is_over: bool) -> str:
    """Closed by the browser, a part has said nothing of how it ended: unless it was over, it goes on."""
    return "resume" if left == "suspend" or not is_over else ""


def seconds_of(text: str) -> int:
    """Of a time as SCORM 1.2 (`HHHH:MM:SS.SS`) or 2004 (`PT1H5M`) write it; 0 for anything else."""
    if clock := CLOCK.match(text):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return min(hours * 3600 + minutes * 60 + seconds, MOST_SECONDS)
    if period := PERIOD.match(text):
        counts = (int(part or 0) for part in period.groups())
        return min(sum(count * unit for count, unit in zip(counts, PERIOD_SECONDS, strict=True)), MOST_SECONDS)
    return 0


def _word(words: Any, value: object) -> Any:
    text = text_of(value)
    return words(text) if text in words.values else words.UNKNOWN


def _number(value: object, places: int) -> Decimal | None:
    text = text_of(value).strip()
    try:
        number = Decimal(text) if re.fullmatch(r"-?\d{1,7}(\.\d{1,20})?", text, re.ASCII) else None
    except InvalidOperation:
        return None
    return None if number is None else round(number, places)
