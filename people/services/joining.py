"""Accounts that people open themselves, and their requests to be taken in by an organisation."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums import JoinState, Role, WorkerCategory
from ..errors import JoinRequestDecided, JoinRequestOpen, MemberAlready, NotAllowed, PhoneTaken
from ..models import JoinRequest, Membership, Organisation, User
from .roles import grant_role


@transaction.atomic
def register_person(
    *, phone: str, name: str, organisation: Organisation, worker_category: WorkerCategory | str, at: dt.datetime
) -> User:
    """Open an account for whoever has proved to hold `phone`, and ask the organisation. It opens nothing yet."""
    account = f"p{secrets.token_hex(5)}"
    try:
        with transaction.atomic():
            person = User.objects.create_user(account, phone=phone, real_name=name, claimed_at=at, date_joined=at)
    except IntegrityError:
        raise PhoneTaken(_("This phone number has an account already. Sign in with it.")) from None
    log(person, "people.register", user=person, timestamp=at)
    ask_to_join(person=person, organisation=organisation, worker_category=worker_category, by=person, at=at)
    return person


@transaction.atomic
def ask_to_join(
    *, person: User, organisation: Organisation, worker_category: WorkerCategory | str, by: User, at: dt.datetime
) -> JoinRequest:
    """One open request a person; the database holds that too."""
    if by.pk != person.pk:
        raise NotAllowed(_("Only the person can ask to join an organisation."))
    if Membership.objects.in_force(timezone.localdate(at)).filter(person=person, organisation=organisation).exists():
        raise MemberAlready(_("You belong to this organisation already."))
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(
                person=person, organisation=organisation, worker_category=worker_category, asked_at=at
            )
    except IntegrityError:
        raise JoinRequestOpen(_("You have asked already. Take that request back first, then ask again.")) from None
    _record("people.ask_to_join", request, by, at)
    return request


@transaction.atomic
def withdraw_join_request(*, join_request: JoinRequest, by: User, at: dt.datetime) -> None:
    if by.pk != join_request.person_id:
        raise NotAllowed(_("Only the person can take the request back."))
    _decide(join_request, JoinState.WITHDRAWN, None, "", at)
    _record("people.withdraw_join_request", join_request, by, at)


@transaction.atomic
def approve_join_request(*, join_request: JoinRequest, by: User, at: dt.datetime) -> Membership:
    """The person is a learner of the organisation from today on."""
    _guard(join_request, by)
    _decide(join_request, JoinState.APPROVED, by, "", at)
    _record("people.approve_join_request", join_request, by, at)
    return grant_role(
        person=join_request.person,
        organisation=join_request.organisation,
        role=Role.LEARNER,
        worker_category=join_request.worker_category,
        starts_on=timezone.localdate(at),
        by=by,
        at=at,
    )


@transaction.atomic
def refuse_join_request(*, join_request: JoinRequest, reason: str, by: User, at: dt.datetime) -> None:
    """The reason is shown to the person as it is."""
    _guard(join_request, by)
    _decide(join_request, JoinState.REFUSED, by, reason, at)
    _record("people.refuse_join_request", join_request, by, at)


def _guard(join_request: JoinRequest, by: User) -> None:
    if not rules.may_decide_join_request(by, join_request):
        raise NotAllowed(_("You may not decide about this request."))


def _decide(join_request: JoinRequest, state: JoinState, by: User | None, reason: str, at: dt.datetime) -> None:
    """Compare and set: of two officers who decide at once the second one is told."""
    still_open = JoinRequest.objects.filter(pk=join_request.pk, state=JoinState.PENDING)
    if not still_open.update(state=state, decided_by=by, decided_at=at, reason=reason):
        raise JoinRequestDecided(_("This request was decided or taken back in the meantime."))
    join_request.refresh_from_db(fields=["state", "decided_by", "decided_at", "reason"])


def _record(action: str, join_request: JoinRequest, by: User, at: dt.datetime) -> None:
    facts = {"request": join_request.pk, "organisation": join_request.organisation_id}
    log(join_request.person, action, user=by, timestamp=at, data=facts)
