"""Who saw which personal data: noted before it is shown, never changed, kept for half a year, shown to the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from people import rules
from people.enums import Role
from people.enums.privacy import AccessKind
from people.errors import KeptTooShort, PurposeTooShort
from people.models import PersonalDataAccess, User
from people.services.access_log import purge_access_log, record_access
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def note(person: User | None, by: User, *, reason: str = "核对证书姓名", **more: Any) -> PersonalDataAccess:
    at = more.pop("at", timezone.now())
    return record_access(kind=AccessKind.ID_NUMBER, reason=reason, by=by, at=at, person=person, **more)


def add_old(person: User, days: int) -> PersonalDataAccess:
    return note(person, person, at=timezone.now() - dt.timedelta(days=days))


def test_reason_of_any_text_stays_on_one_line(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    row = note(person, person, reason="查 验\r\n2026-01-01 ERROR root 伪造的一行\u2028又一行\x1b[31m")
    assert not any(mark in row.reason for mark in "\r\n\u2028\x1b\x85")
    assert row.reason.startswith("查 验 2026")


@pytest.mark.parametrize("reason", ["", "   ", "a b", "\n\n\n\n\n"])
def test_reason_must_say_something(tree: Tree, reason: str) -> None:
    person = make_person(organisation=tree.community)
    with pytest.raises(PurposeTooShort) as refusal:
        note(person, person, reason=reason)
    assert "reason" in refusal.value.fields


def test_row_is_about_a_person_or_an_organisation_and_never_both(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    for about in ({"person": None}, {"person": person, "organisation": tree.community}):
        with pytest.raises(IntegrityError), transaction.atomic():
            note(by=person, **about)


def test_purge_below_half_a_year_is_refused_and_removes_nothing(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    add_old(person, 400)
    for days in (182, 30, 0, -1):
        with pytest.raises(KeptTooShort):
            purge_access_log(older_than_days=days, at=timezone.now())
    with pytest.raises(CommandError, match="183"):
        call_command("purge_access_log", days=182)
    assert PersonalDataAccess.objects.count() == 1


def test_purge_removes_what_is_older_and_only_that(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    kept = [add_old(person, days).pk for days in (0, 100, 182)]
    for days in (184, 300):
        add_old(person, days)
    call_command("purge_access_log")
    assert sorted(PersonalDataAccess.objects.values_list("pk", flat=True)) == kept


@pytest.mark.parametrize("days", [0, 1, 182])
def test_database_refuses_to_lose_a_young_row(tree: Tree, days: int) -> None:
    """Whoever tries, and whatever clock the caller has."""
    row = add_old(make_person(organisation=tree.community), days)
    for statement in (
        "DELETE FROM people_personaldataaccess WHERE id = %s",
        "UPDATE people_personaldataaccess SET reason = 'nobody looked' WHERE id = %s",
        "UPDATE people_personaldataaccess SET happened_at = '2020-01-01 00:00:00+00' WHERE id = %s",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [row.pk])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        purge_access_log(older_than_days=183, at=timezone.now() + dt.timedelta(days=365))
    assert PersonalDataAccess.objects.filter(pk=row.pk).exists()


def test_administrators_see_the_log_of_their_subtree_only(tree: Tree) -> None:
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.township)
    hr = make_person(role=Role.HR, organisation=tree.township)
    inside, outside = make_person(organisation=tree.community), make_person(organisation=tree.other_township)
    rows = [note(inside, hr), note(outside, hr), note(None, hr, organisation=tree.township)]
    rows.append(note(None, hr, organisation=tree.other_township))
    people: list[User] = [admin, hr, inside, outside, make_person(is_superuser=True)]
    for user in people:
        seen = set(PersonalDataAccess.objects.visible_to(user))
        assert seen == {row for row in rows if rules.may_see_access(user, row)}, user
    assert set(PersonalDataAccess.objects.visible_to(admin)) == {rows[0], rows[2]}
    assert not PersonalDataAccess.objects.visible_to(hr).exists()


def test_list_for_administrators_shows_who_looked_and_why(client: Client, tree: Tree) -> None:
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.township)
    note(make_person(name="李小明", organisation=tree.community), admin)
    note(make_person(name="王外人", organisation=tree.other_township), admin, reason="另一处的事情")
    client.force_login(admin)
    page = client.get("/manage/people/accesses/").content.decode()
    assert "李小明" in page
    assert "核对证书姓名" in page
    assert "另一处的事情" not in page


def test_list_is_closed_to_hr_and_learners(client: Client, tree: Tree) -> None:
    for role in (Role.HR, Role.TRAINER, Role.LEARNER):
        client.force_login(make_person(role=role, organisation=tree.township))
        assert client.get("/manage/people/accesses/").status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(
    client: Client, tree: Tree, rows: int, django_assert_num_queries: Any
) -> None:
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.township)
    client.force_login(admin)
    for _ in range(rows):
        note(make_person(organisation=tree.community), admin)
    client.get("/manage/people/accesses/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/manage/people/accesses/")


LIST_QUERIES = 12


def test_person_sees_who_looked_at_the_own_data(client: Client, tree: Tree) -> None:
    hr = make_person(name="赵人事", role=Role.HR, organisation=tree.township)
    person = make_person(organisation=tree.community)
    note(person, hr)
    note(make_person(organisation=tree.community), hr, reason="别人的记录")
    client.force_login(person)
    page = client.get("/my/profile/accesses/").content.decode()
    assert "赵人事" in page
    assert "核对证书姓名" in page
    assert "别人的记录" not in page
