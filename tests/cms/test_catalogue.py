"""The catalogue, the way into a course, programmes and recommendations as their readers see them."""

from __future__ import annotations

import datetime as dt
import gzip

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from attendance.models import StudySession
from cms.course_filters import CHOICES, Filters
from cms.course_list import PAGE_SIZE
from cms.course_reader import reader_of
from cms.recommending import recommended
from courses.errors.enrolment import NotAdmitted
from courses.models import CourseFigures, EnrolmentRequest
from courses.services.enrolment_terms import set_enrolment, set_prerequisites
from courses.services.programmes import add_course, create_programme
from people.models import User
from tests.factories.courses import MadeCourse, make_course
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.study import study

pytestmark = pytest.mark.django_db
SEARCH_QUERIES = 25
PROGRAMME_QUERIES = 15


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def learner(tree: Tree) -> User:
    return make_person(organisation=tree.community)


@pytest.fixture
def root() -> User:
    return make_person(is_superuser=True)


@pytest.fixture
def signed_in(client: Client, learner: User) -> Client:
    client.force_login(learner)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def shown(client: Client, query: str) -> list[str]:
    """Titles of the cards of a catalogue page."""
    cards = html_of(client, f"/courses/?{query}").split("<article")[1:]
    return [card.split("</a></h2>")[0].rpartition(">")[2] for card in cards]


def terms(course: MadeCourse, by: User, **changed: object) -> None:
    facts = {"policy": "open", "opens_on": None, "closes_on": None, "seats": None, "is_for_own_people": False}
    set_enrolment(course=course.page, by=by, at=timezone.now(), **{**facts, **changed})


def test_each_filter_leaves_what_fits(signed_in: Client, learner: User, root: User, tree: Tree) -> None:
    live = make_course(title="直播课", modality="live", organisation=tree.county)
    done = make_course(title="学完的课", organisation=tree.other_city)
    closed = make_course(title="截止的课", worker_categories=["mass"])
    terms(closed, root, policy="closed")
    CourseFigures.objects.filter(course=live.page).update(seconds=7200)
    study(learner, done.edition, at=timezone.now() - dt.timedelta(hours=1))
    assert "Recommended for you" in html_of(signed_in, "/courses/")
    assert "Recommended for you" not in html_of(signed_in, "/courses/?state=todo")
    assert shown(signed_in, "") == ["直播课", "学完的课", "截止的课"]
    assert shown(signed_in, "form=live") == ["直播课"]
    assert shown(signed_in, "hours=middle") == ["直播课"]
    assert shown(signed_in, "area=county") == shown(signed_in, "area=city") == ["直播课"]
    assert shown(signed_in, "area=province") == ["截止的课"]
    assert shown(signed_in, "state=done") == ["学完的课"]
    assert shown(signed_in, "state=todo") == ["直播课", "截止的课"]
    assert shown(signed_in, "state=going") == []
    assert shown(signed_in, "open=1") == ["直播课", "学完的课"]
    assert shown(signed_in, "sort=long")[0] == "直播课"
    assert shown(signed_in, "q=直播&state=done") == []
    assert "Nearest to what you are looking for" in html_of(signed_in, "/courses/?q=直播&state=done")


def test_search_marks_what_may_have_been_meant(signed_in: Client) -> None:
    make_course(title="老年社会工作实务")
    assert shown(signed_in, "q=社工实务") == ["老年社会工作实务"]
    assert "Did you mean" not in html_of(signed_in, "/courses/?q=社工实务")
    assert "Did you mean" in html_of(signed_in, "/courses/?q=laonain")
    nothing = html_of(signed_in, "/courses/?q=量子引力")
    assert "Try fewer words" in nothing
    assert "Clear the filters" in nothing


@pytest.mark.parametrize("query", ["q=%00", "q=%22*+NEAR(+OR+-", "page=-1", "page=x", "state=%00&field=x", "hours[]=1"])
def test_no_address_fails(client: Client, query: str) -> None:
    make_course(title="老年社会工作实务")
    html_of(client, f"/courses/?{query}")


def test_a_visitor_cannot_ask_for_what_needs_an_account() -> None:
    given = {name: choices.values[0] for name, choices in CHOICES.items()}
    assert Filters.read(given, is_signed_in=False) == Filters(
        field="welfare", form="on_demand", hours="short", sort="new"
    )
    assert Filters.read({"q": " 老  年 " + "x" * 1000, "field": "?"}, is_signed_in=True).q.startswith("老 年 x")


@pytest.mark.parametrize("count", [1, 3])
def test_search_needs_the_same_queries_for_any_number_of_courses(
    signed_in: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_course(title=f"老年社会工作{number}", summary="给社区工作者")
    html_of(signed_in, "/courses/?q=老年&open=1")
    with django_assert_num_queries(SEARCH_QUERIES):
        signed_in.get("/courses/?q=老年&open=1")


def test_a_dozen_at_a_time_weigh_little(client: Client) -> None:
    for number in range(PAGE_SIZE + 1):
        make_course(
            title=f"第{number}课", summary="给一线社区工作者的实务课，讲入户走访、需求评估与转介。" * 6, lessons=0
        )
    first = client.get("/courses/")
    assert first.content.decode().count("<article") == PAGE_SIZE
    assert 'rel="next" href="?page=2"' in first.content.decode()
    assert len(gzip.compress(first.content)) < 15_000
    assert html_of(client, "/courses/?page=2").count("<article") == 1


def test_course_page_asks_for_approval_and_says_what_is_in_the_way(
    signed_in: Client, learner: User, root: User, tree: Tree
) -> None:
    course, first = make_course(title="督导进阶", organisation=tree.county), make_course(title="督导入门")
    url, key = course.page.url, course.page.course_key
    set_prerequisites(course=course.page, required=[first.page], by=root, at=timezone.now())
    terms(course, root, policy="request", closes_on=timezone.localdate() - dt.timedelta(days=1))
    html = html_of(signed_in, url)
    assert "First finish “督导入门”" in html
    assert f'href="{first.page.url}"' in html
    assert "Enrolment ended on" in html
    study(learner, first.edition, at=timezone.now() - dt.timedelta(hours=1))
    terms(course, root, policy="request")
    assert f'action="/my/courses/{key}/ask/"' in html_of(signed_in, url)
    with pytest.raises(NotAdmitted):
        study(learner, course.edition, at=timezone.now())
    signed_in.post(f"/my/courses/{key}/ask/")
    assert "You can begin as soon as it is approved" in html_of(signed_in, url)
    signed_in.post(f"/my/courses/{key}/take-back/")
    assert EnrolmentRequest.objects.get().state == "withdrawn"
    assert not StudySession.objects.filter(edition=course.edition).exists()


def test_the_api_refuses_to_begin_with_a_sentence(signed_in: Client, root: User) -> None:
    course = make_course(title="督导进阶")
    terms(course, root, policy="closed")
    body = {"lesson": str(course.edition.lesson_key), "device": "d", "nonce": "0" * 32}
    answer = signed_in.post("/api/v1/study/sessions/", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "enrolment_closed")


def test_leaving_asks_again_and_keeps_the_hours(signed_in: Client, learner: User) -> None:
    course = make_course(title="走访", lessons=2)
    study(learner, course.edition, at=timezone.now() - dt.timedelta(hours=1))
    address = f"/my/courses/{course.page.course_key}/leave/"
    assert address in html_of(signed_in, course.page.url)
    assert "every credit hour is kept" in html_of(signed_in, address)
    assert "is kept" in signed_in.post(address, follow=True).content.decode()
    assert signed_in.get(address).status_code == 404
    assert "1 of 2 lessons finished" in html_of(signed_in, course.page.url)


@pytest.mark.parametrize("count", [1, 3])
def test_programmes_show_progress_and_tag_their_courses(
    signed_in: Client,
    learner: User,
    tree: Tree,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    now, today, root = timezone.now(), timezone.localdate(), make_person(is_superuser=True)
    assert "No programme yet" in html_of(signed_in, "/my/programmes/")
    programme = create_programme(
        organisation=tree.county,
        title="一线必修",
        summary="",
        tier="frontline",
        worker_categories=[],
        starts_on=today,
        ends_on=None,
        by=root,
        at=now,
    )
    for number in range(count):
        made = make_course(title=f"必修{number}")
        add_course(programme=programme, course=made.page, is_required=True, by=root, at=now)
    study(learner, made.edition, at=now - dt.timedelta(hours=1))
    make_course(title="别的课")
    assert f"1 of {count} required courses finished" in html_of(signed_in, "/my/programmes/")
    assert len(shown(signed_in, "part=required")) == count
    assert html_of(signed_in, "/courses/").count("Required</span>") == count
    with django_assert_num_queries(PROGRAMME_QUERIES):
        signed_in.get("/my/programmes/")


def test_recommended_are_what_the_scheme_needs_then_what_programmes_require(
    rf: object, learner: User, root: User, tree: Tree
) -> None:
    now, today = timezone.now(), timezone.localdate()
    make_course(title="普通")
    required = make_course(title="必修")
    make_course(title="法规", category="law")
    done = make_course(title="学完", category="law")
    closed = make_course(title="关闭", category="law")
    terms(closed, root, policy="closed")
    study(learner, done.edition, at=now - dt.timedelta(hours=1))
    programme = create_programme(
        organisation=tree.county,
        title="一线必修",
        summary="",
        tier="frontline",
        worker_categories=[],
        starts_on=today,
        ends_on=None,
        by=root,
        at=now,
    )
    add_course(programme=programme, course=required.page, is_required=True, by=root, at=now)
    request = rf.get("/my/")
    request.user = learner
    cards = recommended(request, reader_of(learner, today), {"law": 3600}, 3)
    assert [card.title for card in cards] == ["法规", "必修", "普通"]
    assert "一线必修" in cards[1].reason
    assert all(card.reason for card in cards)
