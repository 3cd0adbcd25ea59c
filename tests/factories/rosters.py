"""Roster files and the tree they are about, for tests: plain functions with defaults."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from people.divisions import PlaceRow, read_communities, read_divisions
from people.models import Organisation, RosterImport, User
from people.services.places import load_divisions
from people.services.rosters.intake import start_import
from people.services.rosters.judging import judge_import

SAMPLES = Path(__file__).parents[1] / "data" / "people"
MESSY = ("roster_messy_42.xlsx", "roster_messy_42.csv", "roster_messy_42_gb18030.csv")
HEADINGS = (
    "姓名",
    "性别",
    "身份证号",
    "手机号码",
    "所属单位",
    "街道（乡镇）",
    "区县（市）",
    "设区市",
    "岗位",
    "职业水平",
    "入职日期",
    "备注",
)
PERSON = (
    "王芳",
    "女",
    "330000199109262547",
    "18200000039",
    "茶市街社区",
    "留下街道",
    "西湖区",
    "杭州市",
    "网格员",
    "无",
    "2019-07-01",
    "",
)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def expected_verdicts() -> dict[int, str]:
    with (SAMPLES / "roster_messy_42_expected.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {int(row["row"]): row["expected"] for row in csv.DictReader(lines)}


def plant_messy_places() -> Organisation:
    """The province with all its townships, and the communities of the townships that the messy file names."""
    load_divisions(rows=[*_messy_rows()], at=timezone.now())
    province: Organisation = Organisation.objects.get(depth=1)
    return province


@cache
def _messy_rows() -> tuple[PlaceRow, ...]:
    with (SAMPLES / "roster_messy_42.csv").open(encoding="utf-8-sig", newline="") as lines:
        named = {row["街道（乡镇）"].removesuffix("办事处") for row in csv.DictReader(lines)} - {""}
    divisions = list(read_divisions())
    townships = {row.code for row in divisions if row.name in named}
    kept = [row for row in divisions if row.level in {"province", "city", "county"} or row.code in townships]
    return (*kept, *(row for row in read_communities() if row.parent_code in townships))


def person_row(**changed: str) -> tuple[str, ...]:
    """One good row; named cells differ: `person_row(name="李四")`."""
    names = (
        "name",
        "gender",
        "id_number",
        "phone",
        "place",
        "township",
        "county",
        "city",
        "post",
        "level",
        "day",
        "remark",
    )
    return tuple(changed.get(name, value) for name, value in zip(names, PERSON, strict=True))


def csv_file(
    rows: Iterable[Sequence[str]], *, headings: Sequence[str] = HEADINGS, encoding: str = "utf-8-sig"
) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Iterable[Sequence[Any]], *, headings: Sequence[str] = HEADINGS, title: str = "") -> bytes:
    book = Workbook()
    sheet: Any = book.active
    if title:
        sheet.append([title])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, parts: dict[str, bytes | None]) -> bytes:
    """A workbook with some parts replaced, added or left out (None)."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return file.getvalue()


def judged_roster(
    content: bytes, *, organisation: Organisation, by: User | None = None, name: str = "roster.csv"
) -> RosterImport:
    """Taken in and judged."""
    roster = start_import(name=name, content=content, organisation=organisation, by=by, at=timezone.now())
    judge_import(roster=roster, at=timezone.now())
    return roster
