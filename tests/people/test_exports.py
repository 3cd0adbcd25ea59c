"""Exports of people: who may, what is in the file, who fetches it, and what is left of it after seven days."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from people import rules
from people.enums import ExportColumn, ExportState, Role
from people.errors import ExportGone, NoColumnsChosen, NotAllowed, PurposeTooShort, SealBroken, TooManyExports
from people.models import Organisation, PersonalDataAccess, PersonalExport, PersonalExportEvent, User
from people.sealed_files import PIECE, new_sealed_file, opened_pieces
from people.services.export_files import GIVEN_UP_AFTER, KEPT, open_export, remove_expired_exports, write_export
from people.services.exports import ask_for_export
from people.services.identity import set_id_number
from people.services.roles import end_role
from people.tasks import write_personal_export
from tests.factories.people import Tree, make_person, make_tree

NUMBER, PHONE, EMAIL = "330000197803121235", "13800138000", "zhang@example.org"
PURPOSE = "七月班学员名单核对"
COLUMNS = [column.value for column in ExportColumn]
AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="核验员", role=Role.HR, organisation=tree.county, username="hr-county")


@pytest.fixture
def administrator(tree: Tree) -> User:
    return make_person(name="管理员", role=Role.ADMINISTRATOR, organisation=tree.county, username="admin-county")


@pytest.fixture
def person(tree: Tree) -> User:
    person = make_person(name="张三", organisation=tree.community, phone=PHONE, email=EMAIL)
    set_id_number(person=person, id_number=NUMBER, by=None, at=AT)
    return person


def ask(by: User, organisation: Organisation, **changed: Any) -> PersonalExport:
    facts: dict[str, Any] = {"purpose": PURPOSE, "columns": COLUMNS, "filters": {}, "file_format": "csv"}
    facts["at"] = timezone.now()
    return ask_for_export(organisation=organisation, by=by, **{**facts, **changed})


def written(by: User, organisation: Organisation, **changed: Any) -> PersonalExport:
    export = ask(by, organisation, **changed)
    write_export(export=export, at=timezone.now())
    export.refresh_from_db()
    return export


def content(export: PersonalExport, by: User | None = None) -> bytes:
    return b"".join(open_export(export=export, by=by or export.asked_by, at=timezone.now()))


def rows(export: PersonalExport) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(export).decode("utf-8-sig"), newline="")))


def stored(export: PersonalExport) -> Path:
    return Path(settings.EXPORT_ROOT) / f"{export.pk}.sealed"


def test_masked_export_holds_no_full_value(tree: Tree, hr: User, person: User) -> None:
    export = written(hr, tree.county)
    text = content(export).decode("utf-8-sig")
    assert not [value for value in (NUMBER, PHONE, EMAIL) if value in text]
    row = dict(zip(*[rows(export)[index] for index in (0, 2)], strict=True))
    assert [value for value in row.values() if "*" in value] == [
        "330000********1235",
        "138****8000",
        "z***@example.org",
    ]
    assert "浙江省 / 杭州市 / 西湖区 / 留下街道 / 茶市街社区" in row.values()
    assert (export.rows_total, export.rows_written) == (2, 2)


def test_export_names_account_time_and_purpose(tree: Tree, hr: User, person: User) -> None:
    export = written(hr, tree.county)
    (note,) = rows(export)[-1]
    for part in ("hr-county", PURPOSE, str(export.pk), timezone.localdate().isoformat()):
        assert part in note
    sheet = load_workbook(io.BytesIO(content(written(hr, tree.county, file_format="xlsx")))).worksheets[0]
    assert "hr-county" in sheet["A1"].value
    assert PURPOSE in sheet.oddFooter.left.text
    assert sheet["A4"].value == "张三"


def test_full_values_take_an_administrator_and_a_reason(
    tree: Tree, hr: User, administrator: User, person: User
) -> None:
    with pytest.raises(NotAllowed):
        ask(hr, tree.county, is_full=True, reason="与公安系统比对证件")
    with pytest.raises(PurposeTooShort) as refusal:
        ask(administrator, tree.county, is_full=True, reason=" 查 ")
    assert list(refusal.value.fields) == ["reason"]
    export = written(administrator, tree.county, is_full=True, reason="与公安系统比对证件")
    assert PersonalDataAccess.objects.get().kind == "export"
    assert {NUMBER, PHONE, EMAIL} <= set(rows(export)[3])


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"purpose": "  查 \r\n 看 "}, PurposeTooShort, "purpose"),
        ({"columns": []}, NoColumnsChosen, "columns"),
        ({"columns": ["password"]}, NoColumnsChosen, "columns"),
    ],
)
def test_incomplete_wish_is_refused(
    tree: Tree, hr: User, changed: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        ask(hr, tree.county, **changed)
    assert list(raised.value.fields) == [field]
    assert not PersonalExport.objects.exists()


def test_purpose_stands_on_one_line(tree: Tree, hr: User) -> None:
    assert (
        ask(hr, tree.county, purpose="七月班\r\n2026-01-01 INFO root\t名单").purpose
        == "七月班 2026-01-01 INFO root 名单"
    )


def test_fourth_export_at_once_is_refused(tree: Tree, hr: User) -> None:
    for _ in range(3):
        ask(hr, tree.county)
    with pytest.raises(TooManyExports):
        ask(hr, tree.county)


def test_only_the_asked_subtree_role_and_category_are_in_it(tree: Tree, hr: User, person: User) -> None:
    make_person(name="外人", organisation=tree.other_county)
    make_person(name="讲师", organisation=tree.other_township, role=Role.TRAINER)
    left = make_person(name="走了", organisation=tree.community)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_role(membership=left.memberships.get(), ends_on=yesterday, by=None, at=timezone.now())
    make_person(name="停用", organisation=tree.community, is_active=False)
    names = [row[0] for row in rows(written(hr, tree.county, filters={"role": "", "unknown": "x"}))[1:-1]]
    assert sorted(names) == sorted(["张三", "讲师", "核验员"])
    trainers = written(hr, tree.county, filters={"role": "trainer"}, columns=["name"])
    assert rows(trainers)[1:-1] == [["讲师"]]
    assert rows(written(hr, tree.community, columns=["name"]))[1:-1] == [["张三"]]


@pytest.mark.parametrize("place", ["city", "province", "other_county"])
def test_nobody_exports_beyond_his_subtree(tree: Tree, hr: User, place: str) -> None:
    with pytest.raises(NotAllowed):
        ask(hr, getattr(tree, place))


def test_role_lost_before_writing_leaves_no_file(tree: Tree, hr: User, person: User) -> None:
    export = ask(hr, tree.county)
    end_role(membership=hr.memberships.get(), ends_on=dt.date(2021, 1, 1), by=None, at=timezone.now())
    with pytest.raises(NotAllowed):
        write_export(export=PersonalExport.objects.get(pk=export.pk), at=timezone.now())
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert not stored(export).exists()


def test_file_is_fetched_by_the_asker_only_and_each_time_is_noted(
    tree: Tree, hr: User, administrator: User, person: User
) -> None:
    export = written(hr, tree.county)
    other = make_person(role=Role.HR, organisation=tree.county)
    for stranger in (administrator, other, person, make_person(is_superuser=True)):
        with pytest.raises(ExportGone):
            content(export, by=stranger)
    content(export)
    content(export)
    kinds = list(export.events.values_list("kind", "actor"))
    assert kinds == [("asked", hr.pk), ("written", None), ("downloaded", hr.pk), ("downloaded", hr.pk)]
    assert ModelLogEntry.objects.filter(action="people.export_downloaded", user_id=hr.pk).count() == 2
    seen = PersonalDataAccess.objects.values_list("actor", "organisation", "kind", "reason")
    assert list(seen) == [(hr.pk, tree.county.pk, "download", PURPOSE)] * 2


def test_role_lost_closes_the_file(tree: Tree, hr: User, person: User) -> None:
    export = written(hr, tree.county)
    end_role(membership=hr.memberships.get(), ends_on=dt.date(2021, 1, 1), by=None, at=timezone.now())
    with pytest.raises(ExportGone):
        content(export)


def test_file_at_rest_is_sealed_private_and_outside_media(tree: Tree, administrator: User, person: User) -> None:
    export = written(administrator, tree.county, is_full=True, reason="与公安系统比对证件")
    raw = stored(export).read_bytes()
    assert not [value for value in (NUMBER, PHONE, "张三") if value.encode() in raw]
    assert stored(export).stat().st_mode & 0o077 == 0
    assert not stored(export).is_relative_to(settings.MEDIA_ROOT)
    assert export.file_bytes == len(raw)


def test_expired_file_is_removed_and_the_record_stays(tree: Tree, hr: User, person: User) -> None:
    export = written(hr, tree.county)
    PersonalExport.objects.filter(pk=export.pk).update(asked_at=AT, expires_at=AT + KEPT)
    with pytest.raises(ExportGone):
        content(export)
    for _ in range(2):
        call_command("remove_expired_exports", stdout=io.StringIO())
    export.refresh_from_db()
    assert (export.state, export.file_name) == (ExportState.EXPIRED, "")
    assert not stored(export).exists()
    assert export.events.filter(kind="removed").count() == 1


def test_export_of_a_killed_worker_is_given_up(tree: Tree, hr: User) -> None:
    export = ask(hr, tree.county, at=AT)
    PersonalExport.objects.filter(pk=export.pk).update(state=ExportState.WORKING)
    assert remove_expired_exports(at=AT + GIVEN_UP_AFTER - dt.timedelta(seconds=1)) == 0
    assert remove_expired_exports(at=AT + GIVEN_UP_AFTER) == 1
    export.refresh_from_db()
    assert export.state == ExportState.FAILED


def test_task_delivered_twice_writes_once(tree: Tree, hr: User, person: User) -> None:
    export = ask(hr, tree.county)
    for _ in range(2):
        write_personal_export.enqueue(str(export.pk))
    assert list(export.events.values_list("kind", flat=True)) == ["asked", "written"]


def test_database_holds_the_rules_of_an_export(tree: Tree, hr: User) -> None:
    export = ask(hr, tree.county)
    here = PersonalExport.objects.filter(pk=export.pk)
    for wrong in (
        {"purpose": "short"},
        {"is_full": True},
        {"state": "ready"},
        {"state": "unknown"},
        {"file_name": "x"},
        {"expires_at": export.asked_at},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            here.update(**wrong)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PersonalExportEvent.objects.filter(export=export).update(actor=None)


VIEWERS = ["learner", "trainer", "hr", "administrator", "superuser", "asker"]


@pytest.mark.parametrize("kind", VIEWERS)
@pytest.mark.parametrize("place", ["county", "township", "city", "other_county"])
def test_predicates_agree_with_their_querysets(tree: Tree, hr: User, kind: str, place: str) -> None:
    export = written(hr, tree.county)
    match kind:
        case "asker":
            user = hr
        case "superuser":
            user = make_person(is_superuser=True)
        case _:
            user = make_person(role=kind, organisation=getattr(tree, place))
    now = timezone.now()
    seen = PersonalExport.objects.visible_to(user).filter(pk=export.pk).exists()
    assert rules.may_view_export(user, export) is seen
    assert seen is (kind in {"asker", "superuser"} or (kind == "administrator" and place in {"county", "city"}))
    fetched = PersonalExport.objects.downloadable_by(user, now).filter(pk=export.pk).exists()
    assert rules.may_download_export(user, export, now) is fetched is (kind == "asker")
    assert PersonalExportEvent.objects.visible_to(user).filter(export=export).exists() is seen
    for is_full in (False, True):
        allowed = Organisation.objects.exportable_by(user, is_full=is_full).filter(pk=tree.county.pk).exists()
        assert rules.may_export_people(user, tree.county, is_full=is_full) is allowed


# --- the pages


def form(organisation: Organisation, **changed: Any) -> dict[str, Any]:
    facts = {"organisation": organisation.pk, "purpose": PURPOSE, "columns": ["name", "phone"], "file_format": "xlsx"}
    return {**facts, **changed}


def test_clerk_asks_and_downloads(
    client: Client, tree: Tree, hr: User, person: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    client.force_login(hr)
    assert client.get("/manage/people/exports/new/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/manage/people/exports/new/", form(tree.township))
    export = PersonalExport.objects.get()
    assert answer["Location"] == f"/manage/people/exports/{export.pk}/"
    page = client.get(answer["Location"])
    assert PURPOSE in page.content.decode()
    assert "Refresh" not in page
    file = client.get(f"{answer['Location']}file/")
    assert file["Content-Disposition"].startswith('attachment; filename="people-')
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file["Cache-Control"]
    sheet = load_workbook(io.BytesIO(b"".join(file.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["张三", "138****8000"]


def test_page_looks_again_while_the_file_is_written(client: Client, tree: Tree, hr: User) -> None:
    export = ask(hr, tree.county)
    client.force_login(hr)
    assert client.get(f"/manage/people/exports/{export.pk}/")["Refresh"] == "5"


def test_clerk_is_offered_no_full_values_and_sending_them_changes_nothing(
    client: Client, tree: Tree, hr: User, person: User
) -> None:
    client.force_login(hr)
    page = client.get("/manage/people/exports/new/")
    assert not {"is_full", "reason"} & set(page.context["form"].fields)
    client.post(
        "/manage/people/exports/new/", form(tree.county, is_full="on", reason="与公安系统比对证件", state="ready")
    )
    export = PersonalExport.objects.get()
    assert (export.is_full, export.reason, export.state) == (False, "", ExportState.WAITING)


def test_organisation_of_others_is_no_choice(client: Client, tree: Tree, hr: User) -> None:
    client.force_login(hr)
    for place in (tree.city, tree.other_county):
        page = client.get("/manage/people/exports/new/", {"organisation": place.pk})
        assert page.context["form"].initial["organisation"] is None
        assert client.post("/manage/people/exports/new/", form(place)).status_code == 200
    deep = client.get("/manage/people/exports/new/", {"organisation": tree.community.pk})
    assert tree.community.name in deep.content.decode()
    assert not PersonalExport.objects.exists()


def test_strangers_find_nothing(client: Client, tree: Tree, hr: User, person: User) -> None:
    export = written(hr, tree.county)
    for role, place in ((Role.HR, tree.other_county), (Role.HR, tree.county), (Role.ADMINISTRATOR, tree.township)):
        client.force_login(make_person(role=role, organisation=place))
        assert client.get(f"/manage/people/exports/{export.pk}/").status_code == 404
        assert client.get(f"/manage/people/exports/{export.pk}/file/").status_code == 404
        assert PURPOSE not in client.get("/manage/people/exports/").content.decode()
    client.force_login(make_person(role=Role.TRAINER, organisation=tree.county))
    for path in ("", "new/", f"{export.pk}/", f"{export.pk}/file/"):
        assert client.get(f"/manage/people/exports/{path}").status_code in {302, 403, 404}


def test_administrator_sees_the_log_and_not_the_file(client: Client, tree: Tree, hr: User, administrator: User) -> None:
    export = written(hr, tree.township)
    client.force_login(administrator)
    page = client.get(f"/manage/people/exports/{export.pk}/")
    assert "hr-county" in page.content.decode()
    assert f"/manage/people/exports/{export.pk}/file/" not in page.content.decode()
    assert client.get(f"/manage/people/exports/{export.pk}/file/").status_code == 404
    assert PURPOSE in client.get("/manage/people/exports/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_fixed_number_of_queries(
    client: Client, tree: Tree, hr: User, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(count):
        written(hr, tree.county, columns=["name"])
    client.force_login(hr)
    client.get("/manage/people/exports/")
    with django_assert_num_queries(12):
        client.get("/manage/people/exports/")


# --- sealed files


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_sealed_file_opens_again(tmp_path: Path, size: int) -> None:
    owner, data, path = uuid.uuid4(), bytes(range(256)) * (size // 256 + 1), tmp_path / "x"
    with new_sealed_file(path, owner=owner) as file:
        for start in range(0, size, 1000):
            file.write(data[start : min(start + 1000, size)])
    with path.open("rb") as opened:
        assert b"".join(opened_pieces(opened, owner=owner)) == data[:size]
    with path.open("rb") as opened, pytest.raises(SealBroken):
        list(opened_pieces(opened, owner=uuid.uuid4()))


@pytest.mark.parametrize("change", ["cut", "cut at a piece", "swapped", "flipped", "no seal"])
def test_changed_sealed_file_does_not_open(tmp_path: Path, change: str) -> None:
    owner, path = uuid.uuid4(), tmp_path / "x"
    with new_sealed_file(path, owner=owner) as file:
        file.write(bytes(PIECE * 3))
    raw, piece = path.read_bytes(), PIECE + 16
    start = len(raw) - 3 * piece
    match change:
        case "cut":
            raw = raw[:-1]
        case "cut at a piece":
            raw = raw[:-piece]
        case "swapped":
            raw = raw[:start] + raw[start + piece : start + 2 * piece] + raw[start : start + piece] + raw[-piece:]
        case "flipped":
            raw = raw[:-1] + bytes([raw[-1] ^ 1])
        case _:
            raw = b"PK" + raw
    with pytest.raises(SealBroken):
        list(opened_pieces(io.BytesIO(raw), owner=owner))


def fail_while_writing(path: Path) -> None:
    with new_sealed_file(path, owner=uuid.uuid4()) as file:
        file.write(b"something")
        raise RuntimeError


def test_failed_writing_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        fail_while_writing(tmp_path / "x")
    assert list(tmp_path.iterdir()) == []
