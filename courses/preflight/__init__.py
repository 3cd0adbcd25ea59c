"""What stands against a lesson or a course before it is submitted. Pure: facts in, findings out."""

from .course import CourseFacts, LessonStanding, judge_course
from .digest import hours_digest, hours_facts
from .drafts import has_quiz, question_faults, quiz_key, undescribed_images
from .facts import Citation, LessonFacts, Recording
from .findings import Finding, blocking
from .lengths import spoken
from .lesson import arithmetic, judge_lesson
from .regulations import judge_citations, plain

__all__ = [
    "Citation",
    "CourseFacts",
    "Finding",
    "LessonFacts",
    "LessonStanding",
    "Recording",
    "arithmetic",
    "blocking",
    "has_quiz",
    "hours_digest",
    "hours_facts",
    "judge_citations",
    "judge_course",
    "judge_lesson",
    "plain",
    "question_faults",
    "quiz_key",
    "spoken",
    "undescribed_images",
]
