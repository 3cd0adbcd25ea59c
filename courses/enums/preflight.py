"""What the preflight finds."""

from __future__ import annotations

from enum import StrEnum


class FindingCode(StrEnum):
    """Stable words for machines; the sentence beside one says it with its figures."""

    OVERCLAIMED = "overclaimed"
    NOTHING_CLAIMED = "nothing_claimed"
    NOTHING_TO_STUDY = "nothing_to_study"
    NO_CHECK = "no_check"
    ONLY_PRESENCE_CHECKS = "only_presence_checks"
    NO_RIGHT_ANSWER = "no_right_answer"
    NO_CAPTIONS = "no_captions"
    ONLY_TRANSCRIPT = "only_transcript"
    IMAGES_UNDESCRIBED = "images_undescribed"
    NO_GOALS = "no_goals"
    NO_PRACTICE = "no_practice"
    REGULATION_REPEALED = "regulation_repealed"
    REGULATION_NOT_YET = "regulation_not_yet"
    REGULATION_UNKNOWN = "regulation_unknown"
    REGULATION_UNVERIFIED = "regulation_unverified"
    NO_LESSONS = "no_lessons"
    LESSONS_BLOCKED = "lessons_blocked"
    LESSONS_NOT_SUBMITTED = "lessons_not_submitted"
