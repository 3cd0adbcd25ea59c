"""Formats that are zip files: documents with Word's own numbering, and QTI packages."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from courses.questions.formats.detect import read_questions
from courses.questions.formats.found import Parsed
from courses.questions.formats.judging import judge

DATA = Path(__file__).parents[2] / "data" / "questions"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ITEM = (DATA / "item.qti21.xml").read_bytes()


def zipped(files: dict[str, bytes | str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def questions(content: bytes, name: str) -> list[Parsed]:
    reading = read_questions(name, content)
    judge(reading)
    return reading.questions


def paragraph(text: str, level: int | None = None, inside: str = "") -> str:
    numbered = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    return f"<w:p><w:pPr>{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r>{inside}</w:p>"


NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"""


def document(body: str) -> bytes:
    main = f"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<x/>", "word/document.xml": main, "word/numbering.xml": NUMBERING})


def test_numbers_that_only_word_shows_are_counted() -> None:
    body = "".join(
        [
            paragraph("一、单项选择题（每题2分）"),
            paragraph("社区戒毒的期限为（　）。", 0),
            *(paragraph(text, 1) for text in ("一年", "二年", "三年")),
            paragraph("答案：C"),
            paragraph("老年人是指多少岁以上？", 0),
            *(paragraph(text, 1) for text in ("五十", "六十")),
            paragraph("【答案】B"),
        ]
    )
    first, second = (one.draft for one in questions(document(body), "a.docx"))
    assert first is not None
    assert second is not None
    assert [option["text"] for option in first.content["options"]] == ["一年", "二年", "三年"]
    assert (first.key["correct"], first.centipoints) == (["c"], 200)
    assert second.key["correct"] == ["b"]


def test_underlined_spaces_are_a_blank_and_pictures_are_named() -> None:
    blank = (
        '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">     </w:t></w:r><w:r><w:t>年。</w:t></w:r>'
    )
    picture = "<w:r><w:drawing/></w:r>"
    body = paragraph("1. 期限为", inside=blank + picture) + paragraph("答案：三") + "<w:del><w:p/></w:del>"
    (one,) = questions(document(body), "a.docx")
    assert one.draft is not None
    assert one.draft.stem == "期限为____年。"
    assert "note_images" in {note.code for note in one.notes}


def test_answers_in_a_table_at_the_end_find_their_questions() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = [["题号", "1", "2"], ["答案", "A", "B"]]
    table = "".join("<w:tr>" + "".join(cell.format(text) for text in row) + "</w:tr>" for row in rows)
    body = "".join(
        [
            *(
                paragraph(text)
                for text in ("一、单选题", "1. 甲题", "A. 一  B. 二", "2. 乙题", "A. 一  B. 二", "参考答案")
            ),
            f"<w:tbl>{table}</w:tbl>",
        ]
    )
    found = questions(document(body), "a.docx")
    assert [one.draft.key["correct"] for one in found if one.draft] == [["a"], ["b"]]


def manifest(*resources: str) -> str:
    return f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{"".join(resources)}</resources></manifest>'


def test_package_gives_its_items_and_names_what_is_missing() -> None:
    kind = 'type="imsqti_item_xmlv2p1"'
    keyword = "<metadata><lom><general><keyword><string>法律</string></keyword></general></lom></metadata>"
    shared = ITEM.replace(b"<q:itemBody>", b'<q:assessmentStimulusRef identifier="s" href="../s.xml"/><q:itemBody>')
    content = zipped(
        {
            "imsmanifest.xml": manifest(
                f'<resource identifier="a" {kind} href="items/a.xml">{keyword}</resource>',
                f'<resource identifier="b" {kind} href="items/none.xml"/>',
                f'<resource identifier="c" {kind} href="items/broken.xml"/>',
                f'<resource identifier="d" {kind} href="../../etc/passwd"/>',
                '<resource identifier="t" type="imsqti_test_xmlv2p1" href="t.xml"/>',
            ),
            "items/a.xml": shared,
            "items/broken.xml": "<assessmentItem>",
            "s.xml": "<assessmentStimulus><stimulusBody><p>共用材料</p></stimulusBody></assessmentStimulus>",
        }
    )
    reading = read_questions("p.zip", content)
    judge(reading)
    first, *others = reading.questions
    assert first.draft is not None
    assert first.draft.stem.startswith("共用材料\n\n看图")
    assert first.draft.tags == ("法律",)
    assert [one.faults[0].code for one in others] == ["q_item_missing", "q_item_xml", "q_item_missing"]
    assert [note.code for note in reading.notes] == ["note_test"]
