"""Question banks with a question of every kind."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from courses.enums import BankKind, Difficulty, MultipleScoring
from courses.models import Question, QuestionBank
from courses.questions.draft import QuestionDraft
from courses.questions.neutral import neutral
from courses.services.questions import add_question
from people.models import Organisation
from tests.factories.people import make_organisation

AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
_numbers = count(1)


def options(*texts: str) -> list[dict[str, str]]:
    return [{"id": chr(97 + place), "text": text} for place, text in enumerate(texts)]


def _as_stored(kind: BankKind, content: dict[str, Any], key: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """With the ids that a bank gives, so that an answer fits a stored question as well as a draft."""
    stored = neutral(QuestionDraft(kind, "", content, key))
    return stored.content, stored.key


MATCHING = _as_stored(
    BankKind.MATCHING,
    {"left": options("评估", "介入"), "right": options("收集资料", "实施计划", "结案")},
    {"pairs": {"a": "a", "b": "b"}},
)
ORDERING = _as_stored(BankKind.ORDERING, {"items": options("接案", "评估", "计划")}, {"order": ["a", "b", "c"]})
SINGLE: dict[str, Any] = {"options": options("一年", "二年", "三年"), "shuffle": True}
DRAFTS: dict[BankKind, tuple[dict[str, Any], dict[str, Any], Any]] = {
    BankKind.SINGLE: (SINGLE, {"correct": ["c"]}, ["c"]),
    BankKind.MULTIPLE: (
        {"options": options("自愿", "无偿", "平等", "营利"), "shuffle": True},
        {"correct": ["a", "b", "c"], "scoring": MultipleScoring.SHARE.value},
        ["a", "b", "c"],
    ),
    BankKind.TRUE_FALSE: ({}, {"correct": True}, True),
    BankKind.FILL: (
        {"blanks": 2, "any_order": False},
        {"blanks": [[{"text": "三"}, {"number": "3"}], [{"text": "年"}]], "match_case": False},
        ["3", "年"],
    ),
    BankKind.MATCHING: (*MATCHING, MATCHING[1]["pairs"]),
    BankKind.ORDERING: (*ORDERING, ORDERING[1]["order"]),
    BankKind.SHORT: (
        {"most_characters": 200},
        {"accepted": [{"text": "知情同意"}], "reference": "知情同意"},
        "知情同意",
    ),
    BankKind.ESSAY: (
        {"most_characters": 5000},
        {"rubric": [{"id": "r1", "text": "要点完整", "centipoints": 100}], "reference": "略"},
        None,
    ),
    BankKind.CASE: (
        {
            "parts": [
                {"id": "p1", "kind": "single", "stem": "第一步做什么？", "centipoints": 100, "content": SINGLE},
                {"id": "p2", "kind": "truefalse", "stem": "应当保密。", "centipoints": 100, "content": {}},
            ]
        },
        {
            "parts": {
                "p1": {"key": {"correct": ["c"]}, "explanation": "先评估。"},
                "p2": {"key": {"correct": True}, "explanation": ""},
            }
        },
        {"p1": ["c"], "p2": True},
    ),
}
"""Content, key and the right answer of each kind; an essay's is for a person to say."""


def make_draft(kind: BankKind = BankKind.SINGLE, *, stem: str = "", **fields: Any) -> QuestionDraft:
    """Without faults, unless `fields` bring one: blanks and marking scheme follow the stem and the points given."""
    content, key, _right = DRAFTS[kind]
    blanks = "____个____" if kind == BankKind.FILL else ""
    if kind == BankKind.FILL and stem and "content" not in fields and "____" not in stem:
        stem += blanks
    if kind == BankKind.ESSAY and "key" not in fields:
        key = {**key, "rubric": [{**key["rubric"][0], "centipoints": fields.get("centipoints", 100)}]}
    facts: dict[str, Any] = {
        "kind": kind,
        "stem": stem or f"第{next(_numbers)}题{blanks}（　）。",
        "content": content,
        "key": key,
        "explanation": "见教材第三章。",
        "difficulty": Difficulty.MEDIUM,
        "centipoints": 200 if kind == BankKind.CASE else 100,
        "tags": ("社区治理",),
    }
    return QuestionDraft(**{**facts, **fields})


def right_answer(kind: BankKind) -> Any:
    return DRAFTS[kind][2]


def make_bank(*, organisation: Organisation | None = None, name: str = "") -> QuestionBank:
    return QuestionBank.objects.create(
        organisation=organisation or make_organisation(), name=name or f"题库{next(_numbers)}", created_at=AT
    )


def make_question(*, bank: QuestionBank | None = None, kind: BankKind = BankKind.SINGLE, **fields: Any) -> Question:
    """`fields` are those of a QuestionDraft."""
    return add_question(bank=bank or make_bank(), draft=make_draft(kind, **fields), by=None, at=AT)
