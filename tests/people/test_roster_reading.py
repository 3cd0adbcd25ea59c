"""Files of rosters: what is read from them, and which are refused, within bounds of time and memory."""

from __future__ import annotations

import datetime as dt
import io
import time
import tracemalloc
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from people.enums import FileFault, IdNumberFault, RosterColumn
from people.errors import Malformed
from people.identity import parse_id_number
from people.rosters.dates import parse_day
from people.rosters.reading import Table, read_table
from people.rosters.sheet_lines import plain_number
from people.rosters.sheets import MAX_GAP, MAX_ROWS, Line
from people.rosters.workbooks import _fill_merged
from tests.factories.rosters import HEADINGS, csv_file, person_row, repacked, sample, saved, xlsx_file

GOOD = xlsx_file([person_row()])
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def fault_of(content: bytes, name: str = "roster.xlsx") -> str:
    with pytest.raises(Malformed) as refused:
        read_table(name, content)
    assert str(refused.value.detail)
    return refused.value.code


def names(table: Table) -> list[str]:
    place = table.heading.columns[RosterColumn.NAME]
    return [line.cells[place] if place < len(line.cells) else "" for line in table.lines]


def sheet_xml(rows: str) -> bytes:
    """A sheet with the usual headings, then `rows`."""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in HEADINGS)
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row>{cells}</row>{rows}</sheetData></worksheet>'.encode()


def with_sheet(xml: bytes) -> bytes:
    return repacked(GOOD, {SHEET: xml})


@pytest.mark.parametrize("name", ["roster_messy_42.xlsx", "roster_messy_42.csv", "roster_messy_42_gb18030.csv"])
def test_supplied_files_hold_the_same_table(name: str) -> None:
    table, plain = read_table(name, sample(name)), read_table("roster.csv", sample("roster_messy_42.csv"))
    assert table.heading.texts == plain.heading.texts
    assert [line.cells for line in table.lines] == [line.cells for line in plain.lines]
    assert len(table.lines) == 42


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    table = read_table("roster.csv", csv_file([person_row(name="龚䶮"), person_row(name="𠮷田")], encoding=encoding))
    assert names(table) == ["龚䶮", "𠮷田"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found(delimiter: str) -> None:
    lines = [delimiter.join(HEADINGS), delimiter.join(person_row(remark="a，b"))]
    assert names(read_table("roster.csv", "\r\n".join(lines).encode())) == ["王芳"]


def test_heading_is_found_below_title_rows() -> None:
    rows = [["2025年花名册"], [], ["填报单位：", "某街道"], HEADINGS, person_row()]
    table = read_table("roster.xlsx", xlsx_file(rows[1:], headings=rows[0]))
    assert (table.heading.line, names(table)) == (4, ["王芳"])


def test_heading_below_the_fifteenth_row_is_not_looked_for() -> None:
    rows = [[f"第{number}行说明"] for number in range(16)]
    assert fault_of(xlsx_file([*rows, HEADINGS, person_row()], headings=["说明"])) == FileFault.NO_HEADER


def test_first_sheet_with_headings_is_taken_and_hidden_ones_are_not() -> None:
    book = Workbook()
    first: Any = book.active
    first.append(["请先阅读本说明"])
    hidden = book.create_sheet("旧")
    hidden.append(list(HEADINGS))
    hidden.append(list(person_row(name="旧人")))
    hidden.sheet_state = "hidden"
    third = book.create_sheet("花名册")
    third.append(list(HEADINGS))
    third.append(list(person_row()))
    assert names(read_table("roster.xlsx", saved(book))) == ["王芳"]


def test_merged_cells_give_their_value_to_every_row() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["花名册"])
    sheet.merge_cells("A1:L1")
    sheet.append(list(HEADINGS))
    for name in ("甲", "乙", "丙"):
        sheet.append(list(person_row(name=name, place="茶市街社区" if name == "甲" else "")))
    sheet.merge_cells("E3:E5")
    table = read_table("roster.xlsx", saved(book))
    place = table.heading.columns[RosterColumn.PLACE]
    assert [line.cells[place] for line in table.lines] == ["茶市街社区"] * 3


def test_numbers_come_as_their_digits_and_formulas_as_text() -> None:
    row = ["王芳", "女", "", 18200000039, "=A1", "", "", "", "", "", dt.date(2019, 7, 1), 1.5]
    cells = read_table("roster.xlsx", xlsx_file([row])).lines[0].cells
    assert cells[3:5] == ("18200000039", "=A1")
    assert parse_day(cells[10]) == parse_day("2019-07-01")
    assert cells[11] == "1.5"


def test_long_number_is_exact_or_seen_to_be_rounded() -> None:
    """Excel and its like keep 15 digits; what a program wrote out in full is taken as it is."""
    rounded = read_table("roster.xlsx", xlsx_file([["王芳", "女", 330000199109262547, "1"]])).lines[0].cells[2]
    with pytest.raises(Malformed) as refused:
        parse_id_number(rounded, today=dt.date(2026, 1, 1))
    assert refused.value.code == IdNumberFault.ROUNDED
    whole = sheet_xml("<row><c/><c/><c><v>330000199109262547</v></c></row>")
    assert read_table("roster.xlsx", with_sheet(whole)).lines[0].cells[2] == "330000199109262547"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("13400000000", "13400000000"),
        ("1.34E10", "13400000000"),
        ("18300000011.0", "18300000011"),
        ("3.3000019910926256E17", "3.3000019910926256E17"),
        ("43647.25", "43647.25"),
        ("1E999999999", "1E999999999"),
        ("abc", "abc"),
        ("NaN", "NAN"),
    ],
)
def test_number_of_a_cell_is_written_out_as_far_as_it_is_exact(value: str, text: str) -> None:
    assert plain_number(value) == text


@pytest.mark.parametrize(
    ("text", "day", "is_whole"),
    [
        ("2019-07-01", "2019-07-01", True),
        ("2019.7.1", "2019-07-01", True),
        ("2019/7/1", "2019-07-01", True),
        ("2019年7月1日", "2019-07-01", True),
        ("２０１９年７月１日", "2019-07-01", True),
        ("20190701", "2019-07-01", True),
        ("2019-07-01 00:00:00", "2019-07-01", True),
        ("43647", "2019-07-01", True),
        ("43647.5", "2019-07-01", True),
        ("2019年7月", "2019-07-01", False),
        ("2019.7", "2019-07-01", False),
        ("201907", "2019-07-01", False),
    ],
)
def test_day_is_read_as_people_and_spreadsheets_write_it(text: str, day: str, is_whole: bool) -> None:
    written = parse_day(text)
    assert written is not None
    assert (written.day.isoformat(), written.is_whole) == (day, is_whole)


@pytest.mark.parametrize("text", ["", "去年", "2019", "2019-13-01", "2019-02-30", "7月1日", "99999999", "1"])
def test_other_text_is_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_days_of_old_macs_count_from_1904() -> None:
    written = parse_day("42185", from_1904=True)
    assert written is not None
    assert written.day == dt.date(2019, 7, 1)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["-", ".", "/"]), st.booleans())
def test_every_day_comes_back(day: dt.date, sign: str, is_serial: bool) -> None:
    text = str((day - dt.date(1899, 12, 30)).days) if is_serial else f"{day.year}{sign}{day.month}{sign}{day.day}"
    written = parse_day(text)
    assert written is not None
    assert written.day == day


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("roster.xlsx", b"", FileFault.EMPTY),
        ("roster.xlsx", b"PK\x03\x04" + b"x" * (10 * 1024 * 1024), FileFault.BIG),
        ("roster.pdf", b"%PDF-1.7", FileFault.KIND),
        ("roster.csv", b"%PDF-1.7", FileFault.KIND),
        ("roster.csv", b"\x89PNG\r\n\x1a\n", FileFault.KIND),
        ("roster.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, FileFault.RENAMED),
        ("roster.xlsx", "姓名,手机号".encode(), FileFault.RENAMED),
        ("roster.xls", b"anything", FileFault.OLD),
        ("roster.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, FileFault.OLD),
        ("roster.xlsm", GOOD, FileFault.MACROS),
        ("roster.xlsx", b"PK\x03\x04 not a zip file", FileFault.BROKEN),
        ("roster.xlsx", GOOD[: len(GOOD) // 2], FileFault.BROKEN),
        ("roster.csv", b"\x00\x01\x02\x03", FileFault.BINARY),
        ("roster.csv", "姓名,手机号\n张\x07三,1".encode(), FileFault.BINARY),
        ("roster.csv", b"\xff\xff\xff\xff,\xfe\xfe", FileFault.ENCODING),
        ("roster.csv", "姓名,行動電話\n張三,13".encode("big5"), FileFault.NO_HEADER),
        ("roster.csv", b"\n\n,,,\n", FileFault.NO_ROWS),
        ("roster.csv", csv_file([]), FileFault.NO_ROWS),
        ("roster.csv", b"12345678,2\n3,4", FileFault.NO_HEADER),
        ("roster.csv", csv_file([person_row(remark="x" * 2001)]), FileFault.CELL),
        ("roster.csv", csv_file([person_row(remark="x" * 200_000)]), FileFault.CELL),
        ("roster.csv", csv_file([["x"] * 300]), FileFault.COLUMNS),
        ("roster.csv", csv_file([person_row()] * (MAX_ROWS + 1)), FileFault.ROWS),
    ],
)
def test_file_that_cannot_be_used_is_refused_with_its_reason(name: str, content: bytes, fault: FileFault) -> None:
    assert fault_of(content, name) == fault


def test_workbook_with_macros_links_or_foreign_names_is_refused() -> None:
    assert fault_of(repacked(GOOD, {"xl/vbaProject.bin": b"x"})) == FileFault.MACROS
    assert fault_of(repacked(GOOD, {"xl/externalLinks/externalLink1.xml": b"<x/>"})) == FileFault.EXTERNAL
    for name in ("../evil.xml", "/evil.xml", "C:/evil.xml", "xl\\..\\..\\evil.xml"):
        assert fault_of(repacked(GOOD, {name: b"x"})) == FileFault.BROKEN, name
    assert fault_of(repacked(GOOD, {"xl/workbook.xml": None})) == FileFault.RENAMED


def test_symbolic_link_in_the_archive_is_refused() -> None:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/hostname")
    assert fault_of(file.getvalue()) == FileFault.BROKEN


def test_entities_and_document_types_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    for definition in (laughs, outside, "<!DOCTYPE x>"):
        xml = definition.encode() + sheet_xml("<row><c><v>&a;</v></c></row>")
        assert fault_of(with_sheet(xml)) == FileFault.ENTITIES


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    tracemalloc.start()
    begun = time.monotonic()
    padding = sheet_xml("") + b" " * 200_000_000
    bomb = with_sheet(padding)
    del padding
    tracemalloc.reset_peak()
    assert fault_of(bomb) == FileFault.BOMB
    assert tracemalloc.get_traced_memory()[1] < 20_000_000 + len(bomb)
    tracemalloc.stop()
    assert time.monotonic() - begun < 10


def test_too_many_entries_are_a_bomb() -> None:
    assert fault_of(repacked(GOOD, {f"xl/media/{number}": b"" for number in range(2001)})) == FileFault.BOMB


@pytest.mark.parametrize("rows", [200_000, 1_000_000])
def test_empty_rows_cost_neither_time_nor_memory(rows: int) -> None:
    line = "".join(f'<row r="{number}"/>' for number in range(2, rows + 2))
    empty = with_sheet(sheet_xml(line))
    begun = time.monotonic()
    tracemalloc.start()
    assert fault_of(empty) == FileFault.NO_ROWS
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.monotonic() - begun < 30
    assert peak < 20_000_000


def test_empty_rows_below_the_data_do_not_matter_but_data_below_them_does() -> None:
    cell = '<c t="inlineStr"><is><t>王芳</t></is></c>'
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, 5000))
    table = read_table("roster.xlsx", with_sheet(sheet_xml(f'<row r="2">{cell}</row>{empty}')))
    assert names(table) == ["王芳"]
    far = f'<row r="2">{cell}</row><row r="{MAX_GAP + 10}">{cell}</row>'
    assert fault_of(with_sheet(sheet_xml(far))) == FileFault.GAP


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="5"/><row r="4"/>',
        '<row r="99999999"/>',
        '<row><c t="s"><v>7</v></c></row>',
        '<row><c t="s"><v>-1</v></c></row>',
        "<row><c>",
    ],
)
def test_damaged_sheet_is_refused(rows: str) -> None:
    assert fault_of(with_sheet(sheet_xml(rows))) == FileFault.BROKEN


def test_reading_aids_of_shared_texts_are_not_part_of_the_text() -> None:
    shared = (
        f'<sst xmlns="{SPREADSHEET}"><si><r><t>王</t></r><r><t>芳</t></r>'
        "<rPh sb='0' eb='1'><t>wang</t></rPh></si></sst>"
    ).encode()
    content = repacked(GOOD, {"xl/sharedStrings.xml": shared, SHEET: sheet_xml('<row><c t="s"><v>0</v></c></row>')})
    assert names(read_table("roster.xlsx", content)) == ["王芳"]


def refusal_or_rows(name: str, content: bytes) -> None:
    refused = ""
    try:
        assert read_table(name, content).lines
    except Malformed as refusal:
        refused = refusal.code
    assert not refused or refused in FileFault.values


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.txt", "a"]))
def test_any_bytes_are_refused_or_read(content: bytes, name: str) -> None:
    refusal_or_rows(name, content)


@given(
    st.binary(max_size=200),
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"]),
)
def test_any_part_of_a_workbook_is_refused_or_read(part: bytes, name: str) -> None:
    refusal_or_rows("a.xlsx", repacked(GOOD, {name: part}))


def test_merged_areas_over_each_other_do_not_hold_up_the_worker() -> None:
    """20,000 areas over 20,000 lines are 400 million cells in a file of some kilobytes."""
    lines = [Line(number, ("x",)) for number in range(1, 2_001)]
    with pytest.raises(Malformed) as refusal:
        _fill_merged(lines, [(0, 1, 2_000)] * 5_000)
    assert refusal.value.fault == FileFault.BOMB


@given(st.data())
def test_workbook_with_one_byte_changed_is_refused_or_read(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(GOOD) - 1))
    changed = GOOD[:place] + bytes([data.draw(st.integers(0, 255))]) + GOOD[place + 1 :]
    refusal_or_rows("a.xlsx", changed)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20).map(str.strip)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), st.sampled_from(["utf-8-sig", "gb18030", "xlsx"]))
def test_what_was_written_is_read_again(pairs: list[tuple[str, str]], form: str) -> None:
    """Whatever characters stand in names and remarks, in each form of file."""
    rows = [person_row(name=f"甲{name}", remark=f"乙{remark}") for name, remark in pairs]
    if form == "xlsx":
        table = read_table("a.xlsx", xlsx_file(rows))
    else:
        table = read_table("a.csv", csv_file(rows, encoding=form))
    assert [(line.cells[0], line.cells[11]) for line in table.lines] == [(row[0], row[11]) for row in rows]
