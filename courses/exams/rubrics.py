"""What a person has to give points for in one answer. Pure; hundredths of a point, in the question's own scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..enums import BankKind
from ..questions.marking import Mark, mark
from ..questions.points import points_of_parts

Facts = dict[str, Any]
WHOLE = "points"


@dataclass(frozen=True)
class Row:
    """One criterion; `part` is the stem of a case's part."""

    id: str
    text: str
    most: int
    part: str = ""


@dataclass(frozen=True)
class Sheet:
    """`fixed` is what the machine gave for the other parts; `whole` what the question is worth in its own scale."""

    rows: list[Row]
    fixed: int
    whole: int

    def earned(self, given: Mapping[str, int], centipoints: int) -> int:
        """Points in this paper, half upwards, never more than the question. Raises ValueError out of range."""
        most = {row.id: row.most for row in self.rows}
        if set(given) != set(most) or any(not 0 <= given[name] <= most[name] for name in most):
            raise ValueError("points outside the rubric")
        own = min(self.whole, self.fixed + sum(given.values()))
        return (2 * own * centipoints + self.whole) // (2 * self.whole)


def machine(kind: str, content: Facts, key: Facts, answer: Any, *, own: int, centipoints: int) -> int | None:
    """What the machine gives, in points of this paper; a case's parts are worth what they say, then all is scaled."""
    if kind != BankKind.CASE:
        return mark(kind, content, key, answer, centipoints).earned
    earned = mark(kind, content, key, answer, own).earned
    return None if earned is None else earned * centipoints // own


def sheet(kind: str, content: Facts, key: Facts, answer: Any, own: int) -> Sheet:
    if kind == BankKind.CASE:
        return _case(content, key, answer, own)
    rows = _rows(key, own)
    return Sheet(rows, 0, sum(row.most for row in rows))


def _rows(key: Facts, most: int, prefix: str = "", part: str = "") -> list[Row]:
    rubric = key.get("rubric") or [{"id": WHOLE, "text": "", "centipoints": most}]
    return [Row(f"{prefix}{row['id']}", row["text"], int(row["centipoints"]), part) for row in rubric]


def _case(content: Facts, key: Facts, answer: Any, own: int) -> Sheet:
    given: Mark = mark(BankKind.CASE, content, key, answer, own)
    rows: list[Row] = []
    fixed = 0
    most = points_of_parts(content, own)
    for part in content["parts"]:
        earned = given.parts[part["id"]].earned
        if earned is None:
            rows += _rows(key["parts"][part["id"]]["key"], most[part["id"]], f"{part['id']}.", part["stem"])
        else:
            fixed += earned
    return Sheet(rows, fixed, own)
