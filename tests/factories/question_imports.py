"""Files of questions on their way into a bank."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from courses.models import QuestionBank, QuestionImport
from courses.services.question_imports import judge_import, start_import
from people.models import User
from tests.factories.questions import AT

HEADINGS = ("题型", "题干", "选项A", "选项B", "选项C", "答案", "知识点", "分值")


def question_row(stem: str = "社区戒毒的期限为（　）。", answer: str = "C", points: str = "2") -> tuple[str, ...]:
    return ("单选题", stem, "一年", "二年", "三年", answer, "禁毒", points)


def table(rows: Iterable[tuple[str, ...]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([HEADINGS, *rows])
    return file.getvalue().encode("utf-8-sig")


def judged_import(*, bank: QuestionBank, by: User | None, content: bytes, name: str = "题库.csv") -> QuestionImport:
    made = start_import(bank=bank, name=name, content=content, by=by, at=AT)
    judge_import(of=made, at=AT)
    return made
