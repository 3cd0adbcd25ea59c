"""Wagtail's user and group screens: for superusers they work, for everybody else they are shut."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from people.enums import Role
from people.models import User
from tests.factories.people import PASSWORD, make_person, make_tree

pytestmark = pytest.mark.django_db
STAFF = [Role.TRAINER, Role.HR, Role.ADMINISTRATOR]
STRONG = "a-long-Passphrase-7"


@pytest.fixture
def root(client: Client) -> User:
    person = make_person(name="超级", username="root", is_superuser=True)
    client.force_login(person)
    return person


@pytest.fixture(params=STAFF)
def staff(request: Any, client: Client) -> User:
    person = make_person(role=request.param, organisation=make_tree().province)
    client.force_login(person)
    return person


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "username": "zhang.san",
        "real_name": "张三",
        "email": "zhang.san@example.org",
        "phone": "13800138000",
        "password1": STRONG,
        "password2": STRONG,
        **changes,
    }


@pytest.mark.parametrize(
    "query", ["", "?q=张", "?q=1380013", "?ordering=name", "?ordering=-last_login", "?is_active=true", "?group=1"]
)
def test_superuser_lists_and_searches_people(client: Client, root: User, query: str) -> None:
    make_person(name="张三", phone="13800138000")
    assert client.get(f"/manage/users/{query}").status_code == 200


def test_search_finds_by_name_and_phone(client: Client, root: User) -> None:
    person = make_person(name="张三丰", phone="13800138000")
    for query in ("三丰", "0013800", person.username):
        page = client.get("/manage/users/", {"q": query})
        assert list(page.context["object_list"]) == [person]


def test_superuser_adds_a_person(client: Client, root: User) -> None:
    page = client.get("/manage/users/new/")
    assert page.status_code == 200
    assert not {"first_name", "last_name", "groups"} & set(page.context["form"].fields)
    answer = client.post("/manage/users/new/", fields(real_name=" 张 三 ", phone="+86 138 0013 8000", email="A@B.cn"))
    assert answer.status_code == 302
    person = User.objects.get(username="zhang.san")
    assert (person.real_name, person.phone, person.email) == ("张三", "13800138000", "a@b.cn")
    assert person.check_password(STRONG)
    assert not person.is_superuser


def test_superuser_edits_a_person_and_the_groups_stay(client: Client, root: User) -> None:
    person = make_person(role=Role.HR, organisation=make_tree().city)
    path = f"/manage/users/edit/{person.pk}/"
    assert client.get(path).status_code == 200
    changed = fields(username=person.username, password1="", password2="", is_active="on", groups=[])
    assert client.post(path, changed).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.is_active) == ("13800138000", True)
    assert person.check_password(PASSWORD)
    assert [group.name for group in person.groups.all()] == ["hr"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("real_name", "王伟2"),
        ("real_name", ""),
        ("phone", "0571-88000000"),
        ("phone", "13900139000"),
        ("email", "TAKEN@example.org"),
        ("username", "taken"),
        ("password1", "short"),
    ],
)
def test_wrong_or_taken_values_are_refused_beside_their_field(
    client: Client, root: User, field: str, value: str
) -> None:
    make_person(username="taken", phone="13900139000", email="taken@example.org")
    page = client.post("/manage/users/new/", fields(**{field: value}))
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not User.objects.filter(username="zhang.san").exists()


def test_two_people_without_phone_and_email_are_no_conflict(client: Client, root: User) -> None:
    for name in ("first", "second"):
        assert client.post("/manage/users/new/", fields(username=name, phone="", email="")).status_code == 302


def test_people_are_not_deleted(client: Client, root: User) -> None:
    person = make_person()
    assert "/users/delete/" not in client.get("/manage/users/").content.decode()
    for path in (f"/manage/users/delete/{person.pk}/", f"/manage/bulk/people/user/delete/?id={person.pk}"):
        assert client.post(path).status_code in {302, 403, 404}
    assert User.objects.filter(pk=person.pk).exists()


@pytest.mark.parametrize(
    ("action", "sent"),
    [("assign_role", {"role": "1"}), ("set_active_state", {"mark_as_active": "False"}), ("delete", {})],
)
def test_nothing_is_done_to_several_people_at_once(
    client: Client, root: User, action: str, sent: dict[str, str]
) -> None:
    person = make_person()
    path = f"/manage/bulk/people/user/{action}/?id={person.pk}"
    assert client.get(path).status_code == 200
    assert client.post(path, sent).status_code in {302, 403}
    person.refresh_from_db()
    assert person.is_active
    assert not person.groups.exists()


@pytest.mark.parametrize(
    "path", ["/manage/users/history/{pk}/", "/manage/groups/", "/manage/groups/new/", "/manage/reports/site-history/"]
)
def test_superuser_pages_about_people_open(client: Client, root: User, path: str) -> None:
    assert client.get(path.format(pk=root.pk)).status_code == 200


def test_superuser_edits_a_group(client: Client, root: User) -> None:
    group = Group.objects.get(name="hr")
    page = client.get(f"/manage/groups/edit/{group.pk}/")
    assert page.status_code == 200
    offered = page.context["form"].registered_permissions.values_list("codename", flat=True)
    assert not [name for name in offered if name.split("_")[-1] in {"user", "group"}]


def shut_doors(person: User) -> list[str]:
    group = Group.objects.get(name="administrator")
    return [
        "/manage/users/",
        "/manage/users/results/",
        "/manage/users/new/",
        f"/manage/users/edit/{person.pk}/",
        f"/manage/users/delete/{person.pk}/",
        f"/manage/users/history/{person.pk}/",
        "/manage/groups/",
        "/manage/groups/new/",
        f"/manage/groups/edit/{group.pk}/",
        f"/manage/groups/delete/{group.pk}/",
    ]


def test_staff_find_every_door_shut(client: Client, staff: User) -> None:
    assert client.get("/manage/").status_code == 200
    for path in shut_doors(staff):
        for answer in (client.get(path), client.post(path, fields(is_superuser="on", is_active="on", groups=["1"]))):
            assert answer.status_code in {302, 403}, path
    staff.refresh_from_db()
    assert not staff.is_superuser
    assert not User.objects.filter(username="zhang.san").exists()
    assert Group.objects.filter(name="administrator").exists()


def test_staff_see_no_users_in_menu_or_search(client: Client, staff: User) -> None:
    page = client.get("/manage/").content.decode()
    assert "/manage/users/" not in page
    assert "/manage/groups/" not in page


def test_permission_rows_given_by_mistake_open_nothing(client: Client, staff: User) -> None:
    rows = Permission.objects.filter(content_type__model__in=["user", "group"])
    staff.user_permissions.set(rows)
    for path in shut_doors(staff):
        assert client.post(path, fields(is_superuser="on", groups=["1"])).status_code in {302, 403}, path
    group = Group.objects.get(name="administrator")
    bulk = f"/manage/bulk/people/user/assign_role/?id={staff.pk}"
    client.post(bulk, {"role": group.pk})
    staff.refresh_from_db()
    assert not staff.is_superuser
    assert group not in staff.groups.all() or staff.memberships.filter(role="administrator").exists()


def test_own_settings_in_the_admin_change_neither_name_nor_rights(client: Client, staff: User) -> None:
    page = client.get("/manage/account/")
    assert page.status_code == 200
    assert "first_name" not in page.content.decode()
    sent = {
        "name_email-first_name": "X",
        "name_email-email": "x@example.org",
        "password-new_password1": STRONG,
        "is_superuser": "on",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
        "locale-preferred_language": "zh-hans",
    }
    assert client.post("/manage/account/", sent).status_code == 302
    staff.refresh_from_db()
    assert (staff.email, staff.is_superuser, staff.real_name) == ("", False, "张三")
    assert staff.check_password(PASSWORD)
    assert staff.wagtail_userprofile.theme == "dark"


def test_learner_does_not_enter_the_admin(client: Client) -> None:
    client.force_login(make_person(organisation=make_tree().community))
    for path in ("/manage/", "/manage/account/", "/manage/users/", f"/manage/users/edit/{uuid.uuid4()}/"):
        assert client.get(path).status_code in {302, 403}
