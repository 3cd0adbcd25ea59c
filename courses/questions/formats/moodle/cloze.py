"""Cloze texts: `{1:SHORTANSWER:=yes~%50%maybe#nearly}` in the middle of a text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from ....enums.question_faults import QuestionFault, QuestionNote
from ...draft import QuestionDraft
from .. import build, typed
from ..found import Parsed
from ..fractions import choice_of
from ..markup import has_markup
from ..plain_text import from_html, tidy
from .item import rounded

BEGIN = re.compile(r"\{([0-9]{0,4}):([A-Z_]{2,20}):")
TEXTS = {"SHORTANSWER", "SA", "MW"}
CASED = {"SHORTANSWER_C", "SAC", "MWC"}
NUMBERS = {"NUMERICAL", "NM"}
ONE = re.compile(r"(MULTICHOICE|MC)(_?[VH]?S?)")
SEVERAL = re.compile(r"(MULTIRESPONSE|MR)(_?[VH]?S?)")
SHARE = re.compile(r"%(-?[0-9]{1,3}(?:[.,][0-9]{1,8})?)%")
UNESCAPED = re.compile(r"\\([~#}\"/=])")
NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
MARK = "\ufdd0{}\ufdd1"
MOST = 60


@dataclass(frozen=True)
class Blank:
    """`answers` are texts with their shares; `kind` as the file writes it."""

    points: Decimal
    kind: str
    answers: tuple[tuple[str, Decimal], ...]

    @property
    def is_typed(self) -> bool:
        return self.kind in TEXTS | CASED | NUMBERS


def cloze(parsed: Parsed, source: str, convert: object) -> QuestionDraft | None:
    """`convert` makes plain text of what is around the blanks."""
    text, blanks = _cut(NONCHARACTERS.sub("", source), parsed)
    plain = convert(text) if callable(convert) else text
    if not blanks:
        parsed.fault(QuestionFault.CLOZE, blank=plain)
    if len(blanks) > MOST:
        parsed.fault(QuestionFault.LONG)
    if parsed.faults:
        return None
    if all(blank.is_typed for blank in blanks):
        return _fill(parsed, _with(plain, ["____"] * len(blanks)), blanks)
    if len(blanks) == 1:
        return _one(parsed, _with(plain, ["____"]), blanks[0])
    return _case(parsed, plain, blanks)


def _cut(source: str, parsed: Parsed) -> tuple[str, list[Blank]]:
    """The text with a mark for each blank."""
    parts: list[str] = []
    blanks: list[Blank] = []
    position = 0
    for found in BEGIN.finditer(source):
        if found.start() < position:
            continue
        end = _end(source, found.end())
        if end < 0:
            parsed.fault(QuestionFault.CLOZE, blank=source[found.start() : found.start() + 100])
            break
        parts += [source[position : found.start()], MARK.format(len(blanks))]
        blanks.append(_blank(found[1], found[2], source[found.end() : end], parsed))
        position = end + 1
    return "".join([*parts, source[position:]]), blanks


def _end(source: str, position: int) -> int:
    """The next closing brace without a backslash in front of it."""
    end = source.find("}", position)
    while end > 0 and source[end - 1] == "\\":
        end = source.find("}", end + 1)
    return end


def _blank(points: str, kind: str, inside: str, parsed: Parsed) -> Blank:
    answers, feedback = [], 0
    for part in re.split(r"(?<!\\)~", inside):
        share, text = Decimal(0), part.strip()
        if text.startswith("="):
            share, text = Decimal(100), text[1:]
        elif found := SHARE.match(text):
            share, text = Decimal(found[1].replace(",", ".")), text[found.end() :]
        answer, *told = re.split(r"(?<!\\|&)#", text, maxsplit=1)
        feedback += any(one.strip() for one in told)
        answers.append((UNESCAPED.sub(r"\1", _text(answer, parsed)).strip(), share))
    if feedback:
        parsed.note(QuestionNote.FEEDBACK, count=feedback)
    if kind not in TEXTS | CASED | NUMBERS and not ONE.fullmatch(kind) and not SEVERAL.fullmatch(kind):
        parsed.fault(QuestionFault.CLOZE, blank=f"{{{points}:{kind}:")
    return Blank(Decimal(points or 1) or Decimal(1), kind, tuple(answers))


def _text(answer: str, parsed: Parsed) -> str:
    return from_html(answer, parsed) if has_markup(answer) else html.unescape(answer)


def _with(plain: str, signs: list[str]) -> str:
    for place, sign in enumerate(signs):
        plain = plain.replace(MARK.format(place), sign)
    return tidy(plain)


def _accepted(parsed: Parsed, blank: Blank) -> list[build.Accepted]:
    found, wrong = [], []
    for text, share in blank.answers:
        percent = typed.percent_of(share, parsed)
        if percent is None or not text:
            wrong.append(text)
        elif blank.kind in NUMBERS:
            number, _, tolerance = text.partition(":")
            one = typed.number_near(number, tolerance, percent, parsed) if number.strip() != "*" else None
            found += [one] if one else []
        elif one := typed.text_with_stars(text, percent, parsed):
            found.append(one)
    if named := [text for text in wrong if text]:
        parsed.note(QuestionNote.WRONG_ANSWERS, answers=", ".join(named))
    if not found:
        parsed.fault(QuestionFault.ANSWER_MISSING)
    return found


def _fill(parsed: Parsed, stem: str, blanks: list[Blank]) -> QuestionDraft | None:
    if stem.count("____") != len(blanks):
        parsed.fault(QuestionFault.BLANKS, blanks=stem.count("____"), answers=len(blanks))
    accepted = [_accepted(parsed, blank) for blank in blanks]
    cased = {blank.kind in CASED for blank in blanks if blank.kind not in NUMBERS}
    if len(cased) > 1:
        parsed.note(QuestionNote.SPELLING, how="SHORTANSWER_C")
    if len({blank.points for blank in blanks}) > 1:
        parsed.note(QuestionNote.BLANK_MARKS)
    if parsed.faults:
        return None
    draft = build.fill(stem, accepted, match_case=True in cased)
    return replace(draft, centipoints=rounded(sum((blank.points for blank in blanks), Decimal(0)), parsed))


def _one(parsed: Parsed, stem: str, blank: Blank) -> QuestionDraft | None:
    if blank.is_typed:
        accepted = _accepted(parsed, blank)
        draft = None if parsed.faults else build.fill(stem, [accepted], match_case=blank.kind in CASED)
    else:
        draft = _choice(parsed, stem, blank)
    return replace(draft, centipoints=rounded(blank.points, parsed)) if draft else None


def _choice(parsed: Parsed, stem: str, blank: Blank) -> QuestionDraft | None:
    several = SEVERAL.fullmatch(blank.kind)
    kind = several or ONE.fullmatch(blank.kind)
    shuffle = bool(kind and kind[2].endswith("S"))
    answers = list(blank.answers)
    if several:
        total = sum((share for _, share in answers if share > 0), Decimal(0))
        answers = [(text, share * 100 / total if total and share > 0 else share) for text, share in answers]
    return choice_of(parsed, stem, answers, single=not several, shuffle=shuffle)


def _case(parsed: Parsed, plain: str, blanks: list[Blank]) -> QuestionDraft | None:
    signs = [f"[{number}]" for number in range(1, len(blanks) + 1)]
    parts = [_one(parsed, sign, blank) for sign, blank in zip(signs, blanks, strict=True)]
    drafts = [part for part in parts if part]
    if parsed.faults or len(drafts) != len(blanks):
        return None
    parsed.note(QuestionNote.CLOZE_CASE, count=len(blanks))
    return build.case(_with(plain, signs), drafts)
