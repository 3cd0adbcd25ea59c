"""Kinds of Moodle's questions that this product has too."""

from __future__ import annotations

from decimal import Decimal
from xml.etree.ElementTree import Element

from ....enums.question_faults import QuestionFault, QuestionNote
from ...draft import QuestionDraft
from .. import build, typed
from ..accepted import with_long_blanks
from ..fractions import choice_of
from ..plain_text import tidy
from ..tree import first, text_of
from .item import Item, note_feedback, share, text_in

USUAL_NUMBERING = {"", "abc", "ABC", "ABCD"}


def multichoice(item: Item, stem: str) -> QuestionDraft | None:
    answers = item.all("answer")
    note_feedback(answers, item.parsed)
    options = [(text_in(answer, item.parsed), share(answer, item.parsed)) for answer in answers]
    item.parsed.cells["options"] = [text for text, _ in options]
    if (style := item.word("answernumbering")) not in USUAL_NUMBERING:
        item.parsed.note(QuestionNote.NUMBERING, style=style)
    if item.flag("showstandardinstruction"):
        item.parsed.note(QuestionNote.INSTRUCTION)
    kind = item.element.get("type", "")
    single = item.flag("single", otherwise=True) and kind == "multichoice"
    shuffle = item.flag("shuffleanswers", otherwise=True)
    if kind == "oumultiresponse":
        item.parsed.note(QuestionNote.EXTRA, fields="OU multiple response scoring")
        right = sum(1 for _, earned in options if earned > 0)
        even = Decimal(100) / max(right, 1)
        options = [(text, even if earned > 0 else Decimal(-100)) for text, earned in options]
    return choice_of(
        item.parsed, stem, options, single=single, shuffle=shuffle, all_or_nothing=kind == "multichoiceset"
    )


def truefalse(item: Item, stem: str) -> QuestionDraft | None:
    answers = item.all("answer")
    note_feedback(answers, item.parsed)
    told = {}
    for answer in answers:
        word = tidy(text_of(first(answer, "text"))).lower()
        told[word] = share(answer, item.parsed)
    right = [word for word, earned in told.items() if earned == 100]
    if len(right) != 1 or right[0] not in {"true", "false"}:
        item.parsed.fault(QuestionFault.NO_RIGHT_ANSWER)
        return None
    if any(earned < 0 for earned in told.values()):
        item.parsed.note(QuestionNote.NEGATIVE)
    return build.true_false(stem, right[0] == "true")


def shortanswer(item: Item, stem: str) -> QuestionDraft | None:
    answers = item.all("answer")
    note_feedback(answers, item.parsed)
    accepted, wrong = [], []
    for answer in answers:
        text = text_in(answer, item.parsed, "plain_text") if not answer.get("format") else _plain(answer)
        percent = typed.percent_of(share(answer, item.parsed), item.parsed)
        if percent is None:
            wrong.append(text)
        elif found := typed.text_with_stars(text, percent, item.parsed):
            accepted.append(found)
    _note_wrong(item, wrong)
    return _fill(item, stem, accepted, match_case=item.flag("usecase"))


def numerical(item: Item, stem: str) -> QuestionDraft | None:
    answers = item.all("answer")
    note_feedback(answers, item.parsed)
    accepted, wrong = [], []
    for answer in answers:
        text = _plain(answer)
        percent = typed.percent_of(share(answer, item.parsed), item.parsed)
        if percent is None or text in {"", "*"}:
            wrong.append(text)
            continue
        found = typed.number_near(text, text_of(first(answer, "tolerance")), percent, item.parsed)
        accepted += [found] if found else []
    _note_wrong(item, wrong)
    units = [text_of(first(unit, "unit_name")).strip() for group in item.all("units") for unit in group]
    if units:
        item.parsed.note(QuestionNote.UNITS, units=", ".join(units))
    item.known.update({"unitgradingtype", "unitpenalty", "showunits", "unitsleft", "instructions"})
    return _fill(item, stem, accepted)


def matching(item: Item, stem: str) -> QuestionDraft | None:
    pairs, extra = [], []
    for row in item.all("subquestion"):
        left = text_in(row, item.parsed)
        answer = first(row, "answer")
        right = text_in(answer, item.parsed, "html" if answer is not None and answer.get("format") else "plain_text")
        if left and right:
            pairs.append((left, right))
        elif right:
            extra.append(right)
        elif left:
            item.parsed.fault(QuestionFault.PAIR, pair=left)
    if not item.flag("shuffleanswers", otherwise=True):
        item.parsed.note(QuestionNote.NO_SHUFFLE_PARTS)
    if len(pairs) < 2:
        item.parsed.fault(QuestionFault.PAIRS)
    return None if item.parsed.faults else build.matching(stem, pairs, extra)


def ordering(item: Item, stem: str) -> QuestionDraft | None:
    answers = item.all("answer")
    note_feedback(answers, item.parsed)
    texts = [text_in(answer, item.parsed) for answer in answers]
    if (scoring := item.word("gradingtype")) or item.word("showgrading"):
        item.parsed.note(QuestionNote.ORDER_SCORING, scoring=scoring or "-")
    if item.word("selecttype") in {"1", "2", "RANDOM", "CONTIGUOUS"} and item.word("selectcount") not in {"", "0"}:
        item.parsed.note(QuestionNote.ORDER_SELECTION)
    if (style := item.word("numberingstyle")) not in {"", "none"}:
        item.parsed.note(QuestionNote.NUMBERING, style=style)
    item.known.update({"layouttype", "selecttype", "selectcount"})
    if len(texts) < 2 or "" in texts:
        item.parsed.fault(QuestionFault.OPTIONS)
        return None
    return build.ordering(stem, texts)


def essay(item: Item, stem: str) -> QuestionDraft | None:
    parsed = item.parsed
    if (style := item.word("responseformat")) not in {"", "plain"}:
        parsed.note(QuestionNote.RESPONSE_FORMAT, format=style)
    if item.word("attachments") not in {"", "0"}:
        parsed.note(QuestionNote.ATTACHMENTS)
    if item.text("responsetemplate"):
        parsed.note(QuestionNote.TEMPLATE)
    limits = [item.word(name) for name in ("minwordlimit", "maxwordlimit")]
    if any(limit not in {"", "0"} for limit in limits):
        parsed.note(QuestionNote.WORD_LIMIT, limits=" - ".join(limit or "0" for limit in limits))
    item.known.update({"responserequired", "responsefieldlines", "attachmentsrequired", "maxbytes", "filetypeslist"})
    return build.essay(stem, item.text("graderinfo"))


def _plain(answer: Element) -> str:
    inner = first(answer, "text")
    return tidy(text_of(inner) if inner is not None else (answer.text or ""))


def _note_wrong(item: Item, wrong: list[str]) -> None:
    if "*" in wrong or "" in wrong:
        item.parsed.note(QuestionNote.ANY_ANSWER)
    if named := [text for text in wrong if text not in {"", "*"}]:
        item.parsed.note(QuestionNote.WRONG_ANSWERS, answers=", ".join(named))


def _fill(item: Item, stem: str, accepted: list[build.Accepted], *, match_case: bool = False) -> QuestionDraft | None:
    marked, count = with_long_blanks(stem)
    if not accepted:
        item.parsed.fault(QuestionFault.ANSWER_MISSING)
    if count > 1:
        item.parsed.fault(QuestionFault.BLANKS, blanks=count, answers=1)
    return None if item.parsed.faults else build.fill(marked, [accepted], match_case=match_case)
