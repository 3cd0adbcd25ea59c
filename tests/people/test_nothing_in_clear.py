"""No copy of the database holds an ID number: every column of every table, after the ways by which numbers come in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from people.enums import Role
from people.enums.privacy import CorrectionField
from people.models import PersonalDataAccess
from people.services.corrections import apply_correction, ask_for_correction
from people.services.export_files import write_export
from people.services.exports import ask_for_export
from people.services.identity import set_id_number
from people.services.rosters.writing import begin_import, import_chunk
from tests.factories.people import PASSWORD, Tree, make_person, make_tree
from tests.factories.rosters import csv_file, judged_roster, person_row

pytestmark = pytest.mark.django_db
BY_HAND, BY_ROSTER, REFUSED, CORRECTED = (
    "330000197803121235",
    "330000199109262547",
    "330000199211282069",
    "33000019850617006X",
)
NUMBERS = (BY_HAND, BY_ROSTER, REFUSED, CORRECTED)


def cells() -> Iterator[tuple[str, str]]:
    """(table, text) of every value there is; bytes are read as Latin letters, so that no encoding hides a digit."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    is_bytes = isinstance(value, bytes | memoryview)
                    yield table, bytes(value).decode("latin-1") if is_bytes else str(value)


def in_clear() -> list[str]:
    found = re.compile("|".join(f"{number[:17]}" for number in NUMBERS))
    return sorted({table for table, text in cells() if found.search(text)})


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.mark.shows_personal_data("the number is shown to an officer who gives a reason")
def test_no_table_holds_an_id_number(tree: Tree, client: Client) -> None:
    at, hr = timezone.now(), make_person(role=Role.ADMINISTRATOR, organisation=tree.city)
    person = make_person(name="李小明", organisation=tree.community)
    set_id_number(person=person, id_number=BY_HAND, by=hr, at=at)

    rows = [person_row(), person_row(id_number=REFUSED, name="坏1", phone="19400000009")]
    roster = judged_roster(csv_file(rows), organisation=tree.county, by=hr)
    assert in_clear() == []
    begin_import(roster=roster, by=hr, at=at)
    while import_chunk(roster=roster, at=at):
        assert in_clear() == []

    asked = ask_for_correction(person=person, field=CorrectionField.ID_NUMBER, value=CORRECTED, by=person, at=at)
    assert in_clear() == []
    apply_correction(correction=asked, by=hr, at=at)
    facts = {"columns": ["name", "id_number"], "filters": {}, "file_format": "csv", "by": hr, "at": at}
    export = ask_for_export(
        organisation=tree.city, purpose="核对名单之用", is_full=True, reason="人社部门来函核对", **facts
    )
    write_export(export=export, at=at)

    client.force_login(hr)
    asked_for = {"kind": "id_number", "reason": "核对证书姓名"}
    confirm = client.post(f"/manage/people/{person.pk}/reveal/", asked_for)["Location"]
    client.post(confirm, {"password": PASSWORD}, follow=True)
    assert PersonalDataAccess.objects.filter(person=person, kind="id_number").exists()
    assert in_clear() == []


def test_number_in_clear_would_be_noticed(tree: Tree) -> None:
    make_person(name="李小明", organisation=tree.community, email=f"{BY_HAND}@example.org")
    assert in_clear() == ["people_user"]
