"""Whether a question can be asked: what is wrong with a draft, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..enums import BankKind
from ..enums.checking import DOUBTS, DraftFault
from .checking_kinds import BLANK, CONTROL, LONGEST, faults_of_kind, faults_of_text
from .draft import QuestionDraft
from .shapes import is_shaped

__all__ = ["BLANK", "LONGEST", "Fault", "faults"]

MOST_PARTS = 50
LONGEST_TAG = 100
MOST_CENTIPOINTS = 100_000
Facts = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """`code` is stable; `place` names the part of a case, from 1, else 0; `field` the field of the form."""

    code: DraftFault
    field: str
    place: int = 0

    @property
    def sentence(self) -> str:
        return str(self.code.label)

    @property
    def is_blocking(self) -> bool:
        return self.code not in DOUBTS


def faults(draft: QuestionDraft) -> list[Fault]:
    """Empty for a question that can be asked as it is. Never raises, whatever is in `content` and `key`."""
    found = [Fault(code, "stem") for code in faults_of_text(draft.stem, is_needed=True)]
    found += [Fault(code, "explanation") for code in faults_of_text(draft.explanation)]
    if not 1 <= draft.centipoints <= MOST_CENTIPOINTS:
        found.append(Fault(DraftFault.POINTS if draft.centipoints < 1 else DraftFault.POINTS_MANY, "points"))
    if any(len(tag) > LONGEST_TAG or CONTROL.search(tag) for tag in draft.tags):
        found.append(Fault(DraftFault.TAG, "tags"))
    if not is_shaped(draft.kind, draft.content, draft.key):
        return [*found, Fault(DraftFault.UNREADABLE, "stem")]
    if draft.kind == BankKind.CASE:
        found += _parts(draft)
    else:
        of_kind = faults_of_kind(draft.kind, draft.stem, draft.content, draft.key, draft.centipoints)
        found += [Fault(code, field) for code, field in of_kind]
    return list(dict.fromkeys(found))


def _parts(draft: QuestionDraft) -> Iterator[Fault]:
    parts = draft.content["parts"]
    if not 0 < len(parts) <= MOST_PARTS:
        yield Fault(DraftFault.PARTS, "parts")
    for place, part in enumerate(parts, 1):
        if part["kind"] == BankKind.CASE:
            yield Fault(DraftFault.CASE_IN_CASE, "parts", place)
            continue
        held = draft.key["parts"][part["id"]]
        if part["centipoints"] < 1:
            yield Fault(DraftFault.POINTS, "points", place)
        for code in faults_of_text(part["stem"], is_needed=True):
            yield Fault(code, "stem", place)
        for code in faults_of_text(held.get("explanation", "")):
            yield Fault(code, "explanation", place)
        kind = BankKind(part["kind"])
        for code, field in faults_of_kind(kind, part["stem"], part["content"], held["key"], part["centipoints"]):
            yield Fault(code, field, place)
    if parts and sum(part["centipoints"] for part in parts) != draft.centipoints:
        yield Fault(DraftFault.SUM_OF_PARTS, "points")
