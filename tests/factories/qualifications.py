"""Qualifications, evidence files and supervision for tests."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from itertools import count
from typing import Any

import pikepdf
from django.utils import timezone
from PIL import Image

from people.enums import Role
from people.enums.qualifications import QualificationLevel
from people.models import Organisation, Qualification, SupervisionPair, SupervisionSession, User
from people.services.qualifications import claim_qualification
from people.services.supervision import record_meeting
from people.services.supervision_answers import confirm_meeting
from people.services.supervisors import add_pair, appoint_supervisor
from people.services.verification import verify_qualification
from tests.factories.people import make_person

_numbers = count(20170001)


def make_claim(
    person: User,
    *,
    level: QualificationLevel = QualificationLevel.JUNIOR,
    number: str = "",
    issued_on: dt.date = dt.date(2020, 9, 1),
    evidence: bytes = b"",
) -> Qualification:
    return claim_qualification(
        person=person,
        level=level,
        certificate_number=number or f"ZJ{next(_numbers)}",
        issued_on=issued_on,
        evidence=evidence,
        by=person,
        at=timezone.now(),
    )


def make_verified(person: User, *, by: User, **facts: Any) -> Qualification:
    row = make_claim(person, **facts)
    return verify_qualification(
        qualification=row,
        certificate_number=row.certificate_number,
        issued_on=row.issued_on or dt.date(2020, 9, 1),
        by=by,
        at=timezone.now(),
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


def make_pair(organisation: Organisation, **facts: Any) -> SupervisionPair:
    """A supervisor appointed for an organisation, and a learner of it."""
    supervisor = make_person(name="赵督导", organisation=organisation, role=Role.TRAINER)
    learner = make_person(name="钱学员", organisation=organisation)
    since = timezone.localdate() - dt.timedelta(days=200)
    appointment = appoint_supervisor(
        person=supervisor,
        organisation=organisation,
        starts_on=since,
        most_supervised=facts.pop("most", 5),
        by=None,
        at=timezone.now(),
        **facts,
    )
    return add_pair(appointment=appointment, supervisee=learner, starts_on=since, by=None, at=timezone.now())


def make_meeting(
    pair: SupervisionPair,
    *,
    days_ago: int = 3,
    minutes: int = 60,
    is_confirmed: bool = False,
    replaces: SupervisionSession | None = None,
) -> SupervisionSession:
    """Entered by the supervisor."""
    meeting = record_meeting(
        pair=pair,
        held_on=timezone.localdate() - dt.timedelta(days=days_ago),
        minutes=minutes,
        mode="individual",
        topic="个案讨论",
        nonce=uuid.uuid4(),
        replaces=replaces,
        by=pair.appointment.person,
        at=timezone.now(),
    )
    if is_confirmed:
        confirm_meeting(meeting=meeting, by=pair.supervisee, at=timezone.now())
    return meeting
