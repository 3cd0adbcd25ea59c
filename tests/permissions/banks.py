"""The world's question bank: a question, and a case."""

from __future__ import annotations

from courses.enums import BankKind
from people.models import Organisation
from tests.factories.question_imports import judged_import, question_row, table
from tests.factories.questions import make_bank, make_question


def bank_of(place: Organisation) -> dict[str, object]:
    bank = make_bank(organisation=place)
    return {
        "bank": bank.pk,
        "bank_question": make_question(bank=bank).pk,
        "bank_case": make_question(bank=bank, kind=BankKind.CASE).pk,
        "question_file": judged_import(bank=bank, by=None, content=table([question_row("改一题", "D")])).pk,
        "truefalse": BankKind.TRUE_FALSE.value,
        "first": 1,
    }
