"""One person taken in by HR; a roster does it for many (services.rosters)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..enums import Role, WorkerCategory
from ..errors import IdNumberTaken, Malformed
from ..identity import parse_id_number
from ..models import Organisation, User
from .identity import set_id_number
from .person_details import checked_name, checked_phone, contact_taken
from .roles import grant_role


@transaction.atomic
def add_person(
    *,
    real_name: str,
    phone: str,
    id_number: str,
    organisation: Organisation,
    worker_category: WorkerCategory | str,
    post: str,
    starts_on: dt.date,
    by: User,
    at: dt.datetime,
) -> User:
    """An account without a password, and a learner's role; its person claims it by phone and ID number.

    Raises Malformed, ContactTaken and IdNumberTaken with the field they are about, NotAllowed, OrganisationClosed.
    """
    name, number = checked_name(real_name), checked_phone(phone)
    if id_number.strip():
        _check_id_number(id_number, at)
    if number and User.objects.filter(phone=number).exists():
        raise contact_taken("phone")
    try:
        with transaction.atomic():
            person = User.objects.create_user(uuid.uuid4().hex, real_name=name, phone=number, date_joined=at)
    except IntegrityError:
        raise contact_taken("phone") from None
    log(person, "people.add_person", user=by, timestamp=at, data={"organisation": organisation.pk})
    grant_role(
        person=person,
        organisation=organisation,
        role=Role.LEARNER,
        worker_category=worker_category,
        post=post,
        starts_on=starts_on,
        by=by,
        at=at,
    )
    if id_number.strip():
        _set_id_number(person, id_number, at)
    return person


def _check_id_number(text: str, at: dt.datetime) -> None:
    try:
        parse_id_number(text, today=timezone.localdate(at))
    except Malformed as fault:
        raise Malformed(fault.fault, field="id_number") from None


def _set_id_number(person: User, text: str, at: dt.datetime) -> None:
    # Not `by`: a role that begins tomorrow gives no power over the person today, and the guard was `grant_role`'s.
    try:
        set_id_number(person=person, id_number=text, by=None, at=at)
    except IdNumberTaken as taken:
        raise IdNumberTaken(str(taken.detail), fields={"id_number": str(taken.detail)}) from None
