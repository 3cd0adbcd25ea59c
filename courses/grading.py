"""Marking a quiz. Pure: the key comes in with the frozen quiz and never goes out before the answers are in.

A frozen quiz is `{"pass_percent": 60, "questions": [{"id", "kind", "stem", "options": [{"id", "text"}],
"correct": [option id, ...], "explanation"}]}`; answers are `{question id: [option id, ...]}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Answers = dict[str, list[str]]


@dataclass(frozen=True)
class Marked:
    """One question after marking."""

    stem: str
    is_correct: bool
    given: list[str]
    right: list[str]
    explanation: str


@dataclass(frozen=True)
class Grade:
    correct_count: int
    question_count: int
    is_passed: bool
    marked: list[Marked]


def for_learner(quiz: dict[str, Any]) -> dict[str, Any]:
    """The quiz without anything that tells the answers."""
    shown = ("id", "kind", "stem", "options")
    return {
        "pass_percent": quiz["pass_percent"],
        "questions": [{key: question[key] for key in shown} for question in quiz["questions"]],
    }


def unanswered(quiz: dict[str, Any], answers: Answers) -> list[int]:
    """Numbers (from 1) of the questions without an answer that is one of their options."""
    return [number for number, question in enumerate(quiz["questions"], 1) if not _given(question, answers)]


def grade(quiz: dict[str, Any], answers: Answers) -> Grade:
    """Mark all questions; a question is right when exactly its correct options are chosen."""
    marked = [_mark(question, _given(question, answers)) for question in quiz["questions"]]
    correct = sum(1 for one in marked if one.is_correct)
    is_passed = correct * 100 >= quiz["pass_percent"] * len(marked)
    return Grade(correct, len(marked), is_passed, marked)


def _given(question: dict[str, Any], answers: Answers) -> list[str]:
    chosen = answers.get(question["id"], [])
    return [option["id"] for option in question["options"] if option["id"] in chosen]


def _mark(question: dict[str, Any], given: list[str]) -> Marked:
    text = {option["id"]: option["text"] for option in question["options"]}
    correct = set(question["correct"])
    return Marked(
        stem=question["stem"],
        is_correct=set(given) == correct,
        given=[text[key] for key in given],
        right=[text[key] for key in text if key in correct],
        explanation=question["explanation"],
    )
