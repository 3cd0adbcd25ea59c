"""`manage.py import_people`: what it prints, how it ends, and that it names nobody."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from people.enums import OrganisationKind, RosterState
from people.models import Organisation, RosterImport, User
from people.services.rosters import writing
from tests.factories.people import make_organisation, make_tree
from tests.factories.rosters import HEADINGS, MESSY, csv_file, person_row, plant_messy_places, sample, xlsx_file
from tests.harness.template import Database

CODE = "330106"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in MESSY:
        (tmp_path / name).write_bytes(sample(name))
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    """Return code, what was printed, and the complaints."""
    out, errors = StringIO(), StringIO()
    try:
        call_command("import_people", *arguments, stdout=out, stderr=errors)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{errors.getvalue()}{error}"
    return 0, out.getvalue(), errors.getvalue()


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


@pytest.mark.parametrize("name", MESSY)
def test_messy_file_names_each_refused_row_and_a_second_run_changes_nothing(db: None, folder: Path, name: str) -> None:
    plant_messy_places()
    code, out, errors = run(str(folder / name))
    assert (code, numbers(out)) == (1, [23, 0, 0, 17])
    first_line = 1 if name.endswith(".csv") else 2
    refused = [4, 7, 8, 9, 12, 14, 16, 17, 18, 19, 22, 24, 27, 28, 29, 30, 31]
    lines = [int(found) for found in re.findall(r"(?m)^\D*(\d+)\D", errors)]
    assert lines[:17] == [number + first_line - 1 for number in refused]
    before = list(User.objects.order_by("pk").values())
    assert numbers(run(str(folder / name))[1]) == [0, 0, 23, 17]
    assert list(User.objects.order_by("pk").values()) == before


def test_nobody_is_named_in_what_is_printed(db: None, folder: Path) -> None:
    plant_messy_places()
    _, out, errors = run(str(folder / MESSY[1]))
    printed = out + errors
    assert not re.search(r"\d{7,}", printed)
    for name in ("曾爱珍", "普淑华", "周一诺", "韩雅琴", "詹玉华"):
        assert name not in printed


def test_dry_run_says_the_same_and_writes_nothing(db: None, folder: Path) -> None:
    plant_messy_places()
    code, out, errors = run(str(folder / MESSY[1]), "--dry-run")
    assert code == 1
    assert numbers(out)[-2:] == [23, 17]
    assert len(errors.splitlines()) == 18
    assert not User.objects.exists()
    assert not RosterImport.objects.exists()


def test_accepted_warnings_are_imported_except_what_nobody_can_know(db: None, folder: Path) -> None:
    plant_messy_places()
    code, out, _ = run(str(folder / MESSY[0]), "--accept-warnings")
    assert (code, numbers(out)) == (1, [31, 0, 0, 9])


def test_clean_file_ends_with_zero(db: None, tmp_path: Path) -> None:
    make_tree()
    (tmp_path / "a.xlsx").write_bytes(xlsx_file([person_row()], title="花名册"))
    assert run(str(tmp_path / "a.xlsx"))[0] == 0


def test_rows_outside_the_given_organisation_are_refused(db: None, tmp_path: Path) -> None:
    tree = make_tree()
    county = make_organisation(name="上虞区", kind=OrganisationKind.COUNTY, parent=tree.city, code=CODE)
    make_organisation(name="百官社区", parent=county)
    rows = [
        person_row(),
        person_row(id_number="330000199211282069", phone="18400000015", place="百官社区", township="", county="上虞区"),
    ]
    (tmp_path / "a.csv").write_bytes(csv_file(rows))
    code, out, errors = run(str(tmp_path / "a.csv"), "--organisation", CODE)
    assert (code, numbers(out)) == (1, [1, 0, 0, 1])
    assert numbers(errors)[0] == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF"),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.csv", b""),
        ("a.csv", csv_file([("王芳", "1", "2", "3")], headings=("称呼", "证号", "号码", "去处"))),
    ],
)
def test_unusable_file_ends_with_two(db: None, tmp_path: Path, name: str, content: bytes) -> None:
    make_tree()
    (tmp_path / name).write_bytes(content)
    for more in ([], ["--dry-run"]):
        code, _, errors = run(str(tmp_path / name), *more)
        assert code == 2
        assert errors.startswith(name)
    assert not User.objects.exists()


def test_missing_file_and_unknown_organisation_end_with_two(db: None, tmp_path: Path) -> None:
    assert run(str(tmp_path / "a.csv"))[0] == 2
    make_tree()
    assert run(str(tmp_path / "none.csv"))[0] == 2
    (tmp_path / "a.csv").write_bytes(csv_file([person_row()]))
    assert run(str(tmp_path / "a.csv"), "--organisation", "999999")[0] == 2


def test_killed_command_goes_on_where_it_was(committed_db: Database, tmp_path: Path) -> None:
    """Chunk by chunk, each whole: after kill -9 a second run finishes the same import, and nobody is there twice."""
    tree = make_tree()
    rows = [
        person_row(name="王" + chr(0x4E00 + n), id_number="", phone=f"199{n:08d}", place=tree.community.name)
        for n in range(4 * writing.CHUNK)
    ]
    path = tmp_path / "many.csv"
    path.write_bytes(csv_file(rows, headings=HEADINGS))
    command = [sys.executable, "-W", "ignore", "manage.py", "import_people", str(path), "--accept-warnings"]
    environment = {**os.environ, "DATABASE_URL": committed_db.url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    child = subprocess.Popen(
        command, cwd=settings.ROOT, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    until = time.monotonic() + 40
    while not 0 < User.objects.count() < len(rows) and time.monotonic() < until and child.poll() is None:
        time.sleep(0.01)
    child.kill()
    child.wait()
    broken_off = User.objects.count()
    assert broken_off % writing.CHUNK == 0
    assert 0 < broken_off < len(rows)
    assert RosterImport.objects.get().state == RosterState.WRITING
    code, out, _ = run(str(path), "--accept-warnings")
    assert (code, numbers(out)) == (0, [len(rows), 0, 0, 0])
    assert User.objects.count() == len(rows)
    assert Organisation.objects.filter(depth=1).count() == 1
    assert RosterImport.objects.get().written_at > dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
