"""A workbook of one sheet, written row by row straight into a stream (ECMA-376, transitional).

Not openpyxl: its write-only mode keeps the whole sheet, with everybody in it, as a readable file in the temporary
folder until it is packed, and a killed process leaves it there. It is slower, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from .cells import Plain, written

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
TEXT, BOLD, DATE, INSTANT, NUMBER = 0, 1, 2, 3, 4
"""Styles of cells, in the order of `STYLES`. 49 is the format "text": typing into such a cell makes no formula."""

STYLES = f"""{HEAD}<styleSheet xmlns="{MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts>
<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

PARTS = {
    "[Content_Types].xml": f"""{HEAD}<Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""",
    "_rels/.rels": f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/workbook.xml": f"""{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>""",
    "xl/_rels/workbook.xml.rels": f"""{HEAD}<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": STYLES,
}


class Workbook:
    """`note` stands above the header and at the foot of every printed page; the header stays in sight."""

    def __init__(self, file: IO[bytes], *, headings: Sequence[str], widths: Sequence[int], note: str = "") -> None:
        self.note = written(note)
        self.number = 0
        self.archive = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=3)
        for name, text in PARTS.items():
            self.archive.writestr(_entry(name), text)
        self.sheet = self.archive.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        frozen = 2 if note else 1
        columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, 1))
        self._write(
            f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
            f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>"
        )
        if note:
            self.add([self.note])
        self.add(list(headings), text_style=BOLD)

    def add(self, values: Sequence[Plain], *, text_style: int = TEXT) -> None:
        self.number += 1
        cells = "".join(
            _cell(f"{_letters(place)}{self.number}", value, text_style)
            for place, value in enumerate(values)
            if value is not None
        )
        self._write(f'<row r="{self.number}">{cells}</row>')

    def close(self) -> None:
        foot = escape(self.note.replace("&", "&&"))[:240]
        footer = f"<headerFooter><oddFooter>&amp;L{foot}</oddFooter></headerFooter>" if foot else ""
        self._write(f"</sheetData>{footer}</worksheet>")
        self.sheet.close()
        self.archive.close()

    def _write(self, text: str) -> None:
        self.sheet.write(text.encode())


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _cell(place: str, value: Plain, text_style: int) -> str:
    match value:
        case str():
            style = f' s="{text_style}"'
            return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case dt.datetime():
            days = (value - DAY_ZERO) / dt.timedelta(days=1)
            return f'<c r="{place}" s="{INSTANT}"><v>{days:.8f}</v></c>'
        case dt.date():
            return f'<c r="{place}" s="{DATE}"><v>{(value - DAY_ZERO.date()).days}</v></c>'
        case _:
            return f'<c r="{place}" s="{NUMBER}"><v>{value!r}</v></c>'


def _letters(place: int) -> str:
    """A, B ... Z, AA ..."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
