"""Trainers and administrators work on the courses of their own organisations: in every screen of Wagtail's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page

from cms.site import set_up_site
from courses import rules
from courses.models import CoursePage, TeachingUnit
from courses.services.authoring import assign_course
from courses.services.authoring_groups import teaching_unit_of
from people.enums import Role
from people.models import User
from people.services.organisation_moves import move_organisation
from people.services.roles import end_role, grant_role, keep_all_groups
from tests.factories.courses import MadeCourse, make_course, make_media
from tests.factories.organisations import merge
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
PLACES = {"own": "township", "sibling": "other_township", "child": "community", "parent": "county"}
REACH = {"own": {"own", "child"}, "sibling": {"sibling"}, "child": {"child"}, "parent": set(PLACES)}
"""Whose courses a trainer of the place works on."""


@dataclass(frozen=True)
class Desk:
    tree: Tree
    courses: dict[str, MadeCourse]
    trainers: dict[str, User]

    def client(self, name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(self.trainers[name])
        return client


@pytest.fixture
def desk() -> Desk:
    """A draft course, a document and a recording of each of four places, and a trainer of each."""
    set_up_site()
    tree = make_tree()
    courses = {}
    for name, place in PLACES.items():
        organisation = getattr(tree, place)
        made = make_course(organisation=organisation, title=f"课程之{name}", lessons=1, publish=False)
        Page.objects.descendant_of(made.page, inclusive=True).update(live=False)
        files = teaching_unit_of(organisation).collection
        Document.objects.create(title=f"文件之{name}", file=ContentFile(b"x", name="a.txt"), collection=files)
        make_media(title=f"录像之{name}", collection=files)
        courses[name] = made
    trainers = {
        name: make_person(role=Role.TRAINER, organisation=getattr(tree, place)) for name, place in PLACES.items()
    }
    trainers["province"] = make_person(role=Role.ADMINISTRATOR, organisation=tree.province)
    trainers["county"] = make_person(role=Role.ADMINISTRATOR, organisation=tree.county)
    trainers["learner"] = make_person(organisation=tree.county)
    return Desk(tree, courses, trainers)


LISTS = (
    "/manage/courses/",
    "/manage/pages/search/results/?q=课程之",
    "/manage/pages/usage/courses/coursepage/results/",
    "/manage/choose-page/search/?q=课程之&page_type=courses.coursepage",
    "/manage/reports/site-history/results/",
    "/manage/reports/aging-pages/results/",
    "/manage/api/main/pages/?fields=title&limit=20",
)
FILES = {
    "文件之": ("/manage/documents/results/", "/manage/documents/chooser/", "/manage/api/main/documents/"),
    "录像之": ("/manage/media/", "/manage/media/chooser/?q="),
}


@pytest.mark.parametrize("viewer", ["own", "parent"])
def test_lists_and_choosers_name_what_one_works_on_and_nothing_else(desk: Desk, viewer: str) -> None:
    client = desk.client(viewer)
    for stem, addresses in {"课程之": LISTS, **FILES}.items():
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            text = answer.content.decode()
            named = {
                name
                for name in PLACES
                if stem + name in text or (stem + name).encode("unicode_escape").decode() in text
            }
            assert named <= REACH[viewer], address
            if "site-history" not in address and "aging" not in address and "api/main/pages" not in address:
                assert named == REACH[viewer], address


def test_screens_of_a_course_open_for_its_trainers_and_those_above(desk: Desk) -> None:
    client = desk.client("own")
    for name, made in desk.courses.items():
        lesson = made.lessons[0]
        for address in (
            f"/manage/pages/{made.page.pk}/",
            f"/manage/pages/{made.page.pk}/edit/",
            f"/manage/pages/{lesson.pk}/edit/",
            f"/manage/pages/{lesson.pk}/edit/preview/",
            f"/manage/pages/{lesson.pk}/view_draft/",
            f"/manage/pages/{lesson.pk}/history/",
            f"/manage/pages/{lesson.pk}/copy/",
            f"/manage/pages/{lesson.pk}/delete/",
            f"/manage/pages/{lesson.pk}/move/",
            f"/manage/pages/{made.page.pk}/add_subpage/",
            f"/manage/courses/{made.page.pk}/duplicate/",
            f"/manage/courses/{made.page.pk}/assign/",
        ):
            is_open = client.get(address).status_code == 200
            assert is_open is (name in REACH["own"]), address


def test_copy_and_move_reach_into_no_other_organisation(desk: Desk) -> None:
    client, lesson = desk.client("own"), desk.courses["own"].lessons[0]
    before = Page.objects.count()
    facts = {"new_title": "抄", "new_slug": "copied", "copy_subpages": "", "publish_copies": "", "alias": ""}
    client.post(f"/manage/pages/{lesson.pk}/copy/", {**facts, "new_parent_page": desk.courses["sibling"].page.pk})
    client.post(f"/manage/pages/{lesson.pk}/move/{desk.courses['sibling'].page.pk}/confirm/")
    foreign = desk.courses["sibling"].lessons[0]
    client.post(f"/manage/pages/{foreign.pk}/copy/", {**facts, "new_parent_page": desk.courses["own"].page.pk})
    assert Page.objects.count() == before
    assert Page.objects.get(pk=lesson.pk).is_child_of(Page.objects.get(pk=desk.courses["own"].page.pk))
    client.post(f"/manage/pages/{lesson.pk}/copy/", {**facts, "new_parent_page": desk.courses["child"].page.pk})
    assert Page.objects.count() == before + 1


def test_predicate_queryset_and_wagtail_agree_about_every_course(desk: Desk) -> None:
    desk.courses["none"] = make_course(lessons=0)
    for viewer in (*desk.trainers.values(), make_person(is_superuser=True)):
        listed = set(CoursePage.objects.editable_by(viewer).values_list("pk", flat=True))
        for made in desk.courses.values():
            course = CoursePage.objects.get(pk=made.page.pk)
            may = rules.may_edit_course(viewer, course)
            assert may is (course.pk in listed)
            assert may is course.permissions_for_user(User.objects.get(pk=viewer.pk)).can_edit()
    assert desk.courses["none"].page in CoursePage.objects.editable_by(desk.trainers["province"])
    assert desk.courses["none"].page not in CoursePage.objects.editable_by(desk.trainers["county"])


def test_publishing_is_for_administrators(desk: Desk) -> None:
    course = desk.courses["own"].page
    assert course.permissions_for_user(desk.trainers["county"]).can_publish()
    assert not course.permissions_for_user(desk.trainers["own"]).can_publish()
    assert not course.permissions_for_user(desk.trainers["parent"]).can_publish()


def test_rights_begin_and_end_with_the_role_and_follow_the_tree(desk: Desk) -> None:
    tree, course = desk.tree, desk.courses["own"].page
    now, today = timezone.now(), timezone.localdate()

    def may(person: User) -> bool:
        fresh = User.objects.get(pk=person.pk)
        assert rules.may_edit_course(fresh, CoursePage.objects.get(pk=course.pk)) is (
            course.permissions_for_user(fresh).can_edit()
        )
        return bool(course.permissions_for_user(fresh).can_edit())

    person = make_person()
    assert not may(person)
    held = grant_role(person=person, organisation=tree.city, role=Role.TRAINER, starts_on=today, by=None, at=now)
    assert may(person)
    end_role(membership=held, ends_on=today, by=None, at=now)
    keep_all_groups(at=now + dt.timedelta(days=1))
    assert not person.groups.filter(name__startswith="courses:").exists()
    elsewhere = make_person(role=Role.TRAINER, organisation=tree.other_county)
    assert not may(elsewhere)
    move_organisation(
        organisation=tree.township, parent=tree.other_county, effective_on=today, citation="一号文", by=None, at=now
    )
    assert may(elsewhere)
    assert not may(desk.trainers["parent"])
    assign_course(course=CoursePage.objects.get(pk=course.pk), organisation=tree.city, by=None, at=now)
    assert not may(elsewhere)


def test_heir_of_a_merged_organisation_gets_its_courses_and_files(desk: Desk) -> None:
    tree = desk.tree
    old = TeachingUnit.objects.get(organisation=tree.other_township)
    merge(tree.other_township, into=tree.township)
    assert desk.courses["sibling"].page in CoursePage.objects.editable_by(desk.trainers["own"])
    keep_all_groups(at=timezone.now())
    own = User.objects.get(pk=desk.trainers["own"].pk)
    assert CoursePage.objects.get(pk=desk.courses["sibling"].page.pk).permissions_for_user(own).can_edit()
    assert "文件之sibling" in desk.client("own").get("/manage/documents/results/").content.decode()
    assert old.collection.pk
