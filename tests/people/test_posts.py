"""Posts, the share of social-work posts against the policy's target, and areas paired with each other."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from people import policy_targets, rules
from people.enums import Role
from people.errors import (
    DatesOutOfOrder,
    Malformed,
    NotAllowed,
    OrganisationClosed,
    PeriodEnded,
    PeriodsOverlap,
    PostTaken,
    SameOrganisation,
    TreeCycle,
)
from people.models import AreaPairing, Organisation, Post
from people.policy_targets import SOCIAL_WORK_POST_SHARE, target_on
from people.selectors.posts import PostShare, counted_share, posts_of, share_of, with_post_places
from people.services.organisation_moves import close_organisation
from people.services.pairings import end_pairing
from people.services.posts import end_post, open_post
from tests.factories.organisations import DAY, make_post, pair
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
START = dt.date(2020, 1, 1)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def test_target_is_data_with_its_source() -> None:
    target = target_on(SOCIAL_WORK_POST_SHARE, DAY)
    assert target is not None
    assert (target.value, target.unit, target.is_verified) == (70, "percent", False)
    assert target.citation
    assert target.clause
    assert target_on(SOCIAL_WORK_POST_SHARE, dt.date(2019, 10, 31)) is None
    assert target_on("nothing", DAY) is None


def test_later_target_replaces_the_earlier_from_its_day(monkeypatch: pytest.MonkeyPatch, tree: Tree) -> None:
    def target(value: int, effective_on: dt.date, ends_on: dt.date | None = None) -> policy_targets.PolicyTarget:
        return policy_targets.PolicyTarget(
            SOCIAL_WORK_POST_SHARE, value, "percent", effective_on, ends_on, "source", "clause", True
        )

    targets = (target(70, dt.date(2019, 11, 1)), target(80, DAY, dt.date(2026, 12, 31)))
    monkeypatch.setattr(policy_targets, "all_targets", lambda: targets)
    make_post(tree.township, "社工", places=3)
    make_post(tree.township, "会计", places=1, is_social_work=False)
    for on, value, is_met in [(DAY - dt.timedelta(days=1), 70, True), (DAY, 80, False)]:
        share = share_of(tree.township, on)
        assert share.target is not None
        assert (share.target.value, share.percent, share.is_met) == (value, 75.0, is_met)


def test_share_counts_places_of_professional_posts_in_force(tree: Tree) -> None:
    make_post(tree.township, "社工", places=7)
    make_post(tree.township, "医生", places=3, is_social_work=False)
    make_post(tree.township, "司机", places=90, is_professional=False, is_social_work=False)
    make_post(tree.township, "明年", places=50, valid_from=dt.date(2027, 1, 1))
    make_post(tree.community, "社区社工", places=50)
    share = share_of(tree.township, DAY)
    assert (share.professional, share.social_work, share.percent, share.is_met) == (10, 7, 70.0, True)
    empty = share_of(tree.county, DAY)
    assert (empty.percent, empty.is_met) == (None, None)


def test_list_of_shares_says_what_each_page_says(tree: Tree) -> None:
    make_post(tree.township, "社工", places=2)
    make_post(tree.township, "会计", places=1, is_social_work=False)
    make_post(tree.community, "社工")
    ended = make_post(tree.other_township, "社工")
    end_post(post=ended, valid_to=START, by=None, at=timezone.now())
    listed = with_post_places(Organisation.objects.all(), DAY)
    assert {one.name for one in listed} == {"留下街道", "茶市街社区", "北山街道"}
    for one in listed:
        assert counted_share(one, DAY) == share_of(one, DAY)


@given(social=st.integers(0, 500), other=st.integers(0, 500))
def test_shown_percent_never_claims_a_target_that_is_not_met(social: int, other: int) -> None:
    share = PostShare(social + other, social, target_on(SOCIAL_WORK_POST_SHARE, DAY))
    if share.percent is None:
        assert share.is_met is None
    else:
        assert 0 <= share.percent <= 100
        assert share.is_met is (share.percent >= 70)


def test_posts_tell_how_many_hold_them(tree: Tree) -> None:
    make_post(tree.township, "社工", places=2)
    make_post(tree.township, "会计", is_social_work=False)
    for post in ("社工", "社工", "社工", ""):
        person = make_person(organisation=tree.township)
        person.memberships.update(post=post)
    make_person(organisation=tree.community).memberships.update(post="社工")
    assert {(line.post.title, line.people, line.free) for line in posts_of(tree.township, DAY)} == {
        ("社工", 3, 0),
        ("会计", 0, 1),
    }


def test_social_work_post_is_professional_whatever_is_ticked(tree: Tree) -> None:
    assert make_post(tree.township, is_professional=False).is_professional
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            organisation=tree.county, title="x", is_professional=False, is_social_work=True, valid_from=START
        )


def test_one_post_of_a_title_at_a_time(tree: Tree) -> None:
    first = make_post(tree.township)
    with pytest.raises(PostTaken) as caught:
        make_post(tree.township)
    assert set(caught.value.fields) == {"title"}
    for _ in range(2):
        end_post(post=first, valid_to=DAY, by=None, at=timezone.now())
    make_post(tree.township, valid_from=DAY + dt.timedelta(days=1))
    assert ModelLogEntry.objects.filter(action="people.end_post").count() == 1
    with pytest.raises(PeriodEnded):
        end_post(post=first, valid_to=DAY + dt.timedelta(days=1), by=None, at=timezone.now())
    with pytest.raises(DatesOutOfOrder):
        end_post(post=first, valid_to=START - dt.timedelta(days=1), by=None, at=timezone.now())


@pytest.mark.parametrize("title", ["", "社\r\n工", "<b>", "=1+1", "工" * 61])
def test_title_that_is_none_is_refused(tree: Tree, title: str) -> None:
    with pytest.raises(Malformed) as caught:
        make_post(tree.township, title)
    assert set(caught.value.fields) == {"title"}
    assert not Post.objects.exists()


def test_closed_organisation_gets_no_post(tree: Tree) -> None:
    facts = {"effective_on": DAY, "citation": "撤销", "by": None, "at": timezone.now()}
    close_organisation(organisation=tree.community, **facts)
    with pytest.raises(OrganisationClosed):
        make_post(tree.community, valid_from=DAY)


KINDS = [*Role.values, "superuser", "no role", "disabled"]


def viewer(tree: Tree, kind: str) -> Any:
    match kind:
        case "superuser":
            return make_person(is_superuser=True)
        case "no role":
            return make_person()
        case "disabled":
            return make_person(role=Role.ADMINISTRATOR, organisation=tree.county, is_active=False)
        case _:
            return make_person(role=kind, organisation=tree.county)


@pytest.mark.parametrize("kind", KINDS)
def test_predicates_of_posts_and_pairings_agree_with_querysets(tree: Tree, kind: str) -> None:
    for place in (tree.township, tree.community, tree.other_county, tree.county):
        make_post(place)
    pairs = [(tree.county, tree.other_county), (tree.township, tree.other_township), (tree.city, tree.other_city)]
    for first, second in pairs:
        pair(first, second)
    user = viewer(tree, kind)
    posts, pairings = set(Post.objects.visible_to(user)), set(AreaPairing.objects.visible_to(user))
    changeable = set(AreaPairing.objects.changeable_by(user))
    for post in Post.objects.all():
        assert rules.may_see_post(user, post) is (post in posts)
    for pairing in AreaPairing.objects.all():
        assert rules.may_see_pairing(user, pairing) is (pairing in pairings)
        assert rules.may_pair(user, pairing.first, pairing.second) is (pairing in changeable)
    seen = {"superuser": (4, 3, 3), "administrator": (3, 2, 1), "hr": (3, 2, 0)}.get(kind, (0, 0, 0))
    assert (len(posts), len(pairings), len(changeable)) == seen


@pytest.mark.parametrize("kind", ["learner", "trainer", "no role", "disabled"])
def test_posts_are_opened_and_ended_by_overseers_only(tree: Tree, kind: str) -> None:
    by, post = viewer(tree, kind), make_post(tree.township)
    facts = {"is_professional": True, "is_social_work": True, "places": 1, "valid_from": START, "at": timezone.now()}
    with pytest.raises(NotAllowed):
        open_post(organisation=tree.township, title="督导", by=by, **facts)
    with pytest.raises(NotAllowed):
        end_post(post=post, valid_to=DAY, by=by, at=timezone.now())


def test_pair_is_open_once_whichever_way_it_is_entered(tree: Tree) -> None:
    pairing = pair(tree.other_county, tree.county, note="南北\r\n结对")
    assert (pairing.first_id < pairing.second_id, pairing.note) == (True, "南北 结对")
    for first, second in [(tree.county, tree.other_county), (tree.other_county, tree.county)]:
        with pytest.raises(PeriodsOverlap):
            pair(first, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaPairing.objects.create(first_id=pairing.first_id, second_id=pairing.second_id, starts_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaPairing.objects.create(first_id=pairing.second_id, second_id=pairing.first_id, starts_on=DAY)


def test_pairing_ends_and_may_begin_again_afterwards(tree: Tree) -> None:
    pairing = pair(tree.county, tree.other_county)
    with pytest.raises(DatesOutOfOrder):
        end_pairing(pairing=pairing, ends_on=dt.date(2025, 12, 31), by=None, at=timezone.now())
    for _ in range(2):
        end_pairing(pairing=pairing, ends_on=DAY, by=None, at=timezone.now())
    with pytest.raises(PeriodEnded):
        end_pairing(pairing=pairing, ends_on=DAY + dt.timedelta(days=1), by=None, at=timezone.now())
    with pytest.raises(PeriodsOverlap):
        pair(tree.county, tree.other_county, starts_on=DAY)
    pair(tree.other_county, tree.county, starts_on=DAY + dt.timedelta(days=1))
    assert ModelLogEntry.objects.filter(action="people.end_pairing").count() == 1


def test_wrong_pairs_are_refused(tree: Tree) -> None:
    for first, second, refusal in [
        (tree.county, tree.county, SameOrganisation),
        (tree.county, tree.township, TreeCycle),
        (tree.township, tree.city, TreeCycle),
    ]:
        with pytest.raises(refusal):
            pair(first, second)
    by = viewer(tree, "administrator")
    with pytest.raises(NotAllowed):
        pair(tree.county, tree.other_county, by=by)
    pair(tree.township, tree.other_township, by=by)
