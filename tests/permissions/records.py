"""What belongs to people and organisations in the world of the matrix; all of it lies in the township."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import Group
from django.utils import timezone

from attendance.models import HourEntry, QuizAttempt, StudySession
from people.enums.privacy import CorrectionField
from people.enums.qualifications import QualificationLevel
from people.models import ExamSubject, Organisation, User
from people.sealing import unseal
from people.services.corrections import ask_for_correction
from people.services.exam_results import record_exam_result
from people.services.export_files import write_export
from people.services.exports import ask_for_export
from people.services.identity import set_id_number
from people.services.joining import register_person
from people.services.registrations import add_registration
from people.services.supervisors import add_pair, appoint_supervisor
from tests.factories.certificates import ID_NUMBER, issue, reach_target
from tests.factories.organisations import give_code, make_post, pair
from tests.factories.qualifications import make_claim, make_meeting, make_verified, picture
from tests.factories.rosters import csv_file, judged_roster, person_row

Values = dict[str, object]
LONG_AGO = dt.date(2024, 1, 1)


def of_the_owner(owner: User) -> Values:
    return {
        "person": owner.pk,
        "quiz": QuizAttempt.objects.get(learner=owner).pk,
        "study": StudySession.objects.get(learner=owner).pk,
        "entry": HourEntry.objects.filter(learner=owner)[0].pk,
        "membership": owner.memberships.get().pk,
        "group": Group.objects.get(name="hr").pk,
        "correction": ask_for_correction(
            person=owner, field=CorrectionField.NAME, value="欧阳改名", by=owner, at=timezone.now()
        ).pk,
    }


def certificate_of(holder: User, at: dt.datetime) -> Values:
    set_id_number(person=holder, id_number=ID_NUMBER, by=None, at=at)
    reach_target(holder)
    certificate = issue(holder, at=timezone.now())
    token = certificate.tokens.get()
    return {
        "holder": holder.pk,
        "certificate": certificate.pk,
        "token": unseal(token.token_sealed, owner=certificate.pk),
    }


def qualifications_of(owner: User, supervisor: User, officer: User, place: Organisation) -> Values:
    """A claim with evidence, a verified one with a registration that waits, and a pair with a meeting."""
    now = timezone.now()
    registered = make_verified(owner, by=officer, level=QualificationLevel.INTERMEDIATE, evidence=picture())
    registration = add_registration(
        qualification=registered,
        number="ZJ20240001",
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 12, 31),
        by=owner,
        at=now,
    )
    appointment = appoint_supervisor(
        person=supervisor, organisation=place, starts_on=LONG_AGO, most_supervised=5, by=None, at=now
    )
    supervised = add_pair(appointment=appointment, supervisee=owner, starts_on=LONG_AGO, by=None, at=now)
    result = record_exam_result(
        person=owner, subject=ExamSubject.objects.all()[0], year=2024, outcome="passed", by=owner, at=now
    )
    return {
        "qualification": make_claim(owner, evidence=picture()).pk,
        "registered": registered.pk,
        "registration": registration.pk,
        "appointment": appointment.pk,
        "pair": supervised.pk,
        "meeting": make_meeting(supervised).pk,
        "exam": result.pk,
    }


def desk_records(place: Organisation, sibling: Organisation, officer: User) -> Values:
    """Of the township: an export, a roster, somebody who asks to join, a post, a code, and a pair of areas."""
    now = timezone.now()
    export = ask_for_export(
        organisation=place,
        purpose="核对名单之用",
        columns=["name"],
        filters={},
        file_format="xlsx",
        by=officer,
        at=now,
    )
    write_export(export=export, at=now)
    roster = judged_roster(csv_file([person_row(name="司马入册")]), organisation=place, by=officer)
    return {
        "organisation": place.pk,
        "export": export.pk,
        "roster": roster.pk,
        "number": roster.rows.all()[0].number,
        "post": make_post(place).pk,
        "code": give_code(place, "330106008").pk,
        "pairing": pair(place, sibling).pk,
    }


def applicant(place: Organisation) -> tuple[User, Values]:
    person = register_person(
        phone="19000099999", name="欧阳申请", organisation=place, worker_category="community", at=timezone.now()
    )
    return person, {"request": person.join_requests.get().pk}
