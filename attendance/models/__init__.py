"""What happened, and the hours it earned."""

from .classes import ClassPresence, ClassSegment, ClassSession
from .exams import ExamSitting
from .hours import HourEntry, Scheme, SchemeVersion
from .merging import MergedEvidence
from .packages import PackageCommit, PackageRun
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
    "ExamSitting",
    "HourEntry",
    "MergedEvidence",
    "PackageCommit",
    "PackageRun",
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
