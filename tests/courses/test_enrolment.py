"""Terms, requests, prerequisites and programmes through their services, and their screens at the desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from attendance.finishing import course_states, finished_courses
from attendance.models import HourEntry
from courses import rules
from courses.admission import hindrances
from courses.enums.enrolment import Bar, EnrolmentPolicy, EnrolmentRequestState
from courses.errors.enrolment import CourseInProgramme, GoesInACircle, NotAdmitted, RequestDecided, RequestOpen
from courses.models import CoursePage, Enrolment, EnrolmentRequest, Programme
from courses.selectors.enrolment import applicant, enrolled_keys, open_to, terms_of
from courses.selectors.programmes import programmes_of
from courses.services.enrolment import enrol, join, leave
from courses.services.enrolment_requests import approve_request, ask_to_take_part, refuse_request, withdraw_request
from courses.services.enrolment_terms import set_enrolment, set_prerequisites
from courses.services.programmes import add_course, arrange_courses, create_programme
from people.enums import OrganisationKind, Role
from people.errors import NotAllowed
from people.models import Organisation, User
from tests.factories.courses import MadeCourse, make_course
from tests.factories.people import make_organisation, make_person
from tests.factories.study import study

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
TODAY = dt.date(2026, 5, 20)


@dataclass
class World:
    province: Organisation
    county: Organisation
    other: Organisation
    learner: User
    trainer: User
    hr: User
    stranger: User
    course: MadeCourse


@pytest.fixture
def world() -> World:
    province = make_organisation(kind=OrganisationKind.PROVINCE)
    county = make_organisation(kind=OrganisationKind.COUNTY, parent=province)
    other = make_organisation(kind=OrganisationKind.COUNTY, parent=province)
    people = {}
    for name, role, place in (
        ("learner", Role.LEARNER, county),
        ("trainer", Role.TRAINER, county),
        ("hr", Role.HR, province),
        ("stranger", Role.TRAINER, other),
    ):
        people[name] = make_person(role=role, organisation=place)
    return World(province, county, other, course=make_course(title="走访入门", organisation=county), **people)


def allow(course: MadeCourse, by: User, **terms: object) -> None:
    facts = {"policy": "open", "opens_on": None, "closes_on": None, "seats": None, "is_for_own_people": False}
    set_enrolment(course=course.page, by=by, at=AT, **{**facts, **terms})


def ask(world: World, by: User | None = None) -> EnrolmentRequest:
    by = by or world.learner
    return ask_to_take_part(course=world.course.page, finished=partial(finished_courses, by), by=by, at=AT)


def begin(course: MadeCourse, learner: User) -> Enrolment:
    page = course.page
    finished = partial(finished_courses, learner)
    return join(learner=learner, course_key=page.course_key, course_title=page.title, finished=finished, at=AT)


def test_a_course_on_request_is_begun_only_after_approval(world: World) -> None:
    allow(world.course, world.trainer, policy="request")
    with pytest.raises(NotAdmitted) as refused:
        begin(world.course, world.learner)
    assert refused.value.code == Bar.NEEDS_APPROVAL
    request = ask(world)
    with pytest.raises(RequestOpen):
        ask(world)
    approve_request(asked=request, by=world.hr, at=AT)
    assert begin(world.course, world.learner) == Enrolment.objects.get(learner=world.learner)
    assert ModelLogEntry.objects.filter(action="courses.approve_request", user=world.hr).count() == 1


def test_a_request_is_decided_once_and_by_those_of_the_course(world: World) -> None:
    allow(world.course, world.trainer, policy="request")
    request = ask(world)
    for by in (world.stranger, world.learner):
        with pytest.raises(NotAllowed):
            approve_request(asked=request, by=by, at=AT)
    refuse_request(asked=request, reason="请先参加面授。", by=world.trainer, at=AT)
    with pytest.raises(RequestDecided):
        approve_request(asked=request, by=world.hr, at=AT)
    again = ask(world)
    withdraw_request(asked=again, by=world.learner, at=AT)
    assert [one.state for one in EnrolmentRequest.objects.order_by("pk")] == ["refused", "withdrawn"]
    assert not Enrolment.objects.exists()


def test_predicate_and_queryset_agree_about_requests(world: World) -> None:
    allow(world.course, world.trainer, policy="request")
    request = ask(world)
    root = make_person(is_superuser=True)
    for user in (world.learner, world.trainer, world.hr, world.stranger, root):
        seen = request in EnrolmentRequest.objects.visible_to(user)
        assert seen == rules.may_decide_enrolment(user, request) == (user not in {world.learner, world.stranger})


def test_terms_are_set_only_by_trainers_of_the_course(world: World) -> None:
    for by in (world.stranger, world.hr, world.learner):
        with pytest.raises(NotAllowed):
            allow(world.course, by, policy="closed")


def test_prerequisites_hold_until_finished_and_never_go_in_a_circle(world: World) -> None:
    first = make_course(title="价值观", organisation=world.county)
    set_prerequisites(course=world.course.page, required=[first.page], by=world.trainer, at=AT)
    with pytest.raises(NotAdmitted, match="价值观"):
        begin(world.course, world.learner)
    with pytest.raises(GoesInACircle, match="价值观 → 走访入门 → 价值观"):
        set_prerequisites(course=first.page, required=[world.course.page], by=world.trainer, at=AT)
    study(world.learner, first.edition, at=timezone.now() - dt.timedelta(hours=1))
    begin(world.course, world.learner)


def test_leaving_keeps_what_was_studied(world: World) -> None:
    study(world.learner, world.course.edition, at=timezone.now() - dt.timedelta(hours=1))
    key = world.course.page.course_key
    entries = HourEntry.objects.filter(learner=world.learner).count()
    assert entries
    leave(learner=world.learner, course_key=key, at=AT)
    leave(learner=world.learner, course_key=key, at=AT)
    assert enrolled_keys(world.learner) == set()
    assert course_states(world.learner).finished == {key}
    assert HourEntry.objects.filter(learner=world.learner).count() == entries


def test_what_is_open_in_a_list_is_what_nothing_hinders(world: World) -> None:
    enrol(learner=world.hr, course_key=world.course.page.course_key, course_title="x", at=AT)
    page = CoursePage.objects.select_related("organisation").get(pk=world.course.page.pk)
    tomorrow, yesterday = TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)
    for terms in (
        {},
        {"policy": "closed"},
        {"policy": "request"},
        {"opens_on": tomorrow},
        {"closes_on": yesterday},
        {"seats": 1},
        {"seats": 2},
        {"is_for_own_people": True},
    ):
        allow(world.course, world.trainer, **terms)
        for user in (world.learner, world.stranger, world.hr):
            enrolled, person = enrolled_keys(user), applicant(user, TODAY)
            hinders = hindrances(terms_of([page])[page.course_key], person, TODAY)
            free = page.course_key in enrolled or all(one.bar == Bar.NEEDS_APPROVAL for one in hinders)
            assert (page in open_to(CoursePage.objects.all(), person, TODAY, enrolled=enrolled)) == free, terms


def programme(world: World, **changed: object) -> Programme:
    facts = {
        "organisation": world.county,
        "title": "一线必修",
        "summary": "",
        "tier": "frontline",
        "worker_categories": [],
        "starts_on": TODAY,
        "ends_on": None,
        "by": world.trainer,
        "at": AT,
    }
    return create_programme(**{**facts, **changed})


def test_a_programme_reaches_the_people_below_its_organisation(world: World) -> None:
    mine = programme(world)
    extra = make_course(title="选修")
    add_course(programme=mine, course=world.course.page, is_required=True, by=world.trainer, at=AT)
    add_course(programme=mine, course=extra.page, is_required=False, by=world.trainer, at=AT)
    with pytest.raises(CourseInProgramme):
        add_course(programme=mine, course=extra.page, is_required=True, by=world.trainer, at=AT)
    (shown,) = programmes_of(applicant(world.learner, TODAY), TODAY)
    assert (shown.required, shown.elective) == ([world.course.page.course_key], [extra.page.course_key])
    assert programmes_of(applicant(world.stranger, TODAY), TODAY) == []
    first, second = mine.courses.order_by("position")
    arrange_courses(programme=mine, wanted=[(second, True), (first, False)], by=world.trainer, at=AT)
    assert list(mine.courses.order_by("position").values_list("course_title", "is_required")) == [
        ("选修", True),
        ("走访入门", False),
    ]
    with pytest.raises(NotAllowed):
        arrange_courses(programme=mine, wanted=[], by=world.stranger, at=AT)


@pytest.mark.parametrize("count", [1, 3])
def test_desk_lists_need_the_same_queries_for_any_number_of_rows(
    client: Client, world: World, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    allow(world.course, world.trainer, policy="request")
    for number in range(count):
        ask(world, make_person(organisation=world.county))
        programme(world, title=f"方案{number}")
    client.force_login(world.trainer)
    for address, queries in (("enrolment_requests:index_results", 10), ("programmes:index_results", 9)):
        client.get(reverse(address))
        with django_assert_num_queries(queries):
            assert client.get(reverse(address)).status_code == 200


def test_trainer_decides_one_request_and_the_next_one_opens(client: Client, world: World) -> None:
    allow(world.course, world.trainer, policy="request")
    other = make_person(organisation=world.county)
    first, second = ask(world), ask(world, other)
    client.force_login(world.trainer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Approve" in client.get(reverse("enrolment_requests:detail", args=[first.pk])).content.decode()
    answer = client.post(reverse("enrolment_requests:approve", args=[first.pk]))
    assert answer["Location"] == reverse("enrolment_requests:detail", args=[second.pk])
    answer = client.post(reverse("enrolment_requests:refuse", args=[second.pk]), {"reason": "名额已满。"})
    assert answer["Location"] == reverse("enrolment_requests:index")
    second.refresh_from_db()
    assert (second.state, second.reason) == (EnrolmentRequestState.REFUSED, "名额已满。")


def test_trainer_sets_terms_prerequisites_and_a_programme(client: Client, world: World) -> None:
    extra = make_course(title="价值观")
    client.force_login(world.trainer)
    pk = world.course.page.pk
    client.post(reverse("course_list:enrolment", args=[pk]), {"policy": "request", "closes_on": "2026-12-31"})
    key = world.course.page.course_key
    assert terms_of([world.course.page])[key].policy == EnrolmentPolicy.REQUEST
    client.post(reverse("course_list:first", args=[pk]), {"another": extra.page.pk})
    assert set(terms_of([world.course.page])[key].required) == {extra.page.course_key}
    client.post(
        reverse("programmes:new"),
        {"title": "一线必修", "organisation": world.county.pk, "tier": "frontline", "starts_on": "2026-05-20"},
    )
    made = Programme.objects.get()
    client.post(reverse("programmes:add_course", args=[made.pk]), {"course": pk, "is_required": "1"})
    (row,) = made.courses.all()
    assert row.is_required
    assert "走访入门" in client.get(reverse("programmes:detail", args=[made.pk])).content.decode()
    assert client.get(reverse("programmes:change", args=[made.pk])).status_code == 200
    client.post(reverse("programmes:arrange", args=[made.pk]), {f"place_{row.pk}": 1, f"kind_{row.pk}": "out"})
    assert not made.courses.exists()
