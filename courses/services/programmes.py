"""Programmes and the courses in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from people.errors import NotAllowed
from people.models import Organisation, User

from .. import rules
from ..enums import Tier
from ..errors.enrolment import CourseInProgramme, ProgrammeDatesOutOfOrder, ProgrammeExists
from ..models import CoursePage, Programme, ProgrammeCourse

# Beyond any position, so that rows can change places under their unique constraint.
ASIDE = 10_000


@transaction.atomic
def create_programme(
    *,
    organisation: Organisation,
    title: str,
    summary: str,
    tier: Tier | str,
    worker_categories: Collection[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Programme:
    """For the people of an organisation and all below it; its courses come next."""
    programme = Programme(organisation=organisation)
    _write(
        programme=programme,
        organisation=organisation,
        title=title,
        summary=summary,
        tier=tier,
        worker_categories=worker_categories,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
    )
    log(programme, "courses.create_programme", user=by, timestamp=at, title=title)
    return programme


@transaction.atomic
def change_programme(
    *,
    programme: Programme,
    organisation: Organisation,
    title: str,
    summary: str,
    tier: Tier | str,
    worker_categories: Collection[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Programme:
    _guard(programme, by)
    _write(
        programme=programme,
        organisation=organisation,
        title=title,
        summary=summary,
        tier=tier,
        worker_categories=worker_categories,
        starts_on=starts_on,
        ends_on=ends_on,
        by=by,
    )
    log(programme, "courses.change_programme", user=by, timestamp=at, title=title)
    return programme


def _write(
    *,
    programme: Programme,
    organisation: Organisation,
    title: str,
    summary: str,
    tier: Tier | str,
    worker_categories: Collection[str],
    starts_on: dt.date,
    ends_on: dt.date | None,
    by: User,
) -> None:
    if not rules.may_author_for(by, organisation):
        raise NotAllowed(_("You do not train for this organisation. Choose one that you train for."))
    if ends_on and ends_on < starts_on:
        raise ProgrammeDatesOutOfOrder
    programme.organisation, programme.title, programme.summary = organisation, title, summary
    programme.tier, programme.worker_categories = Tier(tier), list(worker_categories)
    programme.starts_on, programme.ends_on = starts_on, ends_on
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError:
        raise ProgrammeExists from None


@transaction.atomic
def add_course(
    *, programme: Programme, course: CoursePage, is_required: bool, by: User, at: dt.datetime
) -> ProgrammeCourse:
    """At the end of the programme."""
    _guard(programme, by)
    last = programme.courses.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            row = programme.courses.create(
                course_key=course.course_key,
                course_title=course.title,
                position=last + 1,
                is_required=is_required,
            )
    except IntegrityError:
        raise CourseInProgramme from None
    _record(programme, by, at)
    return row


@transaction.atomic
def arrange_courses(
    *, programme: Programme, wanted: Sequence[tuple[ProgrammeCourse, bool]], by: User, at: dt.datetime
) -> None:
    """The courses that stay, in their new order, each with whether it is required; the others are taken out."""
    _guard(programme, by)
    kept = [row.pk for row, _ in wanted]
    programme.courses.exclude(pk__in=kept).delete()
    programme.courses.update(position=F("position") + ASIDE)
    for position, (row, is_required) in enumerate(wanted, 1):
        programme.courses.filter(pk=row.pk).update(position=position, is_required=is_required)
    _record(programme, by, at)


def _guard(programme: Programme, by: User) -> None:
    if not rules.may_edit_programme(by, programme):
        raise NotAllowed(_("Only trainers of the programme's organisation may change it."))


def _record(programme: Programme, by: User, at: dt.datetime) -> None:
    titles = list(programme.courses.order_by("position").values_list("course_title", flat=True))
    log(programme, "courses.arrange_programme", user=by, timestamp=at, title=programme.title, data={"courses": titles})
