"""What one may receive now, and what is still missing."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from attendance.models import Scheme, SchemeVersion, StudyProgress
from attendance.selectors import scheme_progress, unfinished
from courses.models import CoursePage, LessonPage
from courses.selectors.exam_results import courses_lacking_an_exam
from people.models import User

from .. import basis, eligibility
from ..enums import Product
from ..models import Certificate


@dataclass(frozen=True)
class Offer:
    """A certificate one has not got. `reasons` are sentences against it; none: it may be received now."""

    product: Product
    subject_key: str
    title: str
    reasons: tuple[str, ...] = ()


def offers_for(learner: User, on: dt.date) -> list[Offer]:
    """Schemes, with what they still need, and finished courses; without what is issued already."""
    held = set(Certificate.objects.held_by(learner).values_list("product", "subject_key", "period"))
    offers = []
    for key in Scheme.objects.order_by("key").values_list("key", flat=True):
        try:
            progress = scheme_progress(learner, key, on)
        except SchemeVersion.DoesNotExist:
            continue
        facts = basis.of_scheme(progress)
        if (facts.product, facts.subject_key, facts.period) not in held:
            reasons = tuple(reason.sentence for reason in eligibility.of_scheme(progress))
            offers.append(Offer(Product.SCHEME, key, progress.title, reasons))
    for course_key, title in finished_courses(learner):
        if (Product.COURSE, str(course_key), "") not in held:
            offers.append(Offer(Product.COURSE, str(course_key), title))
    return offers


def finished_courses(learner: User) -> list[tuple[uuid.UUID, str]]:
    """(course key, title) of the courses whose lessons offered now are all finished and whose required exams are
    passed; three queries at most."""
    rows = StudyProgress.objects.filter(learner=learner, finished_at__isnull=False)
    done = set(rows.values_list("edition__lesson_key", flat=True))
    if not done:
        return []
    lessons = list(LessonPage.objects.live().values_list("path", "lesson_key"))
    found = []
    courses = CoursePage.objects.live().exclude(course_key__in=courses_lacking_an_exam(learner)).order_by("path")
    for path, key, title in courses.values_list("path", "course_key", "title"):
        keys = {lesson for lesson_path, lesson in lessons if lesson_path.startswith(path)}
        if keys and keys <= done:
            found.append((key, title))
    return found


def next_course_title(learner: User) -> str:
    """The course under way, whose completion gives a certificate; "" for none."""
    progress = unfinished(learner)
    return progress.edition.course_title if progress else ""
