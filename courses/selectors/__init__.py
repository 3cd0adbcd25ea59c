"""Reading courses, by subject."""

from .offer import OutlineLesson, current_edition, live_course, live_courses, newest_editions, other_titles, outline

__all__ = [
    "OutlineLesson",
    "current_edition",
    "live_course",
    "live_courses",
    "newest_editions",
    "other_titles",
    "outline",
]
