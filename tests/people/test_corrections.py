"""Corrections of one's own record: asked for by the person, decided by others, applied by the services."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people import rules
from people.enums import Role
from people.enums.privacy import CorrectionField, CorrectionState
from people.errors import (
    CorrectionDecided,
    CorrectionOpen,
    IdNumberTaken,
    Malformed,
    NotAllowed,
    NothingToCorrect,
    PurposeTooShort,
    Refusal,
)
from people.models import CorrectionRequest, User
from people.services.corrections import apply_correction, ask_for_correction, refuse_correction, withdraw_correction
from people.services.identity import open_id_number, set_id_number
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.sms import outbox_instead_of_gateway

pytestmark = pytest.mark.django_db
NUMBER, OTHER_NUMBER, PHONE = "330000197803121235", "33000019850617006X", "13800138000"


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def person(tree: Tree) -> User:
    return make_person(name="张三", organisation=tree.community)


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="赵人事", role=Role.HR, organisation=tree.township)


def ask(person: User, field: CorrectionField, value: str, **more: Any) -> CorrectionRequest:
    return ask_for_correction(person=person, field=field, value=value, by=person, at=timezone.now(), **more)


def apply(correction: CorrectionRequest, by: User) -> None:
    apply_correction(correction=correction, by=by, at=timezone.now())


def test_name_is_corrected_once_hr_agrees(person: User, hr: User) -> None:
    correction = ask(person, CorrectionField.NAME, " 张叁 ", explanation="身份证上是这个字")
    person.refresh_from_db()
    assert person.real_name == "张三"
    apply(correction, hr)
    person.refresh_from_db()
    assert (person.real_name, correction.state, correction.decided_by) == ("张叁", CorrectionState.APPLIED, hr)
    assert ModelLogEntry.objects.filter(action="people.apply_correction", user=hr).count() == 1


def test_each_field_is_applied_by_its_own_service(person: User, hr: User) -> None:
    apply(ask(person, CorrectionField.EMAIL, "Zhang@Example.org"), hr)
    apply(ask(person, CorrectionField.ID_NUMBER, "330000 19780312 1235"), hr)
    apply(ask(person, CorrectionField.PHONE, "+86 138-0013-8000", is_proved=True), hr)
    person.refresh_from_db()
    assert (person.email, person.phone, open_id_number(person)) == ("zhang@example.org", PHONE, NUMBER)


def test_values_are_stored_sealed_and_stand_in_no_log(person: User, hr: User) -> None:
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    apply(ask(person, CorrectionField.ID_NUMBER, OTHER_NUMBER), hr)
    stored = str(list(CorrectionRequest.objects.values())) + str(list(ModelLogEntry.objects.values()))
    assert NUMBER not in stored
    assert OTHER_NUMBER not in stored


def test_one_open_request_a_field(person: User) -> None:
    ask(person, CorrectionField.NAME, "张叁")
    ask(person, CorrectionField.EMAIL, "zhang@example.org")
    with pytest.raises(CorrectionOpen):
        ask(person, CorrectionField.NAME, "章三")
    row = CorrectionRequest.objects.get(field=CorrectionField.NAME)
    with pytest.raises(IntegrityError), transaction.atomic():
        CorrectionRequest.objects.create(
            person=person, field=row.field, after_sealed=row.after_sealed, asked_at=timezone.now()
        )


def test_taken_back_request_makes_room_for_another(person: User, hr: User) -> None:
    correction = ask(person, CorrectionField.NAME, "张叁")
    with pytest.raises(NotAllowed):
        withdraw_correction(correction=correction, by=hr, at=timezone.now())
    withdraw_correction(correction=correction, by=person, at=timezone.now())
    ask(person, CorrectionField.NAME, "章三")
    with pytest.raises(CorrectionDecided):
        apply(correction, hr)


def test_malformed_and_unchanged_values_are_refused_at_their_field(person: User) -> None:
    wrong = [
        (CorrectionField.NAME, "<b>张</b>"),
        (CorrectionField.EMAIL, "nobody"),
        (CorrectionField.ID_NUMBER, "330000197803121230"),
        (CorrectionField.NAME, "张三"),
    ]
    for field, value in wrong:
        with pytest.raises(Refusal) as refusal:
            ask(person, field, value)
        assert "value" in refusal.value.fields
    with pytest.raises(Malformed):
        ask(person, CorrectionField.PHONE, "1380013", is_proved=True)
    with pytest.raises(NothingToCorrect):
        ask(person, CorrectionField.NAME, "张三")
    assert not CorrectionRequest.objects.exists()


def test_new_phone_needs_a_code(person: User) -> None:
    with pytest.raises(NotAllowed):
        ask(person, CorrectionField.PHONE, PHONE)


def test_refused_with_a_reason_the_person_reads(client: Client, person: User, hr: User) -> None:
    correction = ask(person, CorrectionField.NAME, "张叁")
    with pytest.raises(PurposeTooShort):
        refuse_correction(correction=correction, reason="  ", by=hr, at=timezone.now())
    refuse_correction(correction=correction, reason="请带身份证到社区办理", by=hr, at=timezone.now())
    client.force_login(person)
    assert "请带身份证到社区办理" in client.get("/my/corrections/").content.decode()
    person.refresh_from_db()
    assert person.real_name == "张三"


def test_number_that_somebody_else_has_stays_undecided(person: User, hr: User, tree: Tree) -> None:
    set_id_number(person=make_person(), id_number=NUMBER, by=None, at=timezone.now())
    correction = ask(person, CorrectionField.ID_NUMBER, NUMBER)
    with pytest.raises(IdNumberTaken):
        apply(correction, hr)
    correction.refresh_from_db()
    assert correction.state == CorrectionState.PENDING


def test_nobody_decides_about_oneself_or_about_more_power(tree: Tree, hr: User) -> None:
    admin = make_person(role=Role.ADMINISTRATOR, organisation=tree.township)
    requests = [
        ask(hr, CorrectionField.NAME, "赵人士"),
        ask(admin, CorrectionField.NAME, "周末"),
        ask(make_person(organisation=tree.other_township), CorrectionField.NAME, "周末"),
    ]
    for request in requests:
        with pytest.raises(NotAllowed):
            apply(request, hr)
    apply(requests[0], admin)
    for user in (hr, admin, make_person(is_superuser=True)):
        listed = set(CorrectionRequest.objects.decided_by_desk(user))
        assert listed == {one for one in CorrectionRequest.objects.all() if rules.may_decide_correction(user, one)}


def test_desk_shows_before_and_after_and_applies(client: Client, person: User, hr: User) -> None:
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    correction = ask(person, CorrectionField.ID_NUMBER, OTHER_NUMBER)
    client.force_login(hr)
    assert "张三" in client.get("/manage/people/corrections/").content.decode()
    page = client.get(f"/manage/people/corrections/{correction.pk}/").content.decode()
    assert "330000********1235" in page
    assert "330000********006X" in page
    client.post(f"/manage/people/corrections/{correction.pk}/", {"decision": "apply"})
    person.refresh_from_db()
    assert open_id_number(person) == OTHER_NUMBER


def test_desk_keeps_strangers_out(client: Client, person: User, tree: Tree) -> None:
    correction = ask(person, CorrectionField.NAME, "张叁")
    client.force_login(make_person(role=Role.HR, organisation=tree.other_township))
    assert client.get(f"/manage/people/corrections/{correction.pk}/").status_code == 404
    assert "张三" not in client.get("/manage/people/corrections/").content.decode()


def test_refusal_without_reason_is_said_at_its_field(client: Client, person: User, hr: User) -> None:
    correction = ask(person, CorrectionField.NAME, "张叁")
    client.force_login(hr)
    client.post(f"/manage/people/corrections/{correction.pk}/", {"decision": "refuse", "reason": ""})
    correction.refresh_from_db()
    assert correction.state == CorrectionState.PENDING


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_list_costs_the_same_for_any_number_of_rows(
    client: Client, tree: Tree, hr: User, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        ask(make_person(organisation=tree.community), CorrectionField.NAME, "张叁")
    client.force_login(hr)
    client.get("/manage/people/corrections/")
    with django_assert_num_queries(12):
        client.get("/manage/people/corrections/")


def test_person_asks_and_takes_back_on_the_own_pages(client: Client, person: User) -> None:
    client.force_login(person)
    client.post("/my/corrections/new/real_name/", {"value": "张叁", "explanation": "错字"})
    correction = CorrectionRequest.objects.get(person=person)
    assert "张叁" in client.get("/my/corrections/").content.decode()
    client.post(f"/my/corrections/{correction.pk}/withdraw/")
    correction.refresh_from_db()
    assert correction.state == CorrectionState.WITHDRAWN
    assert client.get("/my/corrections/new/is_superuser/").status_code == 404
    assert client.post("/my/corrections/new/real_name/", {"value": "1"}).status_code == 422


def test_new_phone_is_proved_by_the_code_sent_to_it(
    client: Client, person: User, hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(person)
    outbox = outbox_instead_of_gateway(monkeypatch)
    answer = client.post("/my/corrections/new/phone/", {"value": PHONE})
    assert answer["Location"] == "/my/corrections/code/"
    assert re.search(r"138\*{4}8000", client.get("/my/corrections/code/").content.decode())
    client.post("/my/corrections/code/", {"code": outbox.code})
    correction = CorrectionRequest.objects.get(person=person)
    assert correction.is_proved
    apply(correction, hr)
    person.refresh_from_db()
    assert person.phone == PHONE
