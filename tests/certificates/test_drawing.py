"""The printed certificate: every character there, every font inside, and no paper with a hole in it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from certificates.enums import Printed
from certificates.errors import GlyphMissing, TextTooLong
from certificates.typefaces import BOLD, SANS, SERIF, runs

from .papers import URL, draw, make_snapshot, run

CASES = Path(__file__).resolve().parents[1] / "data" / "names_rare_cases.csv"


def rare_names() -> list[str]:
    with CASES.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [row["name"] for row in rows if row["char"]]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.pdf"
    file.write_bytes(draw())
    return file


def test_every_rare_name_prints_and_reads_back(tmp_path: Path) -> None:
    names = rare_names()
    assert sum(any(ord(character) > 0xFFFF for character in name) for name in names) == 24
    for name in names:
        file = tmp_path / "name.pdf"
        file.write_bytes(draw(make_snapshot(name=name, subject=f"{name}工作法")))
        text = run("pdftotext", file, "-")
        assert f"{name} 同志" in text
        assert f"“{name}工作法”" in text


def test_every_rare_name_is_in_every_face() -> None:
    for face in (SERIF, BOLD, SANS):
        for name in rare_names():
            assert "".join(part for _, part in runs(name, face, Printed.NAME)) == name


def test_printed_fields_read_back_in_order(paper: Path) -> None:
    text = "".join(run("pdftotext", "-raw", paper, "-").split())
    snapshot = make_snapshot()
    parts = [snapshot.number, snapshot.title, snapshot.name, snapshot.id_masked, snapshot.text]
    parts += [snapshot.category_line, snapshot.rule_line, snapshot.site, snapshot.issuer, "2026年5月22日"]
    places = [text.index("".join(part.split())) for part in parts]
    assert places == sorted(places)


def test_every_font_is_embedded_and_subset_with_its_text(paper: Path) -> None:
    rows = [line.split() for line in run("pdffonts", paper).splitlines()[2:]]
    assert len(rows) >= 3
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}


def test_paper_is_small_and_one_landscape_a4_page(paper: Path) -> None:
    assert paper.stat().st_size < 200_000
    facts = run("pdfinfo", paper)
    assert "Pages:           1" in facts
    assert "841.89 x 595.276 pts (A4)" in facts


def test_same_facts_give_the_same_bytes() -> None:
    assert draw() == draw()
    assert draw() != draw(make_snapshot(name="李四"))


def test_metadata_say_what_the_paper_is() -> None:
    data = draw()
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert metadata["dc:identifier"] == "ZJ26-8K3M-7Q2P-T"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20260522090000+08'00'"
        assert str(pdf.Root.Lang) == "zh-CN"
    assert data.count(b"ZJ26-8K3M-7Q2P-T") >= 2
    assert "王𬭎芳".encode() not in data


def test_qr_code_reads_from_the_rendered_page() -> None:
    page = pypdfium2.PdfDocument(draw())[0]
    found = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert [code.text for code in found] == [URL]


def test_seal_lies_under_the_text() -> None:
    with pikepdf.open(io.BytesIO(draw())) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert content.index(b"rg") < content.index(b"BT")
    ring = content.index(b" c\n") if b" c\n" in content else content.index(b" c ")
    assert ring < content.rindex(b"BT")


@pytest.mark.parametrize(
    ("fields", "character", "place"),
    [
        ({"name": "王\U00031350"}, "\U00031350", Printed.NAME),
        ({"subject": "工作法😀"}, "😀", Printed.TEXT),
        ({"issuer": "中心\ue000"}, "\ue000", Printed.ISSUER),
        ({"seal_text": "印\U0002a6d7章"}, "\U0002a6d7", Printed.SEAL),
    ],
)
def test_character_without_glyph_is_refused_by_name(fields: dict[str, str], character: str, place: Printed) -> None:
    with pytest.raises(GlyphMissing) as refused:
        draw(make_snapshot(**fields))
    assert refused.value.facts == {"character": character, "place": place.value}
    assert f"U+{ord(character):04X}" in str(refused.value.detail)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"name": "阿" * 30}, Printed.NAME),
        ({"subject": "社会工作实务" * 25}, Printed.TEXT),
        ({"subject": "a" * 200}, Printed.TEXT),
        ({"title": "证" * 20}, Printed.TITLE),
        ({"issuer": "中心" * 20}, Printed.ISSUER),
        ({"site": "a" * 60}, Printed.ADDRESS),
        ({"category_line": "实务、" * 60}, Printed.CATEGORY),
    ],
)
def test_words_without_room_are_refused_by_place(fields: dict[str, str], place: Printed) -> None:
    with pytest.raises(TextTooLong) as refused:
        draw(make_snapshot(**fields))
    assert refused.value.facts == {"place": place.value}
