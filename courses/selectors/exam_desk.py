"""Reading exams for whoever sets and marks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from people.models import User
from people.names import mask

from ..enums import BankKind, Difficulty
from ..enums.exams import AttemptState
from ..exams import timing
from ..exams.drawing import Rule
from ..exams.scoring import percent_of
from ..exams.statistics import Item, Taken, analyse, chosen_ids
from ..models import Exam, ExamAttempt, ExamResult, ExamSection, ExtraTime, QuestionVersion
from .exam_results import unmarked_by


@dataclass(frozen=True)
class SectionLine:
    """A section in words; `matching` is how many questions it could ask, `asked` how many it does."""

    section: ExamSection
    asked: int
    matching: int
    words: list[str]

    @property
    def is_short(self) -> bool:
        return self.matching < self.asked or self.asked == 0


def section_lines(sections: Sequence[ExamSection], rules: Sequence[Rule]) -> list[SectionLine]:
    lines = []
    for section, rule in zip(sections, rules, strict=True):
        words = [*(str(point) for point in section.points.all())]
        words += [str(BankKind(kind).label) for kind in section.kinds]
        words += [str(Difficulty(one).label) for one in section.difficulties]
        lines.append(SectionLine(section, rule.size, len(rule.pool) or len(rule.chosen), words))
    return lines


@dataclass(frozen=True)
class AttemptLine:
    """`name` is masked where the viewer may not see the person otherwise."""

    attempt: ExamAttempt
    name: str
    organisation: str
    percent: int | None
    is_passed: bool | None
    is_overdue: bool
    extra: ExtraTime | None


def attempts_of(exam: Exam) -> QuerySet[ExamAttempt]:
    newest = Prefetch("results", ExamResult.objects.order_by("-number"))
    found = exam.attempts.select_related("learner").prefetch_related(newest, "learner__memberships__organisation")
    return found.order_by("-began_at", "pk")


def attempt_lines(attempts: Iterable[ExamAttempt], exam: Exam, viewer: User, at: dt.datetime) -> list[AttemptLine]:
    rows = list(attempts)
    people = [row.learner_id for row in rows]
    seen = set(User.objects.visible_to(viewer).filter(pk__in=people).values_list("pk", flat=True))
    extra = {one.learner_id: one for one in ExtraTime.objects.filter(exam=exam, learner__in=people).order_by("number")}
    return [_line(row, row.learner_id in seen, extra.get(row.learner_id), at) for row in rows]


def _line(attempt: ExamAttempt, is_seen: bool, extra: ExtraTime | None, at: dt.datetime) -> AttemptLine:
    learner = attempt.learner
    results = list(attempt.results.all())
    places = [membership.organisation.name for membership in learner.memberships.all()]
    name = learner.real_name or learner.username
    return AttemptLine(
        attempt=attempt,
        name=name if is_seen else mask(name),
        organisation=places[0] if places else "",
        percent=percent_of(results[0].earned, results[0].possible) if results else None,
        is_passed=results[0].is_passed if results else None,
        is_overdue=attempt.state == AttemptState.OPEN and timing.is_over(attempt.ends_at, at),
        extra=extra if extra and (extra.percent or extra.minutes) else None,
    )


def marking_counts(user: User) -> list[tuple[Exam, int]]:
    """Exams with answers that this person can mark, and how many."""
    waiting = unmarked_by(user).order_by()
    counts: dict[int, int] = {}
    for exam in waiting.values_list("attempt__exam", flat=True):
        counts[exam] = counts.get(exam, 0) + 1
    exams = Exam.objects.filter(pk__in=counts).order_by("course_title", "title", "pk")
    return [(exam, counts[exam.pk]) for exam in exams]


@dataclass(frozen=True)
class ItemLine:
    """Statistics of one question with its newest wording asked."""

    item: Item
    version: QuestionVersion
    option_texts: list[str]


def statistics_of(exam: Exam) -> list[ItemLine]:
    """Of every question asked, over the first marked attempt of each person; four queries."""
    firsts = _first_attempts(exam)
    asked = {attempt.pk: [] for attempt in firsts}  # type: ignore[var-annotated]
    versions: dict[int, QuestionVersion] = {}
    for attempt in firsts:
        for answer in attempt.handed_in.all():
            version = answer.asked.version
            held = versions.get(version.question_id)
            versions[version.question_id] = version if held is None or version.number >= held.number else held
            marks = sorted(answer.marks.all(), key=lambda one: one.number)
            earned = answer.earned if answer.earned is not None else (marks[-1].earned if marks else 0)
            chosen = chosen_ids(version.kind, answer.answer)
            asked[attempt.pk].append(Taken(version.question_id, earned, answer.asked.centipoints, chosen))
    options = {question: _options(version) for question, version in versions.items()}
    items = analyse(asked.values(), {question: [one for one, _text in found] for question, found in options.items()})
    return [
        ItemLine(item, versions[int(item.question)], [text for _id, text in options[int(item.question)]])
        for item in items
    ]


def _first_attempts(exam: Exam) -> list[ExamAttempt]:
    """One a person: answers of a second attempt depend on the first."""
    attempts = exam.attempts.filter(state=AttemptState.MARKED).order_by("began_at")
    attempts = attempts.prefetch_related("handed_in__asked__version", "handed_in__marks")
    firsts: dict[Any, ExamAttempt] = {}
    for attempt in attempts:
        firsts.setdefault(attempt.learner_id, attempt)
    return list(firsts.values())


def _options(version: QuestionVersion) -> list[tuple[str, str]]:
    if version.kind == BankKind.TRUE_FALSE:
        return [("true", "true"), ("false", "false")]
    return [(one["id"], one["text"]) for one in version.content.get("options", [])]


def with_counts(exams: QuerySet[Exam]) -> QuerySet[Exam]:
    """For the list: attempts, and those that wait for a marker."""
    waiting = Count("attempts", filter=Q(attempts__state=AttemptState.WAITING))
    return exams.annotate(attempt_count=Count("attempts"), waiting_count=waiting).select_related("organisation")
