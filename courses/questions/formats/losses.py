"""What of the questions is not in an exported file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ...enums.question_faults import LEFT_OUT, QuestionLoss
from .found import Finding, clipped


@dataclass
class Losses:
    """For one question or added up for all: reason to how many questions it is about."""

    counts: Counter[QuestionLoss] = field(default_factory=Counter)
    facts: dict[QuestionLoss, dict[str, str]] = field(default_factory=dict)
    left_out: int = 0

    def add(self, loss: QuestionLoss, **facts: object) -> None:
        self.counts[loss] = 1
        self.facts[loss] = {name: clipped(value) for name, value in facts.items()}

    def add_if(self, condition: bool, loss: QuestionLoss) -> None:
        if condition:
            self.add(loss)

    @property
    def is_left_out(self) -> bool:
        return any(loss in LEFT_OUT for loss in self.counts)

    def take(self, other: Losses) -> None:
        """Add those of one question."""
        self.counts.update(other.counts)
        self.facts.update(other.facts)
        self.left_out += other.is_left_out

    def findings(self) -> list[Finding]:
        return [Finding(str(loss.value), self.facts.get(loss, {})) for loss in self.counts]
