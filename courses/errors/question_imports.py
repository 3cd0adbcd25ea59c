"""What importing questions refuses."""

from __future__ import annotations

from people.errors import Refusal

from ..enums.question_faults import QuestionFileFault


class FileUnusable(Refusal):
    """A file that holds no questions that can be read; `facts` are what its sentence names."""

    status = 422

    def __init__(self, fault: QuestionFileFault, **facts: str) -> None:
        sentence = str(fault.label) % facts if facts else str(fault.label)
        super().__init__(sentence, fields={"file": sentence})
        self.fault = fault
        self.named = facts
        self.code = str(fault.value)


class ImportElsewhere(Refusal):
    """The import is in another state by now: somebody else, or another window, was faster."""

    code = "question_import_elsewhere"
    status = 409


class NothingToImport(Refusal):
    code = "nothing_to_import"
    status = 409


class SomeRefused(Refusal):
    """All or nothing was asked for, and some questions are refused."""

    code = "some_questions_refused"
    status = 409


class ImportInUse(Refusal):
    """An exam has drawn one of the questions: the import cannot be undone."""

    code = "question_import_in_use"
    status = 409


class QuestionsUndoTooLate(Refusal):
    code = "question_undo_too_late"
    status = 409
