"""Tables that leave the product: no live formula in any cell, whatever people typed."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from people.spreadsheets import Column, defused, is_dangerous, open_table
from tests.architecture.source import called, product_modules, tree

NASTY = [
    '=HYPERLINK("http://x","a")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
]
HARMLESS = ["张三", "a=b", "1-2", "", "'quoted", "社工（督导）", "x@example.org"]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def table(rows: list[list[Any]], file_format: str, *, headings: tuple[str, ...] = ("a", "b"), note: str = "") -> bytes:
    file = io.BytesIO()
    with open_table(file, file_format=file_format, columns=[Column(text) for text in headings], note=note) as writer:
        for row in rows:
            writer.row(row)
    return file.getvalue()


def cells(data: bytes) -> list[list[Any]]:
    return [list(row) for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_text_in_xlsx_and_defused_in_csv(text: str) -> None:
    assert is_dangerous(text)
    written = table([[text, "x"]], "xlsx", headings=(text, "b"), note=text)
    for row in cells(written):
        assert row[0].data_type == "s"
        assert row[0].number_format == "@"
        assert row[0].value == text.replace("\r", "\n")  # as XML reads it
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(written)).read("xl/worksheets/sheet1.xml")
    for line in lines(table([[text, "x"]], "csv", headings=(text, "b"), note=text)):
        assert line[0] == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4))
def test_any_text_is_written_and_calculates_nothing(rows: list[list[str]]) -> None:
    for row in cells(table(rows, "xlsx")):
        assert all(cell.data_type in {"s", "n"} and not isinstance(cell.value, int) for cell in row)
    for line in lines(table(rows, "csv")):
        assert not any(is_dangerous(cell) for cell in line)


def test_values_keep_their_kind() -> None:
    moment = dt.datetime(2026, 5, 20, 4, 0, 1, tzinfo=dt.UTC)
    row = [7, 1.5, Decimal(120), dt.date(2026, 5, 20), moment, None, True, ["a", "b"], 12345678901234567, -3]
    headings = tuple("abcdefghij")
    got = [cell.value for cell in cells(table([row], "xlsx", headings=headings))[1]]
    day, local = dt.datetime(2026, 5, 20), dt.datetime(2026, 5, 20, 12, 0, 1)
    assert got == [7, 1.5, 120, day, local, None, "True", "a, b", "12345678901234567", -3]
    assert lines(table([row], "csv", headings=headings))[1][:5] == ["7", "1.5", "120", "2026-05-20", str(local)]


def test_what_cannot_be_written_is_left_out_and_long_text_is_cut() -> None:
    row = cells(table([["a\x00b\x0b\ud800c", "x" * 40_000]], "xlsx"))[1]
    assert (row[0].value, len(row[1].value)) == ("abc", 32_767)


def test_first_rows_stay_in_sight_and_columns_have_widths() -> None:
    sheet = load_workbook(io.BytesIO(table([["1", "2"]], "xlsx", note="who & when"))).worksheets[0]
    assert sheet.freeze_panes == "A3"
    assert sheet.column_dimensions["A"].width == 16
    assert sheet["A1"].value == "who & when"
    assert "who && when" in str(sheet.oddFooter.left.text)


def test_csv_begins_with_the_byte_order_mark_and_the_header() -> None:
    data = table([["张三", "x"]], "csv", note="who")
    assert data.startswith(b"\xef\xbb\xbfa,b\r\n")
    assert lines(data)[-1] == ["who"]


def test_many_columns_have_the_right_letters() -> None:
    headings = tuple(f"h{number}" for number in range(60))
    row = cells(table([list(range(60))], "xlsx", headings=headings))[1]
    assert [cell.value for cell in row] == list(range(60))


def test_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="xlsx or csv"):
        table([], "xls")


@pytest.mark.lint
def test_nothing_else_in_the_product_writes_tables() -> None:
    writers = {"csv.writer", "csv.DictWriter", "openpyxl.Workbook", "Workbook"}
    wrong = [
        f"{path}:{node.lineno}"
        for path in product_modules()
        if path.parts[:2] != ("people", "spreadsheets")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and called(node) in writers
    ]
    assert wrong == []
