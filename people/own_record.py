"""What this app holds about one person, as plain values: its part of the person's own export."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.models import ModelLogEntry

from .models import (
    AccountClosing,
    CorrectionRequest,
    ExamResult,
    JoinRequest,
    NoticeAcceptance,
    PersonalDataAccess,
    PersonMerge,
    Qualification,
    Registration,
    SupervisionSession,
    SupervisorAppointment,
    User,
)
from .sealing import unseal

Rows = list[Any]


def record_of(person: User) -> dict[str, Rows]:
    """Section to rows; instants, dates and numbers as they are. One's own numbers in full."""
    return {
        "person": [_person(person)],
        "memberships": [
            {
                "organisation": one.organisation.name,
                "role": one.role,
                "worker_category": one.worker_category,
                "post": one.post,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
            }
            for one in person.memberships.select_related("organisation").order_by("starts_on", "pk")
        ],
        **_career(person),
        **_requests(person),
        **_logs(person),
    }


def _person(person: User) -> dict[str, Any]:
    number = unseal(person.id_number_sealed, owner=person.pk) if person.id_number_sealed else ""
    return {
        "account": person.username,
        "real_name": person.real_name,
        "phone": person.phone,
        "email": person.email,
        "id_number": number,
        "joined_at": person.date_joined,
        "claimed_at": person.claimed_at,
        "last_login_at": person.last_login,
    }


def _career(person: User) -> dict[str, Rows]:
    qualifications = Qualification.objects.filter(person=person)
    registrations = Registration.objects.filter(qualification__person=person)
    results = ExamResult.objects.filter(person=person).select_related("subject")
    appointments = SupervisorAppointment.objects.filter(person=person)
    meetings = SupervisionSession.objects.of(person) if person.is_active else SupervisionSession.objects.none()
    return {
        "qualifications": list(
            qualifications.values("level", "certificate_number", "issued_on", "state", "claimed_at", "reason")
        ),
        "registrations": list(registrations.values("qualification__level", "number", "starts_on", "ends_on")),
        "exam_results": [
            {"subject": str(one.subject), "year": one.year, "outcome": one.outcome, "score": one.score}
            for one in results
        ],
        "supervisor_appointments": list(
            appointments.values("organisation__name", "starts_on", "ends_on", "most_supervised", "citation")
        ),
        "supervision_meetings": list(meetings.values("held_on", "minutes", "mode", "topic", "entered_at")),
    }


def _requests(person: User) -> dict[str, Rows]:
    merges = PersonMerge.objects.filter(kept=person)
    return {
        "join_requests": list(
            JoinRequest.objects.filter(person=person).values("organisation__name", "state", "asked_at", "reason")
        ),
        "corrections": [
            {
                "field": one.field,
                "before": unseal(one.before_sealed, owner=person.pk) if one.before_sealed else "",
                "after": unseal(one.after_sealed, owner=person.pk) if one.after_sealed else "",
                "state": one.state,
                "asked_at": one.asked_at,
                "reason": one.reason,
            }
            for one in CorrectionRequest.objects.filter(person=person)
        ],
        "closings": list(AccountClosing.objects.filter(person=person).values("state", "asked_at", "due_at")),
        "merges": list(merges.values("duplicate__username", "reason", "happened_at")),
        "privacy_notices": list(
            NoticeAcceptance.objects.filter(person=person).values("notice__version", "accepted_at")
        ),
    }


def _logs(person: User) -> dict[str, Rows]:
    """Who saw the data, and the site's history about the person."""
    accesses = PersonalDataAccess.objects.about(person).select_related("actor")
    history = ModelLogEntry.objects.filter(content_type__app_label="people", object_id=str(person.pk))
    return {
        "accesses": [
            {
                "at": one.happened_at,
                "what": one.kind,
                "by": "self" if one.actor_id == person.pk else one.actor.get_full_name(),
                "reason": one.reason,
            }
            for one in accesses
        ],
        "history": [
            {"at": at, "action": action, "by_self": user == person.pk}
            for at, action, user in history.order_by("timestamp").values_list("timestamp", "action", "user_id")
        ],
    }


def plain(value: Any) -> Any:
    """For JSON: instants and dates as ISO 8601, everything that is no number or text as text."""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)
