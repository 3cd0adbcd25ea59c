"""Who is eligible for rewards and allowances on a day; the list, its reasons and its file."""

from __future__ import annotations

import datetime as dt
import io
from itertools import product
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from people import rewards
from people.enums import Role
from people.enums.qualifications import LEVELS_UPWARDS, QualificationLevel, RewardKind
from people.errors import NotAllowed, PurposeTooShort
from people.models import RewardRule, User
from people.selectors.rewards import eligible_qualifications, eligible_rows
from people.services.eligibility import write_eligibility_list
from people.services.registrations import add_registration
from people.services.roles import end_role
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.qualifications import make_claim, make_verified

ON = dt.date(2026, 6, 1)
levels = st.frozensets(st.sampled_from(LEVELS_UPWARDS))
terms = st.builds(
    rewards.Terms, st.sampled_from(RewardKind), st.sampled_from(LEVELS_UPWARDS), st.booleans(), st.booleans()
)


@given(terms, levels, levels, st.booleans())
def test_at_most_the_highest_verified_level_is_eligible(
    terms: rewards.Terms, verified: frozenset[Any], registered: frozenset[Any], is_member: bool
) -> None:
    facts = rewards.Facts(verified, registered, is_member)
    if rewards.is_eligible(terms, facts):
        assert terms.level in verified
        assert not any(LEVELS_UPWARDS.index(level) > LEVELS_UPWARDS.index(terms.level) for level in verified)
        assert is_member or not terms.needs_membership
        assert terms.level in registered or not terms.needs_registration


@given(terms, levels, levels)
def test_more_in_force_never_takes_eligibility_away(
    terms: rewards.Terms, verified: frozenset[Any], registered: frozenset[Any]
) -> None:
    if rewards.is_eligible(terms, rewards.Facts(verified, registered, False)):
        assert rewards.is_eligible(terms, rewards.Facts(verified, frozenset(LEVELS_UPWARDS), True))


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(organisation=tree.township, role=Role.HR)


def register(row: Any, by: User, starts: dt.date = dt.date(2024, 1, 1), ends: dt.date = dt.date(2026, 12, 31)) -> None:
    add_registration(qualification=row, number="DJ1234", starts_on=starts, ends_on=ends, by=by, at=timezone.now())


def listed(user: User, kind: RewardKind = RewardKind.REWARD, on: dt.date = ON, **more: Any) -> list[User]:
    return [row.person for row in eligible_qualifications(user, kind=kind, on=on, **more)]


def test_statement_agrees_with_the_judgement(tree: Tree, hr: User) -> None:
    """Every mixture of verified and registered levels and membership, for rules of every kind."""
    RewardRule.objects.filter(kind="reward", level="senior").update(needs_registration=True)
    superuser = make_person(is_superuser=True)
    facts: dict[User, rewards.Facts] = {}
    for verified, has_registration, is_member in product(
        ([], ["junior"], ["intermediate", "junior"], ["senior", "junior"]), (True, False), (True, False)
    ):
        person = make_person(organisation=tree.community)
        for level in verified:
            row = make_verified(person, by=superuser, level=QualificationLevel(level))
            if has_registration:
                register(row, superuser)
        if not is_member:
            end_role(membership=person.memberships.get(), ends_on=dt.date(2025, 1, 1), by=None, at=timezone.now())
        held = frozenset(map(QualificationLevel, verified))
        facts[person] = rewards.Facts(held, held if has_registration else frozenset(), is_member)
    for kind in RewardKind:
        rules = [
            rewards.Terms(kind, QualificationLevel(row.level), row.needs_membership, row.needs_registration)
            for row in RewardRule.objects.filter(kind=kind)
        ]
        due = {person for person, known in facts.items() if any(rewards.is_eligible(rule, known) for rule in rules)}
        assert set(listed(superuser, kind)) == due
        assert set(listed(hr, kind)) == {person for person in due if facts[person].is_member}


def test_only_verified_ones_of_ones_own_subtree_are_listed(tree: Tree, hr: User) -> None:
    superuser = make_person(is_superuser=True)
    inside = make_verified(make_person(organisation=tree.community), by=hr).person
    make_claim(make_person(organisation=tree.community))
    outside = make_verified(make_person(organisation=tree.other_city), by=superuser).person
    assert listed(hr) == [inside]
    assert set(listed(superuser)) == {inside, outside}
    assert listed(superuser, organisation=tree.city) == [inside]
    assert listed(make_person(organisation=tree.community)) == []


def test_officers_own_qualification_is_for_a_colleague_to_list(tree: Tree, hr: User) -> None:
    administrator = make_person(organisation=tree.city, role=Role.ADMINISTRATOR)
    make_verified(hr, by=administrator)
    assert listed(hr) == []
    assert listed(administrator) == [hr]


def test_list_of_a_day_keeps_who_left_later(tree: Tree, hr: User) -> None:
    person = make_verified(make_person(organisation=tree.community), by=hr).person
    end_role(membership=person.memberships.get(), ends_on=ON, by=None, at=timezone.now())
    assert listed(hr) == [person]
    assert listed(hr, on=ON + dt.timedelta(days=1)) == []


def test_registration_must_be_confirmed_and_cover_the_day(tree: Tree, hr: User) -> None:
    row = make_verified(make_person(organisation=tree.community), by=hr)
    register(row, row.person)
    assert listed(hr, RewardKind.ALLOWANCE) == []
    row.registrations.all().delete()
    register(row, hr)
    assert listed(hr, RewardKind.ALLOWANCE) == [row.person]
    assert listed(hr, RewardKind.ALLOWANCE, dt.date(2027, 1, 1)) == []


def test_rule_that_is_not_in_force_makes_nobody_eligible(tree: Tree, hr: User) -> None:
    make_verified(make_person(organisation=tree.community), by=hr)
    RewardRule.objects.filter(kind="reward").update(effective_to=dt.date(2026, 5, 31))
    assert listed(hr) == []
    assert len(listed(hr, on=dt.date(2026, 5, 31))) == 1


def written(by: User, **changed: Any) -> tuple[int, bytes]:
    file = io.BytesIO()
    facts: dict[str, Any] = {
        "kind": RewardKind.REWARD,
        "on": ON,
        "purpose": "2026年度奖励申报",
        "file_format": "xlsx",
        "at": timezone.now(),
        **changed,
    }
    return write_eligibility_list(file=file, by=by, **facts), file.getvalue()


def test_file_names_the_reason_and_no_cell_is_a_formula(tree: Tree, hr: User) -> None:
    person = make_person(name='=HYPERLINK("http://x","a")', organisation=tree.community)
    row = make_verified(person, by=hr)
    count, content = written(hr)
    assert count == 1
    cells = [cell for line in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    values = {cell.value for cell in cells}
    assert {row.certificate_number, tree.community.name} <= values
    assert any("2026年度奖励申报" in str(value) for value in values)
    csv = written(hr, file_format="csv")[1].decode("utf-8-sig")
    assert "'=HYPERLINK" in csv


def test_file_takes_a_purpose_and_leaves_a_row_in_the_log(tree: Tree, hr: User) -> None:
    with pytest.raises(PurposeTooShort):
        written(hr, purpose="奖励")
    written(hr)
    entry = ModelLogEntry.objects.get(action="people.export_eligibility")
    assert entry.user == hr
    assert (entry.data["purpose"], entry.data["rows"]) == ("2026年度奖励申报", 0)


def test_whoever_oversees_nobody_takes_nothing_out(tree: Tree) -> None:
    for user in (make_person(organisation=tree.community), make_person(organisation=tree.city, role=Role.TRAINER)):
        with pytest.raises(NotAllowed):
            written(user)


def test_reasons_are_read_in_a_fixed_number_of_queries(tree: Tree, hr: User, django_assert_num_queries: Any) -> None:
    for rows in (1, 3):
        while len(listed(hr)) < rows:
            make_verified(make_person(organisation=tree.community), by=hr)
        found = list(eligible_qualifications(hr, kind=RewardKind.REWARD, on=ON))
        with django_assert_num_queries(4):
            reasons = eligible_rows(found, hr, kind=RewardKind.REWARD, on=ON)
        assert len(reasons) == rows
        assert all(one.membership and one.rule.citation for one in reasons)


def test_other_levels_of_a_person_are_found_by_index(tree: Tree, hr: User) -> None:
    """Without it the list takes a second for every few hundred verified qualifications."""
    plan = eligible_qualifications(hr, kind=RewardKind.REWARD, on=ON).explain()
    if connection.vendor == "sqlite":
        assert "qualification_of_person" in plan
