"""Reading evaluations: only together, and only from five answers on."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ..models import CourseEvaluation
from ..models.evaluations import RATINGS
from ..talk.ratings import Spread, shown_number, spread


@dataclass(frozen=True)
class RatingResult:
    name: str
    label: str | Promise
    spread: Spread


@dataclass(frozen=True)
class EvaluationResults:
    """`answers` came in; `shown` of them are in the figures: 0 while there are fewer than five."""

    answers: int
    shown: int
    ratings: list[RatingResult]
    texts: list[str]


def evaluation_results(course_key: uuid.UUID) -> EvaluationResults:
    """Texts stand in the order of their characters, so that neither time nor sequence tells who wrote."""
    evaluations = CourseEvaluation.objects.filter(course_key=course_key)
    answers = evaluations.count()
    shown = shown_number(answers)
    rows: list[dict[str, Any]] = list(evaluations.order_by("pk").values(*RATINGS, "text")[:shown]) if shown else []
    ratings = [RatingResult(name, label, spread([row[name] for row in rows])) for name, label in RATINGS.items()]
    return EvaluationResults(
        answers, shown, ratings if shown else [], sorted(row["text"] for row in rows if row["text"])
    )
