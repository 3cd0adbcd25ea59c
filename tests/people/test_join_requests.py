"""Requests to join: what database and services hold, and HR's desk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connections, transaction
from django.test import Client
from django.utils import timezone

from people import rules
from people.enums import JoinState, Role
from people.errors import JoinRequestDecided, JoinRequestOpen, MemberAlready, NotAllowed, PhoneTaken, Refusal
from people.models import JoinRequest, Membership, User
from people.services.joining import (
    approve_join_request,
    ask_to_join,
    refuse_join_request,
    withdraw_join_request,
)
from people.services.roles import end_role
from tests.factories.joining import officer, register
from tests.factories.people import Tree, make_person, make_tree
from tests.harness.template import Database

PHONE, OTHER = "13800138000", "13900139000"


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


# What the database and the services hold


def test_one_account_for_a_number(tree: Tree) -> None:
    register(tree)
    with pytest.raises(PhoneTaken):
        register(tree, name="另一个")
    assert User.objects.filter(phone=PHONE).count() == 1


def test_one_open_request_for_a_person(tree: Tree) -> None:
    request = register(tree)
    facts = {"person": request.person, "worker_category": "station", "by": request.person, "at": timezone.now()}
    with pytest.raises(JoinRequestOpen):
        ask_to_join(organisation=tree.township, **facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.create(
            person=request.person, organisation=tree.township, worker_category="station", asked_at=timezone.now()
        )


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "approved"},
        {"state": "refused", "decided_at": timezone.now()},
        {"state": "withdrawn"},
        {"state": "pending", "decided_at": timezone.now()},
        {"state": "unheard"},
    ],
)
def test_database_refuses_half_decided_requests(tree: Tree, facts: dict[str, Any]) -> None:
    request = register(tree)
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.filter(pk=request.pk).update(**facts)


def test_database_refuses_a_refusal_without_reason_and_a_decision_about_oneself(tree: Tree) -> None:
    request, hr = register(tree), officer(tree)
    for facts in ({"state": "refused", "decided_by": hr}, {"state": "approved", "decided_by": request.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            JoinRequest.objects.filter(pk=request.pk).update(decided_at=timezone.now(), **facts)


def test_request_is_decided_once(tree: Tree) -> None:
    request, hr, at = register(tree), officer(tree), timezone.now()
    approve_join_request(join_request=request, by=hr, at=at)
    attempts: list[Callable[[], object]] = [
        lambda: approve_join_request(join_request=request, by=hr, at=at),
        lambda: refuse_join_request(join_request=request, reason="x", by=hr, at=at),
        lambda: withdraw_join_request(join_request=request, by=request.person, at=at),
    ]
    for attempt in attempts:
        with pytest.raises(JoinRequestDecided):
            attempt()
    assert Membership.objects.filter(person=request.person).count() == 1


def test_member_asks_no_organisation_he_or_she_belongs_to(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    facts = {"person": person, "worker_category": "community", "by": person, "at": timezone.now()}
    with pytest.raises(MemberAlready):
        ask_to_join(organisation=tree.community, **facts)


def test_nobody_asks_or_takes_back_for_another(tree: Tree) -> None:
    request, hr, at = register(tree), officer(tree), timezone.now()
    with pytest.raises(NotAllowed):
        withdraw_join_request(join_request=request, by=hr, at=at)
    with pytest.raises(NotAllowed):
        ask_to_join(person=request.person, organisation=tree.city, worker_category="mass", by=hr, at=at)


def test_two_officers_at_once_decide_once(committed_db: Database) -> None:
    tree = make_tree()
    request, hr, at = register(tree), officer(tree), timezone.now()

    def decide(turn: int) -> str:
        try:
            fresh = JoinRequest.objects.get(pk=request.pk)
            if turn % 2:
                approve_join_request(join_request=fresh, by=hr, at=at)
            else:
                refuse_join_request(join_request=fresh, reason="x", by=hr, at=at)
            return "ok"
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sorted(pool.map(decide, range(8))) == [*["join_request_decided"] * 7, "ok"]
    request.refresh_from_db()
    assert Membership.objects.filter(person=request.person).exists() == (request.state == JoinState.APPROVED)


# The desk

OFFICERS: dict[str, Callable[[Tree], User]] = {
    "HR of it": lambda tree: officer(tree, "community"),
    "HR above": lambda tree: officer(tree, "county"),
    "administrator above": lambda tree: officer(tree, "province", Role.ADMINISTRATOR),
    "superuser": lambda tree: make_person(is_superuser=True),
    "HR beside": lambda tree: officer(tree, "other_community"),
    "HR elsewhere": lambda tree: officer(tree, "other_city"),
    "trainer of it": lambda tree: officer(tree, "community", Role.TRAINER),
    "learner of it": lambda tree: officer(tree, "community", Role.LEARNER),
    "disabled HR": lambda tree: _disabled(officer(tree, "county")),
    "former HR": lambda tree: _former(officer(tree, "county")),
}
DECIDE = {"HR of it", "HR above", "administrator above", "superuser"}


def _disabled(person: User) -> User:
    User.objects.filter(pk=person.pk).update(is_active=False)
    person.refresh_from_db()
    return person


def _former(person: User) -> User:
    membership = person.memberships.get()
    end_role(membership=membership, ends_on=membership.starts_on, by=None, at=timezone.now())
    return person


@pytest.mark.parametrize("name", OFFICERS)
def test_predicate_queryset_service_and_pages_agree_on_who_decides(client: Client, tree: Tree, name: str) -> None:
    request = register(tree)
    user = OFFICERS[name](tree)
    may = name in DECIDE
    assert rules.may_decide_join_request(user, request) == may
    assert JoinRequest.objects.decided_by(user).filter(pk=request.pk).exists() == may
    assert rules.may_view_join_request(user, request) == may
    assert JoinRequest.objects.visible_to(user).filter(pk=request.pk).exists() == may
    if user.is_active:
        client.force_login(user)
        codes = {client.get(f"/manage/people/requests/{request.pk}/{page}").status_code for page in PAGES}
        assert codes == {200} if may else codes <= {302, 403, 404}
    if not may:
        with pytest.raises(NotAllowed):
            approve_join_request(join_request=request, by=user, at=timezone.now())


PAGES = ("", "approve/", "refuse/")


def test_own_request_is_seen_and_not_decided(client: Client, tree: Tree) -> None:
    hr = officer(tree)
    at = timezone.now()
    request = ask_to_join(person=hr, organisation=tree.community, worker_category="community", by=hr, at=at)
    assert rules.may_view_join_request(hr, request)
    assert JoinRequest.objects.visible_to(hr).get() == request
    assert not rules.may_decide_join_request(hr, request)
    assert not JoinRequest.objects.decided_by(hr).exists()
    client.force_login(hr)
    assert client.get(f"/manage/people/requests/{request.pk}/").status_code == 404
    with pytest.raises(NotAllowed):
        approve_join_request(join_request=request, by=hr, at=at)


def test_officer_approves_on_the_page(client: Client, tree: Tree) -> None:
    request = register(tree)
    client.force_login(officer(tree))
    address = f"/manage/people/requests/{request.pk}/"
    page = client.get(address).content.decode()
    assert "王小芳" in page
    assert "138****8000" in page
    assert PHONE not in page
    answer = client.post(f"{address}approve/")
    assert (answer.status_code, answer["Location"]) == (302, "/manage/people/requests/")
    request.refresh_from_db()
    assert request.state == JoinState.APPROVED
    again = client.post(f"{address}approve/")
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()


def test_officer_refuses_with_a_reason_only(client: Client, tree: Tree) -> None:
    request = register(tree)
    client.force_login(officer(tree))
    address = f"/manage/people/requests/{request.pk}/refuse/"
    for reason in ("", "   ", "x" * 201):
        assert client.post(address, {"reason": reason}).status_code == 200
    assert client.post(address, {"reason": "不是本社区人员"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.reason) == (JoinState.REFUSED, "不是本社区人员")


@pytest.mark.parametrize("number", [1, 3])
def test_list_shows_the_open_ones_first_at_a_fixed_number_of_queries(
    client: Client, tree: Tree, number: int, django_assert_num_queries: Any
) -> None:
    hr = officer(tree)
    decided = register(tree, phone=OTHER, name="已决定")
    refuse_join_request(join_request=decided, reason="x", by=hr, at=timezone.now())
    for turn in range(number):
        register(tree, phone=f"1370013700{turn}", name="王小芳")
    client.force_login(hr)
    client.get("/manage/people/requests/")
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/manage/people/requests/")
    shown = [row.state for row in page.context["object_list"]]
    assert shown == [*[JoinState.PENDING] * number, JoinState.REFUSED]
    assert "13700137" not in page.content.decode()


LIST_QUERIES = 12


def test_list_is_searched_by_name_and_filtered_by_state(client: Client, tree: Tree) -> None:
    register(tree, name="王小芳")
    register(tree, phone=OTHER, name="欧阳晓")
    client.force_login(officer(tree))
    found = client.get("/manage/people/requests/", {"q": "欧阳"}).context["object_list"]
    assert [row.person.real_name for row in found] == ["欧阳晓"]
    assert list(client.get("/manage/people/requests/", {"state": "approved"}).context["object_list"]) == []
