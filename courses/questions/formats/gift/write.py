"""Drafts as GIFT."""

from __future__ import annotations

import re
from typing import Any

from ....enums import BankKind, Difficulty, MultipleScoring
from ....enums.question_faults import QuestionLoss
from ...draft import WHOLE_POINT, QuestionDraft
from .. import build
from ..fractions import percent_text, shares_of
from ..losses import Losses
from ..typed import plain_number

SIGNS = re.compile(r"[\\~=#{}:]")
FORMATTED = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)


def gift_of(draft: QuestionDraft, losses: Losses) -> str:
    """The question with the comment that holds its tags; empty where GIFT has no such question."""
    answers = _answers(draft, losses)
    if answers is None:
        return ""
    losses.add_if(draft.difficulty != Difficulty.MEDIUM, QuestionLoss.DIFFICULTY)
    losses.add_if(draft.centipoints != WHOLE_POINT, QuestionLoss.POINTS)
    losses.add_if(not draft.content.get("shuffle", True), QuestionLoss.SHUFFLE)
    feedback = f"####{text(draft.explanation)}" if draft.explanation else ""
    tags = "".join(f" [tag:{_tag(tag)}]" for tag in draft.tags)
    comment = f"//{tags}\n" if tags else ""
    return f"{comment}[plain]{_plain(draft.stem)}{{{answers}{feedback}}}\n\n"


def text(value: str) -> str:
    """Escaped; one that begins like a format says of itself that it is plain."""
    return f"[plain]{_plain(value)}" if FORMATTED.match(value) else _plain(value)


def _plain(value: str) -> str:
    return SIGNS.sub(lambda found: f"\\{found[0]}", value).replace("\n", "\\n")


def _tag(tag: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", tag)


def _answers(draft: QuestionDraft, losses: Losses) -> str | None:
    match draft.kind:
        case BankKind.SINGLE | BankKind.MULTIPLE:
            losses.add_if(draft.key.get("scoring") == MultipleScoring.ALL.value, QuestionLoss.ALL)
            return _choice(draft)
        case BankKind.TRUE_FALSE:
            return "TRUE" if draft.key["correct"] else "FALSE"
        case BankKind.FILL:
            return _fill(draft, losses)
        case BankKind.MATCHING:
            return _pairs(draft, losses)
        case BankKind.SHORT:
            losses.add_if(bool(draft.key["reference"]), QuestionLoss.REFERENCE)
            return _short(draft, losses)
        case BankKind.ESSAY:
            losses.add_if(bool(draft.key["reference"]), QuestionLoss.REFERENCE)
            losses.add_if(bool(draft.key["rubric"]), QuestionLoss.RUBRIC)
            losses.add_if(_has_own_limit(draft), QuestionLoss.MOST_CHARACTERS)
            return ""
        case _:
            losses.add(QuestionLoss.KIND, kind=draft.kind.label)
            return None


def _choice(draft: QuestionDraft) -> str:
    parts = []
    for option, share in shares_of(draft):
        if draft.kind == BankKind.SINGLE and share == 100:
            parts.append(f"={text(option)}")
        else:
            weight = f"%{percent_text(share)}%" if share else ""
            parts.append(f"~{weight}{text(option)}")
    return "\n" + "\n".join(parts) + "\n"


def _fill(draft: QuestionDraft, losses: Losses) -> str | None:
    if len(draft.key["blanks"]) > 1:
        losses.add(QuestionLoss.SEVERAL_BLANKS)
        return None
    losses.add_if(bool(draft.key.get("match_case")), QuestionLoss.MATCH_CASE)
    losses.add_if(bool(draft.content.get("any_order")), QuestionLoss.ANY_ORDER)
    return _accepted(draft.key["blanks"][0], losses)


def _short(draft: QuestionDraft, losses: Losses) -> str | None:
    losses.add_if(_has_own_limit(draft), QuestionLoss.MOST_CHARACTERS)
    if not draft.key["accepted"]:
        losses.add(QuestionLoss.SHORT_ESSAY)
        return ""
    losses.add(QuestionLoss.SHORT)
    return _accepted(draft.key["accepted"], losses)


def _accepted(accepted: list[dict[str, Any]], losses: Losses) -> str | None:
    are_numbers = ["number" in one for one in accepted]
    if any(are_numbers) != all(are_numbers):
        losses.add(QuestionLoss.MIXED_ANSWERS)
        return None
    sign = "#" if all(are_numbers) else ""
    return sign + " ".join(f"={_share(one)}{_one(one)}" for one in accepted)


def _one(accepted: dict[str, Any]) -> str:
    if "number" in accepted:
        return f"{plain_number(accepted['number'])}:{plain_number(accepted.get('tolerance', '0'))}"
    given = accepted["text"]
    return text(given if accepted.get("wildcard") else given.replace("*", "\\*"))


def _share(accepted: dict[str, Any]) -> str:
    percent = accepted.get("percent", 100)
    return "" if percent == 100 else f"%{percent}%"


def _pairs(draft: QuestionDraft, losses: Losses) -> str | None:
    rights = {one["id"]: one["text"] for one in draft.content["right"]}
    pairs = [(one["text"], rights[draft.key["pairs"][one["id"]]]) for one in draft.content["left"]]
    used = set(draft.key["pairs"].values())
    pairs += [("", right) for name, right in rights.items() if name not in used]
    if any("->" in left for left, _ in pairs):
        losses.add(QuestionLoss.TEXT)
        return None
    return "\n" + "\n".join(f"={text(left)} -> {text(right)}" for left, right in pairs) + "\n"


def _has_own_limit(draft: QuestionDraft) -> bool:
    return bool(draft.content.get("most_characters") != build.MOST_CHARACTERS[draft.kind])
