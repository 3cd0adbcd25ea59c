"""A request to take part in the world's course, and a programme of its organisation."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

from attendance.finishing import finished_courses
from courses.services.enrolment_requests import ask_to_take_part
from courses.services.enrolment_terms import set_enrolment
from courses.services.programmes import add_course, create_programme
from people.models import Organisation, User
from tests.factories.courses import MadeCourse


def taking_part_in(made: MadeCourse, organisation: Organisation, asker: User, trainer: User) -> dict[str, object]:
    now, today = timezone.now(), timezone.localdate()
    set_enrolment(
        course=made.page,
        policy="request",
        opens_on=None,
        closes_on=None,
        seats=None,
        is_for_own_people=False,
        by=trainer,
        at=now,
    )
    finished = partial(finished_courses, asker)
    programme = create_programme(
        organisation=organisation,
        title="一线必修",
        summary="",
        tier="frontline",
        worker_categories=[],
        starts_on=today,
        ends_on=None,
        by=trainer,
        at=now,
    )
    add_course(programme=programme, course=made.page, is_required=True, by=trainer, at=now)
    return {
        "course_key": made.page.course_key,
        "enrolment_request": ask_to_take_part(course=made.page, finished=finished, by=asker, at=now).pk,
        "programme": programme.pk,
    }
