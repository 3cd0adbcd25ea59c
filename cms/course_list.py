"""The catalogue as one reader sees it: searched, narrowed, a dozen courses at a time.

However many courses there are, the same few queries and the same weight of a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from attendance.selectors import FOUNDING_SCHEME, scheme_progress, scheme_version
from courses.enums import ServiceField
from courses.models import CoursePage
from courses.search.finding import Found, find_courses, nearest
from courses.selectors.enrolment import open_to
from people.enums import OrganisationKind
from people.querysets import under

from .course_cards import CourseCard, State, cards_of
from .course_filters import Area, Chip, Choice, Filters, Hours, Order, Panel, Part, Standing, chips, panels
from .course_reader import Reader, reader_of
from .recommending import recommended

__all__ = ["Catalogue", "CourseCard", "State", "catalogue", "minutes_per_credit"]

PAGE_SIZE = 12
MOST_NEAREST = MOST_RECOMMENDED = 3


@dataclass(frozen=True)
class Catalogue:
    """`courses` are those of one page; `meant`: what the query may have meant; `nearest`: where nothing fits at all."""

    filters: Filters
    courses: list[CourseCard]
    page: Page[Any]
    meant: list[CourseCard]
    nearest: list[CourseCard]
    recommended: list[CourseCard]
    fields: list[Choice]
    chips: list[Chip]
    panels: list[Panel]
    minutes_per_credit: int
    reader: Reader = field(default_factory=Reader)

    @property
    def is_filtered(self) -> bool:
        return self.filters.is_narrowed or bool(self.filters.q)

    @property
    def has_panel_choices(self) -> bool:
        """Whether anything but the service field is chosen, so that the panel stands open after a choice fails."""
        return bool(self.chips)

    @property
    def query(self) -> str:
        return self.filters.query()

    @property
    def all_fields(self) -> str:
        return self.filters.query(field="")


def catalogue(request: HttpRequest) -> Catalogue:
    """The page of the catalogue that an address asks for; whatever it asks for, nothing fails."""
    reader = reader_of(request.user, timezone.localdate())
    filters = Filters.read(request.GET, is_signed_in=reader.is_signed_in)
    offered = CoursePage.objects.live().public()
    present = set(offered.order_by().values_list("service_field", flat=True).distinct())
    per = minutes_per_credit()
    wanted = _ordered(_narrowed(offered, filters, reader, per), filters.sort).values_list("pk", flat=True)
    found = find_courses(filters.q) if filters.q else Found()
    matches, meant = _fitting(found, wanted, is_sorted=bool(filters.sort)) if filters.q else (wanted, [])
    page = Paginator(matches, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    is_asked = page.number == 1 and len(shown) < PAGE_SIZE
    return Catalogue(
        filters=filters,
        courses=cards_of(request, shown, reader),
        page=page,
        meant=cards_of(request, meant[: PAGE_SIZE - len(shown)], reader) if meant and is_asked else [],
        nearest=_nearest(request, filters, found, reader) if filters.q and not shown and not meant else [],
        recommended=_recommended(request, reader) if page.number == 1 and not filters.query() else [],
        fields=[
            Choice(value, str(label), value == filters.field)
            for value, label in ServiceField.choices
            if value in present
        ],
        chips=chips(filters),
        panels=panels(filters, is_signed_in=reader.is_signed_in),
        minutes_per_credit=per,
        reader=reader,
    )


def minutes_per_credit() -> int:
    """How long a credit hour is in the founding scheme today."""
    return scheme_version(FOUNDING_SCHEME, timezone.localdate()).minutes_per_credit


def _fitting(found: Found, wanted: QuerySet[Any], *, is_sorted: bool) -> tuple[list[int], list[int]]:
    """What was found and is not narrowed away, in the order of the search, or in the one asked for."""
    allowed = list(wanted)
    matches, kept = set(found.matches), set(allowed)
    if is_sorted:
        return [pk for pk in allowed if pk in matches], [pk for pk in found.meant if pk in kept]
    return [pk for pk in found.matches if pk in kept], [pk for pk in found.meant if pk in kept]


def _recommended(request: HttpRequest, reader: Reader) -> list[CourseCard]:
    """For whoever has not begun to look for something else."""
    if not reader.is_signed_in:
        return []
    missing = scheme_progress(reader.user, FOUNDING_SCHEME, reader.on, with_pending=False).missing
    return recommended(request, reader, missing, MOST_RECOMMENDED)


def _nearest(request: HttpRequest, filters: Filters, found: Found, reader: Reader) -> list[CourseCard]:
    """Without the filters, else by what the titles share with the query."""
    numbers = [*found.matches, *found.meant][:MOST_NEAREST] or nearest(filters.q, MOST_NEAREST)
    offered = set(CoursePage.objects.live().public().filter(pk__in=numbers).values_list("pk", flat=True))
    return cards_of(request, [pk for pk in numbers if pk in offered], reader)


def _ordered(courses: QuerySet[Any], sort: str) -> QuerySet[Any]:
    if sort == Order.NEWEST:
        return courses.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
    if sort == Order.SHORTEST:
        return courses.order_by(F("figures__seconds").asc(nulls_last=True), "path")
    if sort == Order.LONGEST:
        return courses.order_by(F("figures__seconds").desc(nulls_last=True), "path")
    return courses.order_by("path")


def _narrowed(courses: QuerySet[Any], filters: Filters, reader: Reader, per: int) -> QuerySet[Any]:
    if filters.field:
        courses = courses.filter(service_field=filters.field)
    if filters.form:
        courses = courses.filter(modality=filters.form)
    if filters.hours:
        courses = courses.filter(_by_hours(filters.hours, per * 60))
    if filters.part:
        courses = courses.filter(course_key__in=reader.required if filters.part == Part.REQUIRED else reader.elective)
    if filters.area:
        courses = courses.filter(_in_area(filters.area, reader))
    if filters.state:
        courses = courses.filter(_by_state(filters.state, reader))
    if filters.open:
        courses = open_to(courses, reader.person, reader.on, enrolled=reader.enrolled)
    return courses


def _by_hours(hours: str, credit: int) -> Q:
    """`credit`: seconds of a credit hour."""
    if hours == Hours.SHORT:
        return Q(figures__seconds__lt=credit)
    if hours == Hours.MIDDLE:
        return Q(figures__seconds__gte=credit, figures__seconds__lte=4 * credit)
    return Q(figures__seconds__gt=4 * credit)


def _in_area(area: str, reader: Reader) -> Q:
    if area == Area.PROVINCE:
        return Q(organisation__isnull=True) | Q(organisation__depth=1)
    return under(
        reader.paths_of(OrganisationKind.CITY if area == Area.CITY else OrganisationKind.COUNTY), "organisation__"
    )


def _by_state(state: str, reader: Reader) -> Q:
    keys: Iterable[Any] = {
        Standing.TODO: reader.states.begun,
        Standing.GOING: reader.states.going,
        Standing.DONE: reader.states.finished,
    }[Standing(state)]
    return ~Q(course_key__in=keys) if state == Standing.TODO else Q(course_key__in=keys)
