"""No address hands out a table that calculates: every one is asked for xlsx and csv, in a world of hostile names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.db.models import CharField, F, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page

from people.services.export_files import write_export
from people.services.exports import ask_for_export
from people.spreadsheets import is_dangerous
from people.viewsets import spreadsheet_exports

from .asking import undone
from .routes import Route, all_routes
from .table import lines
from .test_matrix import path_of
from .world import World

FORMULA = '=HYPERLINK("http://x","a")'
NAMES = {
    "name",
    "title",
    "draft_title",
    "real_name",
    "username",
    "post",
    "old_path",
    "redirect_link",
    "purpose",
    "label",
}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ASKERS = ("superuser", "administrator parent", "hr own")


@pytest.fixture(scope="module")
def hostile(world: World) -> World:
    """Everything that carries a name is called like a formula; what is unique gets its number behind."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in NAMES and isinstance(field, CharField | TextField) and (field.max_length or 999) > 60:
                name = Concat(Value(FORMULA), Cast(F("pk"), CharField())) if field.unique else Value(FORMULA)
                _rename(model, field.name, name)
    Page.objects.filter(depth__gt=1).update(
        locked=True, locked_at=timezone.now(), locked_by=world.people["superuser"], live=True
    )
    return world


def _rename(model: type, field: str, name: object) -> None:
    try:
        with transaction.atomic():
            model._default_manager.update(**{field: name})
    except DatabaseError:
        pass  # append-only, or under a rule of its own


def is_wagtail_export(route: Route) -> bool:
    view = getattr(route.callback, "view_class", None)
    return isinstance(view, type) and issubclass(view, SpreadsheetExportMixin)


def tables(world: World, route: Route) -> Iterator[tuple[str, str, bytes]]:
    """(request, kind, content) of every table that an address gives to one of the askers."""
    line = lines().get(route.text)
    if line is None or not route.text.startswith("manage/"):
        return
    path = path_of(route, line, world)
    for viewer in ASKERS if route.text.startswith("manage/people/") else ASKERS[:1]:
        if not line.may(viewer, "get"):
            continue
        for query in ({"export": "xlsx", "format": "xlsx"}, {"export": "csv", "format": "csv"}):
            with undone():
                response = world.client(viewer).get(path, query)
                kind = response.get("Content-Type", "")
                if kind.startswith(("text/csv", XLSX)):
                    yield f"{viewer}: {path} {query}", kind, b"".join(response)


def texts(kind: str, content: bytes) -> list[str]:
    """Every text cell; a formula, or a csv cell that a spreadsheet would calculate, is refused on the way."""
    if kind.startswith("text/csv"):
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if is_dangerous(cell) and not NUMBER.fullmatch(cell)]
        return cells
    sheets = load_workbook(io.BytesIO(content)).worksheets
    found = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in found if cell.data_type not in {"s", "n", "d", "b"}]
    return [str(cell.value) for cell in found if cell.data_type == "s"]


def test_no_export_holds_a_formula(hostile: World) -> None:
    hr = hostile.people["hr own"]
    export = ask_for_export(
        organisation=hostile.tree.township,
        purpose=FORMULA,
        columns=["name", "organisation", "account"],
        filters={},
        file_format="xlsx",
        by=hr,
        at=timezone.now(),
    )
    write_export(export=export, at=timezone.now())
    hostile.values["export"] = export.pk
    given = [table for route in all_routes().values() for table in tables(hostile, route)]
    with_formula = {request for request, kind, content in given if FORMULA in "\n".join(texts(kind, content))}
    exporting = {route.text for route in all_routes().values() if is_wagtail_export(route)}
    asked = {request.split()[1].rstrip(":") for request, _, _ in given}
    print(f"{len(given)} tables, {len(with_formula)} of them with the hostile name, {len(exporting)} views of Wagtail")
    assert len(asked) >= 15
    assert len(with_formula) >= 15
    assert any("/people/exports/" in request for request in with_formula)


def test_wagtails_own_writers_are_replaced() -> None:
    for name in ("write_xlsx", "stream_csv"):
        assert getattr(SpreadsheetExportMixin, name) is getattr(spreadsheet_exports, name)


def test_every_wagtail_export_view_inherits_the_replacement() -> None:
    """None of them brings a writer of its own."""
    own = [
        route.text
        for route in all_routes().values()
        if is_wagtail_export(route)
        for name in ("write_xlsx", "stream_csv")
        if getattr(route.callback.view_class, name) is not getattr(SpreadsheetExportMixin, name)
    ]
    assert own == []


def test_a_wagtail_without_these_methods_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(SpreadsheetExportMixin, "stream_csv")
    with pytest.raises(RuntimeError, match="stream_csv"):
        spreadsheet_exports.install()
