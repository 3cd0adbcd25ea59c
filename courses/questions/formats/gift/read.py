"""GIFT read as drafts."""

from __future__ import annotations

import re
from dataclasses import replace

from ....enums.question_faults import QuestionFault, QuestionFileFault, QuestionNote
from ....enums.question_imports import PlaceKind, QuestionFormat
from ....errors.question_imports import FileUnusable
from ...draft import QuestionDraft
from ..accepted import with_long_blanks
from ..categories import tags_of_category
from ..escaped import escape
from ..file_text import lines_of, text_in_file
from ..found import MOST_QUESTIONS, Parsed, Reading, at
from ..layout_read import BETWEEN_TAGS, LONGEST, tags_of
from .answers import Texts, answers_of
from .blocks import Block, blocks, shown

NAME = re.compile(r"::(.*?)::", re.DOTALL)


def read_gift(content: bytes) -> Reading:
    """Raises FileUnusable, nothing else."""
    return read_gift_text(text_in_file(content))


def read_gift_text(text: str) -> Reading:
    reading = Reading(QuestionFormat.GIFT)
    for block in blocks(lines_of(text)):
        reading.questions.append(_question(block))
        if len(reading.questions) > MOST_QUESTIONS:
            raise FileUnusable(QuestionFileFault.MANY)
    if not reading.questions:
        raise FileUnusable(QuestionFileFault.NOTHING)
    return reading


def _question(block: Block) -> Parsed:
    parsed = at(PlaceKind.LINE, block.line)
    text = block.text
    if len(text) > LONGEST * 5:
        parsed.fault(QuestionFault.LONG)
        return parsed
    if text.startswith("::") and (name := NAME.match(text)):
        parsed.note(QuestionNote.NAME, name=shown(name[1]))
        text = text[name.end() :].strip()
    _notes(block, parsed)
    opened, closed = text.find("{"), text.find("}")
    if opened < 0 and closed < 0:
        parsed.cells = {"stem": shown(text)}
        parsed.left_out(QuestionNote.DESCRIPTION)
        return parsed
    if opened < 0 or closed < opened or text.count("{") != 1 or text.count("}") != 1:
        parsed.cells = {"stem": shown(text)}
        parsed.fault(QuestionFault.BRACES)
        return parsed
    draft = _read(parsed, text[:opened], text[opened + 1 : closed], text[closed + 1 :])
    if draft is not None and not parsed.faults:
        parsed.draft = replace(draft, tags=_tags(block, parsed))
    return parsed


def _notes(block: Block, parsed: Parsed) -> None:
    if block.identifier:
        parsed.note(QuestionNote.IDNUMBER, id=block.identifier)
    if block.has_comment:
        parsed.note(QuestionNote.COMMENT)
    if block.category:
        parsed.note(QuestionNote.CATEGORY, path=block.category)


def _tags(block: Block, parsed: Parsed) -> tuple[str, ...]:
    found = [*tags_of_category(block.category), *block.tags]
    return tags_of("\n".join(escape(tag.replace("\n", " "), BETWEEN_TAGS) for tag in found), parsed)


def _read(parsed: Parsed, before: str, inside: str, after: str) -> QuestionDraft | None:
    texts = Texts(parsed)
    whole = f"{before}____{after}" if after.strip() else before
    stem = texts.begin(whole)
    answers, has_feedback, feedback = _without_feedback(inside)
    parsed.cells = {"stem": stem, "answer": shown(answers)[:1000]}
    if not stem.strip():
        parsed.fault(QuestionFault.STEM)
    draft = answers_of(parsed, texts, with_long_blanks(stem)[0], answers.strip())
    texts.finish()
    return replace(draft, explanation=texts.plain(feedback)) if draft is not None and has_feedback else draft


def _without_feedback(inside: str) -> tuple[str, bool, str]:
    answers, sign, feedback = inside.rpartition("####")
    return (answers, True, feedback) if sign else (inside, False, "")
