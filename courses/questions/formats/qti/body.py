"""The body of an item as markup in which its interactions are marks."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from xml.etree.ElementTree import Element

from ....enums.question_faults import QuestionNote
from ..found import Parsed
from ..plain_text import from_html
from ..tree import local, text_of

MARK = "\ufdd0{}\ufdd1"
SKIPPED = {
    "feedbackInline",
    "feedbackBlock",
    "rubricBlock",
    "templateInline",
    "templateBlock",
    "stylesheet",
    "infoControl",
}
KEPT = ("src", "data", "alt", "href", "type", "style")
Replace = Callable[[Element], str | None]


def nothing(_element: Element) -> str | None:
    return None


def html_of(element: Element, parsed: Parsed, replaced: Replace = nothing, *, with_self: bool = False) -> str:
    """What is in the element; `replaced` gives the text that stands for one of its elements, or None."""
    parts = [escape(element.text or "")]
    for child in element:
        parts += [_child(child, parsed, replaced), escape(child.tail or "")]
    inside = "".join(parts)
    return f"<{local(element)}>{inside}</{local(element)}>" if with_self else inside


def plain_of(element: Element | None, parsed: Parsed) -> str:
    return "" if element is None else from_html(html_of(element, parsed), parsed)


def _child(child: Element, parsed: Parsed, replaced: Replace) -> str:
    name = local(child)
    if not name:
        return ""
    instead = replaced(child)
    if instead is not None:
        return instead
    if name in SKIPPED:
        _note_skipped(name, child, parsed)
        return ""
    if name == "printedVariable":
        parsed.note(QuestionNote.TEMPLATES)
        return "…"
    given = {key.rpartition("}")[2]: value for key, value in child.attrib.items()}
    if name == "object" and given.get("type", "").startswith("image"):
        return f'<img src="{escape(given.get("data", ""))}" alt="{escape(text_of(child).strip())}">'
    attributes = "".join(f' {key}="{escape(given[key])}"' for key in KEPT if key in given)
    inside = html_of(child, parsed, replaced)
    return f"<{name}{attributes}>{inside}</{name}>"


def _note_skipped(name: str, child: Element, parsed: Parsed) -> None:
    if name.startswith("template"):
        parsed.note(QuestionNote.TEMPLATES)
    elif name == "stylesheet":
        parsed.note(QuestionNote.STYLE)
    elif text_of(child).strip():
        parsed.note(QuestionNote.RUBRIC_BLOCK)
