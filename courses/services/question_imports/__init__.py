"""Files of questions come into a bank: taken in, judged, corrected, imported, undone."""

from .correcting import correct_question
from .ending import cancel_import
from .intake import start_import
from .judging import judge_import, judge_only
from .undoing import IN_TIME, may_undo, undo_import
from .writing import begin_import, has_good_questions, import_chunk

__all__ = [
    "IN_TIME",
    "begin_import",
    "cancel_import",
    "correct_question",
    "has_good_questions",
    "import_chunk",
    "judge_import",
    "judge_only",
    "may_undo",
    "start_import",
    "undo_import",
]
