"""People change the organisation or leave it: hours go along, access ends, history stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import ModelLogEntry

from attendance.enums import SourceKind
from attendance.models import HourEntry
from attendance.selectors import FOUNDING_SCHEME, scheme_progress
from attendance.services.ledger import post
from courses.enums import Category, Modality, ServiceField
from people import rules
from people.enums import Role, WorkerCategory
from people.errors import (
    ContactTaken,
    DatesOutOfOrder,
    EmailWrong,
    Malformed,
    NotAllowed,
    NothingToLeave,
    OrganisationClosed,
    Refusal,
    SameOrganisation,
)
from people.models import Membership, Organisation, User
from people.services.organisation_moves import close_organisation
from people.services.person_details import change_details
from people.services.roles import grant_role
from people.services.transfers import leave_organisation, transfer_person
from tests.factories.people import Tree, make_person, make_tree

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)
START = dt.date(2020, 1, 1)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


def transfer(person: User, origin: Organisation, target: Organisation, **facts: Any) -> list[Membership]:
    fields = {"starts_on": TODAY, "by": None, "at": timezone.now(), **facts}
    return transfer_person(person=person, origin=origin, target=target, **fields)


def leave(person: User, organisation: Organisation, **facts: Any) -> list[Membership]:
    fields = {"ends_on": YESTERDAY, "reason": "辞职", "by": None, "at": timezone.now(), **facts}
    return leave_organisation(person=person, organisation=organisation, **fields)


def periods(person: User) -> list[tuple[int, str, dt.date, dt.date | None]]:
    return list(
        person.memberships.order_by("starts_on", "pk").values_list("organisation", "role", "starts_on", "ends_on")
    )


def unchanged(attempt: Any, refusal: type[Refusal]) -> Refusal:
    before = list(Membership.objects.values()), ModelLogEntry.objects.count()
    with pytest.raises(refusal) as caught:
        attempt()
    assert (list(Membership.objects.values()), ModelLogEntry.objects.count()) == before
    assert str(caught.value.detail)
    return caught.value


def study(person: User, seconds: int) -> None:
    post(
        learner=person,
        seconds=seconds,
        title="独居老人探访",
        category=Category.values[0],
        service_field=ServiceField.values[0],
        modality=Modality.values[0],
        occurred_on=dt.date(2026, 5, 20),
        source_kind=SourceKind.STUDY,
        source_key=f"{person.pk}:{seconds}",
        rule_version="1",
        explanation={"kind": "study"},
        by=None,
        at=timezone.now(),
    )


def test_hours_go_along_and_the_new_hr_sees_them(tree: Tree) -> None:
    old_hr = make_person(role=Role.HR, organisation=tree.township)
    new_hr = make_person(role=Role.HR, organisation=tree.other_county)
    person = make_person(organisation=tree.township)
    for seconds in (3600, 5400):
        study(person, seconds)
    before = scheme_progress(person, FOUNDING_SCHEME, TODAY)
    assert HourEntry.objects.visible_to(old_hr).count() == 2
    assert HourEntry.objects.visible_to(new_hr).count() == 0
    transfer(person, tree.township, tree.other_county)
    after = scheme_progress(person, FOUNDING_SCHEME, TODAY)
    assert after == before
    assert after.counted_seconds == 9000
    assert HourEntry.objects.visible_to(old_hr).count() == 0
    assert HourEntry.objects.visible_to(new_hr).count() == 2
    assert (person in User.objects.visible_to(old_hr), person in User.objects.visible_to(new_hr)) == (False, True)


def test_transfer_ends_the_old_role_the_day_before_and_keeps_it(tree: Tree) -> None:
    person = make_person(organisation=tree.township)
    person.memberships.update(worker_category=WorkerCategory.COMMUNITY, post="社区工作者")
    made = transfer(person, tree.township, tree.other_county, worker_category=WorkerCategory.STATION, post="社工")
    assert periods(person) == [
        (tree.township.pk, "learner", START, YESTERDAY),
        (tree.other_county.pk, "learner", TODAY, None),
    ]
    assert [(one.worker_category, one.post) for one in made] == [("station", "社工")]
    old = person.memberships.get(organisation=tree.township)
    assert (old.worker_category, old.post) == ("community", "社区工作者")
    entry = ModelLogEntry.objects.get(action="people.transfer_person")
    assert entry.data["to"] == tree.other_county.pk


def test_power_is_not_taken_along(tree: Tree) -> None:
    person = make_person(role=Role.HR, organisation=tree.township)
    grant_role(
        person=person, organisation=tree.township, role=Role.TRAINER, starts_on=START, by=None, at=timezone.now()
    )
    transfer(person, tree.township, tree.other_county)
    held = person.memberships.in_force(TODAY)
    assert set(held.values_list("organisation", "role")) == {(tree.other_county.pk, "trainer")}
    assert set(person.groups.values_list("name", flat=True)) == {"trainer"}


def test_transfer_back_and_forth_keeps_every_period(tree: Tree) -> None:
    person = make_person(organisation=tree.township)
    transfer(person, tree.township, tree.other_county, starts_on=dt.date(2021, 1, 1))
    transfer(person, tree.other_county, tree.township, starts_on=dt.date(2022, 1, 1))
    assert [(place, start, end) for place, _, start, end in periods(person)] == [
        (tree.township.pk, START, dt.date(2020, 12, 31)),
        (tree.other_county.pk, dt.date(2021, 1, 1), dt.date(2021, 12, 31)),
        (tree.township.pk, dt.date(2022, 1, 1), None),
    ]


def test_wrong_transfers_are_refused(tree: Tree) -> None:
    person = make_person(organisation=tree.township)
    unchanged(lambda: transfer(person, tree.township, tree.township), SameOrganisation)
    unchanged(lambda: transfer(person, tree.other_township, tree.county), NothingToLeave)
    refusal = unchanged(lambda: transfer(person, tree.township, tree.county, starts_on=START), DatesOutOfOrder)
    assert set(refusal.fields) == {"starts_on"}
    facts = {"effective_on": TODAY, "citation": "撤销", "by": None, "at": timezone.now()}
    close_organisation(organisation=tree.other_community, **facts)
    unchanged(lambda: transfer(person, tree.township, tree.other_community), OrganisationClosed)


def test_hr_transfers_inside_the_subtree_only(tree: Tree) -> None:
    person, hr = make_person(organisation=tree.township), make_person(role=Role.HR, organisation=tree.county)
    stranger = make_person(role=Role.HR, organisation=tree.other_county)
    unchanged(lambda: transfer(person, tree.township, tree.other_county, by=hr), NotAllowed)
    unchanged(lambda: transfer(person, tree.township, tree.other_county, by=stranger), NotAllowed)
    transfer(person, tree.township, tree.other_township, by=hr)
    assert ModelLogEntry.objects.get(action="people.transfer_person").user == hr


def test_hr_does_not_end_the_power_of_an_administrator(tree: Tree) -> None:
    hr = make_person(role=Role.HR, organisation=tree.county)
    chief = make_person(role=Role.ADMINISTRATOR, organisation=tree.township)
    unchanged(lambda: transfer(chief, tree.township, tree.other_township, by=hr), NotAllowed)
    unchanged(lambda: leave(chief, tree.township, by=hr), NotAllowed)


@pytest.mark.parametrize("last_day", [YESTERDAY, TODAY])
def test_leaving_closes_the_admin_at_once_and_keeps_history(tree: Tree, last_day: dt.date) -> None:
    person = make_person(role=Role.HR, organisation=tree.township)
    grant_role(
        person=person, organisation=tree.township, role=Role.LEARNER, starts_on=START, by=None, at=timezone.now()
    )
    study(person, 3600)
    assert person.groups.filter(name="hr").exists()
    leave(person, tree.township, ends_on=last_day)
    assert not person.groups.exists()
    assert [end for *_, end in periods(person)] == [last_day, last_day]
    assert HourEntry.objects.visible_to(person).count() == 1
    person.refresh_from_db()
    assert person.is_active
    if last_day == YESTERDAY:
        assert not Organisation.objects.managed_by(person).exists()
    assert ModelLogEntry.objects.get(action="people.leave_organisation").data["reason"] == "辞职"


def test_nobody_is_put_into_a_closed_organisation(tree: Tree) -> None:
    facts = {"effective_on": YESTERDAY, "citation": "撤销", "by": None, "at": timezone.now()}
    closed = close_organisation(organisation=tree.other_community, **facts)
    with pytest.raises(OrganisationClosed):
        grant_role(
            person=make_person(), organisation=closed, role=Role.LEARNER, starts_on=TODAY, by=None, at=timezone.now()
        )


def test_leaving_later_leaves_access_until_then(tree: Tree) -> None:
    person = make_person(role=Role.TRAINER, organisation=tree.township)
    leave(person, tree.township, ends_on=TODAY + dt.timedelta(days=30))
    assert person.groups.filter(name="trainer").exists()


def test_leaving_touches_no_other_organisation(tree: Tree) -> None:
    person = make_person(role=Role.TRAINER, organisation=tree.township)
    grant_role(
        person=person, organisation=tree.other_county, role=Role.TRAINER, starts_on=START, by=None, at=timezone.now()
    )
    leave(person, tree.township)
    assert set(person.memberships.in_force(TODAY).values_list("organisation", flat=True)) == {tree.other_county.pk}
    assert set(person.groups.all()) == {Group.objects.get(name="trainer")}


def test_wrong_leavings_are_refused(tree: Tree) -> None:
    person = make_person(organisation=tree.township)
    refusal = unchanged(lambda: leave(person, tree.township, ends_on=START - dt.timedelta(days=1)), DatesOutOfOrder)
    assert set(refusal.fields) == {"ends_on"}
    unchanged(lambda: leave(person, tree.county), NothingToLeave)
    learner = make_person(role=Role.LEARNER, organisation=tree.county)
    unchanged(lambda: leave(person, tree.township, by=learner), NotAllowed)
    leave(person, tree.township)
    unchanged(lambda: leave(person, tree.township, ends_on=TODAY), NothingToLeave)


KINDS = [*Role.values, "superuser", "no role", "disabled"]


def viewer(tree: Tree, kind: str) -> Any:
    match kind:
        case "superuser":
            return make_person(is_superuser=True)
        case "no role":
            return make_person()
        case "disabled":
            return make_person(role=Role.ADMINISTRATOR, organisation=tree.township, is_active=False)
        case _:
            return make_person(role=kind, organisation=tree.township)


@pytest.mark.parametrize("kind", KINDS)
def test_membership_predicates_agree_with_querysets(tree: Tree, kind: str) -> None:
    user = viewer(tree, kind)
    for place in (tree.township, tree.community, tree.other_township, tree.county, tree.other_community):
        for role in Role:
            make_person(role=role, organisation=place)
    seen, changeable = set(Membership.objects.visible_to(user)), set(Membership.objects.changeable_by(user))
    for held in Membership.objects.select_related("organisation"):
        assert rules.may_view_membership(user, held) is (held in seen), held
        assert rules.may_change_membership(user, held) is (held in changeable), held
    inside = {"superuser": 25, "administrator": 15, "hr": 6}.get(kind, 0)
    assert len([held for held in changeable if held.person_id != user.pk]) == inside


@pytest.mark.parametrize("kind", KINDS)
def test_details_predicate_agrees_with_queryset(tree: Tree, kind: str) -> None:
    user = viewer(tree, kind)
    for place in (tree.township, tree.community, tree.other_township):
        for role in Role:
            make_person(role=role, organisation=place)
    above = make_person(role=Role.ADMINISTRATOR, organisation=tree.province)
    both = make_person(organisation=tree.community, is_superuser=True)
    for person, place in ((above, tree.community), (both, tree.township)):
        grant_role(person=person, organisation=place, role=Role.LEARNER, starts_on=START, by=None, at=timezone.now())
    editable = set(User.objects.editable_by(user))
    for person in User.objects.all():
        assert rules.may_change_details(user, person) is (person in editable), person
    if kind != "superuser":
        assert not {above, both} & editable


@pytest.mark.parametrize("kind", KINDS)
def test_administer_predicate_agrees_with_queryset(tree: Tree, kind: str) -> None:
    user = viewer(tree, kind)
    listed = set(Organisation.objects.administered_by(user))
    for organisation in Organisation.objects.all():
        assert rules.may_administer(user, organisation) is (organisation in listed)
    assert rules.may_administer(user, None) is (kind == "superuser")


def correct(person: User, **facts: Any) -> list[str]:
    fields = {"real_name": person.real_name, "phone": person.phone, "email": person.email, "by": None, **facts}
    return change_details(person=person, at=timezone.now(), **fields)


def test_details_are_tidied_and_logged_without_their_values(tree: Tree) -> None:
    person = make_person(name="王小民", organisation=tree.community)
    assert correct(person, real_name=" 王小明\u200b", phone="+86 139-1234-5678", email="Wang@Example.org") == [
        "real_name",
        "phone",
        "email",
    ]
    person.refresh_from_db()
    assert (person.real_name, person.phone, person.email) == ("王小明", "13912345678", "wang@example.org")
    assert correct(person) == []
    entry = ModelLogEntry.objects.get(action="people.change_details")
    assert entry.data == {"fields": ["real_name", "phone", "email"]}


@pytest.mark.parametrize(
    ("facts", "refusal", "field"),
    [
        ({"real_name": ""}, Malformed, "real_name"),
        ({"real_name": "=cmd"}, Malformed, "real_name"),
        ({"real_name": "王\r\n小明"}, Malformed, "real_name"),
        ({"phone": "0571-87654321"}, Malformed, "phone"),
        ({"phone": "13800000001"}, ContactTaken, "phone"),
        ({"email": "taken@example.org"}, ContactTaken, "email"),
        ({"email": "no address"}, EmailWrong, "email"),
        ({"email": "a@b.org\r\nBcc: c@d.org"}, EmailWrong, "email"),
    ],
)
def test_wrong_details_are_refused_at_their_field(
    tree: Tree, facts: dict[str, str], refusal: type[Refusal], field: str
) -> None:
    make_person(phone="13800000001", email="taken@example.org")
    person = make_person(organisation=tree.community)
    with pytest.raises(refusal) as caught:
        correct(person, **facts)
    assert set(caught.value.fields) == {field}
    assert correct(person) == []


def test_nobody_takes_over_an_account_with_more_power(tree: Tree) -> None:
    """A phone number opens the account it belongs to."""
    hr = make_person(role=Role.HR, organisation=tree.county)
    for person in (
        make_person(role=Role.ADMINISTRATOR, organisation=tree.township),
        make_person(role=Role.HR, organisation=tree.township),
        make_person(organisation=tree.township, is_superuser=True),
        make_person(organisation=tree.other_county),
        hr,
    ):
        with pytest.raises(NotAllowed):
            correct(person, phone="13900000000", by=hr)
    assert correct(make_person(organisation=tree.township), phone="13900000000", by=hr) == ["phone"]
