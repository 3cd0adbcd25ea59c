"""The forms of one question together: head, settings and rows of its kind, and the draft they make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import cached_property

from ...enums import BankKind
from ...questions.checking import Fault, faults
from ...questions.draft import QuestionDraft
from .heads import CaseHeadForm, HeadForm, PartHeadForm
from .kinds import KINDS
from .rows import rows_of

MORE_ROWS = 4
SPARE_ROWS = 1


class QuestionEditor:
    """A question of any kind but a case, or one of the questions of a case.

    `data` is what was posted; `draft` what is there already; `wants_rows` shows what was posted
    with more rows, unjudged.
    """

    def __init__(
        self,
        kind: BankKind,
        data: Any = None,
        *,
        draft: QuestionDraft | None = None,
        tags: str = "",
        is_part: bool = False,
        wants_rows: bool = False,
    ) -> None:
        self.kind, self.forms_of_kind, self.is_part = kind, KINDS[kind], is_part
        told, told_rows = self.forms_of_kind.initial(draft) if draft else ({}, [])
        head = HeadForm.facts_of(draft, tags) if draft else {}
        extra = SPARE_ROWS if draft else self.forms_of_kind.fresh_rows
        self._make(data, head, told, told_rows, extra)
        if data is not None and wants_rows:
            kept = [_raw(row) for row in self.rows.forms] if self.rows is not None else []
            settings = _raw(self.settings) if self.settings is not None else {}
            self._make(None, _raw(self.head), settings, kept, MORE_ROWS)

    def _make(self, data: Any, head: Any, told: Any, told_rows: Any, extra: int) -> None:
        head_class = PartHeadForm if self.is_part else HeadForm
        self.head: Any = head_class(data, kind=self.kind, prefix="head", initial=head)
        settings, row = self.forms_of_kind.settings, self.forms_of_kind.row
        self.settings = settings(data, prefix="settings", initial=told) if settings else None
        self.rows = rows_of(row, data=data, prefix="rows", initial=told_rows, extra=extra) if row else None

    @property
    def parts(self) -> list[Any]:
        return [form for form in (self.head, self.settings, self.rows) if form is not None]

    @property
    def media(self) -> Any:
        return self.head.media

    @cached_property
    def draft(self) -> QuestionDraft:
        """Of forms that are valid each for itself."""
        told = self.settings.cleaned_data if self.settings else {}
        rows = self.rows.told() if self.rows is not None else []
        head = self.head.facts()
        return replace(self.forms_of_kind.draft(head["stem"], told, rows), **head)

    def is_valid(self) -> bool:
        """Whether the question can be asked; if not, each fault stands beside its field."""
        # All of them, so that nobody corrects a form to meet the next one's errors.
        if not min(form.is_valid() for form in self.parts):
            return False
        blocking = [fault for fault in faults(self.draft) if fault.is_blocking]
        for fault in blocking:
            self.show(fault)
        return not blocking

    def show(self, fault: Fault) -> None:
        for form in (self.head, self.settings):
            if form is not None and fault.field in form.fields:
                form.add_error(fault.field, fault.sentence)
                return
        if self.rows is not None:
            self.rows.fault(fault.sentence)
        else:
            self.head.add_error(None, fault.sentence)

    @property
    def doubts(self) -> list[Fault]:
        return [fault for fault in faults(self.draft) if not fault.is_blocking]


def case_head(data: Any = None, *, draft: QuestionDraft | None = None, tags: str = "") -> Any:
    initial = HeadForm.facts_of(draft, tags) if draft else {}
    return CaseHeadForm(data, kind=BankKind.CASE, prefix="case", initial=initial)


def _raw(form: forms.Form) -> dict[str, Any]:
    return {name: form[name].value() for name in form.fields}
