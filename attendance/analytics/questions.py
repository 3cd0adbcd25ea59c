"""How the questions of lesson quizzes did at the first try. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.exams.statistics import Taken, analyse

from .standing import FEWEST


@dataclass(frozen=True)
class HardQuestion:
    """`percent` right at the first try, cut; `discrimination` in hundredths, None with too few papers to tell."""

    lesson: str
    stem: str
    papers: int
    percent: int
    discrimination: int | None

    @property
    def d(self) -> str:
        """As it is written: 0.35."""
        return "" if self.discrimination is None else f"{self.discrimination / 100:.2f}"


def hard_questions(lesson: str, quiz: dict[str, Any], papers: Iterable[dict[str, list[str]]]) -> list[HardQuestion]:
    """One a question that FEWEST people or more answered, the hardest first. `papers` are first answers."""
    questions = {question["id"]: question for question in quiz["questions"]}
    taken = [[_taken(question, answers) for question in questions.values()] for answers in papers]
    items = [item for item in analyse(taken, {}) if item.papers >= FEWEST]
    found = [
        HardQuestion(lesson, questions[item.question]["stem"], item.papers, item.facility, item.discrimination)
        for item in items
    ]
    return sorted(found, key=lambda one: (one.percent, one.stem))


def _taken(question: dict[str, Any], answers: dict[str, list[str]]) -> Taken:
    is_right = set(answers.get(question["id"], [])) == set(question["correct"])
    return Taken(question["id"], 100 if is_right else 0, 100)
