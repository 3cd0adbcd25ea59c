"""An export of 100,000 people: seconds, and the memory of the process; floor: openpyxl writing the same cells.

Both run in a forked process of their own, so that the peak of memory is theirs; the ceiling is 200 MB more than
before it began.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import resource
import tempfile
import time
import uuid
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from django.db import connections
from django.utils import timezone
from openpyxl import Workbook

from people.enums import ExportColumn, OrganisationKind, Role
from people.models import Membership, Organisation, PersonalExport, User
from people.sealing import seal
from people.services.export_files import write_export
from people.services.exports import ask_for_export

from .measuring import report

PEOPLE, COMMUNITIES, BATCH = 100_000, 200, 5_000
COLUMNS = [column.value for column in ExportColumn]


def run(database: str) -> None:
    city, officer = _city()
    export = ask_for_export(
        organisation=city,
        purpose="bench of exports",
        columns=COLUMNS,
        filters={},
        file_format="xlsx",
        by=officer,
        at=timezone.now(),
    )
    seconds, megabytes = _apart(lambda: _write(export.pk))
    floor_seconds, floor_megabytes = _apart(_bare)
    export.refresh_from_db()
    if export.rows_total != PEOPLE + 1:
        raise RuntimeError("the export does not hold everybody")
    report(f"export_100000_people_{database}", "s", seconds, floor_seconds)
    report(f"export_100000_people_memory_{database}", "MB", megabytes, floor_megabytes)


def _write(pk: uuid.UUID) -> None:
    write_export(export=PersonalExport.objects.select_related("asked_by", "organisation").get(pk=pk), at=timezone.now())


def _bare() -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(PEOPLE):
        sheet.append([f"value {number} {column}" for column in COLUMNS])
    with tempfile.TemporaryDirectory() as folder:
        book.save(Path(folder) / "floor.xlsx")


def _city() -> tuple[Organisation, User]:
    city = Organisation.add_root(name="测试市", kind=OrganisationKind.CITY)
    for number in range(COMMUNITIES):
        city.refresh_from_db()
        city.add_child(name=f"测试社区{number}", kind=OrganisationKind.COMMUNITY)
    places = list(Organisation.objects.filter(path__startswith=city.path, depth=city.depth + 1))
    for first in range(0, PEOPLE, BATCH):
        people = User.objects.bulk_create(_person(number) for number in range(first, first + BATCH))
        Membership.objects.bulk_create(
            _membership(person, places[number % COMMUNITIES], Role.LEARNER) for number, person in enumerate(people)
        )
    officer = User.objects.create_user("export-officer", real_name="测试")
    _membership(officer, city, Role.HR).save()
    return city, officer


def _person(number: int) -> User:
    key = uuid.uuid4()
    return User(
        id=key,
        username=f"export-{number}",
        real_name="测试",
        phone=f"190{number:08}",
        id_number_sealed=seal(f"330000198001{number:06}", owner=key),
        id_number_index=f"bench:{number}",
        password="!",
    )


def _membership(person: User, place: Organisation, role: Role) -> Membership:
    return Membership(person=person, organisation=place, role=role, starts_on=dt.date(2024, 1, 1))


def _apart(step: Callable[[], None]) -> tuple[float, float]:
    """Seconds, and how many megabytes the process grew by at its highest."""
    connections.close_all()
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_measured, args=(step, there))
    process.start()
    seconds, megabytes = here.recv()
    process.join()
    return seconds, megabytes


def _measured(step: Callable[[], None], answer: Connection) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    step()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    answer.send((time.perf_counter() - began, max(grown, 1) / 1024))
