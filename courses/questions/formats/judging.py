"""The verdict on every question of a file: what checking says of the drafts, and which of them are there already."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from ...enums import BankKind, Difficulty
from ...enums.checking import DraftFault
from ...enums.question_faults import QuestionDoubt, QuestionFault, QuestionFileFault, QuestionLoss, QuestionNote
from ...enums.question_imports import PlaceKind, QuestionFormat
from ..checking import faults
from ..draft import QuestionDraft
from ..fingerprint import fingerprint_of
from ..neutral import neutral
from .found import Finding, Parsed, Reading
from .layout_read import read_cells
from .layout_write import cells_of
from .plain_text import DROPPED

CHECK = "check:"
OWN_CELLS = {QuestionFormat.GIFT, QuestionFormat.MOODLE_XML, QuestionFormat.QTI}
DOUBLES = {QuestionDoubt.DOUBLE_IN_FILE.value, QuestionDoubt.DOUBLE_IN_BANK.value}
ONLY_NOTED = {DraftFault.NO_REFERENCE}
"""A question that a person marks may come without a model answer."""
ENUMS = (QuestionFileFault, QuestionFault, QuestionDoubt, QuestionNote, QuestionLoss)


def judge(reading: Reading, in_bank: Collection[str] = ()) -> list[str]:
    """Finish the questions of a file; answers their fingerprints, empty for those without a draft."""
    prints = []
    for parsed in reading.questions:
        if reading.format in OWN_CELLS and parsed.draft is not None:
            parsed.cells = cells_of(parsed.draft)
        prints.append(finish(parsed))
    mark_doubles(zip(reading.questions, prints, strict=True), in_bank)
    return prints


def judge_cells(parsed: Parsed) -> str:
    """Read corrected fields again; answers the fingerprint."""
    parsed.draft, parsed.faults, parsed.doubts, parsed.is_question = None, [], [], True
    read_cells(parsed)
    return finish(parsed)


def finish(parsed: Parsed) -> str:
    parsed.cells = cleaned(parsed.cells)
    draft = parsed.draft
    if draft is None or parsed.faults:
        if parsed.is_question and not parsed.faults:
            parsed.fault(QuestionFault.UNREAD)
        parsed.draft = None
        return ""
    draft = parsed.draft = neutral(draft_from(cleaned(facts_of(draft))))
    for found in faults(draft):
        finding = Finding(f"{CHECK}{found.code.value}", {"part": str(found.place)} if found.place else {})
        target = parsed.faults if found.is_blocking else parsed.notes if found.code in ONLY_NOTED else parsed.doubts
        if finding not in target:
            target.append(finding)
    if parsed.faults:
        parsed.draft = None
        return ""
    return fingerprint_of(draft)


def mark_doubles(questions: Iterable[tuple[Parsed, str]], in_bank: Collection[str]) -> None:
    first: dict[str, Parsed] = {}
    for parsed, fingerprint in questions:
        if not fingerprint:
            continue
        if fingerprint in in_bank:
            parsed.doubt(QuestionDoubt.DOUBLE_IN_BANK)
        elif (earlier := first.setdefault(fingerprint, parsed)) is not parsed:
            parsed.doubt(QuestionDoubt.DOUBLE_IN_FILE, place=place_text(earlier.place_kind, earlier.place))


def is_double(parsed: Parsed) -> bool:
    return any(doubt.code in DOUBLES for doubt in parsed.doubts)


def place_text(kind: str, place: str) -> str:
    return str(PlaceKind(kind).label) % {"place": place}


def sentence_of(code: str, facts: dict[str, str]) -> str:
    """The sentence for people, in the language of the moment."""
    if code.startswith(CHECK):
        sentence = str(DraftFault(code.removeprefix(CHECK)).label)
    else:
        label = next((str(enum(code).label) for enum in ENUMS if code in enum.values), code)
        sentence = label % facts if "%(" in label and _has_all(label, facts) else label
    if part := facts.get("part"):
        return _("Question %(number)s of the case: %(reason)s") % {"number": part, "reason": sentence}
    return sentence


def facts_of(draft: QuestionDraft) -> dict[str, Any]:
    return {
        "kind": draft.kind.value,
        "stem": draft.stem,
        "content": draft.content,
        "key": draft.key,
        "explanation": draft.explanation,
        "difficulty": draft.difficulty.value,
        "centipoints": draft.centipoints,
        "tags": list(draft.tags),
    }


def draft_from(facts: dict[str, Any]) -> QuestionDraft:
    return QuestionDraft(
        **{
            **facts,
            "kind": BankKind(facts["kind"]),
            "difficulty": Difficulty(facts["difficulty"]),
            "tags": tuple(facts["tags"]),
        }
    )


def cleaned(value: Any) -> Any:
    """Without characters that no database stores."""
    if isinstance(value, str):
        return DROPPED.sub("", value)
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {key: cleaned(one) for key, one in value.items()}
    return value


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _has_all(label: str, facts: dict[str, str]) -> bool:
    try:
        label % facts
    except (KeyError, ValueError, TypeError):
        return False
    return True
