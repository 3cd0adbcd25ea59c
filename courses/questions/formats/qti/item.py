"""One item of QTI 2.x read as a draft."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree.ElementTree import Element

from ....enums import BankKind
from ....enums.question_faults import QuestionFault, QuestionNote
from ....enums.question_imports import PlaceKind
from ...draft import QuestionDraft
from .. import build
from ..amounts import MOST_POINTS
from ..found import Parsed, at
from ..layout_read import LONGEST
from ..moodle.item import rounded
from ..moodle.places import shared_points
from ..plain_text import from_html, tidy
from ..tree import children, descendants, first, flag, local, text_of
from .body import MARK, html_of, plain_of
from .declarations import Response, points_of, responses_of, uses_mapping
from .interactions import INLINE, KINDS, Interaction, accepted_of, is_cased

MOST = 60


def read_item(item: Element, number: int, material: str = "") -> Parsed:
    """`material` is text that several items share, put in front of the question."""
    title = tidy(item.get("title") or item.get("identifier") or "")
    parsed = at(PlaceKind.NAME, f"{number} {title}".strip())
    _note_around(item, parsed)
    if title:
        parsed.note(QuestionNote.NAME, name=title)
    body = first(item, "itemBody")
    found = [] if body is None else [one for one in body.iter() if local(one).endswith("Interaction")]
    found = [one for one in found if local(one) != "endAttemptInteraction"]
    if body is None or not found:
        parsed.cells["stem"] = plain_of(body, parsed)[:LONGEST]
        parsed.fault(QuestionFault.NO_INTERACTION)
        return parsed
    if children(item, "templateDeclaration"):
        parsed.fault(QuestionFault.KIND_UNSUPPORTED, kind="templateDeclaration")
    is_mapped = uses_mapping(item, parsed)
    responses = responses_of(item)
    missing = Response("", "single", "identifier")
    listed = [
        Interaction(one, responses.get(one.get("responseIdentifier", ""), missing), is_mapped, parsed) for one in found
    ]
    marked = _marked(body, found, parsed, material)
    parsed.cells["stem"] = tidy(marked.replace("\ufdd0", "[").replace("\ufdd1", "]"))[:LONGEST]
    draft = None if parsed.faults else _read(listed, marked, parsed)
    if draft is not None and not parsed.faults:
        parsed.draft = _with_points(draft, item, listed, parsed)
    return parsed


def _read(listed: list[Interaction], marked: str, parsed: Parsed) -> QuestionDraft | None:
    unknown = [one.name for one in listed if one.name not in KINDS]
    if unknown:
        parsed.fault(QuestionFault.KIND_UNSUPPORTED, kind=", ".join(dict.fromkeys(unknown)))
        return None
    if len(listed) > MOST or len(marked) > LONGEST:
        parsed.fault(QuestionFault.LONG)
        return None
    if any(one.response.is_by_area for one in listed):
        parsed.fault(QuestionFault.CUSTOM_SCORING)
        return None
    if len(listed) == 1:
        stem = _filled(marked, ["____" if listed[0].name in INLINE else ""])
        if not stem:
            parsed.fault(QuestionFault.STEM)
        return KINDS[listed[0].name](listed[0], stem)
    if all(one.name == "textEntryInteraction" for one in listed):
        return _blanks(listed, marked, parsed)
    return _case(listed, marked, parsed)


def _blanks(listed: list[Interaction], marked: str, parsed: Parsed) -> QuestionDraft | None:
    accepted = [accepted_of(one) for one in listed]
    stem = _filled(marked, ["____"] * len(listed))
    if stem.count("____") != len(listed):
        parsed.fault(QuestionFault.BLANKS, blanks=stem.count("____"), answers=len(listed))
    cased = {is_cased(one) for one in listed if one.response.base not in {"integer", "float"}}
    if len(cased) > 1:
        parsed.note(QuestionNote.SPELLING, how="caseSensitive")
    return None if parsed.faults else build.fill(stem, accepted, match_case=True in cased)


def _case(listed: list[Interaction], marked: str, parsed: Parsed) -> QuestionDraft | None:
    signs = [f"[{number}]" for number in range(1, len(listed) + 1)]
    parts = []
    for sign, one in zip(signs, listed, strict=True):
        prompt = plain_of(first(one.element, "prompt"), parsed)
        part = KINDS[one.name](one, f"{sign} {prompt}".strip())
        if part is None:
            if not parsed.faults:
                parsed.fault(QuestionFault.SEVERAL_INTERACTIONS)
            return None
        parts.append(part)
    parsed.note(QuestionNote.CLOZE_CASE, count=len(parts))
    return build.case(_filled(marked, signs) or signs[0], parts)


def _marked(body: Element, found: list[Element], parsed: Parsed, material: str) -> str:
    """Plain text with a mark for each interaction; a prompt stands in front of a mark."""
    places = {id(one): place for place, one in enumerate(found)}
    single = len(found) == 1

    def replaced(element: Element) -> str | None:
        if local(element) == "endAttemptInteraction":
            return ""
        place = places.get(id(element))
        if place is None:
            return None
        prompt = first(element, "prompt")
        shown = html_of(prompt, parsed) if prompt is not None and single else ""
        mark = MARK.format(place)
        return mark if local(element) in INLINE else f"<p>{shown}</p><p>{mark}</p>"

    text = from_html(html_of(body, parsed, replaced), parsed)
    return f"{material}\n\n{text}".strip() if material else text


def _filled(marked: str, signs: list[str]) -> str:
    for place, sign in enumerate(signs):
        marked = marked.replace(MARK.format(place), sign)
    return tidy(marked)


def _with_points(draft: QuestionDraft, item: Element, listed: list[Interaction], parsed: Parsed) -> QuestionDraft:
    mapped = [one.response.total for one in listed if one.is_mapped and one.response.mapped]
    points = points_of(item) or (sum(mapped, Decimal(0)) if len(mapped) == len(listed) else None)
    if points is None or not 0 < points <= MOST_POINTS:
        return draft
    whole = rounded(points, parsed)
    if draft.kind == BankKind.CASE:
        return build.case(draft.stem, shared_points(build.parts_of(draft), whole))
    return replace(draft, centipoints=whole)


def _note_around(item: Element, parsed: Parsed) -> None:
    feedback = [one for one in children(item, "modalFeedback") if text_of(one).strip()]
    if feedback:
        parsed.note(QuestionNote.MODAL, count=len(feedback))
    if children(item, "stylesheet"):
        parsed.note(QuestionNote.STYLE)
    if children(item, "templateDeclaration", "templateProcessing"):
        parsed.note(QuestionNote.TEMPLATES)
    if flag(item.get("adaptive"), otherwise=False) or flag(item.get("timeDependent"), otherwise=False):
        parsed.note(QuestionNote.TIME)
    inline = sum(1 for one in descendants(item, "feedbackInline", "feedbackBlock") if text_of(one).strip())
    if inline:
        parsed.note(QuestionNote.FEEDBACK, count=inline)
