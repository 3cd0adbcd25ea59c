"""Reading courses, by subject."""

from .assessments import EditionRow, edition_digest, editions_of, is_assessed, latest_assessment
from .authoring import blocks_of
from .offer import (
    OutlineLesson,
    course_of,
    current_edition,
    lessons_of,
    live_course,
    live_courses,
    newest_editions,
    other_titles,
    outline,
    path_below,
)
from .preflight import course_facts, draft_of, is_judged, lesson_facts, preflight_of

__all__ = [
    "EditionRow",
    "OutlineLesson",
    "blocks_of",
    "course_facts",
    "course_of",
    "current_edition",
    "draft_of",
    "edition_digest",
    "editions_of",
    "is_assessed",
    "is_judged",
    "latest_assessment",
    "lesson_facts",
    "lessons_of",
    "live_course",
    "live_courses",
    "newest_editions",
    "other_titles",
    "outline",
    "path_below",
    "preflight_of",
]
