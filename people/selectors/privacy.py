"""What people read about their own data: who saw it, what they asked for, which notice holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from ..correcting import masked
from ..enums.privacy import ClosingState, CorrectionField
from ..models import AccountClosing, CorrectionRequest, NoticeAcceptance, PersonalDataAccess, PrivacyNotice, User
from ..sealing import unseal

NEWEST = 50


@dataclass(frozen=True)
class AccessLine:
    """One look. `organisation` tells where whoever looked works; empty for oneself."""

    at: dt.datetime
    what: str
    who: str
    reason: str
    is_own: bool


def accesses_about(person: User) -> list[AccessLine]:
    """The newest fifty, newest first. Who looked is named: that is what the log is for."""
    rows = PersonalDataAccess.objects.about(person).select_related("actor")[:NEWEST]
    return [
        AccessLine(
            at=row.happened_at,
            what=str(row.get_kind_display()),
            who=row.actor.get_full_name(),
            reason=row.reason,
            is_own=row.actor_id == person.pk,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Correction:
    """A request with both values as far as they are shown."""

    request: CorrectionRequest
    before: str
    after: str


def shown_correction(asked: CorrectionRequest) -> Correction:
    owner = asked.person_id
    before = unseal(asked.before_sealed, owner=owner) if asked.before_sealed else ""
    after = unseal(asked.after_sealed, owner=owner) if asked.after_sealed else ""
    return Correction(asked, masked(asked.field, before), masked(asked.field, after))


def corrections_of(person: User) -> list[Correction]:
    """Newest first."""
    return [shown_correction(one) for one in CorrectionRequest.objects.filter(person=person).order_by("-asked_at")]


def open_fields(person: User) -> list[CorrectionField]:
    """What may be asked for now: every field without an open request."""
    taken = set(CorrectionRequest.objects.filter(person=person).waiting().values_list("field", flat=True))
    return [field for field in CorrectionField if field.value not in taken]


def waiting_closing(person: User) -> AccountClosing | None:
    return AccountClosing.objects.filter(person=person, state=ClosingState.WAITING).first()


def current_notice(at: dt.datetime) -> PrivacyNotice | None:
    return PrivacyNotice.objects.filter(effective_at__lte=at).order_by("-version").first()


def has_accepted(person: User, notice: PrivacyNotice) -> bool:
    return NoticeAcceptance.objects.filter(person=person, notice=notice).exists()


def has_notice_to_read(person: User, at: dt.datetime) -> bool:
    """Whether a version is in force that the person has not agreed to; one query."""
    agreed = NoticeAcceptance.objects.filter(person=person, notice=OuterRef("pk"))
    in_force = PrivacyNotice.objects.filter(effective_at__lte=at).order_by("-version")
    return in_force.annotate(is_agreed=Exists(agreed)).values_list("is_agreed", flat=True).first() is False
