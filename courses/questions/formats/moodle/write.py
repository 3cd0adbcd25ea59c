"""Drafts as Moodle XML; all texts are plain."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from ....enums import BankKind, Difficulty, MultipleScoring
from ....enums.question_faults import QuestionLoss
from ...draft import QuestionDraft
from .. import build
from ..amounts import points_text
from ..fractions import percent_text, shares_of
from ..losses import Losses
from ..typed import plain_number
from .cloze import BEGIN

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
FOOT = "</quiz>\n"
FORMAT = 'format="plain_text"'
LONGEST_NAME = 60
UNSAFE_IN_CLOZE = re.compile(r"[\\\n]|^[=%*\s]|\s$")


def moodle_of(draft: QuestionDraft, losses: Losses) -> str:
    """A `<question>` element; empty where Moodle has no such question."""
    found = _of_kind(draft, losses)
    if found is None:
        return ""
    losses.add_if(draft.difficulty != Difficulty.MEDIUM, QuestionLoss.DIFFICULTY)
    kind, stem, inner = found
    name = " ".join(draft.stem.split())[:LONGEST_NAME]
    tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in draft.tags)
    parts = [
        f'<question type="{kind}">',
        f"<name><text>{escape(name)}</text></name>",
        f"<questiontext {FORMAT}><text>{escape(stem)}</text></questiontext>",
        f"<generalfeedback {FORMAT}><text>{escape(draft.explanation)}</text></generalfeedback>",
        "" if kind == "cloze" else f"<defaultgrade>{points_text(draft.centipoints)}</defaultgrade>",
        "<penalty>0</penalty>",
        *inner,
        f"<tags>{tags}</tags>" if tags else "",
        "</question>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


Found = tuple[str, str, list[str]] | None


def _of_kind(draft: QuestionDraft, losses: Losses) -> Found:
    match draft.kind:
        case BankKind.SINGLE | BankKind.MULTIPLE:
            return _choice(draft, losses)
        case BankKind.TRUE_FALSE:
            shares = (("true", draft.key["correct"]), ("false", not draft.key["correct"]))
            return "truefalse", draft.stem, [_answer(word, "100" if right else "0") for word, right in shares]
        case BankKind.FILL:
            return _fill(draft, losses)
        case BankKind.MATCHING:
            return "matching", draft.stem, _pairs(draft)
        case BankKind.ORDERING:
            texts = {one["id"]: one["text"] for one in draft.content["items"]}
            order = [texts[name] for name in draft.key["order"]]
            return "ordering", draft.stem, [_answer(text, str(n)) for n, text in enumerate(order, start=1)]
        case BankKind.SHORT:
            losses.add_if(_has_own_limit(draft), QuestionLoss.MOST_CHARACTERS)
            return _short(draft, losses)
        case BankKind.ESSAY:
            losses.add_if(bool(draft.key["rubric"]), QuestionLoss.RUBRIC)
            losses.add_if(_has_own_limit(draft), QuestionLoss.MOST_CHARACTERS)
            return _essay(draft)
        case _:
            losses.add(QuestionLoss.KIND, kind=draft.kind.label)
            return None


def _choice(draft: QuestionDraft, losses: Losses) -> Found:
    losses.add_if(draft.key.get("scoring") == MultipleScoring.ALL.value, QuestionLoss.ALL)
    inner = [
        f"<single>{'true' if draft.kind == BankKind.SINGLE else 'false'}</single>",
        f"<shuffleanswers>{'true' if draft.content.get('shuffle', True) else 'false'}</shuffleanswers>",
        "<answernumbering>ABCD</answernumbering>",
        *(_answer(text, percent_text(share)) for text, share in shares_of(draft)),
    ]
    return "multichoice", draft.stem, inner


def _answer(text: str, fraction: str, inner: str = "") -> str:
    return f'<answer fraction="{fraction}" {FORMAT}><text>{escape(text)}</text>{inner}</answer>'


def _fill(draft: QuestionDraft, losses: Losses) -> Found:
    blanks = draft.key["blanks"]
    match_case = bool(draft.key.get("match_case"))
    losses.add_if(bool(draft.content.get("any_order")), QuestionLoss.ANY_ORDER)
    if len(blanks) == 1:
        return _typed(draft, blanks[0], losses, match_case=match_case)
    losses.add_if(draft.centipoints != len(blanks) * 100, QuestionLoss.POINTS)
    written = [_cloze(blank, match_case=match_case) for blank in blanks]
    pieces = re.split("_{3,}", draft.stem)
    if not all(written) or len(pieces) != len(blanks) + 1 or BEGIN.search(draft.stem):
        losses.add(QuestionLoss.TEXT)
        return None
    stem = pieces[0] + "".join(sign + piece for sign, piece in zip(written, pieces[1:], strict=True))
    return "cloze", stem, []


def _cloze(blank: list[dict[str, Any]], *, match_case: bool) -> str:
    """Empty where one of the answers cannot be written inside of a cloze text."""
    are_numbers = ["number" in one for one in blank]
    if any(are_numbers) != all(are_numbers):
        return ""
    kind = "NUMERICAL" if all(are_numbers) else "SHORTANSWER_C" if match_case else "SHORTANSWER"
    parts = []
    for one in blank:
        percent = one.get("percent", 100)
        share = "=" if percent == 100 else f"%{percent}%"
        if "number" in one:
            parts.append(f"{share}{plain_number(one['number'])}:{plain_number(one.get('tolerance', '0'))}")
        elif UNSAFE_IN_CLOZE.search(one["text"]) or "&" in one["text"] or "<" in one["text"] or "*" in one["text"]:
            return ""
        else:
            parts.append(share + re.sub(r"([~#}])", r"\\\1", one["text"]))
    return f"{{1:{kind}:{'~'.join(parts)}}}"


def _typed(draft: QuestionDraft, accepted: list[dict[str, Any]], losses: Losses, *, match_case: bool) -> Found:
    are_numbers = ["number" in one for one in accepted]
    if any(are_numbers) != all(are_numbers):
        losses.add(QuestionLoss.MIXED_ANSWERS)
        return None
    if all(are_numbers):
        losses.add_if(match_case, QuestionLoss.MATCH_CASE)
        numbers = [
            _answer(
                plain_number(one["number"]),
                str(one.get("percent", 100)),
                f"<tolerance>{plain_number(one.get('tolerance', '0'))}</tolerance>",
            )
            for one in accepted
        ]
        return "numerical", draft.stem, numbers
    texts = [
        _answer(one["text"] if one.get("wildcard") else one["text"].replace("*", "\\*"), str(one.get("percent", 100)))
        for one in accepted
    ]
    return "shortanswer", draft.stem, [f"<usecase>{int(match_case)}</usecase>", *texts]


def _short(draft: QuestionDraft, losses: Losses) -> Found:
    if not draft.key["accepted"]:
        losses.add(QuestionLoss.SHORT_ESSAY)
        return _essay(draft)
    losses.add(QuestionLoss.SHORT)
    losses.add_if(bool(draft.key["reference"]), QuestionLoss.REFERENCE)
    return _typed(draft, draft.key["accepted"], losses, match_case=False)


def _essay(draft: QuestionDraft) -> Found:
    reference = escape(draft.key["reference"])
    inner = [
        "<responseformat>plain</responseformat>",
        "<responserequired>1</responserequired>",
        "<responsefieldlines>15</responsefieldlines>",
        "<attachments>0</attachments>",
        f"<graderinfo {FORMAT}><text>{reference}</text></graderinfo>",
    ]
    return "essay", draft.stem, inner


def _pairs(draft: QuestionDraft) -> list[str]:
    rights = {one["id"]: one["text"] for one in draft.content["right"]}
    pairs = [(one["text"], rights[draft.key["pairs"][one["id"]]]) for one in draft.content["left"]]
    used = set(draft.key["pairs"].values())
    pairs += [("", right) for name, right in rights.items() if name not in used]
    return ["<shuffleanswers>true</shuffleanswers>"] + [
        f"<subquestion {FORMAT}><text>{escape(left)}</text><answer><text>{escape(right)}</text></answer></subquestion>"
        for left, right in pairs
    ]


def _has_own_limit(draft: QuestionDraft) -> bool:
    return bool(draft.content.get("most_characters") != build.MOST_CHARACTERS[draft.kind])
