"""Roles by organisation and time, and the groups that follow them."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.enums import Role
from people.errors import DatesOutOfOrder, NotAllowed, RoleAlreadyEnded
from people.models import Membership, User
from people.services.roles import end_role, grant_role, keep_all_groups
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2026, 1, 1)
NOW = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def groups(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def grant(person: User, tree: Tree, role: Role, *, by: User | None = None, starts_on: dt.date = NEW_YEAR) -> Membership:
    return grant_role(person=person, organisation=tree.county, role=role, starts_on=starts_on, by=by, at=NOW)


@pytest.mark.parametrize("role", [Role.TRAINER, Role.HR, Role.ADMINISTRATOR])
def test_staff_role_opens_the_admin(tree: Tree, role: Role) -> None:
    person = make_person()
    grant(person, tree, role)
    assert groups(person) == {role.value}
    assert User.objects.get(pk=person.pk).has_perm("wagtailadmin.access_admin")


def test_learner_role_opens_no_admin(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    assert groups(person) == set()
    assert not person.has_perm("wagtailadmin.access_admin")


def test_no_staff_group_may_touch_users_or_groups() -> None:
    held = Group.objects.values_list("permissions__codename", flat=True)
    assert not [name for name in held if name and name.split("_")[-1] in {"user", "group"}]


def test_role_granted_twice_is_one_membership(tree: Tree) -> None:
    person = make_person()
    first, second = grant(person, tree, Role.HR), grant(person, tree, Role.HR, starts_on=dt.date(2026, 3, 1))
    assert first == second
    assert second.starts_on == NEW_YEAR
    assert ModelLogEntry.objects.filter(action="people.grant_role").count() == 1


def test_grant_leaves_a_log_row_with_its_actor(tree: Tree) -> None:
    person, root = make_person(), make_person(is_superuser=True)
    membership = grant(person, tree, Role.HR, by=root)
    row = ModelLogEntry.objects.get()
    assert (row.user_id, row.timestamp, row.object_id) == (root.pk, NOW, str(person.pk))
    assert row.data["membership"] == membership.pk


@pytest.mark.parametrize(("held", "wanted"), [(Role.HR, Role.TRAINER), (Role.ADMINISTRATOR, Role.HR)])
def test_nobody_gives_a_role_to_oneself(tree: Tree, held: Role, wanted: Role) -> None:
    officer = make_person(role=held, organisation=tree.county)
    with pytest.raises(NotAllowed):
        grant(officer, tree, wanted, by=officer)
    assert [one.role for one in officer.memberships.all()] == [held]


def test_ended_role_closes_the_admin_after_its_last_day(tree: Tree) -> None:
    person = make_person()
    membership = grant(person, tree, Role.TRAINER)
    end_role(membership=membership, ends_on=timezone.localdate(NOW), by=None, at=NOW)
    assert groups(person) == {"trainer"}
    keep_all_groups(at=NOW + dt.timedelta(days=1))
    assert groups(person) == set()


def test_role_of_the_future_opens_the_admin_on_its_day(tree: Tree) -> None:
    person = make_person()
    grant(person, tree, Role.TRAINER, starts_on=dt.date(2026, 6, 1))
    assert groups(person) == set()
    keep_all_groups(at=dt.datetime(2026, 5, 31, 16, tzinfo=dt.UTC))  # midnight of 1 June in Shanghai
    assert groups(person) == {"trainer"}


def test_daily_command_closes_the_admin_of_roles_that_are_over(tree: Tree) -> None:
    person = make_person()
    membership = grant(person, tree, Role.TRAINER)
    Membership.objects.filter(pk=membership.pk).update(ends_on=dt.date(2026, 2, 1))
    out = StringIO()
    call_command("refresh_roles", stdout=out)
    assert "1" in out.getvalue()
    assert groups(person) == set()


def test_role_in_a_second_organisation_keeps_the_admin_open(tree: Tree) -> None:
    person = make_person()
    first = grant(person, tree, Role.HR)
    grant_role(person=person, organisation=tree.other_city, role=Role.HR, starts_on=NEW_YEAR, by=None, at=NOW)
    end_role(membership=first, ends_on=dt.date(2026, 2, 1), by=None, at=NOW)
    assert groups(person) == {"hr"}


def test_ending_twice_with_the_same_day_changes_nothing(tree: Tree) -> None:
    membership = grant(make_person(), tree, Role.HR)
    for _ in range(2):
        end_role(membership=membership, ends_on=dt.date(2026, 2, 1), by=None, at=NOW)
    assert ModelLogEntry.objects.filter(action="people.end_role").count() == 1


def test_ending_again_on_another_day_is_refused(tree: Tree) -> None:
    membership = grant(make_person(), tree, Role.HR)
    end_role(membership=membership, ends_on=dt.date(2026, 2, 1), by=None, at=NOW)
    with pytest.raises(RoleAlreadyEnded):
        end_role(membership=membership, ends_on=dt.date(2026, 3, 1), by=None, at=NOW)


def test_last_day_before_the_first_is_refused(tree: Tree) -> None:
    membership = grant(make_person(), tree, Role.HR)
    with pytest.raises(DatesOutOfOrder):
        end_role(membership=membership, ends_on=dt.date(2025, 12, 31), by=None, at=NOW)
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_role_may_be_held_again_after_it_ended(tree: Tree) -> None:
    person = make_person()
    end_role(membership=grant(person, tree, Role.HR), ends_on=dt.date(2026, 2, 1), by=None, at=NOW)
    grant(person, tree, Role.HR, starts_on=dt.date(2026, 3, 1))
    assert person.memberships.count() == 2


@pytest.mark.parametrize(
    ("actor", "place", "role", "allowed"),
    [
        (Role.HR, "county", Role.LEARNER, True),
        (Role.HR, "city", Role.TRAINER, True),
        (Role.HR, "county", Role.HR, False),
        (Role.HR, "county", Role.ADMINISTRATOR, False),
        (Role.HR, "township", Role.LEARNER, False),
        (Role.HR, "other_county", Role.LEARNER, False),
        (Role.ADMINISTRATOR, "county", Role.ADMINISTRATOR, True),
        (Role.ADMINISTRATOR, "other_city", Role.LEARNER, False),
        (Role.TRAINER, "province", Role.LEARNER, False),
        (Role.LEARNER, "province", Role.LEARNER, False),
    ],
)
def test_who_may_give_which_role(tree: Tree, actor: Role, place: str, role: Role, allowed: bool) -> None:
    by, person = make_person(role=actor, organisation=getattr(tree, place)), make_person()
    if allowed:
        grant(person, tree, role, by=by)
    else:
        with pytest.raises(NotAllowed):
            grant(person, tree, role, by=by)
    assert person.memberships.exists() is allowed


def test_disabled_administrator_may_give_nothing(tree: Tree) -> None:
    by = make_person(role=Role.ADMINISTRATOR, organisation=tree.province, is_active=False)
    with pytest.raises(NotAllowed):
        grant(make_person(), tree, Role.LEARNER, by=by)
