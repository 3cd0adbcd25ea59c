"""The tree is changed by services that refuse what would break it, and every change leaves its trace."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.enums import ChangeKind, CodeSystem, OrganisationKind, Role
from people.errors import (
    CitationMissing,
    DatesOutOfOrder,
    Malformed,
    NotAllowed,
    OrganisationClosed,
    OrganisationCodeRetired,
    OrganisationCodeTaken,
    OrganisationInUse,
    OrganisationNameTaken,
    PeriodEnded,
    PeriodsOverlap,
    Refusal,
    TreeCycle,
)
from people.models import Organisation, OrganisationChange, OrganisationCode, User
from people.organisation_names import normalise
from people.services.organisation_codes import add_code, retire_code
from people.services.organisation_moves import close_organisation, move_organisation
from people.services.organisations import change_organisation_kind, create_organisation, rename_organisation
from tests.factories.organisations import DAY, give_code, make_post, make_uscc, pair
from tests.factories.people import Tree, make_organisation, make_person, make_tree

pytestmark = pytest.mark.django_db
CITED = "民政厅〔2026〕1号"
SOUND: tuple[list[Any], ...] = ([], [], [], [], [])


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def administrator(organisation: Organisation) -> User:
    return make_person(role=Role.ADMINISTRATOR, organisation=organisation)


def create(parent: Organisation | None, name: str = "新社工站", **facts: Any) -> Organisation:
    fields = {"kind": OrganisationKind.STATION, "on": DAY, "by": None, "at": timezone.now(), **facts}
    return create_organisation(parent=parent, name=name, **fields)


def move(organisation: Organisation, parent: Organisation, **facts: Any) -> Organisation:
    fields = {"effective_on": DAY, "citation": CITED, "by": None, "at": timezone.now(), **facts}
    return move_organisation(organisation=organisation, parent=parent, **fields)


def close(organisation: Organisation, **facts: Any) -> Organisation:
    fields = {"effective_on": DAY, "citation": CITED, "by": None, "at": timezone.now(), **facts}
    return close_organisation(organisation=organisation, **fields)


def rename(organisation: Organisation, name: str, **facts: Any) -> Organisation:
    fields = {"effective_on": DAY, "citation": CITED, "by": None, "at": timezone.now(), **facts}
    return rename_organisation(organisation=organisation, name=name, **fields)


def unchanged(attempt: Any, refusal: type[Refusal]) -> Refusal:
    before = list(Organisation.objects.values()), OrganisationChange.objects.count(), ModelLogEntry.objects.count()
    with pytest.raises(refusal) as caught:
        attempt()
    after = list(Organisation.objects.values()), OrganisationChange.objects.count(), ModelLogEntry.objects.count()
    assert after == before
    return caught.value


def test_organisation_is_created_below_a_place_whatever_its_level(tree: Tree) -> None:
    """A level may be missing: an agency stands right below the county."""
    by = administrator(tree.county)
    made = create(tree.county, " 西湖区　社工站 ", by=by, codes={CodeSystem.USCC: make_uscc(1)})
    assert (made.name, made.get_parent()) == ("西湖区 社工站", tree.county)
    assert made.codes.get().valid_from == DAY
    assert ModelLogEntry.objects.filter(action="people.create_organisation", user=by).count() == 1
    assert Organisation.find_problems() == SOUND


def test_organisation_and_its_code_come_together_or_not_at_all(tree: Tree) -> None:
    refusal = unchanged(lambda: create(tree.county, codes={CodeSystem.USCC: make_uscc(1)[:-1] + "I"}), Malformed)
    assert set(refusal.fields) == {"uscc"}


@pytest.mark.parametrize("role", [Role.HR, Role.TRAINER, Role.LEARNER])
def test_only_administrators_change_the_tree(tree: Tree, role: Role) -> None:
    by = make_person(role=role, organisation=tree.county)
    for attempt in (
        lambda: create(tree.township, by=by),
        lambda: rename(tree.township, "新名街道", by=by),
        lambda: move(tree.community, tree.other_township, by=by),
        lambda: close(tree.community, by=by),
    ):
        unchanged(attempt, NotAllowed)


def test_administrator_moves_and_closes_only_below_what_is_his(tree: Tree) -> None:
    """The top of one's own subtree belongs to whoever administers the place above."""
    by = administrator(tree.township)
    unchanged(lambda: move(tree.township, tree.other_county, by=by), NotAllowed)
    unchanged(lambda: close(tree.township, by=by), NotAllowed)
    unchanged(lambda: move(tree.community, tree.other_township, by=by), NotAllowed)
    assert rename(tree.township, "留下镇", by=by).name == "留下镇"


@pytest.mark.parametrize(
    "name", ["", "　", "甲\r\n乙社区", "甲\x00社区", "<b>甲</b>", "=HYPERLINK(1)", "+1", "甲\u2028乙", "社" * 121]
)
def test_name_that_is_none_is_refused(tree: Tree, name: str) -> None:
    refusal = unchanged(lambda: create(tree.county, name), Malformed)
    assert set(refusal.fields) == {"name"}
    unchanged(lambda: rename(tree.township, name), Malformed)


def test_name_is_normalised_once_and_for_all() -> None:
    assert normalise(" 甲\u200b　 乙 ") == "甲 乙"
    assert normalise(normalise(" 甲\u200b　 乙 ")) == "甲 乙"


def test_second_active_namesake_at_one_place_is_refused(tree: Tree) -> None:
    create(tree.county)
    unchanged(lambda: create(tree.county), OrganisationNameTaken)
    close(Organisation.objects.get(name="新社工站"))
    assert create(tree.county).closed_on is None


def test_renaming_keeps_the_old_name_in_the_history(tree: Tree) -> None:
    by = administrator(tree.city)
    rename(tree.county, "西湖新区", by=by)
    rename(tree.county, "西湖新区", by=by)
    change = OrganisationChange.objects.get()
    assert (change.kind, change.before, change.after, change.made_by) == (
        ChangeKind.RENAME,
        "西湖区",
        "西湖新区",
        by,
    )
    assert ModelLogEntry.objects.filter(action="people.rename_organisation").count() == 1


@pytest.mark.parametrize("citation", ["", "  \r\n "])
def test_change_without_a_decision_or_reason_is_refused(tree: Tree, citation: str) -> None:
    for attempt in (
        lambda: rename(tree.township, "新名街道", citation=citation),
        lambda: move(tree.community, tree.other_township, citation=citation),
        lambda: close(tree.community, citation=citation),
    ):
        unchanged(attempt, CitationMissing)


def test_lines_of_a_citation_are_joined(tree: Tree) -> None:
    rename(tree.township, "新名街道", citation="决定\r\nX-Injected: 1")
    assert OrganisationChange.objects.get().citation == "决定 X-Injected: 1"


def test_kind_is_corrected_with_a_log_row(tree: Tree) -> None:
    for _ in range(2):
        change_organisation_kind(organisation=tree.community, kind=OrganisationKind.VILLAGE, by=None, at=timezone.now())
    assert ModelLogEntry.objects.get(action="people.change_organisation_kind").data["after"] == "village"


def test_moving_takes_everything_below_along(tree: Tree) -> None:
    hr, person = make_person(role=Role.HR, organisation=tree.other_county), make_person(organisation=tree.community)
    assert person not in User.objects.visible_to(hr)
    moved = move(tree.township, tree.other_county)
    assert moved.get_parent() == tree.other_county
    assert Organisation.objects.get(pk=tree.community.pk).get_parent() == tree.township
    assert person in User.objects.visible_to(hr)
    assert Organisation.find_problems() == SOUND
    move(tree.township, tree.other_county)
    change = OrganisationChange.objects.get()
    assert (change.kind, change.before, change.after) == (ChangeKind.MOVE, "西湖区", "上城区")


@pytest.mark.parametrize("target", ["township", "community"])
def test_cycle_is_refused_with_a_sentence(tree: Tree, target: str) -> None:
    refusal = unchanged(lambda: move(tree.township, getattr(tree, target)), TreeCycle)
    assert tree.township.name in str(refusal.detail)
    assert set(refusal.fields) == {"parent"}


def test_stale_paths_do_not_hide_a_cycle(tree: Tree) -> None:
    """Both were read before another window moved one below the other."""
    first, second = Organisation.objects.get(pk=tree.township.pk), Organisation.objects.get(pk=tree.other_township.pk)
    move(tree.township, tree.other_township)
    unchanged(lambda: move(second, first), TreeCycle)


def test_nothing_is_put_below_a_closed_organisation(tree: Tree) -> None:
    close(tree.other_community)
    unchanged(lambda: move(tree.community, tree.other_community), OrganisationClosed)
    unchanged(lambda: create(tree.other_community), OrganisationClosed)
    refusal = unchanged(lambda: give_code(tree.other_community, "330106998", valid_from=DAY), OrganisationClosed)
    assert refusal.fields


def test_future_changes_of_the_tree_are_refused(tree: Tree) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    unchanged(lambda: move(tree.community, tree.other_township, effective_on=tomorrow), DatesOutOfOrder)
    unchanged(lambda: close(tree.community, effective_on=tomorrow), DatesOutOfOrder)


def test_closing_ends_codes_posts_and_pairings(tree: Tree) -> None:
    code, post, pairing = (
        give_code(tree.community, "330106997"),
        make_post(tree.community),
        pair(tree.community, tree.other_community),
    )
    closed = close(tree.community)
    for row in (code, post, pairing):
        row.refresh_from_db()
    eve = DAY - dt.timedelta(days=1)
    assert (closed.closed_on, code.valid_to, post.valid_to, pairing.ends_on) == (DAY, eve, eve, eve)
    assert close(tree.community).closed_on == DAY
    unchanged(lambda: close(tree.community, effective_on=DAY + dt.timedelta(days=1)), OrganisationClosed)
    assert OrganisationChange.objects.get().kind == ChangeKind.CLOSE


def test_organisation_in_use_is_not_closed(tree: Tree) -> None:
    unchanged(lambda: close(tree.township), OrganisationInUse)
    make_person(organisation=tree.community)
    refusal = unchanged(lambda: close(tree.community), OrganisationInUse)
    assert "1" in str(refusal.detail)


@pytest.mark.parametrize(
    ("system", "code"),
    [
        (CodeSystem.USCC, ""),
        (CodeSystem.USCC, "91330100799655058B1"),
        (CodeSystem.USCC, "92330106MA2AXXXXXX"),
        (CodeSystem.DIVISION, "33010六"),
        (CodeSystem.DIVISION, "3301061"),
        (CodeSystem.DIVISION, ""),
    ],
)
def test_code_that_is_none_is_refused_at_its_field(tree: Tree, system: str, code: str) -> None:
    with pytest.raises(Malformed) as caught:
        give_code(tree.community, code, system)
    assert set(caught.value.fields) == {"code"}
    assert not OrganisationCode.objects.exists()


def test_code_is_tidied_and_kept_once(tree: Tree) -> None:
    code = make_uscc(7)
    held = give_code(tree.community, f" {code[:8]}-{code[8:].lower()} ", CodeSystem.USCC)
    assert give_code(tree.community, code, CodeSystem.USCC) == held
    assert held.code == code
    assert ModelLogEntry.objects.filter(action="people.add_organisation_code").count() == 1


def test_two_holders_of_one_code_at_one_time_are_refused(tree: Tree) -> None:
    give_code(tree.community, make_uscc(7), CodeSystem.USCC)
    with pytest.raises(OrganisationCodeTaken) as caught:
        give_code(tree.other_community, make_uscc(7), CodeSystem.USCC)
    assert tree.community.name not in str(caught.value.detail)


def test_retired_code_is_not_used_again(tree: Tree) -> None:
    held = give_code(tree.community, "330106996")
    retire_code(held=held, valid_to=DAY, by=None, at=timezone.now())
    with pytest.raises(OrganisationCodeRetired):
        give_code(tree.other_community, "330106996", valid_from=DAY + dt.timedelta(days=1))
    again = give_code(tree.community, "330106996", valid_from=DAY + dt.timedelta(days=1))
    assert again.organisation == tree.community


def test_second_code_of_a_kind_waits_until_the_first_is_retired(tree: Tree) -> None:
    first = give_code(tree.community, "330106995")
    with pytest.raises(PeriodsOverlap):
        give_code(tree.community, "330106994")
    retire_code(held=first, valid_to=dt.date(2024, 12, 31), by=None, at=timezone.now())
    with pytest.raises(PeriodsOverlap):
        give_code(tree.community, "330106994", valid_from=dt.date(2024, 6, 1))
    give_code(tree.community, "330106994", valid_from=dt.date(2025, 1, 1))
    give_code(tree.community, make_uscc(3), CodeSystem.USCC)


def test_dates_of_a_code_stand_in_order(tree: Tree) -> None:
    held = give_code(tree.community, "330106993")
    early = dt.date(2019, 12, 31)
    with pytest.raises(DatesOutOfOrder):
        retire_code(held=held, valid_to=early, by=None, at=timezone.now())
    with pytest.raises(DatesOutOfOrder):
        give_code(tree.other_community, "330106992", valid_to=early)
    for _ in range(2):
        retire_code(held=held, valid_to=DAY, by=None, at=timezone.now())
    with pytest.raises(PeriodEnded):
        retire_code(held=held, valid_to=DAY + dt.timedelta(days=1), by=None, at=timezone.now())


def test_hr_changes_no_codes(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.county)
    facts = {"system": CodeSystem.DIVISION, "code": "330106991", "valid_from": DAY, "at": timezone.now()}
    with pytest.raises(NotAllowed):
        add_code(organisation=tree.community, by=hr, **facts)
    add_code(organisation=tree.community, by=administrator(tree.county), **facts)


def test_roots_are_a_superusers_business(tree: Tree) -> None:
    by = administrator(tree.province)
    unchanged(lambda: create(None, "另一省", by=by), NotAllowed)
    assert create(None, "另一省", by=make_person(is_superuser=True)).depth == 1
    assert make_organisation(parent=tree.county).get_parent() == tree.county
