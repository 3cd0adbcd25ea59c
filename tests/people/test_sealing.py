"""ID numbers at rest: sealed, bound to their owner, found under every key, shown in part."""

from __future__ import annotations

import base64
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from people.enums import IdNumberFault, Role
from people.errors import IdNumberTaken, Malformed, NotAllowed, SealBroken
from people.models import User
from people.sealing import blind_index, index_candidates, seal, unseal
from people.services.identity import (
    find_person_by_id_number,
    id_last4,
    id_masked,
    open_id_number,
    set_id_number,
)
from tests.factories.people import make_person, make_tree

NUMBER, OTHER_NUMBER = "330000197803121235", "33000019850617006X"
OLD, NEW = {"k1": b"1" * 32}, {"k2": b"2" * 32}
OWNER = uuid.UUID(int=7)


def set_number(person: User, number: str = NUMBER, *, by: User | None = None) -> None:
    set_id_number(person=person, id_number=number, by=by, at=timezone.now())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.uuids())
def test_sealed_value_opens_again(value: str, owner: uuid.UUID) -> None:
    token = seal(value, owner=owner)
    assert unseal(token, owner=owner) == value
    assert token != seal(value, owner=owner)


def test_sealed_value_opens_for_its_owner_only() -> None:
    with pytest.raises(SealBroken):
        unseal(seal(NUMBER, owner=OWNER), owner=uuid.UUID(int=8))


def test_every_changed_byte_is_noticed() -> None:
    key_id, _, encoded = seal(NUMBER, owner=OWNER).partition(":")
    content = base64.b64decode(encoded)
    for place in range(len(content)):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        with pytest.raises(SealBroken):
            unseal(f"{key_id}:{base64.b64encode(changed).decode()}", owner=OWNER)


@given(st.text(max_size=60))
def test_no_token_raises_anything_but_seal_broken(token: str) -> None:
    for text in (token, "t1:" + token):
        with pytest.raises(SealBroken):
            unseal(text, owner=OWNER)


def test_old_key_still_opens_and_a_lost_one_is_named_without_the_value(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    token = seal(NUMBER, owner=OWNER)
    settings.FIELD_KEYS = NEW | OLD
    assert unseal(token, owner=OWNER) == NUMBER
    assert seal(NUMBER, owner=OWNER).startswith("k2:")
    settings.FIELD_KEYS = NEW
    with pytest.raises(SealBroken, match="FIELD_KEYS"):
        unseal(token, owner=OWNER)


def test_index_differs_by_key_and_fits_its_column(settings: Any) -> None:
    settings.FIELD_KEYS = NEW | OLD
    newest, oldest = index_candidates(NUMBER)
    assert newest.split(":")[1] != oldest.split(":")[1]
    assert blind_index(NUMBER) == newest
    assert len(newest) <= User._meta.get_field("id_number_index").max_length
    assert len(seal(NUMBER, owner=OWNER)) <= User._meta.get_field("id_number_sealed").max_length


@pytest.mark.django_db
def test_id_number_reaches_the_database_sealed_only() -> None:
    person = make_person()
    set_number(person, " 330000 19780312 1235")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_user")
        assert NUMBER not in str(cursor.fetchall())
    stored = User.objects.get(pk=person.pk)
    assert open_id_number(stored) == NUMBER
    assert (id_masked(stored), id_last4(stored)) == ("330000********1235", "1235")


@pytest.mark.django_db
def test_person_without_id_number_shows_nothing() -> None:
    person = make_person()
    assert (open_id_number(person), id_masked(person), id_last4(person)) == ("", "", "")
    assert find_person_by_id_number("") is None


@pytest.mark.django_db
def test_person_is_found_by_any_writing_of_the_number() -> None:
    person = make_person()
    set_number(person, OTHER_NUMBER)
    assert find_person_by_id_number("'33000019850617006x") == person
    assert find_person_by_id_number(NUMBER) is None


@pytest.mark.django_db
def test_person_is_found_after_the_keys_were_rotated(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    person = make_person()
    set_number(person)
    settings.FIELD_KEYS = NEW | OLD
    assert find_person_by_id_number(NUMBER) == person
    with pytest.raises(IdNumberTaken):
        set_number(make_person())
    set_number(person)
    settings.FIELD_KEYS = NEW
    assert find_person_by_id_number(NUMBER) == person
    assert open_id_number(User.objects.get(pk=person.pk)) == NUMBER
    assert ModelLogEntry.objects.filter(action="people.set_id_number").count() == 1


@pytest.mark.django_db
def test_number_of_another_account_is_refused_and_nothing_is_written() -> None:
    make_person(name="李四", username="holder")
    set_number(User.objects.get(username="holder"))
    person = make_person()
    with pytest.raises(IdNumberTaken) as refusal:
        set_number(person)
    assert "李四" not in str(refusal.value)
    assert User.objects.get(pk=person.pk).id_number_sealed == ""


@pytest.mark.django_db
def test_malformed_number_is_refused_without_repeating_it() -> None:
    with pytest.raises(Malformed) as refusal:
        set_number(make_person(), "330000197803121230")
    assert refusal.value.code == IdNumberFault.CHECK
    assert "19780312" not in str(refusal.value)


@pytest.mark.django_db
def test_hr_sets_numbers_in_the_own_subtree_only() -> None:
    tree = make_tree()
    hr = make_person(role=Role.HR, organisation=tree.township)
    inside, outside = make_person(organisation=tree.community), make_person(organisation=tree.other_township)
    set_number(inside, by=hr)
    row = ModelLogEntry.objects.get(action="people.set_id_number")
    assert row.user_id == hr.pk
    assert NUMBER not in str(row.data)
    for person, by in ((outside, hr), (inside, inside)):
        with pytest.raises(NotAllowed):
            set_number(person, OTHER_NUMBER, by=by)


@pytest.mark.django_db
def test_database_refuses_a_seal_without_index_and_one_index_twice() -> None:
    person, other = make_person(), make_person()
    set_number(person)
    for fields in ({"id_number_sealed": "x"}, {"id_number_sealed": "x", "id_number_index": person.id_number_index}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=other.pk).update(**fields)
