"""What to study next, and why: first what a scheme still needs, then what a programme requires."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.enums import Category
from courses.models import CoursePage
from courses.selectors.enrolment import open_to

from .course_cards import CourseCard, cards_of
from .course_reader import Reader

# Some may turn out to have no lesson yet.
SPARE = 6
BEGUN, MISSING, REQUIRED, WORKERS, ELECTIVE, OTHER = 0, 10, 20, 30, 40, 50


def recommended(request: HttpRequest, reader: Reader, missing: Mapping[str, int], most: int) -> list[CourseCard]:
    """At most `most` courses that are open for the reader and not finished. `missing`: seconds by category."""
    offered = CoursePage.objects.live().public().exclude(course_key__in=reader.states.finished)
    free = open_to(offered, reader.person, reader.on, enrolled=reader.enrolled)
    ranked = _ranked(free, reader, missing).order_by("rank", "path")
    rows = list(ranked.values_list("pk", "rank", "category", "course_key")[: most + SPARE])
    reasons = {pk: _reason(rank, category, key, reader) for pk, rank, category, key in rows}
    return [card for card in cards_of(request, [pk for pk, *_ in rows], reader, reasons) if card.lessons][:most]


def _ranked(courses: QuerySet[CoursePage], reader: Reader, missing: Mapping[str, int]) -> QuerySet[CoursePage]:
    """What is missing most comes first."""
    most_missing = sorted(missing, key=lambda category: (-missing[category], category))
    kinds = Q(pk__in=[])
    for category in reader.person.categories:
        kinds |= Q(worker_categories__contains=f",{category},")
    return courses.annotate(
        rank=Case(
            When(course_key__in=reader.states.begun, then=Value(BEGUN)),
            *(When(category=one, then=Value(MISSING + place)) for place, one in enumerate(most_missing)),
            When(course_key__in=reader.required, then=Value(REQUIRED)),
            When(kinds, then=Value(WORKERS)),
            When(course_key__in=reader.elective, then=Value(ELECTIVE)),
            default=Value(OTHER),
            output_field=IntegerField(),
        )
    )


def _reason(rank: int, category: str, key: uuid.UUID, reader: Reader) -> str:
    if rank == BEGUN:
        return _("You have begun it.")
    if rank < REQUIRED:
        return _("Your scheme still needs hours in: %(category)s.") % {"category": Category(category).label}
    programme = next((one.title for one in reader.programmes if key in [*one.required, *one.elective]), "")
    if rank == REQUIRED:
        return _("Required by your programme “%(title)s”.") % {"title": programme}
    if rank == ELECTIVE:
        return _("Elective in your programme “%(title)s”.") % {"title": programme}
    return _("Meant for your kind of work.") if rank == WORKERS else _("Open for you.")
