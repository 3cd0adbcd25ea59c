"""Which examinations are passed, what is missing, and when a pass lapses. Pure: the same facts, the same answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Passing:
    """All `subjects` within `within_years` consecutive years; `proof_years` is how long a proof of passing is valid."""

    subjects: frozenset[str]
    within_years: int = 1
    proof_years: int | None = None
    needs_review: bool = False


@dataclass(frozen=True, order=True)
class Pass:
    """One subject passed in one year."""

    year: int
    subject: str


@dataclass(frozen=True)
class ExamStanding:
    """Where somebody stands in a year.

    `passed_in` is the first year at whose end the examination as a whole was passed. Before that `held` are the passes
    that still count, each with the last year in which the rest can be passed, `lapsed` those that no longer do, and
    `missing` the subjects still to pass. `proof_until` is the last year of the proof of passing.
    """

    passed_in: int | None
    held: tuple[tuple[str, int], ...]
    lapsed: tuple[Pass, ...]
    missing: frozenset[str]
    proof_until: int | None = None

    @property
    def complete_by(self) -> int | None:
        """The year in which the first of the passes that still count will lapse; nothing when none is held."""
        return min((last for _, last in self.held), default=None)


def exam_standing(passing: Passing, passes: Iterable[Pass], *, year: int) -> ExamStanding:
    """Where the passes lead in `year`; passes of later years and of other subjects are left out."""
    counted = sorted({one for one in passes if one.subject in passing.subjects and one.year <= year})
    passed_in = _passed_in(passing, counted)
    if passed_in is not None:
        until = None if passing.proof_years is None else passed_in + passing.proof_years
        return ExamStanding(passed_in, (), (), frozenset(), until)
    first = year - passing.within_years + 1
    held = {one.subject: one.year + passing.within_years - 1 for one in counted if one.year >= first}
    lapsed = tuple(one for one in counted if one.year < first)
    return ExamStanding(None, tuple(sorted(held.items())), lapsed, passing.subjects - held.keys())


def _passed_in(passing: Passing, counted: list[Pass]) -> int | None:
    """The first year that closes a window with every subject in it."""
    latest: dict[str, int] = {}
    for one in counted:  # in order of years
        latest[one.subject] = one.year
        if len(latest) == len(passing.subjects) and min(latest.values()) > one.year - passing.within_years:
            return one.year
    return None
