"""Supervisors' appointments, pairs, and meetings that count when both sides say so."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from people import rules
from people.enums import Role
from people.enums.supervision import SupervisionSide, SupervisionState
from people.errors import (
    AppointmentOpen,
    AppointmentOver,
    DatesOutOfOrder,
    MeetingAnswered,
    MeetingOutOfRange,
    MeetingReplaced,
    NotAllowed,
    PairOpen,
    ReasonMissing,
    SupervisorFull,
)
from people.models import (
    OrganisationCode,
    SupervisionConfirmation,
    SupervisionPair,
    SupervisionSession,
    SupervisorAppointment,
    SupervisorTarget,
    User,
)
from people.selectors import confirmed_supervision
from people.selectors.supervision import meeting_rows, meetings_of
from people.selectors.supervisors import minutes_by_pair, supervisor_counts
from people.services.supervision import record_meeting
from people.services.supervision_answers import confirm_meeting, decline_meeting
from people.services.supervisors import add_pair, appoint_supervisor, end_appointment, end_pair
from tests.factories.people import Tree, make_organisation, make_person, make_tree
from tests.factories.qualifications import make_meeting, make_pair

pytestmark = pytest.mark.django_db
LONG_AGO, FAR_AHEAD = dt.date(2000, 1, 1), dt.date(2100, 1, 1)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def pair(tree: Tree) -> SupervisionPair:
    return make_pair(tree.community)


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(organisation=tree.township, role=Role.HR)


def today() -> dt.date:
    return timezone.localdate()


def minutes_of(person: User) -> list[tuple[str, int]]:
    found = confirmed_supervision(person=person, starts_on=LONG_AGO, ends_on=FAR_AHEAD)
    return [(str(one.side), one.minutes) for one in found]


def state_for(person: User, meeting: SupervisionSession) -> tuple[SupervisionState, bool]:
    found = next(one for one in meetings_of(person, meeting_rows(person)) if one.row.pk == meeting.pk)
    return found.state, found.answer_due


# Meetings


def test_meeting_counts_when_both_have_confirmed(pair: SupervisionPair) -> None:
    meeting = make_meeting(pair)
    supervisor, supervisee = pair.appointment.person, pair.supervisee
    assert minutes_of(supervisee) == []
    assert state_for(supervisee, meeting) == (SupervisionState.WAITING, True)
    assert state_for(supervisor, meeting) == (SupervisionState.WAITING, False)
    confirm_meeting(meeting=meeting, by=supervisee, at=timezone.now())
    confirm_meeting(meeting=meeting, by=supervisee, at=timezone.now())
    assert minutes_of(supervisee) == [("supervisee", 60)]
    assert minutes_of(supervisor) == [("supervisor", 60)]
    assert SupervisionConfirmation.objects.count() == 2
    assert minutes_by_pair([pair]) == {pair.pk: 60}


def test_declined_meeting_never_counts(pair: SupervisionPair) -> None:
    meeting = make_meeting(pair)
    with pytest.raises(ReasonMissing):
        decline_meeting(meeting=meeting, reason=" ", by=pair.supervisee, at=timezone.now())
    decline_meeting(meeting=meeting, reason="当天只谈了半小时", by=pair.supervisee, at=timezone.now())
    with pytest.raises(MeetingAnswered):
        confirm_meeting(meeting=meeting, by=pair.supervisee, at=timezone.now())
    assert state_for(pair.supervisee, meeting) == (SupervisionState.DECLINED, False)
    assert minutes_of(pair.supervisee) == []


def test_whoever_entered_it_cannot_confirm_for_the_other(pair: SupervisionPair, hr: User) -> None:
    meeting = make_meeting(pair)
    confirm_meeting(meeting=meeting, by=pair.appointment.person, at=timezone.now())
    for stranger in (hr, make_person(), make_person(is_superuser=True)):
        with pytest.raises(NotAllowed):
            confirm_meeting(meeting=meeting, by=stranger, at=timezone.now())
    assert minutes_of(pair.supervisee) == []


def test_correction_takes_over_when_both_have_confirmed_it(pair: SupervisionPair) -> None:
    old = make_meeting(pair, minutes=90, is_confirmed=True)
    new = make_meeting(pair, minutes=45, replaces=old)
    assert minutes_of(pair.supervisee) == [("supervisee", 90)]
    assert state_for(pair.supervisee, old) == (SupervisionState.COUNTS, False)
    confirm_meeting(meeting=new, by=pair.supervisee, at=timezone.now())
    assert minutes_of(pair.supervisee) == [("supervisee", 45)]
    assert state_for(pair.supervisee, old) == (SupervisionState.CORRECTED, False)


def test_meeting_is_corrected_once_and_the_old_one_not_answered_any_more(pair: SupervisionPair) -> None:
    old = make_meeting(pair)
    make_meeting(pair, minutes=45, replaces=old)
    with pytest.raises(MeetingReplaced):
        make_meeting(pair, minutes=30, replaces=old)
    with pytest.raises(MeetingReplaced):
        confirm_meeting(meeting=old, by=pair.supervisee, at=timezone.now())
    with pytest.raises(MeetingReplaced):
        decline_meeting(meeting=old, reason="时间不对", by=pair.supervisee, at=timezone.now())
    assert state_for(pair.supervisee, old) == (SupervisionState.CORRECTED, False)


def test_meeting_of_another_pair_is_not_replaced(pair: SupervisionPair, tree: Tree) -> None:
    with pytest.raises(NotAllowed):
        make_meeting(pair, replaces=make_meeting(make_pair(tree.other_community)))


def test_same_form_sent_twice_is_one_meeting(pair: SupervisionPair) -> None:
    facts: dict[str, Any] = {
        "pair": pair,
        "held_on": today(),
        "minutes": 60,
        "mode": "group",
        "topic": "伦理",
        "nonce": uuid.uuid4(),
        "by": pair.supervisee,
        "at": timezone.now(),
    }
    assert record_meeting(**facts) == record_meeting(**facts)
    assert SupervisionSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"minutes": 10**9}, "minutes"),
        ({"held_on": dt.date(2999, 1, 1)}, "held_on"),
        ({"held_on": dt.date(1999, 1, 1)}, "held_on"),
        ({"days_ago": 300}, "held_on"),  # before the pair began
        ({"days_ago": -1}, "held_on"),
        ({"topic": " \r\n "}, "topic"),
    ],
)
def test_impossible_meeting_is_refused_at_its_field(pair: SupervisionPair, changed: dict[str, Any], field: str) -> None:
    facts: dict[str, Any] = {
        "held_on": today() - dt.timedelta(days=changed.pop("days_ago", 2)),
        "minutes": 60,
        "topic": "案例",
        **changed,
    }
    with pytest.raises(MeetingOutOfRange) as refused:
        record_meeting(pair=pair, mode="individual", nonce=uuid.uuid4(), by=pair.supervisee, at=timezone.now(), **facts)
    assert set(refused.value.fields) == {field}
    assert not SupervisionSession.objects.exists()


def test_one_day_holds_eight_hours_of_one_pair(pair: SupervisionPair) -> None:
    make_meeting(pair, minutes=300)
    with pytest.raises(MeetingOutOfRange):
        make_meeting(pair, minutes=181)
    declined = make_meeting(pair, minutes=180)
    decline_meeting(meeting=declined, reason="没有这么久", by=pair.supervisee, at=timezone.now())
    make_meeting(pair, minutes=180)


def test_only_the_two_enter_meetings(pair: SupervisionPair, hr: User) -> None:
    with pytest.raises(NotAllowed):
        record_meeting(
            pair=pair,
            held_on=today(),
            minutes=60,
            mode="group",
            topic="伦理",
            nonce=uuid.uuid4(),
            by=hr,
            at=timezone.now(),
        )


def test_meetings_and_answers_are_only_added_to(pair: SupervisionPair) -> None:
    meeting = make_meeting(pair, is_confirmed=True)
    attempts: list[Any] = [
        lambda: SupervisionSession.objects.filter(pk=meeting.pk).update(minutes=480),
        lambda: SupervisionConfirmation.objects.filter(session=meeting).update(answer="confirmed"),
        lambda: SupervisionConfirmation.objects.filter(session=meeting).delete(),
        lambda: SupervisionSession.objects.filter(pk=meeting.pk)._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()


def test_second_answer_of_a_side_is_refused_by_the_database(pair: SupervisionPair) -> None:
    meeting = make_meeting(pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionConfirmation.objects.create(
            session=meeting, side=SupervisionSide.SUPERVISOR, answer="confirmed", by=pair.supervisee, at=timezone.now()
        )


def test_meetings_are_read_in_a_fixed_number_of_queries(pair: SupervisionPair, django_assert_num_queries: Any) -> None:
    make_meeting(pair, is_confirmed=True)
    with django_assert_num_queries(2):
        meetings_of(pair.supervisee, meeting_rows(pair.supervisee))
    old = make_meeting(pair, days_ago=4)
    make_meeting(pair, days_ago=4, replaces=old)
    with django_assert_num_queries(3):  # and the answers to corrections
        meetings_of(pair.supervisee, meeting_rows(pair.supervisee))


# Appointments and pairs


def appoint(tree: Tree, by: User | None, **changed: Any) -> SupervisorAppointment:
    facts: dict[str, Any] = {
        "organisation": tree.community,
        "starts_on": today(),
        "most_supervised": 2,
        "at": timezone.now(),
        **changed,
    }
    facts.setdefault("person", make_person(organisation=tree.community))
    return appoint_supervisor(by=by, **facts)


def test_appointment_names_its_source(tree: Tree, hr: User) -> None:
    assert appoint(tree, hr).citation == "MZ/T 166-2021"


def test_nobody_appoints_oneself_or_elsewhere(tree: Tree, hr: User) -> None:
    with pytest.raises(NotAllowed):
        appoint(tree, hr, person=hr)
    with pytest.raises(NotAllowed):
        appoint(tree, hr, organisation=tree.other_city)
    with pytest.raises(NotAllowed):
        appoint(tree, make_person(organisation=tree.community))


def test_appointments_of_one_person_do_not_overlap(tree: Tree, hr: User) -> None:
    first = appoint(tree, hr, ends_on=today() + dt.timedelta(days=10))
    with pytest.raises(AppointmentOpen):
        appoint(tree, hr, person=first.person, starts_on=today() + dt.timedelta(days=10))
    appoint(tree, hr, person=first.person, starts_on=today() + dt.timedelta(days=11))
    with pytest.raises(DatesOutOfOrder):
        appoint(tree, hr, ends_on=today() - dt.timedelta(days=1))


def test_supervisor_takes_as_many_as_the_appointment_says(tree: Tree, hr: User) -> None:
    row = appoint(tree, hr)
    facts: dict[str, Any] = {"appointment": row, "starts_on": today(), "by": hr, "at": timezone.now()}
    first = add_pair(supervisee=make_person(), **facts)
    with pytest.raises(PairOpen):
        add_pair(supervisee=first.supervisee, **facts)
    add_pair(supervisee=make_person(), **facts)
    with pytest.raises(SupervisorFull):
        add_pair(supervisee=make_person(), **facts)
    end_pair(pair=first, ends_on=today(), by=hr, at=timezone.now())
    add_pair(supervisee=make_person(), **{**facts, "starts_on": today() + dt.timedelta(days=1)})


def test_nobody_supervises_oneself_or_outside_the_appointment(tree: Tree, hr: User) -> None:
    row = appoint(tree, hr, ends_on=today() + dt.timedelta(days=10))
    facts: dict[str, Any] = {"appointment": row, "by": hr, "at": timezone.now()}
    with pytest.raises(NotAllowed):
        add_pair(supervisee=row.person, starts_on=today(), **facts)
    for days in (-1, 11):
        with pytest.raises(AppointmentOver):
            add_pair(supervisee=make_person(), starts_on=today() + dt.timedelta(days=days), **facts)


def test_pairs_end_with_the_appointment(pair: SupervisionPair, hr: User) -> None:
    end_appointment(appointment=pair.appointment, ends_on=today(), by=hr, at=timezone.now())
    pair.refresh_from_db()
    assert pair.ends_on == today()
    with pytest.raises(AppointmentOver):
        end_appointment(appointment=pair.appointment, ends_on=today(), by=hr, at=timezone.now())


@pytest.mark.parametrize("kind", ["superuser", "hr", "learner", "disabled", "oneself", "elsewhere"])
def test_appointment_predicates_agree_with_querysets(pair: SupervisionPair, tree: Tree, kind: str) -> None:
    row = pair.appointment
    user: Any = {
        "superuser": lambda: make_person(is_superuser=True),
        "hr": lambda: make_person(organisation=tree.township, role=Role.HR),
        "learner": lambda: make_person(organisation=tree.community),
        "disabled": lambda: make_person(organisation=tree.township, role=Role.HR, is_active=False),
        "oneself": lambda: row.person,
        "elsewhere": lambda: make_person(organisation=tree.other_township, role=Role.HR),
    }[kind]()
    seen = SupervisorAppointment.objects.visible_to(user).filter(pk=row.pk).exists()
    managed = SupervisorAppointment.objects.managed_by(user).filter(pk=row.pk).exists()
    assert rules.may_view_appointment(user, row) is seen is (kind in {"superuser", "hr", "oneself"})
    assert rules.may_manage_appointment(user, row) is managed is (kind in {"superuser", "hr"})
    make_meeting(pair)
    assert (
        (rules.side_of(user, pair) is not None) is SupervisionSession.objects.of(user).exists() is (kind == "oneself")
    )


def test_supervisors_are_counted_against_the_target(tree: Tree) -> None:
    """A person counts once a place, however many appointments; targets are rows with a source."""
    OrganisationCode.objects.create(
        organisation=tree.province, system="division", code="330000", valid_from=dt.date(2020, 1, 1)
    )
    one = make_pair(tree.community).appointment.person
    appoint(tree, None, person=one, organisation=tree.county)
    make_pair(make_organisation(parent=tree.other_city))
    appoint(tree, None, starts_on=today() + dt.timedelta(days=1))
    counts = supervisor_counts(make_person(is_superuser=True), on=today())
    found = {count.place.name: (count.supervisors, count.target and count.target.number) for count in counts}
    assert found == {"浙江省": (2, 800), "杭州市": (1, None), "宁波市": (1, None)}
    assert not SupervisorTarget.objects.get().is_verified
