"""Marking a quiz on the server (courses/grading.py)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import grading


def quiz(*correct: str, kind: str = "multiple", pass_percent: int = 60) -> dict[str, Any]:
    """One question for each string of right letters, each with the options a, b and c."""
    return {
        "pass_percent": pass_percent,
        "questions": [
            {
                "id": f"q{number}",
                "kind": kind,
                "stem": f"第{number}题",
                "options": [{"id": letter, "text": letter.upper()} for letter in "abc"],
                "correct": list(letters),
                "explanation": "因为",
            }
            for number, letters in enumerate(correct, 1)
        ],
    }


@pytest.mark.parametrize(
    ("given_letters", "is_correct"),
    [("ab", True), ("ba", True), ("a", False), ("abc", False), ("c", False), ("", False), ("abx", True)],
)
def test_question_is_right_only_with_exactly_its_right_options(given_letters: str, is_correct: bool) -> None:
    assert grading.grade(quiz("ab"), {"q1": list(given_letters)}).marked[0].is_correct == is_correct


def test_choosing_every_option_of_a_single_choice_is_wrong() -> None:
    assert grading.grade(quiz("a", kind="single"), {"q1": ["a", "b", "c"]}).correct_count == 0


@pytest.mark.parametrize(("right", "is_passed"), [(2, False), (3, True), (5, True)])
def test_pass_mark_is_a_share_of_all_questions(right: int, is_passed: bool) -> None:
    answers = {f"q{number}": ["a" if number <= right else "b"] for number in range(1, 6)}
    grade = grading.grade(quiz(*"aaaaa"), answers)
    assert (grade.correct_count, grade.question_count, grade.is_passed) == (right, 5, is_passed)


def test_two_of_three_do_not_reach_sixty_seven_percent() -> None:
    answers = {"q1": ["a"], "q2": ["a"], "q3": ["b"]}
    assert not grading.grade(quiz(*"aaa", pass_percent=67), answers).is_passed
    assert grading.grade(quiz(*"aaa", pass_percent=66), answers).is_passed


def test_questions_without_a_known_option_are_named_by_number() -> None:
    assert grading.unanswered(quiz(*"aaa"), {"q1": ["b"], "q2": ["x"]}) == [2, 3]


def test_result_names_what_was_given_and_what_is_right() -> None:
    marked = grading.grade(quiz("ab"), {"q1": ["c", "a"]}).marked[0]
    assert (marked.given, marked.right, marked.explanation) == (["A", "C"], ["A", "B"], "因为")


answers = st.dictionaries(
    st.sampled_from(["q1", "q2", "q3", "q9"]), st.lists(st.sampled_from(["a", "b", "c", "x"]), max_size=5)
)


@given(answers)
def test_what_the_learner_sees_never_depends_on_the_key(given_answers: dict[str, list[str]]) -> None:
    assert grading.for_learner(quiz("a", "b", "c")) == grading.for_learner(quiz("bc", "ac", "ab"))
    shown = str(grading.for_learner(quiz("a", "b", "c")))
    assert "correct" not in shown
    assert "因为" not in shown


@given(answers)
def test_any_answers_are_marked_within_bounds(given_answers: dict[str, list[str]]) -> None:
    grade = grading.grade(quiz("a", "ab", "c"), given_answers)
    assert 0 <= grade.correct_count <= grade.question_count == 3
    assert grade.correct_count == sum(one.is_correct for one in grade.marked)
    assert grade.is_passed == (grade.correct_count >= 2)
