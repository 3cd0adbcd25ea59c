"""What the catalogue knows of a course without looking at its lessons: its figures and its part of the index."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from modelsearch.tasks import insert_or_update_object_task

from ..models import CourseFigures, CoursePage
from ..selectors import outline


@transaction.atomic
def refresh_figures(course: CoursePage, *, without: Collection[int] = ()) -> CourseFigures:
    """Count a course's offered lessons and their credit again; `without`: pages that are about to go."""
    lessons = [lesson for lesson in outline(course) if lesson.page.pk not in without]
    seconds = sum(lesson.edition.credited_seconds for lesson in lessons)
    figures, _ = CourseFigures.objects.update_or_create(
        course=course, defaults={"lessons": len(lessons), "seconds": seconds}
    )
    return figures


def keep_up(*, paths: Iterable[str], without: Collection[int] = ()) -> None:
    """Refresh the courses that pages stand, or stood, in. The figures at once, the index by the worker."""
    above = {path[:end] for path in paths for end in range(CoursePage.steplen, len(path) + 1, CoursePage.steplen)}
    for course in CoursePage.objects.filter(path__in=above):
        refresh_figures(course, without=without)
        insert_or_update_object_task.enqueue("courses", "coursepage", str(course.pk))
