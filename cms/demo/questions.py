"""The quiz questions in a lesson file's head."""

from __future__ import annotations

from dataclasses import dataclass

from courses.enums import QuestionKind

from .tables import Table


@dataclass(frozen=True)
class Question:
    """`correct` are indexes into `options`, in order."""

    kind: QuestionKind
    stem: str
    options: tuple[str, ...]
    correct: tuple[int, ...]
    explanation: str


def read_questions(table: Table) -> list[Question]:
    """All questions of a head, in order. Raises ContentError with the question's own line."""
    found = []
    starts = [n for n, line in enumerate(table.text.split("\n")) if line.strip() == "[[questions]]"]
    for number, values in enumerate(table.take("questions", list)):
        start = starts[number] if number < len(starts) else 0
        text = "\n".join(table.text.split("\n")[start:])
        found.append(_question(Table(values, source=table.source, text=text, first_line=table.first_line + start)))
    return found


def _question(table: Table) -> Question:
    question = Question(
        kind=QuestionKind(table.choice("kind", QuestionKind.values)),
        stem=table.take("stem", str),
        options=table.texts("options"),
        correct=tuple(table.take("correct", list)),
        explanation=table.take("explanation", str),
    )
    table.done()
    count, correct = len(question.options), question.correct
    if not 2 <= count <= 8 or len(set(question.options)) != count:
        raise table.wrong("options", "must be two to eight different texts")
    if any(type(index) is not int or not 0 <= index < count for index in correct) or len(set(correct)) != len(correct):
        raise table.wrong("correct", "must be indexes of options, from 0")
    if len(correct) > 1 and question.kind != QuestionKind.MULTIPLE:
        raise table.wrong("correct", "may name one option only for this kind")
    return question
