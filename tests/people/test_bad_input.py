"""Files that no clerk should be able to hurt with: by the page and by the command, each is refused with a sentence.

What reading them costs stands in test_roster_reading; here: that nothing is written, whichever way they come.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import ModelLogEntry

from people.enums import FileFault, Role, RosterState
from people.models import Membership, RosterImport, User
from people.rosters.sentences import sentence_of
from people.services.rosters.writing import begin_import, import_chunk
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.rosters import HEADINGS, csv_file, judged_roster, person_row, repacked, xlsx_file

SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GOOD = xlsx_file([person_row()])


def sheet(rows: str, *, before: str = "") -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADINGS)
    return (
        f'{before}<worksheet xmlns="{SPREADSHEET}"><sheetData><row>{cells}</row>{rows}</sheetData></worksheet>'.encode()
    )


def with_sheet(xml: bytes) -> bytes:
    return repacked(GOOD, {SHEET: xml})


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def lying_header() -> bytes:
    """The archive says that its sheet is small; it is 60 MB."""
    content = bytearray(with_sheet(sheet("") + b" " * 60_000_000))
    size = struct.pack("<I", 1000)
    place = content.rindex(SHEET.encode()) - 46 + 24
    content[place : place + 4] = size
    return bytes(content)


def empty_rows() -> bytes:
    return with_sheet(sheet("".join(f'<row r="{number}"/>' for number in range(2, 200_002))))


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
BAD: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "bomb": ("a.xlsx", lambda: with_sheet(sheet("") + b" " * 200_000_000), {FileFault.BOMB}),
    "bomb that lies about its size": ("a.xlsx", lying_header, {FileFault.BOMB, FileFault.BROKEN}),
    "entities": (
        "a.xlsx",
        lambda: with_sheet(sheet("<row><c><v>&b;</v></c></row>", before=ENTITIES)),
        {FileFault.ENTITIES},
    ),
    "entity of a file": (
        "a.xlsx",
        lambda: with_sheet(sheet("<row><c><v>&a;</v></c></row>", before=OUTSIDE)),
        {FileFault.ENTITIES},
    ),
    "200,000 empty rows": ("a.xlsx", empty_rows, {FileFault.NO_ROWS}),
    "macros": ("a.xlsx", lambda: repacked(GOOD, {"xl/vbaProject.bin": b"x"}), {FileFault.MACROS}),
    "workbook with macros by name": ("a.xlsm", lambda: GOOD, {FileFault.MACROS}),
    "links to other files": (
        "a.xlsx",
        lambda: repacked(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        {FileFault.EXTERNAL},
    ),
    "path out of the archive": ("a.xlsx", lambda: repacked(GOOD, {"../evil.xml": b"x"}), {FileFault.BROKEN}),
    "image renamed": ("a.xlsx", picture, {FileFault.RENAMED}),
    "text renamed": ("a.xlsx", lambda: csv_file([person_row()]), {FileFault.RENAMED}),
    "old workbook renamed": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, {FileFault.OLD}),
    "image as text": ("a.csv", picture, {FileFault.KIND}),
    "no encoding at all": ("a.csv", lambda: b"\xff\xff\xff\xff,\xfe\xfe\n", {FileFault.ENCODING}),
    "encoding cut in the middle": (
        "a.csv",
        lambda: csv_file([person_row()], encoding="gb18030")[:-3] + b"\x81",
        {FileFault.ENCODING},
    ),
    "big5": ("a.csv", lambda: "姓名,行動電話\n張三,13".encode("big5"), {FileFault.NO_HEADER, FileFault.ENCODING}),
    "binary": ("a.csv", lambda: b"\x00\x01\x02\x03", {FileFault.BINARY}),
    "nothing": ("a.xlsx", lambda: b"", {FileFault.EMPTY}),
    "half a workbook": ("a.xlsx", lambda: GOOD[: len(GOOD) // 2], {FileFault.BROKEN}),
}


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def officer(tree: Tree, client: Client) -> Client:
    client.force_login(make_person(role=Role.HR, organisation=tree.county))
    return client


def everything() -> dict[str, int]:
    """Rows of every table but sessions, counters, and the note that a file came."""
    left_out = {"sessions.Session", "usersessions.UserSession", "people.SmsQuota", "wagtailcore.ModelLogEntry"}
    left_out |= {"people.RosterImport", "wagtailcore.ReferenceIndex"}
    models = [model for model in apps.get_models() if model._meta.managed and model._meta.label not in left_out]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_on_the_page(officer: Client, tree: Tree, kind: str) -> None:
    name, make, faults = BAD[kind]
    before = everything()
    file = SimpleUploadedFile(name, make())
    answer = officer.post(reverse("rosters:add"), {"file": file, "organisation": tree.county.pk}, follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert any(str(sentence_of(fault, {})) in page for fault in faults), (
        f"{kind}: {RosterImport.objects.values('fault')}"
    )
    assert everything() == before
    assert not RosterImport.objects.exclude(state=RosterState.REFUSED).exists()
    assert not ModelLogEntry.objects.exclude(action__in=["people.upload_roster", "people.grant_role"]).exists()


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_by_the_command(tree: Tree, tmp_path: Path, kind: str) -> None:
    name, make, faults = BAD[kind]
    before = everything()
    (tmp_path / name).write_bytes(make())
    with pytest.raises(CommandError) as refused:
        call_command("import_people", str(tmp_path / name), stdout=StringIO(), stderr=StringIO())
    assert refused.value.returncode == 2
    assert any(str(sentence_of(fault, {})) in str(refused.value) for fault in faults), str(refused.value)
    assert everything() == before


def test_two_people_with_one_id_number_in_one_file(officer: Client, tree: Tree) -> None:
    """Both rows name the one number: the first is good, the second is refused and says why, in the preview already."""
    hr = User.objects.get()
    rows = [person_row(), person_row(name="李四", phone="18200000040")]
    roster = judged_roster(csv_file(rows), organisation=tree.county, by=hr)
    page = officer.get(reverse("rosters:detail", args=[roster.pk])).content.decode()
    assert str(sentence_of("row_id_twice", {"line": "2"})) in page
    begin_import(roster=roster, by=hr, at=timezone.now())
    while import_chunk(roster=roster, at=timezone.now()):
        pass
    assert [person.real_name for person in User.objects.exclude(pk=hr.pk)] == ["王芳"]
    assert Membership.objects.exclude(person=hr).count() == 1


def test_two_people_with_one_id_number_in_two_files(officer: Client, tree: Tree) -> None:
    """The second file's person is not made, and the first keeps everything that was known."""
    hr = User.objects.get()
    for number, row in enumerate([person_row(), person_row(name="李四", phone="18200000040")]):
        roster = judged_roster(csv_file([row]), organisation=tree.county, by=hr)
        if number:
            assert roster.rows.get().verdict != "ok"
        else:
            begin_import(roster=roster, by=hr, at=timezone.now())
            while import_chunk(roster=roster, at=timezone.now()):
                pass
    person = User.objects.exclude(pk=hr.pk).get()
    assert (person.real_name, person.phone) == ("王芳", "18200000039")


def test_organisation_under_itself_by_the_form(tree: Tree, client: Client) -> None:
    """A cycle in the tree is refused beside the field, and the tree is as before."""
    client.force_login(make_person(role=Role.ADMINISTRATOR, organisation=tree.city))
    paths = partial(apps.get_model("people", "Organisation").objects.order_by("pk").values_list, "pk", "path")
    before = list(paths())
    url = reverse("organisations:move", args=[tree.county.pk])
    for target in (tree.county, tree.township, tree.community):
        facts: dict[str, Any] = {
            "parent": target.pk,
            "effective_on": timezone.localdate(),
            "citation": "某文",
            "reason": "某文",
        }
        answer = client.post(url, facts)
        assert answer.status_code == 200
        assert answer.context["form"].errors["parent"]
        assert list(paths()) == before
