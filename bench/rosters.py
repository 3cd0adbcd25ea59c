"""A roster of 10,000 rows through `import_people`: seconds and memory of the whole command.

Floors: the same people and memberships by plain bulk_create; the memory of a command that does nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
import uuid
from itertools import count
from pathlib import Path
from subprocess import Popen

from django.db import connections
from django.utils import timezone

from people.enums import CodeSystem, OrganisationKind, Role
from people.identity import check_character
from people.models import Membership, Organisation, OrganisationCode, User
from people.spreadsheets import Column, open_table

from .measuring import report

ROWS = 10_000
COMMUNITIES = 100
HEADINGS = ("姓名", "性别", "身份证号", "手机号码", "所属单位", "街道(乡镇)", "岗位", "社工职业水平", "入职日期")
BIRTH = dt.date(1970, 1, 1)
_numbers = count(1)


def run(database: str) -> None:
    county, places = plant()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        write_roster(path, places, first=0)
        seconds, memory = command("import_people", str(path), "--organisation", county)
    _, bare_memory = command("refresh_roles")
    floor = plain_writing(places)
    assert User.objects.filter(memberships__organisation__in=places).count() == 2 * ROWS
    report(f"roster_10000_rows_{database}", "s", seconds, floor)
    report(f"roster_10000_rows_memory_{database}", "MB", memory, bare_memory)


def plant() -> tuple[str, list[Organisation]]:
    """A county of one township with a hundred communities, and the county's code."""
    code = f"98{next(_numbers):02d}{uuid.uuid4().int % 100:02d}"
    root = Organisation.add_root(name=f"省{code}", kind=OrganisationKind.PROVINCE)
    county = root.add_child(name=f"县{code}", kind=OrganisationKind.COUNTY)
    day = dt.date(2020, 1, 1)
    OrganisationCode.objects.create(organisation=county, system=CodeSystem.DIVISION, code=code, valid_from=day)
    township = county.add_child(name="甲镇", kind=OrganisationKind.TOWNSHIP)
    names = [f"第{number}号社区" for number in range(COMMUNITIES)]
    return code, [township.add_child(name=name, kind=OrganisationKind.COMMUNITY) for name in names]


def write_roster(path: Path, places: list[Organisation], *, first: int) -> None:
    columns = [Column(heading) for heading in HEADINGS]
    with path.open("wb") as file, open_table(file, file_format="xlsx", columns=columns) as table:
        for number in range(first, first + ROWS):
            name = "李" + chr(0x4E00 + number % 5000) + chr(0x5000 + number // 5000)
            place = places[number % COMMUNITIES].name
            shown = (name, "女", id_number(number), phone(number), place, "甲镇", "专职社区工作者", "无", "2020-01-01")
            table.row(shown)


def id_number(number: int) -> str:
    """Women's numbers of a region that was never issued, one a person; none ends in 000."""
    day = BIRTH + dt.timedelta(days=number // 4)
    first = f"330000{day:%Y%m%d}{11 + number % 4}2"
    return first + check_character(first)


def phone(number: int) -> str:
    return f"199{number:08d}"


def command(*arguments: str) -> tuple[float, float]:
    """Seconds and megabytes of a management command in a process of its own."""
    connections.close_all()
    began = time.perf_counter()
    child, peak = Popen([sys.executable, "-W", "ignore", "-m", "django", *arguments], env=os.environ.copy()), 0
    while child.poll() is None:
        peak = max(peak, high_water(child.pid))
        time.sleep(0.02)
    assert child.returncode == 0, f"{arguments[0]} ended with {child.returncode}"
    return time.perf_counter() - began, peak / 1024


def high_water(pid: int) -> int:
    """Kilobytes. Not `ru_maxrss`, which begins with the memory of the process that started this one."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)


def plain_writing(places: list[Organisation]) -> float:
    """Seconds for the rows themselves, without reading, judging, sealing or a log."""
    now, began = timezone.now(), time.perf_counter()
    people = [
        User(username=uuid.uuid4().hex, password="!", real_name="基准", phone=phone(50_000 + number), date_joined=now)
        for number in range(ROWS)
    ]
    User.objects.bulk_create(people, batch_size=200)
    Membership.objects.bulk_create(
        (
            Membership(person=person, organisation=places[number % COMMUNITIES], role=Role.LEARNER, starts_on=BIRTH)
            for number, person in enumerate(people)
        ),
        batch_size=200,
    )
    return time.perf_counter() - began
