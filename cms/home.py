"""The learner's home: where one stands, what to go on with, what to do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from attendance.models import StudyProgress
from attendance.selectors import (
    FOUNDING_SCHEME,
    LessonFigures,
    SchemeProgress,
    lesson_figures,
    scheme_progress,
    unfinished,
)
from attendance.services.ledger import day_of
from certificates import basis
from certificates.enums import Product
from certificates.models import Certificate
from courses.models import CoursePage, LessonPage
from people.models import User

from .course_cards import CourseCard
from .course_reader import reader_of
from .recommending import recommended

RECOMMENDED = 3
DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Outlook:
    """Whether the target comes in time. `monthly_seconds` is what a month must bring; None after the period."""

    left_seconds: int
    reached_on: dt.date | None
    is_in_time: bool
    monthly_seconds: int | None


@dataclass(frozen=True)
class GoingOn:
    """The lesson to go on with; `address` is empty when its page is no longer offered."""

    title: str
    course_title: str
    address: str
    figures: LessonFigures
    position_ms: int
    is_in_recording: bool
    left_seconds: int


@dataclass(frozen=True)
class Home:
    name: str
    greeting: str
    progress: SchemeProgress
    outlook: Outlook
    going_on: GoingOn | None
    recommended: list[CourseCard]
    to_receive: list[str]

    @property
    def percent(self) -> int:
        """For the ring; 100 only when the target is really met."""
        share = self.progress.counted_seconds * 100 // max(1, self.progress.target_seconds)
        return min(100 if self.progress.is_met else 99, share)


def home_of(request: HttpRequest, *, at: dt.datetime) -> Home:
    """The home of the person who asks. The same few queries whatever the ledger and the catalogue hold."""
    learner: Any = request.user  # the view lets nobody else in
    today = day_of(at)
    row = unfinished(learner)
    progress = scheme_progress(learner, FOUNDING_SCHEME, today)
    reader = reader_of(learner, today)
    return Home(
        name=learner.get_short_name(),
        greeting=greeting(localtime(at).hour),
        progress=progress,
        outlook=outlook(progress, today),
        going_on=_going_on(request, row) if row else None,
        recommended=[] if row else recommended(request, reader, progress.missing, RECOMMENDED),
        to_receive=_to_receive(learner, progress, reader.states.finished),
    )


def _to_receive(learner: User, progress: SchemeProgress, finished: Collection[uuid.UUID]) -> list[str]:
    """Titles of what a certificate may be received for and was not yet. Two queries."""
    held = set(Certificate.objects.held_by(learner).values_list("product", "subject_key", "period"))
    scheme = basis.of_scheme(progress)
    courses = CoursePage.objects.live().filter(course_key__in=finished).order_by("path")
    titles = [
        title for key, title in courses.values_list("course_key", "title") if (Product.COURSE, str(key), "") not in held
    ]
    if progress.is_met and (scheme.product, scheme.subject_key, scheme.period) not in held:
        titles.insert(0, progress.title)
    return titles


def greeting(hour: int) -> str:
    """By the hour of the day in Shanghai."""
    if hour < 5 or hour >= 18:
        return _("good evening")
    return _("good morning") if hour < 12 else _("good afternoon")


def outlook(progress: SchemeProgress, today: dt.date) -> Outlook:
    """What is left, whether the pace so far is enough, and the pace that would be."""
    left = max(0, progress.target_seconds - progress.counted_seconds)
    days = (progress.ends_on - today).days + 1
    reached_on = progress.forecast_on
    return Outlook(
        left_seconds=left,
        reached_on=reached_on,
        is_in_time=reached_on is not None and reached_on <= progress.ends_on,
        monthly_seconds=-(-left * min(DAYS_A_MONTH, days) // days) if days > 0 else None,
    )


def _going_on(request: HttpRequest, row: StudyProgress) -> GoingOn:
    edition, figures = row.edition, lesson_figures(row)
    page = LessonPage.objects.live().filter(lesson_key=edition.lesson_key).first()
    content_ms = edition.media_ms + edition.reading_ms
    return GoingOn(
        title=edition.title,
        course_title=edition.course_title,
        address=(page.get_url(request) or "") if page else "",
        figures=figures,
        position_ms=row.position_ms,
        is_in_recording=0 < row.position_ms < edition.media_ms,
        left_seconds=content_ms * (100 - figures.content_percent) // 100_000,
    )
