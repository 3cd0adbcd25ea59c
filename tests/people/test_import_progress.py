"""How far an import is: on a terminal a bar, on the page a number that comes again by itself."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.enums import Role
from people.models import User
from people.services.rosters import writing
from people.services.rosters.confirming import confirm_rows
from people.services.rosters.writing import begin_import, import_chunk
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.rosters import csv_file, judged_roster, person_row

ROWS = [person_row(name="王" + chr(0x4E00 + n), id_number="", phone=f"199{n:08d}") for n in range(5)]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def tree(db: None) -> Tree:
    return make_tree()


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK", 2)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_command_shows_a_bar_on_a_terminal_only(tree: Tree, tmp_path: Path, is_terminal: bool) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(csv_file(ROWS))
    errors = Terminal() if is_terminal else StringIO()
    call_command("import_people", str(path), "--accept-warnings", stdout=StringIO(), stderr=errors, no_color=True)
    steps = [step for step in errors.getvalue().split("\r") if step.strip()]
    assert User.objects.count() == 5
    assert [step.strip().split()[-1] for step in steps] == (["2/5", "4/5", "5/5"] if is_terminal else [])
    if is_terminal:
        assert steps[0].startswith("[################....")
        assert errors.getvalue().endswith("] 5/5\n")


def test_page_says_how_many_rows_are_in_and_comes_again(tree: Tree, client: Client) -> None:
    hr = make_person(role=Role.HR, organisation=tree.county)
    roster = judged_roster(csv_file(ROWS), organisation=tree.county, by=hr)
    confirm_rows(roster=roster, reason="ask_id_missing", by=hr, at=timezone.now())
    begin_import(roster=roster, by=hr, at=timezone.now())
    import_chunk(roster=roster, at=timezone.now())
    client.force_login(hr)
    answer = client.get(reverse("rosters:detail", args=[roster.pk]))
    assert answer["Refresh"] == "2"
    page = " ".join(answer.content.decode().split())
    assert '<progress max="5" value="2">' in page
    while import_chunk(roster=roster, at=timezone.now()):
        pass
    answer = client.get(reverse("rosters:detail", args=[roster.pk]))
    assert "Refresh" not in answer
    assert "<progress" not in answer.content.decode()
