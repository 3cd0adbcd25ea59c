"""Ways into somebody else's account that people with some power could try: each of them ends at a refusal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from people import rules
from people.enums import Role, SmsPurpose
from people.errors import CodeSpent, CodeWrong, NotAllowed
from people.models import RosterImport, User
from people.rosters.sentences import split
from people.services.identity import set_id_number
from people.services.merging import merge_people
from people.services.person_details import change_details
from people.services.roles import grant_role
from people.services.rosters import row_writing
from people.services.rosters.confirming import confirm_rows
from people.services.rosters.undoing import begin_undo, undo_chunk
from people.services.rosters.writing import begin_import, import_chunk
from people.services.shutting import shut_account
from people.services.sms import ask_again, ask_code, confirm_code
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.rosters import csv_file, judged_roster, person_row
from tests.factories.sms import Outbox, outbox_instead_of_gateway

NUMBER = "330000199109262547"
OLD, NEW = "18200000038", "18200000039"
TODAY = timezone.localdate


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(role=Role.HR, organisation=tree.township)


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Outbox:
    return outbox_instead_of_gateway(monkeypatch)


def give(person: User, role: Role, organisation: Any, *, in_days: int = 0) -> None:
    starts_on = TODAY() + dt.timedelta(days=in_days)
    grant_role(person=person, organisation=organisation, role=role, starts_on=starts_on, by=None, at=timezone.now())


def written(tree: Tree, hr: User, row: tuple[str, ...]) -> RosterImport:
    roster = judged_roster(csv_file([row]), organisation=tree.township, by=hr)
    for number in roster.rows.filter(verdict="warn").values_list("number", flat=True):
        confirm_rows(roster=roster, number=number, by=hr, at=timezone.now())
    begin_import(roster=roster, by=hr, at=timezone.now())
    while import_chunk(roster=roster, at=timezone.now()):
        pass
    return roster


# Rosters


@pytest.mark.parametrize("role", [Role.LEARNER, Role.ADMINISTRATOR])
def test_roster_gives_no_phone_to_an_account_in_use_that_has_none(tree: Tree, hr: User, role: Role) -> None:
    person = make_person(name="王芳", role=role, organisation=tree.community)
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    roster = judged_roster(csv_file([person_row(phone=NEW)]), organisation=tree.township, by=hr)
    assert split(roster.rows.get(verdict="warn").reasons) == ["ask_phone_kept"]
    written(tree, hr, person_row(phone=NEW, remark="1"))
    person.refresh_from_db()
    assert person.phone == ""


def test_undo_gives_no_old_phone_back_to_an_account_that_was_claimed_since(tree: Tree, hr: User) -> None:
    person = make_person(name="王芳", phone=OLD, organisation=tree.community, password="")
    person.set_unusable_password()
    person.save(update_fields=["password"])
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    roster = written(tree, hr, person_row(phone=NEW))
    person.refresh_from_db()
    assert person.phone == NEW
    User.objects.filter(pk=person.pk).update(claimed_at=timezone.now())
    begin_undo(roster=roster, by=hr, at=timezone.now())
    while undo_chunk(roster=roster, at=timezone.now()):
        pass
    person.refresh_from_db()
    assert person.phone == NEW
    assert split(roster.rows.get().reasons)[-1:] == ["undo_changed_since"]


def test_account_claimed_while_the_roster_is_written_keeps_its_phone(
    tree: Tree, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person(name="王芳", phone=OLD, organisation=tree.community)
    User.objects.filter(pk=person.pk).update(password="!")
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    judged = row_writing.judge_account

    def judge_and_claim(*parts: Any) -> Any:
        account = judged(*parts)
        User.objects.filter(pk=person.pk).update(claimed_at=timezone.now())
        return account

    monkeypatch.setattr(row_writing, "judge_account", judge_and_claim)
    roster = written(tree, hr, person_row(phone=NEW))
    person.refresh_from_db()
    assert (person.phone, roster.rows.get().outcome) == (OLD, "changed")


@pytest.mark.parametrize("is_member", [True, False])
def test_roster_does_not_touch_whoever_runs_the_system(tree: Tree, hr: User, is_member: bool) -> None:
    place = tree.community if is_member else None
    root = make_person(name="王芳", phone=NEW, organisation=place, is_superuser=True)
    roster = judged_roster(csv_file([person_row(phone=NEW)]), organisation=tree.township, by=hr)
    assert split(roster.rows.get().reasons)[-1:] == ["row_person_outside"], root


# Details, ID number, merging


@pytest.mark.parametrize(
    ("held", "may"),
    [
        ((Role.TRAINER, "other_city", 0), False),
        ((Role.ADMINISTRATOR, "community", 30), False),
        ((Role.ADMINISTRATOR, "province", 30), False),
        ((Role.TRAINER, "community", 0), True),
        ((Role.LEARNER, "other_city", 0), True),
    ],
)
def test_details_of_somebody_with_power_elsewhere_or_to_come_are_not_changed(
    tree: Tree, hr: User, held: tuple[Role, str, int], may: bool
) -> None:
    role, place, in_days = held
    person = make_person(organisation=tree.community)
    give(person, role, getattr(tree, place), in_days=in_days)
    assert rules.may_change_details(hr, person) is may
    assert User.objects.editable_by(hr).filter(pk=person.pk).exists() is may


def test_administrator_asks_for_corrections_of_the_own_record_like_everybody(tree: Tree) -> None:
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.county)
    assert not rules.may_change_details(admin, admin)
    assert not User.objects.editable_by(admin).filter(pk=admin.pk).exists()
    with pytest.raises(NotAllowed):
        change_details(person=admin, real_name="王小明", phone=NEW, email="", by=admin, at=timezone.now())


def test_roles_to_come_change_hands_only_through_whoever_could_give_them(tree: Tree, hr: User) -> None:
    kept, duplicate = (make_person(organisation=tree.community) for _ in range(2))
    give(duplicate, Role.LEARNER, tree.other_city, in_days=30)
    with pytest.raises(NotAllowed):
        merge_people(kept=kept, duplicate=duplicate, reason="one person", by=hr, at=timezone.now())
    assert not kept.memberships.filter(organisation=tree.other_city).exists()


def test_id_number_of_somebody_with_more_power_is_not_changed(tree: Tree, hr: User) -> None:
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.community)
    with pytest.raises(NotAllowed):
        set_id_number(person=admin, id_number=NUMBER, by=hr, at=timezone.now())


# Codes and addresses of before


@pytest.mark.parametrize("purpose", [SmsPurpose.SIGN_IN, SmsPurpose.CLAIM])
def test_number_that_the_account_no_longer_has_opens_it_no_more(db: None, outbox: Outbox, purpose: SmsPurpose) -> None:
    person, at = make_person(phone=OLD), timezone.now()
    facts: dict[str, Any] = {"purpose": purpose, "phone": OLD}
    asked = ask_code(person=person, address="10.0.0.1", at=at, **facts)
    change_details(person=person, real_name=person.real_name, phone=NEW, email="", by=None, at=at)
    with pytest.raises(CodeWrong):
        confirm_code(key=asked.key, code=outbox.code, at=at, **facts)
    with pytest.raises(CodeSpent):
        ask_again(key=asked.key, address="10.0.0.1", at=asked.again_at, **facts)
    assert len(outbox.sent) == 1


def test_new_password_goes_to_the_address_of_today_only(db: None, client: Client) -> None:
    person = make_person(email="old@example.org")
    client.post("/accounts/password/reset/", {"email": "old@example.org"})
    assert [message.to for message in mail.outbox] == [["old@example.org"]]
    # By a form that knows nothing of allauth's notes, and by the service that removes them.
    User.objects.filter(pk=person.pk).update(email="new@example.org")
    client.post("/accounts/password/reset/", {"email": "old@example.org"})
    assert [message.to for message in mail.outbox[1:] if "password/reset/key" in message.body] == []
    person.refresh_from_db()
    change_details(
        person=person, real_name=person.real_name, phone="", email="third@example.org", by=None, at=timezone.now()
    )
    assert not EmailAddress.objects.filter(user=person).exists()


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
def test_known_and_unknown_addresses_cost_the_same_at_sign_in(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person(username="known", phone=OLD, email="known@example.org")
    real, counted = hashers.MD5PasswordHasher.encode, Counter[str]()

    def encode(hasher: Any, password: str, salt: str) -> str:
        counted[login] += 1
        return str(real(hasher, password, salt))

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    for login in ("known", "known@example.org", OLD, "unknown", "unknown@example.org", NEW):
        client.post("/accounts/login/", {"login": login, "password": "not-the-right-one"})
    assert set(counted.values()) == {1}
    assert len(counted) == 6


def test_shut_account_leaves_no_address_behind(db: None, client: Client) -> None:
    person = make_person(email="old@example.org")
    client.post("/accounts/password/reset/", {"email": "old@example.org"})
    assert EmailAddress.objects.filter(user=person).exists()
    shut_account(person, at=timezone.now())
    assert not EmailAddress.objects.filter(user=person).exists()
