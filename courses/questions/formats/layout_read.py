"""The product's layout, read: the fields of one question become a draft, or reasons why they do not."""

from __future__ import annotations

from dataclasses import replace

from ...enums import BankKind, Difficulty
from ...enums.question_faults import QuestionDoubt, QuestionFault, QuestionNote
from ...enums.question_imports import PlaceKind
from ..draft import QuestionDraft
from . import build, escaped
from .amounts import centipoints_of, difficulty_of
from .answers import truth
from .fields import all_texts, options_in, text_in
from .found import Finding, Parsed
from .layout_choices import read_choice, read_matching, read_ordering
from .layout_texts import read_essay, read_fill, read_short
from .pairs import read_pair
from .plain_text import tidy
from .words import value_of, written

LONGEST = 20_000
LONGEST_TAG = 100
MOST_TAGS = 30
MOST_PARTS = 60
BETWEEN_TAGS = ",\uff0c\u3001;\uff1b|\uff5c\n"
READERS = {
    BankKind.SINGLE: read_choice,
    BankKind.MULTIPLE: read_choice,
    BankKind.MATCHING: read_matching,
    BankKind.ORDERING: read_ordering,
    BankKind.FILL: read_fill,
    BankKind.SHORT: read_short,
    BankKind.ESSAY: read_essay,
}


def read_cells(parsed: Parsed) -> None:
    """Judge `parsed.cells`: sets `draft` where the fields make a question, and adds what is wrong or doubtful."""
    cells = parsed.cells
    if any(len(text) > LONGEST for text in all_texts(cells)):
        parsed.fault(QuestionFault.LONG)
        return
    kind = kind_of(parsed)
    stem = tidy(text_in(cells, "stem"))
    if not stem:
        parsed.fault(QuestionFault.STEM)
    draft = _read(kind, stem, parsed) if kind else None
    points = text_in(cells, "points").strip()
    centipoints = centipoints_of(points) if points else None
    if points and centipoints is None:
        parsed.fault(QuestionFault.POINTS, points=points)
    if draft is None or parsed.faults:
        return
    if kind != BankKind.CASE:
        draft = replace(draft, centipoints=centipoints or _default_points(draft))
    parsed.draft = replace(
        draft,
        explanation=tidy(text_in(cells, "explanation")),
        difficulty=_difficulty(parsed),
        tags=tags_of(text_in(cells, "tags"), parsed),
    )


def kind_of(parsed: Parsed) -> BankKind | None:
    """The kind that is named, or else told from options and answer."""
    word = text_in(parsed.cells, "kind").strip()
    if not word:
        return _guess(parsed)
    if value := value_of("kind", word):
        return _with_rubric(BankKind(value), parsed)
    options = options_in(parsed.cells)
    if value_of("maybe_matching", word) and any(read_pair(text) for text in options):
        return BankKind.MATCHING
    if value_of("choice", word):
        return _guess(parsed, is_told=True)
    parsed.fault(QuestionFault.KIND, word=word)
    return None


def tags_of(text: str, parsed: Parsed) -> tuple[str, ...]:
    found = [" ".join(escaped.plain(part).split()) for part in escaped.split(text, BETWEEN_TAGS)]
    if any(len(tag) > LONGEST_TAG for tag in found) or len(found) > MOST_TAGS:
        parsed.note(QuestionNote.TAGS_CUT)
    return tuple(dict.fromkeys(tag[:LONGEST_TAG].strip() for tag in found if tag))[:MOST_TAGS]


def _guess(parsed: Parsed, *, is_told: bool = False) -> BankKind | None:
    cells = parsed.cells
    options, answer = options_in(cells), text_in(cells, "answer").strip()
    if isinstance(cells.get("parts"), list) and cells["parts"]:
        kind = BankKind.CASE
    elif len(options) >= 2 and truth(answer, options) is not None and truth("A", options) is not None:
        kind = BankKind.TRUE_FALSE
    elif options:
        from_answer = read_choice(Parsed(parsed.place_kind, parsed.place, cells=cells), "", BankKind.MULTIPLE)
        several = from_answer is not None and len(from_answer.key["correct"]) > 1
        kind = BankKind.MULTIPLE if several else BankKind.SINGLE
    elif not is_told and answer and truth(answer) is not None:
        kind = BankKind.TRUE_FALSE
    elif not is_told and any(sign in text_in(cells, "stem") for sign in ("__", "\uff3f\uff3f")):
        kind = BankKind.FILL
    elif not is_told and (answer or text_in(cells, "reference").strip() or text_in(cells, "rubric").strip()):
        kind = BankKind.ESSAY if text_in(cells, "rubric").strip() else BankKind.SHORT
    elif is_told:
        kind = BankKind.SINGLE
    else:
        parsed.fault(QuestionFault.KIND_MISSING)
        return None
    if options:
        parsed.note(QuestionNote.KIND_TOLD, kind=written("kind", kind.value))
    else:
        parsed.doubt(QuestionDoubt.KIND_GUESSED, kind=written("kind", kind.value))
    return kind


def _with_rubric(kind: BankKind, parsed: Parsed) -> BankKind:
    """Only essays have a marking scheme."""
    if kind == BankKind.SHORT and text_in(parsed.cells, "rubric").strip():
        parsed.note(QuestionNote.SHORT_AS_ESSAY)
        return BankKind.ESSAY
    return kind


def _read(kind: BankKind, stem: str, parsed: Parsed) -> QuestionDraft | None:
    if kind == BankKind.CASE:
        return _read_case(stem, parsed)
    if kind == BankKind.TRUE_FALSE:
        return _read_true_false(stem, parsed)
    draft: QuestionDraft | None = READERS[kind](parsed, stem, kind)
    return draft


def _read_true_false(stem: str, parsed: Parsed) -> QuestionDraft | None:
    answer = text_in(parsed.cells, "answer").strip()
    correct = truth(answer, options_in(parsed.cells))
    if correct is None:
        reason = QuestionFault.ANSWER_UNREAD if answer else QuestionFault.ANSWER_MISSING
        parsed.fault(reason, answer=answer)
        return None
    return build.true_false(stem, correct)


def _read_case(stem: str, parsed: Parsed) -> QuestionDraft | None:
    given = parsed.cells.get("parts")
    rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    if not 0 < len(rows) <= MOST_PARTS:
        parsed.fault(QuestionFault.CASE_PARTS)
        return None
    drafts: list[QuestionDraft] = []
    for number, row in enumerate(rows, start=1):
        part = Parsed(PlaceKind.ROW, str(number), cells=row)
        if value_of("kind", text_in(row, "kind")) == BankKind.CASE.value:
            part.fault(QuestionFault.CASE_KIND)
        else:
            read_cells(part)
        parsed.faults += [_of_part(number, finding) for finding in part.faults]
        parsed.doubts += [one for one in part.doubts if one not in parsed.doubts]
        parsed.notes += [one for one in part.notes if one not in parsed.notes]
        if part.draft:
            drafts.append(part.draft)
    return build.case(stem, drafts) if len(drafts) == len(rows) else None


def _of_part(number: int, finding: Finding) -> Finding:
    """The reason, with the number of the part that it belongs to."""
    return Finding(finding.code, {**finding.facts, "part": str(number)})


def _difficulty(parsed: Parsed) -> Difficulty:
    word = text_in(parsed.cells, "difficulty").strip()
    if not word:
        return Difficulty.MEDIUM
    found = difficulty_of(word)
    if found is None:
        parsed.doubt(QuestionDoubt.DIFFICULTY, word=word)
    return found or Difficulty.MEDIUM


def _default_points(draft: QuestionDraft) -> int:
    """Without points: what the marking scheme adds up to, else one point."""
    return sum(one["centipoints"] for one in draft.key.get("rubric", [])) or draft.centipoints
