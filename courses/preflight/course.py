"""What stands against a whole course."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..enums.preflight import FindingCode
from .facts import Citation
from .findings import Finding
from .regulations import judge_citations


@dataclass(frozen=True)
class LessonStanding:
    """A lesson of the course; `is_on_its_way`: published, or submitted. `blocked_by` counts what stands against it."""

    title: str
    seconds: int
    is_on_its_way: bool
    blocked_by: int = 0


@dataclass(frozen=True)
class CourseFacts:
    """`is_live`: published before, so that a lesson still being written does not hold up a correction."""

    lessons: tuple[LessonStanding, ...] = ()
    citations: tuple[Citation, ...] = ()
    is_live: bool = False

    @property
    def seconds(self) -> int:
        return sum(lesson.seconds for lesson in self.lessons)


def judge_course(facts: CourseFacts, *, on: dt.date) -> list[Finding]:
    """Everything there is to say, what blocks first."""
    found = [*_lessons(facts), *judge_citations(facts.citations, on=on)]
    return sorted(found, key=lambda finding: not finding.is_blocking)


def _lessons(facts: CourseFacts) -> list[Finding]:
    if not facts.lessons:
        sentence = _("The course has no lessons yet.")
        return [Finding(FindingCode.NO_LESSONS, sentence, "title", is_blocking=not facts.is_live, is_of_course=True)]
    found = []
    waiting = [lesson.title for lesson in facts.lessons if not lesson.is_on_its_way]
    if waiting:
        sentence = _("Neither published nor submitted: %(titles)s. Submit them first, then the course.") % {
            "titles": _titles(waiting)
        }
        code = FindingCode.LESSONS_NOT_SUBMITTED
        found.append(Finding(code, sentence, "title", is_blocking=not facts.is_live, is_of_course=True))
    blocked = [lesson.title for lesson in facts.lessons if lesson.blocked_by and lesson.is_on_its_way]
    if blocked:
        sentence = _("Lessons that would be refused as they are now: %(titles)s.") % {"titles": _titles(blocked)}
        code = FindingCode.LESSONS_BLOCKED
        found.append(Finding(code, sentence, "title", is_blocking=not facts.is_live, is_of_course=True))
    return found


def _titles(titles: list[str]) -> str:
    return ", ".join(f"“{title}”" for title in titles)
