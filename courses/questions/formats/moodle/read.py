"""Moodle XML read as drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element

from ....enums import BankKind
from ....enums.question_faults import QuestionFault, QuestionFileFault, QuestionNote
from ....enums.question_imports import PlaceKind, QuestionFormat
from ....errors.question_imports import FileUnusable
from ...draft import QuestionDraft
from ..categories import tags_of_category
from ..escaped import escape
from ..found import MOST_QUESTIONS, Parsed, Reading, at
from ..layout_read import BETWEEN_TAGS, LONGEST, tags_of
from ..plain_text import tidy
from ..tree import children, first, local, read_tree, text_of
from . import kinds
from .cloze import cloze
from .item import Item, centipoints, converted, note_common, note_unknown
from .places import places

Reader = Callable[[Item, str], QuestionDraft | None]
KINDS: dict[str, Reader] = {
    "multichoice": kinds.multichoice,
    "multichoiceset": kinds.multichoice,
    "oumultiresponse": kinds.multichoice,
    "truefalse": kinds.truefalse,
    "shortanswer": kinds.shortanswer,
    "numerical": kinds.numerical,
    "matching": kinds.matching,
    "match": kinds.matching,
    "ddmatch": kinds.matching,
    "ordering": kinds.ordering,
    "essay": kinds.essay,
    "gapselect": places,
    "ddwtos": places,
}
CLOZE = {"cloze", "multianswer"}
RANDOM = {"random", "randomsamatch"}


def read_moodle(content: bytes) -> Reading:
    """Raises FileUnusable, nothing else."""
    return read_quiz(read_tree(content))


def read_quiz(root: Element) -> Reading:
    reading = Reading(QuestionFormat.MOODLE_XML)
    category = ""
    questions = [root] if local(root) == "question" else children(root, "question")
    if len(questions) > MOST_QUESTIONS:
        raise FileUnusable(QuestionFileFault.MANY)
    for number, element in enumerate(questions, start=1):
        if element.get("type") == "category":
            category = tidy(text_of(first(first(element, "category"), "text")) or text_of(first(element, "category")))
            if text_of(first(element, "info")).strip():
                reading.note(QuestionNote.CATEGORY_INFO)
        else:
            reading.questions.append(_question(element, number, category))
    if not reading.questions:
        raise FileUnusable(QuestionFileFault.NOTHING)
    return reading


def _question(element: Element, number: int, category: str) -> Parsed:
    name = tidy(text_of(first(first(element, "name"), "text")))
    parsed = at(PlaceKind.NAME, f"{number} {name}".strip())
    item = Item(element, parsed, set())
    kind = (element.get("type") or "").strip().lower()
    note_common(item)
    if category:
        parsed.note(QuestionNote.CATEGORY, path=category)
    if kind in RANDOM:
        parsed.left_out(QuestionNote.RANDOM)
        return parsed
    draft = _cloze(item) if kind in CLOZE else _plain(item, kind)
    if draft is not None and not parsed.faults:
        explanation = item.text("generalfeedback")
        points = draft.centipoints if draft.kind == BankKind.CASE or kind in CLOZE else centipoints(item)
        tags = _tags(item, category)
        if not parsed.faults:
            parsed.draft = replace(draft, explanation=explanation, centipoints=points, tags=tags)
    note_unknown(item)
    return parsed


def _plain(item: Item, kind: str) -> QuestionDraft | None:
    stem = item.text("questiontext")
    item.parsed.cells["stem"] = stem[:LONGEST]
    if kind == "description":
        item.parsed.left_out(QuestionNote.DESCRIPTION)
        return None
    if kind not in KINDS:
        item.parsed.fault(QuestionFault.KIND_UNSUPPORTED, kind=kind or "?")
        return None
    if not stem:
        item.parsed.fault(QuestionFault.STEM)
    if len(stem) > LONGEST:
        item.parsed.fault(QuestionFault.LONG)
    return None if item.parsed.faults else KINDS[kind](item, stem)


def _cloze(item: Item) -> QuestionDraft | None:
    element = item.child("questiontext")
    source = text_of(first(element, "text"))
    kind = element.get("format", "html") if element is not None else "html"
    item.parsed.cells["stem"] = source[:LONGEST]
    if len(source) > LONGEST * 5:
        item.parsed.fault(QuestionFault.LONG)
        return None
    return cloze(item.parsed, source, lambda text: converted(text, kind, item.parsed))


def _tags(item: Item, category: str) -> tuple[str, ...]:
    listed = [tidy(text_of(tag)) for group in item.all("tags", "coursetags") for tag in children(group, "tag")]
    found = [*tags_of_category(category), *listed]
    return tags_of("\n".join(escape(tag.replace("\n", " "), BETWEEN_TAGS) for tag in found), item.parsed)
