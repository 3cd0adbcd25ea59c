"""One's own data as a file: from every app, for machines and for people; nobody else's, and noted."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cms.data_export import export_own_data, whole_record
from cms.merging import merge_accounts
from people.models import PersonalDataAccess, User
from people.services.identity import set_id_number
from tests.attendance.world import HOUR, MINUTE, World, predictable_checks, shanghai
from tests.factories.attendance import make_edition
from tests.factories.people import PASSWORD, make_organisation, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.shows_personal_data("one's own data, asked for")]
NUMBER, PHONE = "330000197803121235", "13800138000"
NOON = shanghai("2025-05-20T12:00:00")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    cache.clear()
    predictable_checks(monkeypatch)
    return World(make_person(name="教员"), make_organisation())


@pytest.fixture
def person(world: World) -> User:
    person = make_person(name="李小明", organisation=world.organisation, phone=PHONE, username="li")
    set_id_number(person=person, id_number=NUMBER, by=None, at=timezone.now())
    world.play(world.open(person, make_edition(media_ms=2 * MINUTE)), 120)
    world.attend(person, NOON + HOUR, NOON + 2 * HOUR)
    return person


def sections(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return dict(json.loads(archive.read("data.json"))["sections"])


def test_file_holds_what_every_app_knows(person: User) -> None:
    record = sections(export_own_data(by=person, at=timezone.now()))
    assert record["person"][0]["id_number"] == NUMBER
    assert record["person"][0]["phone"] == PHONE
    assert [entry["seconds"] for entry in record["hour_entries"]] == [120, 3600]
    assert len(record["memberships"]) == len(record["enrolments"]) == len(record["class_presences"]) == 1
    for section in ("certificates", "qualifications", "corrections", "accesses", "study_sessions", "privacy_notices"):
        assert section in record


def test_every_section_has_a_workbook_to_read(person: User) -> None:
    content = export_own_data(by=person, at=timezone.now())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = load_workbook(io.BytesIO(archive.read("hour_entries.xlsx"))).active
    rows = list(sheet.iter_rows(values_only=True))
    heading = next(row for row in rows if "seconds" in row)
    assert [row[heading.index("seconds")] for row in rows[rows.index(heading) + 1 :]][:2] == [120, 3600]


def test_nothing_of_anybody_else_is_in_it(world: World, person: User) -> None:
    other = make_person(name="别人甲", organisation=world.organisation)
    world.attend(other, NOON - HOUR, NOON)
    text = json.dumps(whole_record(person), default=str, ensure_ascii=False)
    assert "别人甲" not in text
    assert str(other.pk) not in text
    assert "password" not in text
    assert "sealed" not in text


def test_sections_of_the_apps_have_names_of_their_own(person: User) -> None:
    from attendance import own_record as attendance
    from certificates import own_record as certificates
    from courses import own_record as courses
    from people import own_record as people

    names = [name for app in (people, courses, attendance, certificates) for name in app.record_of(person)]
    assert len(names) == len(set(names))


def test_what_was_studied_under_a_merged_account_is_in_it(world: World, person: User) -> None:
    duplicate = make_person(name="李小明", organisation=world.organisation)
    world.attend(duplicate, NOON - 5 * HOUR, NOON - 4 * HOUR)
    merge_accounts(kept=person, duplicate=duplicate, reason="同一个人", by=None, at=world.at)
    record = whole_record(person)
    assert sorted(entry["seconds"] for entry in record["hour_entries"]) == [-3600, 120, 3600, 3600, 3600]
    assert len(record["class_presences"]) == 2
    assert [row["duplicate__username"] for row in record["merges"]] == [duplicate.username]


def test_page_asks_for_the_password_and_notes_the_export(client: Client, person: User) -> None:
    client.force_login(person)
    answer = client.post("/my/data/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not PersonalDataAccess.objects.exists()
    sent = client.post(answer["Location"], {"password": PASSWORD})
    assert sent["Content-Type"] == "application/zip"
    assert "attachment" in sent["Content-Disposition"]
    assert "no-store" in sent["Cache-Control"]
    assert sections(sent.content)["person"][0]["account"] == "li"
    row = PersonalDataAccess.objects.get()
    assert (row.actor, row.person, row.kind) == (person, person, "export")
    assert client.get("/my/data/")["Location"] == "/my/profile/"
