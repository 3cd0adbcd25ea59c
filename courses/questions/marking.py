"""What an answer earns. Pure, total, and in whole hundredths of a point, cut down.

An answer comes from a browser: of whatever shape it is, marking answers, and nothing earns more than the question.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..enums import BankKind, MultipleScoring
from .accepting import percent_of, plain
from .assigning import best_sum
from .points import points_of_parts

Facts = dict[str, Any]
WHOLE, NOTHING = Fraction(100), Fraction(0)
# A third of 3 points is 1 point: decimals would cut it down to 0.99.


@dataclass(frozen=True)
class Mark:
    """`earned` in hundredths of a point; None while a person must mark it. `parts` are those of a case, by id."""

    earned: int | None
    most: int
    parts: dict[str, Mark] = field(default_factory=dict)

    @property
    def is_right(self) -> bool | None:
        return None if self.earned is None else self.earned == self.most

    @property
    def earned_so_far(self) -> int:
        """Of a case the parts that are marked; else what is earned, 0 while it waits."""
        if self.parts:
            return sum(part.earned_so_far for part in self.parts.values())
        return self.earned or 0


def mark(kind: str, content: Facts, key: Facts, answer: Any, centipoints: int) -> Mark:
    """Mark one answer; see `draft` for the shapes. No answer earns nothing, and waits for nobody.

    `centipoints` may be others than the question's own: the parts of a case then earn their share of them.
    """
    if kind == BankKind.CASE:
        return _case(content, key, answer, centipoints)
    if _is_empty(answer):
        return Mark(0, centipoints)
    percent = RULES[BankKind(kind)](content, key, answer)
    return Mark(None if percent is None else _share(percent, centipoints), centipoints)


def _share(percent: Fraction, centipoints: int) -> int:
    return int(min(WHOLE, max(NOTHING, percent)) * centipoints / WHOLE)


def is_answered(answer: Any) -> bool:
    """Whether there is anything at all; spaces are nothing."""
    return not _is_empty(answer)


def _is_empty(answer: Any) -> bool:
    """Not deeper than an answer goes: nests of any depth come in."""
    if isinstance(answer, dict | list):
        inner = answer.values() if isinstance(answer, dict) else answer
        return not any(_is_something(one) for one in inner)
    return not _is_something(answer)


def _is_something(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, dict):
        return any(one not in (None, "", [], {}) for one in value.values())
    return value is not None and value != []


def _chosen(content: Facts, answer: Any) -> set[str]:
    given = answer if isinstance(answer, list) else [answer]
    known = {option["id"] for option in content["options"]}
    return {one for one in given if isinstance(one, str) and one in known}


def _weights(key: Facts) -> dict[str, Fraction]:
    return {option: Fraction(Decimal(str(weight))) for option, weight in key.get("weights", {}).items()}


def _single(content: Facts, key: Facts, answer: Any) -> Fraction:
    chosen = _chosen(content, answer)
    if len(chosen) != 1:
        return NOTHING
    option = chosen.pop()
    return WHOLE if option in key["correct"] else _weights(key).get(option, NOTHING)


def _multiple(content: Facts, key: Facts, answer: Any) -> Fraction:
    chosen, correct = _chosen(content, answer), set(key["correct"])
    scoring = key.get("scoring", MultipleScoring.ALL)
    if scoring == MultipleScoring.WEIGHTS:
        weights = _weights(key)
        # Thirds of Moodle add up to 99.99999.
        total = sum((weights.get(option, NOTHING) for option in chosen), NOTHING)
        return WHOLE if chosen == correct else total
    if chosen == correct:
        return WHOLE
    if scoring == MultipleScoring.SHARE and chosen < correct:
        return WHOLE * len(chosen) / len(correct)
    return NOTHING


def _true_false(content: Facts, key: Facts, answer: Any) -> Fraction:
    return WHOLE if isinstance(answer, bool) and answer is key["correct"] else NOTHING


def _fill(content: Facts, key: Facts, answer: Any) -> Fraction:
    blanks = key["blanks"]
    given = [one if isinstance(one, str) else "" for one in (answer if isinstance(answer, list) else [answer])]
    given = (given + [""] * len(blanks))[: len(blanks)]
    match_case = bool(key.get("match_case"))
    if not content.get("any_order"):
        each = [percent_of(text, accepted, match_case=match_case) for text, accepted in zip(given, blanks, strict=True)]
        return Fraction(sum(each, Decimal(0))) / len(blanks)
    given = _once(given, match_case=match_case)
    worth = [[percent_of(text, accepted, match_case=match_case) for accepted in blanks] for text in given]
    return Fraction(best_sum(worth)) / len(blanks)


def _once(given: list[str], *, match_case: bool) -> list[str]:
    """The same text twice counts once: where any two of several are asked for, one named twice is one."""
    seen: set[str] = set()
    kept = []
    for text in given:
        folded = plain(text, match_case=match_case)
        kept.append("" if folded in seen else text)
        seen.add(folded)
    return kept


def _matching(content: Facts, key: Facts, answer: Any) -> Fraction:
    pairs = key["pairs"]
    given = answer if isinstance(answer, dict) else {}
    right = sum(1 for left, wanted in pairs.items() if given.get(left) == wanted)
    return WHOLE * right / len(pairs)


def _ordering(content: Facts, key: Facts, answer: Any) -> Fraction:
    """Each neighbourhood that is right earns its share, so that one slip does not cost everything."""
    order = key["order"]
    given = answer if isinstance(answer, list) else []
    if given == order:
        return WHOLE
    if not all(isinstance(one, str) for one in given) or sorted(given) != sorted(order) or len(order) < 2:
        return NOTHING
    wanted = set(pairwise(order))
    right = sum(1 for pair in pairwise(given) if pair in wanted)
    return WHOLE * right / (len(order) - 1)


def _short(content: Facts, key: Facts, answer: Any) -> Fraction | None:
    if not isinstance(answer, str):
        return NOTHING
    percent = percent_of(answer, key.get("accepted", []))
    return Fraction(percent) if percent > 0 else None


def _essay(content: Facts, key: Facts, answer: Any) -> Fraction | None:
    return None if isinstance(answer, str) else NOTHING


def _case(content: Facts, key: Facts, answer: Any, centipoints: int) -> Mark:
    given = answer if isinstance(answer, dict) else {}
    most = points_of_parts(content, centipoints)
    parts = {
        name: mark(part["kind"], part["content"], key["parts"][name]["key"], given.get(name), most[name])
        for name, part in ((part["id"], part) for part in content["parts"])
    }
    waits = any(part.earned is None for part in parts.values())
    total = sum(part.earned_so_far for part in parts.values())
    return Mark(None if waits else total, centipoints, parts)


RULES: dict[BankKind, Callable[[Facts, Facts, Any], Fraction | None]] = {
    BankKind.SINGLE: _single,
    BankKind.MULTIPLE: _multiple,
    BankKind.TRUE_FALSE: _true_false,
    BankKind.FILL: _fill,
    BankKind.MATCHING: _matching,
    BankKind.ORDERING: _ordering,
    BankKind.SHORT: _short,
    BankKind.ESSAY: _essay,
}
