"""Who may see whom: each predicate agrees with its queryset, for every role and place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from people import rules
from people.enums import Role
from people.models import Membership, Organisation, User
from people.querysets import outermost, under
from people.services.roles import end_role
from tests.factories.people import Tree, make_organisation, make_person, make_tree

pytestmark = pytest.mark.django_db
PLACES = ["township", "other_township", "community", "county", "province"]  # own, sibling, child, parent, root
OVERSEERS = {Role.HR, Role.ADMINISTRATOR}


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def viewer(tree: Tree, kind: str) -> Any:
    match kind:
        case "anonymous":
            return AnonymousUser()
        case "superuser":
            return make_person(is_superuser=True)
        case "no role":
            return make_person()
        case "disabled":
            return make_person(role=Role.ADMINISTRATOR, organisation=tree.township, is_active=False)
        case "disabled superuser":
            return make_person(is_superuser=True, is_active=False)
        case "ended":
            person = make_person(role=Role.HR, organisation=tree.township)
            yesterday = timezone.localdate() - dt.timedelta(days=1)
            end_role(membership=person.memberships.get(), ends_on=yesterday, by=None, at=timezone.now())
            return person
        case "future":
            tomorrow = timezone.localdate() + dt.timedelta(days=1)
            return make_person(role=Role.HR, organisation=tree.township, starts_on=tomorrow)
        case "last day":
            person = make_person(role=Role.HR, organisation=tree.township)
            end_role(membership=person.memberships.get(), ends_on=timezone.localdate(), by=None, at=timezone.now())
            return person
        case _:
            return make_person(role=Role(kind), organisation=tree.township)


VIEWERS = [*Role.values, "anonymous", "superuser", "no role", "disabled", "disabled superuser", "ended", "future"]
SEES_SUBTREE = {"hr", "administrator", "superuser", "last day"}


@pytest.mark.parametrize("kind", [*VIEWERS, "last day"])
def test_person_predicate_agrees_with_queryset(tree: Tree, kind: str) -> None:
    user = viewer(tree, kind)
    for place in PLACES:
        for role in Role:
            person = make_person(role=role, organisation=getattr(tree, place))
            listed = User.objects.visible_to(user).filter(pk=person.pk).exists()
            assert rules.may_view_person(user, person) is listed, (place, role)
            expected = kind in SEES_SUBTREE and (place in {"township", "community"} or kind == "superuser")
            assert listed is expected, (place, role)


@pytest.mark.parametrize("kind", [*VIEWERS, "last day"])
@pytest.mark.parametrize(
    ("predicate", "twin"),
    [
        (rules.may_manage_people, Organisation.objects.managed_by),
        (rules.may_view_organisation, Organisation.objects.visible_to),
    ],
)
def test_organisation_predicate_agrees_with_queryset(
    tree: Tree, kind: str, predicate: Callable[..., bool], twin: Callable[..., Any]
) -> None:
    user = viewer(tree, kind)
    listed = set(twin(user))
    for organisation in Organisation.objects.all():
        assert predicate(user, organisation) is (organisation in listed), organisation


def test_everybody_active_sees_oneself(tree: Tree) -> None:
    for kind in ("learner", "no role", "ended"):
        user = viewer(tree, kind)
        assert list(User.objects.visible_to(user)) == [user]
        assert rules.may_view_person(user, user)


def test_disabled_person_sees_not_even_oneself(tree: Tree) -> None:
    user = viewer(tree, "disabled")
    assert not User.objects.visible_to(user).exists()
    assert not rules.may_view_person(user, user)
    assert not Membership.objects.visible_to(user).exists()


def test_person_who_left_the_subtree_is_no_longer_visible(tree: Tree) -> None:
    hr, person = viewer(tree, "hr"), make_person(organisation=tree.community)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_role(membership=person.memberships.get(), ends_on=yesterday, by=None, at=timezone.now())
    assert person not in User.objects.visible_to(hr)
    assert not rules.may_view_person(hr, person)


def test_person_with_two_memberships_is_listed_once(tree: Tree) -> None:
    hr = viewer(tree, "hr")
    person = make_person(organisation=tree.community)
    Membership.objects.create(
        person=person, organisation=tree.township, role=Role.TRAINER, starts_on=dt.date(2020, 1, 1)
    )
    assert sorted(User.objects.visible_to(hr), key=str) == sorted([hr, person], key=str)


def test_current_place_and_past_dates_must_meet_in_one_membership(tree: Tree) -> None:
    """An ended membership inside and one in force outside do not add up to a visible person."""
    hr, person = viewer(tree, "hr"), make_person(organisation=tree.community)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_role(membership=person.memberships.get(), ends_on=yesterday, by=None, at=timezone.now())
    Membership.objects.create(
        person=person, organisation=tree.other_county, role=Role.LEARNER, starts_on=dt.date(2020, 1, 1)
    )
    assert person not in User.objects.visible_to(hr)


def test_memberships_of_the_subtree_are_visible_past_ones_too(tree: Tree) -> None:
    hr = viewer(tree, "hr")
    inside, outside = make_person(organisation=tree.community), make_person(organisation=tree.other_township)
    past = inside.memberships.get()
    end_role(membership=past, ends_on=dt.date(2021, 1, 1), by=None, at=timezone.now())
    listed = Membership.objects.visible_to(hr)
    assert past in listed
    assert outside.memberships.get() not in listed


def test_learner_sees_own_organisation_only(tree: Tree) -> None:
    user = viewer(tree, "learner")
    assert list(Organisation.objects.visible_to(user)) == [tree.township]
    assert list(Organisation.objects.managed_by(user)) == []


def test_thirty_seventh_sibling_is_not_mistaken_for_a_child(tree: Tree) -> None:
    """Paths count in 36 digits: the first township's children must not swallow later townships."""
    later = [make_organisation(parent=tree.county) for _ in range(40)]
    hr = make_person(role=Role.HR, organisation=later[33])  # ...000Z and its neighbours
    assert list(Organisation.objects.managed_by(hr)) == [later[33]]
    child = make_organisation(parent=later[33])
    assert set(Organisation.objects.managed_by(hr)) == {later[33], child}


@pytest.mark.parametrize(
    ("start", "inside", "outside"),
    [
        ("0001", ["0001", "00010001", "0001ZZZZ", "0001ZZZZZZZZ"], ["0002", "0000", "00020001"]),
        ("0009", ["0009ZZZZ"], ["000A", "000A0001"]),
        ("000Z", ["000Z", "000ZZZZZ"], ["0010", "00100001", "000Y"]),
        ("00010ZZZ", ["00010ZZZ", "00010ZZZ0001"], ["00011000", "0001"]),
    ],
)
def test_subtree_is_exactly_the_paths_that_begin_with_it(start: str, inside: list[str], outside: list[str]) -> None:
    for path in inside + outside:
        Organisation(path=path, depth=len(path) // 4, name=path, kind="community").save()
    found = Organisation.objects.filter(under([start])).values_list("path", flat=True)
    assert set(found) == set(inside)


def test_outermost_drops_paths_inside_others() -> None:
    assert outermost(["00010002", "0001", "0002", "0001", "00020003"]) == ["0001", "0002"]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", [User, Organisation, Membership])
def test_reading_what_is_visible_takes_two_queries(
    tree: Tree, rows: int, model: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    hr = viewer(tree, "hr")
    for _ in range(rows):
        make_person(organisation=tree.community)
    with django_assert_num_queries(2):
        list(model.objects.visible_to(hr))


def test_predicates_take_few_queries(tree: Tree, django_assert_num_queries: Callable[..., Any]) -> None:
    hr, person = viewer(tree, "hr"), make_person(organisation=tree.community)
    with django_assert_num_queries(2):
        rules.may_view_person(hr, person)
    with django_assert_num_queries(1):
        rules.may_manage_people(hr, tree.community)
    with django_assert_num_queries(0):
        rules.may_view_person(hr, hr)
