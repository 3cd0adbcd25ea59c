"""What every question of a Moodle XML file has: texts in their formats, grade, tags, hints, penalties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from ....enums.question_faults import QuestionFault, QuestionNote
from ..amounts import MOST_POINTS, points_text
from ..found import Parsed
from ..plain_text import from_html, from_maybe_html, note_math, tidy
from ..tree import children, first, flag, local, text_of

SOUNDS = (".mp3", ".mp4", ".ogg", ".wav", ".webm", ".m4a", ".mov", ".avi", ".flv", ".swf", ".aac", ".oga", ".ogv")
COMMON = {
    *("name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber", "tags", "hint"),
    *("image", "image_base64", "coursetags", "status", "version"),
}
WHOLE = 100


@dataclass(frozen=True)
class Item:
    """A `<question>`. `known` collects the names of its children that somebody has looked at."""

    element: Element
    parsed: Parsed
    known: set[str]

    def child(self, name: str) -> Element | None:
        self.known.add(name)
        return first(self.element, name)

    def all(self, *names: str) -> list[Element]:
        self.known.update(names)
        return children(self.element, *names)

    def word(self, name: str) -> str:
        return text_of(self.child(name)).strip()

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        return flag(self.word(name), otherwise=otherwise)

    def text(self, name: str) -> str:
        return text_in(self.child(name), self.parsed)


def text_in(element: Element | None, parsed: Parsed, default: str = "html") -> str:
    """Plain text of an element that holds `<text>` in a format, and files beside it."""
    if element is None:
        return ""
    inner = first(element, "text")
    raw = text_of(inner) if inner is not None else (element.text or "")
    plain = converted(raw, element.get("format") or default, parsed)
    _note_files(element, parsed)
    return plain


def converted(raw: str, kind: str, parsed: Parsed) -> str:
    kind = kind.strip().lower()
    if kind in {"html", "1"}:
        return from_html(raw, parsed)
    if kind in {"moodle_auto_format", "moodle", "0"}:
        return from_maybe_html(raw, parsed)
    if kind in {"markdown", "wiki_like", "4"} and raw.strip():
        parsed.note(QuestionNote.TEXT_FORMAT, format="Markdown")
    note_math(raw, parsed)
    return tidy(raw)


def note_common(item: Item) -> None:
    """Everything that Moodle says of a question of any kind and that stays behind."""
    note = item.parsed.note
    if name := tidy(text_of(item.child("name"))):
        note(QuestionNote.NAME, name=name)
    if identifier := item.word("idnumber"):
        note(QuestionNote.IDNUMBER, id=identifier)
    if item.flag("hidden"):
        note(QuestionNote.HIDDEN)
    penalty = decimal(item.word("penalty"))
    if penalty:
        note(QuestionNote.PENALTY, penalty=item.word("penalty"))
    hints = [hint for hint in item.all("hint") if text_of(hint).strip()]
    if hints:
        note(QuestionNote.HINTS, count=len(hints))
    combined = item.all("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    if any(text_of(element).strip() for element in combined) or item.flag("shownumcorrect"):
        note(QuestionNote.COMBINED_FEEDBACK)
    if image := item.word("image"):
        note(QuestionNote.IMAGES, names=image)


def note_feedback(answers: Iterable[Element], parsed: Parsed) -> None:
    count = sum(1 for answer in answers if text_of(first(answer, "feedback")).strip())
    if count:
        parsed.note(QuestionNote.FEEDBACK, count=count)


def note_unknown(item: Item) -> None:
    """Elements that no reader has asked for, if they hold something."""
    left = [child for child in item.element if local(child) and local(child) not in item.known | COMMON]
    filled = dict.fromkeys(local(child) for child in left if text_of(child).strip() not in {"", "0"} or len(child))
    if filled:
        item.parsed.note(QuestionNote.EXTRA, fields=", ".join(filled))


def centipoints(item: Item) -> int:
    """The default grade in hundredths of a point, 1 point where it is missing or nothing."""
    given = item.word("defaultgrade")
    grade = decimal(given)
    if not given:
        return WHOLE
    if grade is None or grade < 0 or grade > MOST_POINTS:
        item.parsed.fault(QuestionFault.POINTS, points=given)
        return WHOLE
    if grade == 0:
        item.parsed.note(QuestionNote.POINTS_ZERO)
        return WHOLE
    return rounded(grade, item.parsed)


def rounded(grade: Decimal, parsed: Parsed) -> int:
    hundredths = max(1, int((grade * 100).quantize(Decimal(1), ROUND_HALF_UP)))
    if Decimal(hundredths) != grade * 100:
        parsed.note(QuestionNote.POINTS_ROUNDED, given=f"{grade:f}", kept=points_text(hundredths))
    return hundredths


def decimal(text: str) -> Decimal | None:
    """A number of a reasonable length; None for everything else."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and len(text) < 60 and abs(number) < 10**9 else None


def share(element: Element, parsed: Parsed) -> Decimal:
    """What an answer earns, in percent."""
    given = element.get("fraction", "0")
    found = decimal(given)
    if found is None:
        parsed.fault(QuestionFault.SHARE, share=given)
        return Decimal(0)
    return found


def _note_files(element: Element, parsed: Parsed) -> None:
    names = [file.get("name") or "file" for file in children(element, "file")]
    sounds = [name for name in names if name.lower().endswith(SOUNDS)]
    pictures = [name for name in names if name not in sounds]
    if pictures:
        parsed.note(QuestionNote.IMAGES, names=", ".join(pictures))
    if sounds:
        parsed.note(QuestionNote.MEDIA, names=", ".join(sounds))
