"""Learners who may be certified: hours through the ledger's own service, lessons finished as they stand in the rows."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import count

from django.utils import timezone

from attendance.models import StudyProgress
from attendance.services import ledger
from certificates.enums import Product
from certificates.models import Certificate
from certificates.services.issuing import issue_certificate
from people.models import User
from people.services.identity import set_id_number
from tests.factories.attendance import make_edition
from tests.factories.people import make_person

_numbers = count(1)
SCHEME = "zj-120"
HOUR = 3600
ID_NUMBER = "11010519491231002X"
LAST_FOUR = "002X"
AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)


def earn(
    learner: User,
    seconds: int,
    *,
    on: dt.date = dt.date(2026, 3, 4),
    modality: str = "on_demand",
    course_key: uuid.UUID | None = None,
) -> None:
    """One entry of the ledger."""
    ledger.post(
        learner=learner,
        seconds=seconds,
        title="入户走访",
        category="practice",
        service_field="community",
        modality=modality,
        occurred_on=on,
        source_kind="study",
        source_key=f"factory-{next(_numbers)}",
        rule_version="study-1",
        explanation={},
        by=None,
        at=AT,
        course_key=course_key,
    )


def make_holder(*, name: str = "王𬭎芳", with_id: bool = True) -> User:
    """A person with a recorded ID number."""
    person = make_person(name=name)
    if with_id:
        set_id_number(person=person, id_number=ID_NUMBER, by=None, at=timezone.now())
    return person


def reach_target(learner: User) -> None:
    """100 hours online and 20 in class: the target of the founding scheme."""
    earn(learner, 100 * HOUR)
    earn(learner, 20 * HOUR, on=dt.date(2026, 5, 12), modality="classroom")


def finish_course(learner: User, *, title: str = "社区矫正社会工作实务", lessons: int = 2) -> uuid.UUID:
    """A course that is offered, all its lessons finished, one hour each. Answers its key."""
    course_key = uuid.uuid4()
    for number in range(lessons):
        edition = make_edition(course_key=course_key, course_title=title, is_offered=True)
        StudyProgress.objects.create(learner=learner, edition=edition, finished_at=AT, touched_at=AT)
        earn(learner, HOUR, on=dt.date(2026, 3, 4 + number), course_key=course_key)
    return course_key


def issue(learner: User, *, at: dt.datetime = AT) -> Certificate:
    """The scheme's certificate of somebody who reached the target."""
    return issue_certificate(learner=learner, product=Product.SCHEME, subject_key=SCHEME, by=learner, at=at)


def make_certificate(*, name: str = "王𬭎芳", with_id: bool = True) -> Certificate:
    learner = make_holder(name=name, with_id=with_id)
    reach_target(learner)
    return issue(learner)
