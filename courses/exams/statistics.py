"""How a question did: facility, discrimination, what was chosen. Pure.

Facility is the mean share of the points. Discrimination is D, the facility among the best 27 % less that among the
weakest 27 % of the papers (T. L. Kelley, "The selection of upper and lower groups for the validation of test items",
Journal of Educational Psychology 30, 1939, 17-24); papers are put in order by the share of their *other* points, so
that a question does not judge itself. Read as usual (R. L. Ebel, "Measuring Educational Achievement", 1965): from 0.40
very good, from 0.30 good, from 0.20 to be looked at, below that weak, below nothing probably a wrong key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

GROUP_PERCENT = 27
FEWEST = 10
"""With fewer papers the groups hold one or two people, and D says nothing."""

GOOD, FAIR, WEAK = 30, 20, 0
"""Hundredths of D."""

Id = int | str


@dataclass(frozen=True)
class Taken:
    """One question in one paper; hundredths of a point. `chosen` are ids of options, for kinds that have options."""

    question: Id
    earned: int
    possible: int
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class OptionCount:
    option: str
    chosen: int
    upper: int
    lower: int


@dataclass(frozen=True)
class Item:
    """`facility` 0..100, `discrimination` -100..100, in hundredths; the latter None with fewer than FEWEST papers."""

    question: Id
    papers: int
    facility: int
    discrimination: int | None
    group_size: int
    options: list[OptionCount] = field(default_factory=list)

    @property
    def is_doubtful(self) -> bool:
        return self.discrimination is not None and self.discrimination < FAIR


def analyse(papers: Iterable[Sequence[Taken]], options: Mapping[Id, Sequence[str]]) -> list[Item]:
    """One item a question that was asked, in the order of their ids. `options`: ids of a question's options."""
    by_question: dict[Id, list[tuple[Fraction, Taken]]] = {}
    for paper in papers:
        earned, possible = sum(one.earned for one in paper), sum(one.possible for one in paper)
        for one in paper:
            rest = possible - one.possible
            others = Fraction(earned - one.earned, rest) if rest else Fraction(0)
            by_question.setdefault(one.question, []).append((others, one))
    return [
        _item(question, by_question[question], options.get(question, ())) for question in sorted(by_question, key=str)
    ]


def _item(question: Id, rows: list[tuple[Fraction, Taken]], options: Sequence[str]) -> Item:
    ordered = [one for _, one in sorted(rows, key=lambda row: row[0])]  # stable: equals stay as they came
    size = max(1, (len(ordered) * GROUP_PERCENT + 50) // 100)
    lower, upper = ordered[:size], ordered[-size:]
    difference = _share(upper) - _share(lower)
    return Item(
        question=question,
        papers=len(ordered),
        facility=_hundredths(_share(ordered)),
        discrimination=_hundredths(difference) if len(ordered) >= FEWEST else None,
        group_size=size,
        options=[
            OptionCount(option, _chose(ordered, option), _chose(upper, option), _chose(lower, option))
            for option in options
        ],
    )


def _share(rows: Sequence[Taken]) -> Fraction:
    return sum((Fraction(one.earned, one.possible) for one in rows), Fraction(0)) / len(rows)


def _chose(rows: Sequence[Taken], option: str) -> int:
    return sum(1 for one in rows if option in one.chosen)


def _hundredths(share: Fraction) -> int:
    """Half upwards."""
    return (2 * share.numerator * 100 + share.denominator) // (2 * share.denominator)


def chosen_ids(kind: str, answer: Any) -> tuple[str, ...]:
    """The options an answer chose, for kinds that have options."""
    if kind in {"single", "multiple"} and isinstance(answer, list):
        return tuple(str(one) for one in answer)
    if kind == "truefalse" and isinstance(answer, bool):
        return (str(answer).lower(),)
    return ()
