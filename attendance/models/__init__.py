"""What happened, and the hours it earned."""

from .classes import ClassPresence, ClassSegment, ClassSession
from .hours import HourEntry, Scheme, SchemeVersion
from .merging import MergedEvidence
from .study import (
    PresenceCheck,
    QuizAttempt,
    StudyBeat,
    StudyClock,
    StudyPolicy,
    StudyProgress,
    StudySession,
)

__all__ = [
    "ClassPresence",
    "ClassSegment",
    "ClassSession",
    "HourEntry",
    "MergedEvidence",
    "PresenceCheck",
    "QuizAttempt",
    "Scheme",
    "SchemeVersion",
    "StudyBeat",
    "StudyClock",
    "StudyPolicy",
    "StudyProgress",
    "StudySession",
]
