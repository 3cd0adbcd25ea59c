"""A paper as plain text or docx, read: questions with their fields judged."""

from __future__ import annotations

from collections.abc import Iterable

from ....enums.question_faults import QuestionFileFault, QuestionNote
from ....enums.question_imports import QuestionFormat
from ....errors.question_imports import FileUnusable
from ..answers import chosen
from ..file_text import lines_of, text_in_file
from ..found import MOST_QUESTIONS, Reading
from ..pairs import write_pair
from ..words import value_of
from .answers_at_end import FoundAnswer
from .document import lines_in_document
from .lines import Line
from .paper import Paper
from .raw import Raw, parsed_of


def read_text(content: bytes) -> Reading:
    """Raises FileUnusable, nothing else."""
    text = text_in_file(content)
    return read_lines([Line(number, line) for number, line in enumerate(lines_of(text), start=1)])


def read_document(content: bytes) -> Reading:
    """A .docx file. Raises FileUnusable, nothing else."""
    return read_lines(lines_in_document(content))


def read_lines(lines: list[Line]) -> Reading:
    reading = Reading(QuestionFormat.WORD)
    paper = Paper(reading, lines)
    paper.read()
    paper.finish()
    if len(paper.found) > MOST_QUESTIONS:
        raise FileUnusable(QuestionFileFault.MANY)
    raws = paper.found
    unused = _give_answers(list(_flat(raws)), paper.at_end)
    if unused:
        reading.note(QuestionNote.ANSWERS_UNUSED, answers=" ".join(unused[:20]))
    reading.questions = [parsed_of(raw) for raw in _matched(raws)]
    if not reading.questions:
        raise FileUnusable(QuestionFileFault.NOTHING)
    return reading


def _flat(raws: Iterable[Raw]) -> Iterable[Raw]:
    for raw in raws:
        yield from raw.parts or [raw]


def _give_answers(raws: list[Raw], answers: list[tuple[str, FoundAnswer]]) -> list[str]:
    """Each answer goes to the next question of its number, in its section if the answers have sections."""
    waiting: dict[int, list[tuple[int, Raw]]] = {}
    for place, raw in enumerate(raws):
        if raw.number is not None and not "".join(raw.fields.get("answer", [])):
            waiting.setdefault(raw.number, []).append((place, raw))
    unused: list[str] = []
    last = -1
    for section, found in answers:
        candidates = waiting.get(found.number, [])
        of_section = [one for one in candidates if _is_of(one[1], section)] if section else candidates
        chosen_one = next((one for one in of_section if one[0] > last), of_section[0] if of_section else None)
        if chosen_one is None:
            unused.append(f"{found.number}.{found.answer}")
            continue
        last, raw = chosen_one
        candidates.remove(chosen_one)
        raw.fields["answer"] = [found.answer]
        raw.notes.append((QuestionNote.ANSWER_AT_END, found.answer))
    return unused


def _is_of(raw: Raw, section: str) -> bool:
    kinds = ("kind", "maybe_matching", "choice")
    meant = {value_of(kind, section) for kind in kinds} - {None}
    given = {value_of(kind, raw.section) for kind in kinds} - {None}
    return not meant or not given or bool(meant & given)


def _matched(raws: list[Raw]) -> list[Raw]:
    """Questions under shared options become one matching question a group."""
    found: list[Raw] = []
    groups: dict[int, Raw] = {}
    for raw in raws:
        shared = raw.fields.pop("shared", None)
        if shared is None or raw.options:
            found.append(raw)
            continue
        group = groups.get(id(shared))
        if group is None:
            group = groups[id(shared)] = Raw(raw.line, raw.number, raw.section, "")
            group.fields["stem"] = [raw.section]
            group.fields["unused"] = list(shared)
            found.append(group)
        _add_pair(group, raw, shared)
    for group in groups.values():
        used = {option.rpartition(" -> ")[2] for option in group.options}
        group.options += [write_pair("", text) for text in group.fields.pop("unused") if text not in used]
    return found


def _add_pair(group: Raw, raw: Raw, shared: list[str]) -> None:
    answer = "".join(raw.fields.get("answer", []))
    places = chosen(answer, shared).places
    stem = " ".join(raw.fields.get("stem", []))
    right = shared[places[0]] if len(places) == 1 else ""
    group.options.append(write_pair(stem, right))
    group.notes += raw.notes
    for line in raw.fields.get("explanation", []):
        group.fields.setdefault("explanation", []).append(f"{stem}: {line}")
