"""Sealed values come under the newest key: resumable, beside people who go on working, and never losing a change."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings
from django.utils import timezone, translation

from cms.demo.id_numbers import make_id_number
from people.enums.privacy import CorrectionField
from people.errors import IdNumberTaken
from people.factor_secrets import SECOND_FACTOR
from people.models import CorrectionRequest, User
from people.sealed_values import keys_in
from people.sealing import seal, unseal
from people.services import key_rotation
from people.services.corrections import ask_for_correction
from people.services.identity import find_person_by_id_number, open_id_number, set_id_number
from people.services.key_rotation import rotate_all
from people.services.keys_in_use import keys_in_use
from people.services.sealed_columns import COLUMNS
from tests.factories.people import make_person
from tests.harness.template import Database

OLD, NEW = {"k1": b"1" * 32}, {"k2": b"2" * 32}
BOTH = NEW | OLD
NUMBER, OTHER_NUMBER = "330000197803121235", "33000019850617006X"


def number_of(index: int) -> str:
    return make_id_number(dt.date(1980, 1, 1) + dt.timedelta(days=index), 1)


def holder(index: int = 0) -> User:
    person = make_person()
    set_id_number(person=person, id_number=number_of(index), by=None, at=timezone.now())
    return person


def rotate() -> tuple[int, str]:
    out = io.StringIO()
    try:
        with translation.override("en"):
            call_command("rotate_field_keys", stdout=out, stderr=out)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue()
    return 0, out.getvalue()


def checked() -> int:
    try:
        call_command("rotate_field_keys", check=True, stdout=io.StringIO())
    except SystemExit as stopped:
        return int(stopped.code or 0)
    return 0


@pytest.mark.django_db
def test_every_sealed_value_comes_under_the_newest_key(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    people = [holder(index) for index in range(3)]
    ask_for_correction(person=people[0], field=CorrectionField.NAME, value="李四", by=people[0], at=timezone.now())
    factor = Authenticator.objects.create(
        user=people[1], type="totp", data={"secret": seal("JBSWY3DP", owner=SECOND_FACTOR)}
    )
    codes = {"migrated_codes": [seal("12345678", owner=SECOND_FACTOR)], "used_mask": 3}
    Authenticator.objects.create(user=people[2], type="recovery_codes", data=codes)
    settings.FIELD_KEYS = BOTH
    assert checked() == 1
    code, said = rotate()
    assert code == 0
    assert "Sealed anew: 7." in said
    settings.FIELD_KEYS = NEW
    assert [open_id_number(User.objects.get(pk=person.pk)) for person in people] == [number_of(n) for n in range(3)]
    assert find_person_by_id_number(number_of(1)) == people[1]
    factor.refresh_from_db()
    assert unseal(factor.data["secret"], owner=SECOND_FACTOR) == "JBSWY3DP"
    correction = CorrectionRequest.objects.get()
    assert unseal(correction.after_sealed, owner=people[0].pk) == "李四"
    assert checked() == 0


@pytest.mark.django_db
def test_second_run_changes_nothing(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    holder()
    settings.FIELD_KEYS = BOTH
    rotate()
    before = list(User.objects.values_list("id_number_sealed", "id_number_index"))
    code, said = rotate()
    assert (code, list(User.objects.values_list("id_number_sealed", "id_number_index"))) == (0, before)
    assert "Sealed anew: 0." in said
    assert "k1 is not needed any more" in said


@pytest.mark.django_db
def test_number_is_taken_whatever_key_its_holder_is_under(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    person = holder()
    settings.FIELD_KEYS = BOTH
    other = make_person()
    with pytest.raises(IdNumberTaken):
        set_id_number(person=other, id_number=number_of(0), by=None, at=timezone.now())
    rotate()
    with pytest.raises(IdNumberTaken):
        set_id_number(person=other, id_number=number_of(0), by=None, at=timezone.now())
    assert find_person_by_id_number(number_of(0)) == person


@pytest.mark.django_db
def test_change_between_reading_and_writing_is_kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FIELD_KEYS = OLD
    person = holder()
    settings.FIELD_KEYS = BOTH
    swap = key_rotation._swap

    def overtaken(column: Any, row: Any, values: Any, done: Any) -> None:
        set_id_number(person=User.objects.get(pk=row.pk), id_number=OTHER_NUMBER, by=None, at=timezone.now())
        swap(column, row, values, done)

    monkeypatch.setattr(key_rotation, "_swap", overtaken)
    *_, done = rotate_all()
    assert (done.resealed, done.overtaken) == (0, 1)
    assert open_id_number(User.objects.get(pk=person.pk)) == OTHER_NUMBER
    assert find_person_by_id_number(number_of(0)) is None


@pytest.mark.django_db
def test_value_that_no_key_opens_is_named_without_content(settings: Any) -> None:
    settings.FIELD_KEYS = {"k0": b"0" * 32}
    person = holder()
    settings.FIELD_KEYS = BOTH
    code, said = rotate()
    assert code == 1
    assert str(person.pk) in said
    assert number_of(0) not in said


@pytest.mark.django_db
def test_old_key_is_needed_as_long_as_one_value_uses_it(settings: Any) -> None:
    settings.FIELD_KEYS = OLD
    holder()
    settings.FIELD_KEYS = BOTH
    assert keys_in_use()["people.User.id_number_sealed"] == {"k1": 1}
    assert checked() == 1
    rotate()
    assert keys_in_use()["people.User.id_number_sealed"] == {"k2": 1}
    assert checked() == 0


def test_every_app_has_registered_what_it_seals() -> None:
    """A column named for its seal that is missing here would be lost with the old key."""
    from django.apps import apps

    sealed = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if "sealed" in field.name
    }
    assert sealed <= {column.name for column in COLUMNS}
    assert "mfa.Authenticator.data" in {column.name for column in COLUMNS}


def test_keys_are_read_from_every_form() -> None:
    with override_settings(FIELD_KEYS=OLD):
        token = seal("x" * 20, owner=uuid.uuid4())
    assert keys_in(token) == {"k1"}
    assert keys_in({"a": [token], "b": 3}) == {"k1"}
    assert keys_in(b"k7:" + b"\x00" * 40) == {"k7"}
    assert keys_in("") == keys_in({}) == keys_in("plain text") == keys_in(None) == set()


# Beside others


def test_rotation_and_people_who_set_numbers_meanwhile(committed_db: Database) -> None:
    with override_settings(FIELD_KEYS=OLD):
        people = [holder(index) for index in range(60)]
    with override_settings(FIELD_KEYS=BOTH):
        wanted = {person.pk: number_of(1000 + index) for index, person in enumerate(people[::2])}

        def change() -> None:
            try:
                for person in people[::2]:
                    set_id_number(person=person, id_number=wanted[person.pk], by=None, at=timezone.now())
            finally:
                connections.close_all()

        thread = threading.Thread(target=change)
        thread.start()
        *_, done = rotate_all()
        thread.join()
        *_, again = rotate_all()
    assert done.broken == again.broken == []
    with override_settings(FIELD_KEYS=NEW):
        for index, person in enumerate(people):
            number = open_id_number(User.objects.get(pk=person.pk))
            assert number == wanted.get(person.pk, number_of(index))
            assert find_person_by_id_number(number) == person


def test_killed_at_any_moment_and_run_again(committed_db: Database) -> None:
    with override_settings(FIELD_KEYS=OLD):
        people = [holder(index) for index in range(250)]
    keys = "k2:MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI=,k1:MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE="
    environment = {**os.environ, "DATABASE_URL": committed_db.url, "FIELD_KEYS": keys}
    command = [sys.executable, str(settings.ROOT / "manage.py"), "rotate_field_keys"]
    running = subprocess.Popen(
        command, env=environment, cwd=settings.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < until:
        if User.objects.filter(id_number_sealed__startswith="k2:").exists():
            break
        time.sleep(0.002)
    running.send_signal(signal.SIGKILL)
    running.wait()
    done = User.objects.filter(id_number_sealed__startswith="k2:").count()
    assert 0 < done <= 250
    with override_settings(FIELD_KEYS=BOTH):
        assert len({open_id_number(person) for person in User.objects.exclude(id_number_sealed="")}) == 250
    with override_settings(FIELD_KEYS=BOTH):
        assert rotate()[0] == 0
    with override_settings(FIELD_KEYS=NEW):
        for index, person in enumerate(people[:5]):
            assert find_person_by_id_number(number_of(index)) == person
