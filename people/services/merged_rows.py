"""What hangs on a duplicate account changes hands: every row stays, none becomes two.

What cannot stand beside a row of the person who is kept is ended or withdrawn first, as people would do by hand. What
would make somebody the judge of the own case stays where it is. Each function answers with the numbers of the rows.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from ..enums.qualifications import CURRENT_STATES, ExamOutcome, QualificationState
from ..models import (
    ExamResult,
    JoinRequest,
    Membership,
    Qualification,
    Registration,
    SupervisionPair,
    SupervisorAppointment,
    User,
)

Moved = list[int]


def move_memberships(kept: User, duplicate: User, on: dt.date) -> Moved:
    return _move_periods(Membership, kept, duplicate, ("organisation", "role"), on)


def move_appointments(kept: User, duplicate: User, on: dt.date) -> Moved:
    theirs = SupervisorAppointment.objects.filter(person=duplicate)
    if theirs.filter(appointed_by=kept).exists():
        theirs.filter(appointed_by=kept, ends_on=None).update(ends_on=on)
    return _move_periods(SupervisorAppointment, kept, duplicate, ("organisation",), on, appointed_by=kept)


def move_supervision(kept: User, duplicate: User, on: dt.date) -> Moved:
    """Being supervised; not by oneself."""
    moved = []
    for pair in SupervisionPair.objects.filter(supervisee=duplicate).exclude(appointment__person=kept):
        same = SupervisionPair.objects.filter(supervisee=kept, appointment=pair.appointment_id, ends_on=None)
        if pair.ends_on is None and same.exists():
            pair.ends_on = max(pair.starts_on, on)
        pair.supervisee = kept
        pair.save(update_fields=["supervisee", "ends_on"])
        moved.append(pair.pk)
    return moved


def move_qualifications(kept: User, duplicate: User, at: dt.datetime) -> Moved:
    """One current row a level: a verified one stands before a claimed one, and the kept person's before the other."""
    moved = []
    for theirs in Qualification.objects.filter(person=duplicate).exclude(decided_by=kept).order_by("pk"):
        mine = Qualification.objects.filter(person=kept, level=theirs.level, state__in=CURRENT_STATES).first()
        if mine is not None and theirs.state in CURRENT_STATES:
            is_better = (theirs.state, mine.state) == (QualificationState.VERIFIED, QualificationState.CLAIMED)
            better, other = (theirs, mine) if is_better else (mine, theirs)
            _move_registrations(other, better)
            other.state, other.decided_at = QualificationState.WITHDRAWN, at
            other.save(update_fields=["state", "decided_at"])
        theirs.person = kept
        theirs.save(update_fields=["person"])
        moved.append(theirs.pk)
    return moved


def _move_registrations(origin: Qualification, target: Qualification) -> None:
    """Those that overlap one of the target's stay with the certificate they were printed for."""
    for one in Registration.objects.filter(qualification=origin):
        overlapping = target.registrations.filter(starts_on__lte=one.ends_on, ends_on__gte=one.starts_on)
        if not overlapping.exists():
            Registration.objects.filter(pk=one.pk).update(qualification=target)


def move_exam_results(kept: User, duplicate: User) -> Moved:
    """One a subject and year: a result that was reached stands before a plan; of two results the kept person's."""
    moved = []
    for theirs in ExamResult.objects.filter(person=duplicate):
        mine = ExamResult.objects.filter(person=kept, subject=theirs.subject_id, year=theirs.year).first()
        if mine is None:
            theirs.person = kept
            theirs.save(update_fields=["person"])
            moved.append(theirs.pk)
        elif mine.outcome == ExamOutcome.PLANNED and theirs.outcome != ExamOutcome.PLANNED:
            mine.outcome, mine.score = theirs.outcome, theirs.score
            mine.save(update_fields=["outcome", "score"])
    return moved


def move_join_requests(kept: User, duplicate: User) -> Moved:
    """The open one, unless the kept person has one; then it is given up."""
    if JoinRequest.objects.filter(person=kept, state="pending").exists():
        return []
    theirs = JoinRequest.objects.filter(person=duplicate, state="pending")
    numbers = list(theirs.values_list("pk", flat=True))
    theirs.update(person=kept)
    return numbers


def _move_periods(
    model: Any, kept: User, duplicate: User, same: tuple[str, ...], on: dt.date, **left_behind: Any
) -> Moved:
    moved = []
    rows = model.objects.filter(person=duplicate)
    for row in rows.exclude(Q(**left_behind)) if left_behind else rows:
        alike = {name: getattr(row, name) for name in same}
        if row.ends_on is None and model.objects.filter(person=kept, ends_on=None, **alike).exists():
            row.ends_on = max(row.starts_on, on)
        row.person = kept
        row.save(update_fields=["person", "ends_on"])
        moved.append(row.pk)
    return moved
