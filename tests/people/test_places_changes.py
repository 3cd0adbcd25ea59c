"""Merges and splits: nothing is lost, old codes find the heirs, and the tree stays valid whatever is done to it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from people import rules
from people.divisions import read_divisions
from people.enums import ChangeKind, JoinState, OrganisationKind, Role
from people.errors import (
    CitationMissing,
    DatesOutOfOrder,
    NotAllowed,
    OrganisationClosed,
    PartsMissing,
    Refusal,
    SameOrganisation,
    TreeCycle,
)
from people.models import JoinRequest, Membership, Organisation, OrganisationChange, OrganisationCode, Post, User
from people.place_changes import read_place_changes
from people.selectors import find_place, heirs_of, heirs_of_organisation
from people.services.mergers import NewPart, split_organisation
from people.services.organisation_moves import close_organisation, move_organisation
from people.services.place_history import load_place_changes
from people.services.places import load_divisions
from people.services.transfers import assign_people
from tests.factories.organisations import DAY, give_code, make_post, merge, pair
from tests.factories.people import Tree, make_organisation, make_person, make_tree

pytestmark = pytest.mark.django_db
EVE = DAY - dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 24)
SOUND: tuple[list[Any], ...] = ([], [], [], [], [])


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def split(organisation: Organisation, *names: str, **facts: Any) -> list[Organisation]:
    fields = {"effective_on": DAY, "citation": "民政厅〔2026〕2号", "by": None, "at": timezone.now(), **facts}
    parts = [NewPart(name, OrganisationKind.COMMUNITY) for name in names]
    return split_organisation(organisation=organisation, parts=parts, **fields)


def periods(person: User) -> list[tuple[str, str, dt.date, dt.date | None]]:
    held = person.memberships.select_related("organisation").order_by("starts_on", "pk")
    return [(one.organisation.name, one.role, one.starts_on, one.ends_on) for one in held]


def test_merger_ends_roles_the_day_before_and_begins_them_at_the_heir(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    hr = make_person(role=Role.HR, organisation=tree.community)
    merge(tree.community, into=tree.other_community)
    assert periods(person) == [
        ("茶市街社区", "learner", dt.date(2020, 1, 1), EVE),
        ("小和山社区", "learner", DAY, None),
    ]
    assert rules.may_manage_people(hr, tree.other_community)
    assert not rules.may_manage_people(hr, tree.community)
    tree.community.refresh_from_db()
    assert tree.community.closed_on == DAY
    change = OrganisationChange.objects.get()
    assert (change.kind, change.organisation, change.heir) == (ChangeKind.MERGE, tree.community, tree.other_community)
    assert ModelLogEntry.objects.get(action="people.merge_organisation").data["roles"] == 2


def test_merger_moves_children_posts_and_requests_and_ends_codes_and_pairings(tree: Tree) -> None:
    code = give_code(tree.township, "330106098")
    make_post(tree.township, places=3)
    make_post(tree.other_township, places=2)
    pairing = pair(tree.township, tree.other_county)
    request = JoinRequest.objects.create(
        person=make_person(), organisation=tree.township, worker_category="community", asked_at=timezone.now()
    )
    merge(tree.township, into=tree.other_township)
    for row in (code, pairing, request):
        row.refresh_from_db()
    assert (code.valid_to, pairing.ends_on, request.state) == (EVE, EVE, JoinState.PENDING)
    assert request.organisation == tree.other_township
    assert set(Organisation.objects.get(pk=tree.other_township.pk).get_children()) == {
        tree.community,
        tree.other_community,
    }
    held = Post.objects.valid_on(DAY).filter(organisation=tree.other_township)
    assert dict(held.values_list("title", "places")) == {"社工": 2, "社工 (留下街道)": 3}
    assert not Post.objects.valid_on(DAY).filter(organisation=tree.township).exists()
    assert Organisation.find_problems() == SOUND


@pytest.mark.parametrize(
    ("old", "there", "expected"),
    [
        # (old role at the merged one; role at the heir; what the heir has in the end) as (first, last) days of June
        ((None, None), (None, None), [(None, None)]),
        ((None, None), (None, 10), [(None, 10), (11, None)]),
        ((None, None), (5, None), [(1, 4), (5, None)]),
        ((None, 20), (5, 10), [(1, 4), (5, 10), (11, 20)]),
        ((None, 4), (5, None), [(1, 4), (5, None)]),
        ((None, 8), (None, None), [(None, None)]),
        ((3, None), (None, None), [(None, None), (3, 3)]),
        ((3, 8), None, [(3, 8)]),
    ],
)
def test_whoever_holds_a_role_at_the_heir_holds_it_once(tree: Tree, old: Any, there: Any, expected: Any) -> None:
    """A role before June began in 2020; the merger is on the first of June."""
    person = make_person()
    start = dt.date(2020, 1, 1)

    def day(number: int | None, otherwise: dt.date | None) -> dt.date | None:
        return otherwise if number is None else dt.date(2026, 6, number)

    def hold(organisation: Organisation, first: int | None, last: int | None) -> None:
        Membership.objects.create(
            person=person,
            organisation=organisation,
            role=Role.LEARNER,
            starts_on=day(first, start) or start,
            ends_on=day(last, None),
        )

    hold(tree.community, *old)
    if there is not None:
        hold(tree.other_community, *there)
    merge(tree.community, into=tree.other_community)
    held = person.memberships.filter(organisation=tree.other_community).order_by("starts_on", "-ends_on")
    found = sorted((one.starts_on, one.ends_on or dt.date.max) for one in held)
    assert found == sorted((day(first, start), day(last, None) or dt.date.max) for first, last in expected)
    assert not person.memberships.filter(organisation=tree.community, ends_on=None).exists()


def test_several_are_merged_into_one_even_when_one_lies_in_another(tree: Tree) -> None:
    person = make_person(organisation=tree.community)
    merge(tree.township, tree.community, into=tree.other_township)
    assert periods(person)[-1] == ("北山街道", "learner", DAY, None)
    assert len(periods(person)) == 2
    closed = set(Organisation.objects.exclude(closed_on=None))
    assert closed == {tree.township, tree.community}
    assert Organisation.find_problems() == SOUND


def test_wrong_mergers_are_refused_and_nothing_is_half_done(tree: Tree) -> None:
    make_person(organisation=tree.community)
    merge(tree.other_community, into=tree.community)
    before = list(Organisation.objects.values()), list(Membership.objects.values())
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.township)
    before = list(Organisation.objects.values()), list(Membership.objects.values())
    cases: list[tuple[type[Refusal], Any]] = [
        (SameOrganisation, lambda: merge(tree.community, into=tree.community)),
        (TreeCycle, lambda: merge(tree.township, into=tree.community)),
        (OrganisationClosed, lambda: merge(tree.community, into=tree.other_community)),
        (OrganisationClosed, lambda: merge(tree.other_community, into=tree.community)),
        (CitationMissing, lambda: merge(tree.community, into=tree.other_county, citation=" ")),
        (DatesOutOfOrder, lambda: merge(tree.community, into=tree.other_county, day=tomorrow)),
        (NotAllowed, lambda: merge(tree.community, into=tree.other_township, by=admin)),
        (NotAllowed, lambda: merge(tree.township, into=tree.other_township, by=admin)),
        # The second of two is refused: the first is not merged either.
        (TreeCycle, lambda: merge(tree.community, tree.city, into=tree.other_township)),
    ]
    for refusal, attempt in cases:
        with pytest.raises(refusal) as caught:
            attempt()
        assert str(caught.value.detail)
        assert (list(Organisation.objects.values()), list(Membership.objects.values())) == before


def test_split_founds_parts_and_keeps_people_until_they_are_assigned(tree: Tree) -> None:
    people = [make_person(organisation=tree.community) for _ in range(3)]
    parts = split(tree.community, "茶市街第一社区", "茶市街第二社区", heirs=[tree.other_community])
    assert [part.get_parent() for part in parts] == [tree.township, tree.township]
    assert heirs_of_organisation(tree.community, TODAY) == (tree.community,)
    chosen = Membership.objects.filter(person__in=people[:2])
    assert assign_people(memberships=chosen, heir=parts[0], starts_on=DAY, by=None, at=timezone.now()) == 2
    rest = Membership.objects.filter(person=people[2])
    assign_people(memberships=rest, heir=tree.other_community, starts_on=DAY, by=None, at=timezone.now())
    assert [periods(person)[-1][0] for person in people] == ["茶市街第一社区", "茶市街第一社区", "小和山社区"]
    facts = {"effective_on": DAY, "citation": "分设完成", "by": None, "at": timezone.now()}
    closed = close_organisation(organisation=tree.community, **facts)
    assert set(heirs_of_organisation(closed, TODAY)) == {*parts, tree.other_community}
    assert Organisation.find_problems() == SOUND


def test_wrong_splits_are_refused(tree: Tree) -> None:
    with pytest.raises(PartsMissing):
        split(tree.community)
    with pytest.raises(SameOrganisation):
        split(tree.community, heirs=[tree.community])
    with pytest.raises(Refusal):
        split(tree.community, "甲社区", "甲社区")
    with pytest.raises(NotAllowed):
        split(tree.township, "甲街道", by=make_person(role=Role.ADMINISTRATOR, organisation=tree.township))
    assert not OrganisationChange.objects.exists()
    assert Organisation.objects.filter(name__startswith="甲").count() == 0


def test_old_code_finds_the_heir_through_several_generations(tree: Tree) -> None:
    give_code(tree.community, "330106001001")
    give_code(tree.other_community, "330106001002")
    third = make_organisation(parent=tree.township, name="第三社区")
    merge(tree.community, into=tree.other_community, day=dt.date(2022, 1, 1))
    merge(tree.other_community, into=third, day=dt.date(2024, 1, 1))
    for on, expected in [
        (dt.date(2021, 12, 31), tree.community),
        (dt.date(2023, 6, 1), tree.other_community),
        (TODAY, third),
    ]:
        assert heirs_of("330106001001", on) == (expected,)
    assert find_place("330106001001", on=TODAY) is None
    assert find_place("330106001001", on=dt.date(2021, 12, 31)) == tree.community
    assert heirs_of("330106001009", TODAY) == ()


def load() -> int:
    load_divisions(rows=read_divisions(), at=timezone.now())
    return load_place_changes(rows=read_place_changes(), at=timezone.now())


def names(code: str) -> list[str]:
    return [one.name for one in heirs_of(code, TODAY)]


def test_abolished_districts_of_hangzhou_find_their_heirs() -> None:
    assert load() == 15
    assert names("330104") == ["上城区", "钱塘区"]
    assert names("330104000000") == ["上城区", "钱塘区"]
    assert names("330104005") == ["上城区", "钱塘区"], "a township of the abolished district"
    assert names("330103") == ["拱墅区"]
    assert names("330110") == ["余杭区"]
    assert names("330283") == ["奉化区"]
    assert names("330106") == ["西湖区"]
    assert names("330106999") == []
    old = find_place("330104", on=dt.date(2021, 4, 8))
    assert old is not None
    assert (old.name, old.closed_on) == ("江干区", dt.date(2021, 4, 9))
    split_off = OrganisationChange.objects.get(heir__name="临平区")
    assert (split_off.organisation.name, split_off.is_verified) == ("余杭区", False)
    assert all(change.citation for change in OrganisationChange.objects.all())
    assert Organisation.find_problems() == SOUND
    assert Counter(Organisation.objects.active_on(TODAY).values_list("kind", flat=True))["county"] == 90


def test_second_load_of_place_changes_changes_nothing() -> None:
    load()
    before = list(Organisation.objects.values()), list(OrganisationCode.objects.values())
    assert load() == 0
    assert (list(Organisation.objects.values()), list(OrganisationCode.objects.values())) == before
    assert OrganisationChange.objects.count() == 15


def test_place_changes_wait_for_their_places(tree: Tree) -> None:
    assert load_place_changes(rows=read_place_changes(), at=timezone.now()) == 0


def test_history_is_never_changed(tree: Tree) -> None:
    merge(tree.community, into=tree.other_community)
    for statement in (
        "UPDATE people_organisationchange SET citation = 'x'",
        "DELETE FROM people_organisationchange",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("kind", [*Role.values, "superuser", "no role", "disabled"])
def test_change_predicate_agrees_with_queryset(tree: Tree, kind: str) -> None:
    merge(tree.community, into=tree.other_county)
    merge(tree.other_community, into=tree.other_township)
    user = {
        "superuser": lambda: make_person(is_superuser=True),
        "no role": make_person,
        "disabled": lambda: make_person(role=Role.HR, organisation=tree.township, is_active=False),
    }.get(kind, lambda: make_person(role=kind, organisation=tree.township))()
    listed = set(OrganisationChange.objects.visible_to(user))
    for change in OrganisationChange.objects.all():
        assert rules.may_see_change(user, change) is (change in listed)
    assert len(listed) == (2 if kind in {"superuser", "hr", "administrator"} else 0)


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "move", "split"]), st.integers(0, 40), st.integers(0, 40)), max_size=8
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_tree_and_roles_stay_whole_whatever_is_merged_moved_or_split(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        _run(steps)
        transaction.set_rollback(True)


def _run(steps: list[tuple[str, int, int]]) -> None:
    tree = make_tree()
    people = {make_person(organisation=place).pk: place.pk for place in Organisation.objects.filter(depth__gte=3)}
    done = 0
    for number, (verb, one, other) in enumerate(steps):
        places = list(Organisation.objects.filter(closed_on=None))
        first, second = places[one % len(places)], places[other % len(places)]
        day = DAY + dt.timedelta(days=number)
        facts = {"effective_on": day, "citation": "决定", "by": None, "at": timezone.now()}
        try:
            if verb == "merge":
                merge(first, into=second, day=day)
                people = {pk: second.pk if place == first.pk else place for pk, place in people.items()}
                done += 1
            elif verb == "move":
                move_organisation(organisation=first, parent=second, **facts)
            else:
                split(first, f"新社区{number}", effective_on=day)
        except Refusal:
            pass
        assert Organisation.find_problems() == SOUND
    held = Membership.objects.filter(ends_on=None)
    assert dict(held.values_list("person", "organisation")) == people
    assert held.count() == len(people)
    closed = Organisation.objects.exclude(closed_on=None)
    assert closed.count() == done
    assert all(not place.get_children().exists() for place in closed)
    assert tree.province in Organisation.objects.all()
