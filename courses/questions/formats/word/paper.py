"""The lines of a paper, put together to questions."""

from __future__ import annotations

import re

from ....enums import BankKind
from ....enums.question_faults import QuestionNote
from ..found import Reading
from ..words import spellings, value_of, written
from . import answers_at_end
from .answers_at_end import FoundAnswer
from .lines import Labelled, Line, Start, labelled, question_start, section_heading
from .options import options_of, stem_and_options
from .raw import Raw

RANGE = re.compile("([0-9]{1,4})\\s*[-~\uff5e\u2014\uff0d\u81f3\u2013]+\\s*([0-9]{1,4})")
MANY_LINES = {"answer", "reference", "explanation", "rubric"}
CASE = BankKind.CASE.value


class Paper:
    def __init__(self, reading: Reading, lines: list[Line]) -> None:
        self.reading = reading
        self.lines = lines
        self.found: list[Raw] = []
        self.current: Raw | None = None
        self.case: Raw | None = None
        self.parts_left: int | None = None
        self.section = self.points = ""
        self.shared: list[str] = []
        self.at_end: list[tuple[str, FoundAnswer]] = []
        self.is_at_end = self.was_blank = False
        self.end_section = ""
        self.last_listed: int | None = None
        self.is_numbered = any(question_start(line.text) for line in lines)
        self.lone: list[str] = []

    def read(self) -> None:
        for place, line in enumerate(self.lines):
            if not line.text.strip():
                self.was_blank = True
                continue
            self._line(line, place)
            if line.notes and (target := self.current or self.case):
                target.notes += line.notes
            self.was_blank = False

    def _line(self, line: Line, place: int) -> None:
        text = line.text
        if heading := section_heading(text):
            if self.is_at_end:
                self.end_section = heading.word
            else:
                self._close()
                self.section, self.points, self.shared = heading.word, heading.points, []
            if heading.left:
                self.lone.append(heading.left)
            if not (self.is_at_end and answers_at_end.are_answers(text)):
                return
        if self.is_at_end:
            self._answers(text)
        elif self._begins_answers(text, place):
            self.is_at_end = True
        elif (cut := labelled(text)) is not None:
            self._labels(line, cut)
        else:
            self._plain(line, text)

    def _begins_answers(self, text: str, place: int) -> bool:
        if not answers_at_end.is_heading(text):
            return False
        following = next((line.text for line in self.lines[place + 1 : place + 6] if line.text.strip()), "")
        heading = section_heading(following)
        if heading is None and not answers_at_end.begins_with_answer(following):
            return False
        waits = self.current is not None and self.current.is_text and not answers_at_end.are_answers(following)
        return heading is not None or not waits or self.was_blank

    def _answers(self, text: str) -> None:
        found = list(answers_at_end.answers_in(text))
        if found:
            self.at_end += [(self.end_section, one) for one in found]
        elif self.at_end:
            section, last = self.at_end[-1]
            self.at_end[-1] = (section, FoundAnswer(last.number, f"{last.answer}\n{text.strip()}"[:20_000]))

    def _labels(self, line: Line, cut: Labelled) -> None:
        if cut.front.strip():
            self._plain(line, cut.front)
        for name, value in cut.labels:
            if name == "answer" and answers_at_end.are_answers(value):
                self._answers(value)
            elif name == "case":
                self._open_case(line, value)
            elif name == "stem":
                self._begin(line, None, value, is_part=False)
            elif self.current is None:
                self.lone.append(value)
            else:
                self.last_listed = None
                self.current.add(name, value)

    def _plain(self, line: Line, text: str) -> None:
        current = self.current
        opened = _range_of(text)
        if opened and (current is None or current.is_complete):
            self._open_case(line, text)
            self.parts_left = opened
            return
        start = question_start(text)
        if start and self._is_question(start):
            self._begin(line, start, start.rest, is_part=start.is_part)
            return
        expected = len(current.options) if current else 0
        options = options_of(text, expected) if current is None or current.last in {"stem", "options"} else None
        if options is not None and current is not None:
            current.options += options
            current.last = "options"
        elif options_of(text, len(self.shared)) is not None and self._shares_options():
            self.current = None if len(self.shared) == 0 else self.current
            self.shared += options_of(text, len(self.shared)) or []
        elif self._is_unnumbered_question():
            self._begin(line, None, text, is_part=False)
        elif current is not None:
            self.last_listed = start.number if start else self.last_listed
            current.go_on(text)
        elif self.case is not None:
            self.case.go_on(text)
        elif value_of("kind", self.section) == CASE:
            self._open_case(line, text)
        else:
            self.lone.append(text.strip())

    def _shares_options(self) -> bool:
        """In a section of matching questions the options stand in front of them."""
        is_matching = value_of("maybe_matching", self.section) is not None
        return is_matching and (self.current is None or self.current.is_complete)

    def _is_unnumbered_question(self) -> bool:
        if self.is_numbered or self.case is not None:
            return False
        current = self.current
        if current is None:
            return bool(self.section) or not self.found
        return current.has("answer") and (self.was_blank or not current.is_text) and current.last in MANY_LINES

    def _is_question(self, start: Start) -> bool:
        current = self.current
        if current is None:
            return True
        if start.is_part and not current.is_part:
            return self.case is not None or current.kind == CASE
        if current.is_part and not start.is_part:
            return self.case is None or start.number != 1 or self.was_blank
        following = current.number is None or start.number == current.number + 1
        if current.is_text and current.last in MANY_LINES | {"stem"} and not current.options:
            is_listed = self.last_listed is not None and start.number == self.last_listed + 1 and not self.was_blank
            return (following and not is_listed) or (self.was_blank and start.number > (current.number or 0))
        return following or current.is_complete

    def _begin(self, line: Line, start: Start | None, text: str, *, is_part: bool) -> None:
        self.last_listed = None
        section = self.section
        raw = Raw(line.number, start.number if start else None, section, self.points, is_part)
        raw.add("stem", text)
        raw.take_tags()
        if raw.fields.get("stem"):
            raw.fields["stem"][0], raw.options = stem_and_options(raw.fields["stem"][0])
            raw.last = "options" if raw.options else "stem"
        current = self.current
        if current is not None and current.kind == CASE and is_part and self.case is None:
            self.case = current
        if self.case is not None and self._belongs_to_case(raw):
            if value_of("kind", raw.section) == CASE:
                raw.section = ""
            self.case.parts.append(raw)
            self.parts_left = None if self.parts_left is None else self.parts_left - 1
        else:
            self.case = None
            self.found.append(raw)
            if raw.kind == CASE:
                self.case = raw
        if self.shared and self.case is None:
            raw.fields["shared"] = self.shared
        self.current = raw

    def _belongs_to_case(self, raw: Raw) -> bool:
        case = self.case
        if case is None or self.parts_left == 0:
            return False
        if raw.is_part or self.parts_left is not None or case.number is None:
            return True
        previous = case.parts[-1].number if case.parts else 0
        return raw.number is not None and raw.number == (previous or 0) + 1 and raw.number != case.number + 1

    def _open_case(self, line: Line, text: str) -> None:
        self._close()
        self.case = Raw(line.number, None, written("kind", CASE))
        self.case.add("stem", text)
        self.found.append(self.case)

    def _close(self) -> None:
        self.current = self.case = self.parts_left = None

    def finish(self) -> None:
        if self.lone:
            self.reading.note(QuestionNote.LONE_EXPLANATION, text=" ".join(self.lone[:20]))


def _range_of(text: str) -> int | None:
    """How many questions a shared text is for, where it says "answer questions 3 to 5"."""
    if len(text) > 400 or not any(word in text for word in spellings("range_word")):
        return None
    found = RANGE.search(text)
    count = int(found[2]) - int(found[1]) + 1 if found else 0
    return count if 2 <= count <= 50 else None
