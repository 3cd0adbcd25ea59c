"""Who holds which level, who prepares for an examination, and who supervises whom; made once, all or nothing."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from people.models import ExamSubject, Membership, Qualification, SupervisionPair, User
from people.querysets import under
from people.registration import months_later
from people.selectors import find_place
from people.services.exam_results import record_exam_result
from people.services.qualifications import claim_qualification, record_level
from people.services.registrations import add_registration
from people.services.supervision import record_meeting
from people.services.supervision_answers import confirm_meeting, decline_meeting
from people.services.supervisors import add_pair, appoint_supervisor
from people.services.verification import refuse_qualification, verify_qualification

from .accounts import account
from .ids import fixed_id
from .people import Person
from .words import words

DISTRICT, CITY = "330106", "330100"
MOST = 6
ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def make_qualifications(people: list[Person], *, at: dt.datetime) -> int:
    """Answers how many entries are new; `at` is the first run's instant, to which all dates are counted back."""
    if Qualification.objects.exists():
        return 0
    others = neighbours(people)
    given = words("qualifications")
    held = [row for facts in given["held"] if (row := _hold(facts, others, given["refusal"], at)) is not None]
    _register(held, at)
    _sit_exams(given["exam"], at)
    return len(held) + _supervise(others, given, at)


def neighbours(people: list[Person]) -> list[User]:
    """People of the roster whom the account hr looks after, then any others."""
    accounts = User.objects.in_bulk([person.pk for person in people])
    place = find_place(DISTRICT, on=dt.date(2024, 1, 1))
    inside = Membership.objects.filter(under([place.path] if place else [], "organisation__"), person__in=accounts)
    near = set(inside.values_list("person", flat=True))
    ordered = [accounts[person.pk] for person in people if person.pk in accounts]
    return sorted(ordered, key=lambda person: person.pk not in near)[:MOST]


def _who(name: str | int, others: list[User]) -> User | None:
    if isinstance(name, str):
        return account(name)
    return others[name] if name < len(others) else None


def _hold(facts: dict[str, Any], others: list[User], refusal: str, at: dt.datetime) -> Qualification | None:
    person, admin = _who(facts["who"], others), account("admin")
    if person is None:
        return None
    if facts["outcome"] == "roster":
        return record_level(person=person, level=facts["level"], by=admin, at=at)[0]
    row = claim_qualification(
        person=person,
        level=facts["level"],
        certificate_number=facts["number"],
        issued_on=facts["issued_on"],
        evidence=_picture(facts["number"], str(facts["issued_on"])),
        by=person,
        at=at - 5 * ONE_DAY,
    )
    if facts["outcome"] == "verified":
        certificate: dict[str, Any] = {"certificate_number": facts["number"], "issued_on": facts["issued_on"]}
        return verify_qualification(qualification=row, by=admin, at=at - ONE_DAY, **certificate)
    if facts["outcome"] == "refused":
        return refuse_qualification(qualification=row, reason=refusal, by=admin, at=at - ONE_DAY)
    return row


def _register(held: list[Qualification], at: dt.datetime) -> None:
    """The learner's window is open; the trainer's registration has long to go; another one waits for HR."""
    today, admin = timezone.localdate(at), account("admin")
    for row in held:
        if row.state != "verified" or row.issued_on is None:
            continue
        is_learner = row.person.username == "learner"
        ends_on = today + dt.timedelta(days=40 if is_learner else 500)
        by = admin if row.person.username in {"learner", "trainer"} else row.person
        number = row.certificate_number.replace("ZJ", "DJ")
        while (starts_on := months_later(ends_on + ONE_DAY, -36)) > row.issued_on:
            add_registration(
                qualification=row, number=number, starts_on=starts_on, ends_on=ends_on, by=by, at=at - ONE_DAY
            )
            ends_on = starts_on - ONE_DAY


def _sit_exams(exam: dict[str, Any], at: dt.datetime) -> None:
    learner, year = account("learner"), timezone.localdate(at).year
    subjects = {one.code: one for one in ExamSubject.objects.filter(level=exam["level"])}
    for outcome in ("passed", "planned"):
        for code, years, *score in exam[outcome]:
            record_exam_result(
                person=learner,
                subject=subjects[code],
                year=year + years,
                outcome=outcome,
                score=score[0] if score else None,
                by=learner,
                at=at,
            )


def _supervise(others: list[User], given: dict[str, Any], at: dt.datetime) -> int:
    """Two supervisors: confirmed meetings, some that wait for either side, and one that was declined."""
    trainer, learner = account("trainer"), account("learner")
    first = _pair(trainer, learner, CITY, at)
    for number, days in enumerate((80, 52, 24)):
        _meeting(first, number, days, by=trainer, answer_by=learner, given=given, at=at)
    _meeting(first, 3, 10, by=trainer, answer_by=None, given=given, at=at)
    _meeting(first, 4, 3, by=learner, answer_by=None, given=given, at=at)
    if len(others) < 2:
        return 1
    second = _pair(others[-1], others[0], DISTRICT, at)
    _meeting(second, 5, 30, by=others[0], answer_by=others[-1], given=given, at=at)
    declined = _meeting(second, 0, 12, by=others[-1], answer_by=None, given=given, at=at)
    decline_meeting(meeting=declined, reason=given["decline"], by=others[0], at=at)
    return 2


def _pair(supervisor: User, supervisee: User, code: str, at: dt.datetime) -> SupervisionPair:
    since = timezone.localdate(at) - dt.timedelta(days=300)
    place = find_place(code, on=timezone.localdate(at))
    if place is None:
        raise LookupError(code)
    appointment = appoint_supervisor(
        person=supervisor, organisation=place, starts_on=since, most_supervised=8, by=account("admin"), at=at
    )
    return add_pair(appointment=appointment, supervisee=supervisee, starts_on=since, by=account("admin"), at=at)


def _meeting(
    pair: SupervisionPair,
    number: int,
    days: int,
    *,
    by: User,
    answer_by: User | None,
    given: dict[str, Any],
    at: dt.datetime,
) -> Any:
    meeting = record_meeting(
        pair=pair,
        held_on=timezone.localdate(at) - dt.timedelta(days=days),
        minutes=60 + 15 * (number % 3),
        mode="group" if number == 2 else "individual",
        topic=given["topics"][number],
        nonce=fixed_id("supervision", pair.pk, number),
        by=by,
        at=at - dt.timedelta(days=days - 1),
    )
    if answer_by is not None:
        confirm_meeting(meeting=meeting, by=answer_by, at=at - dt.timedelta(days=max(days - 2, 0)))
    return meeting


def _picture(number: str, issued_on: str) -> bytes:
    """A sheet that could be taken for no certificate."""
    sheet = Image.new("RGB", (900, 640), "#ffffff")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((20, 20, 880, 620), outline="#0b57a4", width=6)
    for row, line in enumerate(("SAMPLE", "no certificate", number, issued_on)):
        pen.text((120, 110 + 110 * row), line, fill="#1f2933", font_size=64)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=80)
    return out.getvalue()
