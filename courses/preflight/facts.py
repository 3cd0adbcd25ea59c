"""What the preflight looks at, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Recording:
    """A lesson's recording as the server measured it."""

    length_ms: int
    sha256: str = ""
    is_video: bool = True
    has_captions: bool = False
    has_transcript: bool = False


@dataclass(frozen=True)
class Citation:
    """A regulation a course cites. `is_known` is False for a line that no regulation of the register answers to."""

    title: str
    effective_on: dt.date | None = None
    repealed_on: dt.date | None = None
    replaced_by: str = ""
    is_verified: bool = True
    is_known: bool = True


@dataclass(frozen=True)
class LessonFacts:
    """`keyless_questions`: numbers (from 1) of those without a right answer; `quiz_key` is None without a quiz."""

    title: str = ""
    claimed_minutes: int | None = None
    recording: Recording | None = None
    characters: int = 0
    reading_ms: int = 0
    quiz_key: dict[str, Any] | None = None
    keyless_questions: tuple[int, ...] = ()
    undescribed_images: int = 0
    has_goals: bool = True
    has_practice: bool = True
    category: str = ""
    modality: str = ""
    citations: tuple[Citation, ...] = field(default=())

    @property
    def recording_seconds(self) -> int:
        return self.recording.length_ms // 1000 if self.recording else 0

    @property
    def reading_seconds(self) -> int:
        return self.reading_ms // 1000

    @property
    def measured_seconds(self) -> int:
        """Reading time is whole seconds, so that this is what an edition freezes (hours.md, section 1)."""
        return self.recording_seconds + self.reading_seconds

    @property
    def most_minutes(self) -> int:
        return self.measured_seconds // 60

    @property
    def creditable_seconds(self) -> int:
        """Without an assessment: what is claimed, at most what is measured."""
        claimed = self.measured_seconds if self.claimed_minutes is None else self.claimed_minutes * 60
        return min(claimed, self.measured_seconds)
