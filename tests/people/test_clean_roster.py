"""The supplied clean roster: five hundred people, every row good; a second time nothing changes."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from people.divisions import read_communities, read_divisions
from people.models import Membership, User
from people.services.places import load_divisions
from tests.factories.rosters import SAMPLES

FILE = SAMPLES / "roster_clean_500.csv"


@pytest.fixture
def _places(db: None) -> None:
    """The province, and the communities of the townships that the file names."""
    with FILE.open(encoding="utf-8-sig", newline="") as lines:
        named = {row["街道（乡镇）"].removesuffix("办事处") for row in csv.DictReader(lines)}
    divisions = list(read_divisions())
    townships = {row.code for row in divisions if row.name in named}
    kept = [row for row in divisions if row.level in {"province", "city", "county"} or row.code in townships]
    communities = [row for row in read_communities() if row.parent_code in townships]
    load_divisions(rows=[*kept, *communities], at=timezone.now())


def run() -> list[int]:
    """The numbers of the summary: new, changed, unchanged, refused. Ends with an error where a row is refused."""
    out = StringIO()
    call_command("import_people", str(FILE), stdout=out, stderr=StringIO())
    return [int(number) for number in re.findall(r"\d+", out.getvalue())]


@pytest.mark.usefixtures("_places")
def test_clean_roster_comes_in_whole_and_only_once() -> None:
    assert run() == [500, 0, 0, 0]
    assert User.objects.exclude(id_number_sealed="").count() == 500
    assert Membership.objects.values("person").distinct().count() == 500
    before = list(User.objects.order_by("pk").values())
    assert run() == [0, 0, 500, 0]
    assert list(User.objects.order_by("pk").values()) == before
