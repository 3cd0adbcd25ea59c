"""What stands between the braces of a GIFT question."""

from __future__ import annotations

import re
from decimal import Decimal

from ....enums.question_faults import QuestionFault, QuestionNote
from ...draft import QuestionDraft
from .. import build, typed
from ..found import Parsed
from ..fractions import choice_of
from ..plain_text import from_html, from_maybe_html, note_math, tidy
from .blocks import shown

FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
SHARE = re.compile(r"%(-?[0-9]{1,3}(?:[.,][0-9]{1,8})?)%")
TRUE, FALSE = {"T", "TRUE"}, {"F", "FALSE"}
ORDERED = re.compile(r">\s*[0-9]*[^\n]*\n(.+)", re.DOTALL)


class Texts:
    """Texts of a question: plain, HTML or Markdown as the question says, or as one of them says of itself."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.format = "moodle"
        self.feedback = 0

    def begin(self, text: str) -> str:
        if found := FORMAT.match(text):
            self.format = found[1].lower()
            text = text[found.end() :]
        return self._converted(text, self.format)

    def plain(self, text: str) -> str:
        found = FORMAT.match(text)
        return self._converted(text[found.end() :] if found else text, found[1].lower() if found else self.format)

    def with_feedback(self, text: str) -> str:
        """The answer in front of `#`; feedback behind it is counted."""
        answer, _, feedback = text.partition("#")
        self.feedback += bool(feedback.strip())
        return self.plain(answer)

    def finish(self) -> None:
        if self.feedback:
            self.parsed.note(QuestionNote.FEEDBACK, count=self.feedback)

    def _converted(self, text: str, kind: str) -> str:
        text = shown(text)
        if kind == "html":
            return from_html(text, self.parsed)
        if kind == "moodle":
            return from_maybe_html(text, self.parsed)
        if kind == "markdown":
            self.parsed.note(QuestionNote.TEXT_FORMAT, format="Markdown")
        note_math(text, self.parsed)
        return tidy(text)


def answers_of(parsed: Parsed, texts: Texts, stem: str, answers: str) -> QuestionDraft | None:
    """`answers` in the order of Moodle's own rules."""
    if not answers:
        return build.essay(stem)
    if answers.startswith("#"):
        return _numbers(parsed, texts, stem, answers[1:])
    if found := ORDERED.fullmatch(answers):
        parsed.note(QuestionNote.ORDER_SCORING, scoring=shown(answers.partition("\n")[0]))
        return _order(parsed, stem, [texts.plain(line) for line in found[1].split("\n") if line.strip()])
    if "~" in answers:
        return _choice(parsed, texts, stem, answers)
    if "=" in answers and "->" in answers:
        return _pairs(parsed, texts, stem, answers)
    told = answers.partition("#")[0].strip().upper()
    if told in TRUE | FALSE:
        texts.feedback += sum(1 for part in answers.split("#")[1:] if part.strip())
        return build.true_false(stem, told in TRUE)
    return _texts(parsed, texts, stem, answers)


def _share(text: str, otherwise: Decimal) -> tuple[Decimal, str]:
    text = text.strip()
    if found := SHARE.match(text):
        return Decimal(found[1].replace(",", ".")), text[found.end() :]
    return otherwise, text


def _parts(answers: str, signs: str) -> list[tuple[str, str]]:
    """Sign and text; what stands in front of the first sign belongs to none."""
    found = re.split(f"([{signs}])", answers)
    parts = [("", found[0])] if found[0].strip() else []
    return [*parts, *zip(found[1::2], found[2::2], strict=True)]


def _choice(parsed: Parsed, texts: Texts, stem: str, answers: str) -> QuestionDraft | None:
    options, has_right = [], False
    for sign, text in _parts(answers, "~="):
        share, rest = _share(text, Decimal(100 if sign == "=" else 0))
        has_right = has_right or sign == "="
        options.append((texts.with_feedback(rest), share))
    parsed.cells["options"] = [text for text, _ in options]
    whole = any(share == 100 for _, share in options)
    single = has_right or (whole and not any(0 < share < 100 for _, share in options) and _ones(options) == 1)
    return choice_of(parsed, stem, options, single=single and not _is_several(options), shuffle=True)


def _ones(options: list[tuple[str, Decimal]]) -> int:
    return sum(1 for _, share in options if share > 0)


def _is_several(options: list[tuple[str, Decimal]]) -> bool:
    """Without an option that earns all, or with several that earn something and no whole one."""
    return not any(share == 100 for _, share in options)


def _pairs(parsed: Parsed, texts: Texts, stem: str, answers: str) -> QuestionDraft | None:
    pairs, extra = [], []
    for _, text in _parts(answers, "="):
        left, arrow, right = text.partition("->")
        pair = (texts.plain(left), texts.with_feedback(right))
        if not arrow or not pair[1]:
            parsed.fault(QuestionFault.PAIR, pair=shown(text))
        elif pair[0]:
            pairs.append(pair)
        else:
            extra.append(pair[1])
    if len(pairs) < 2:
        parsed.fault(QuestionFault.PAIRS)
    return None if parsed.faults else build.matching(stem, pairs, extra)


def _order(parsed: Parsed, stem: str, items: list[str]) -> QuestionDraft | None:
    if len(items) < 2:
        parsed.fault(QuestionFault.OPTIONS)
        return None
    return build.ordering(stem, items)


def _texts(parsed: Parsed, texts: Texts, stem: str, answers: str) -> QuestionDraft | None:
    accepted, wrong = [], []
    for _, text in _parts(answers, "="):
        share, rest = _share(text, Decimal(100))
        answer = texts.with_feedback(rest)
        percent = typed.percent_of(share, parsed)
        if percent is None:
            wrong.append(answer)
        elif found := typed.text_with_stars(answer, percent, parsed):
            accepted.append(found)
    if wrong:
        parsed.note(QuestionNote.WRONG_ANSWERS, answers=", ".join(wrong))
    return _fill(parsed, stem, accepted)


def _numbers(parsed: Parsed, texts: Texts, stem: str, answers: str) -> QuestionDraft | None:
    accepted = []
    for sign, text in _parts(answers, "=~"):
        share, rest = _share(text, Decimal(0 if sign == "~" else 100))
        value, _, feedback = rest.partition("#")
        value = shown(value).strip()
        texts.feedback += bool(feedback.strip())
        percent = typed.percent_of(share, parsed)
        if percent is None or not value or value == "*":
            parsed.note(QuestionNote.ANY_ANSWER if value in {"", "*"} else QuestionNote.WRONG_ANSWERS, answers=value)
            continue
        low, dots, high = value.partition("..")
        number, _, tolerance = value.partition(":")
        found = (
            typed.number_between(low, high, percent, parsed)
            if dots
            else typed.number_near(number, tolerance, percent, parsed)
        )
        accepted += [found] if found else []
    return _fill(parsed, stem, accepted)


def _fill(parsed: Parsed, stem: str, accepted: list[build.Accepted]) -> QuestionDraft | None:
    if not accepted:
        parsed.fault(QuestionFault.ANSWER_MISSING)
    if stem.count("____") > 1:
        parsed.fault(QuestionFault.BLANKS, blanks=stem.count("____"), answers=1)
    return None if parsed.faults else build.fill(stem, [accepted])
