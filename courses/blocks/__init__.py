"""StreamField blocks of a lesson."""

from .body import LessonBody
from .rich_text import TEXT_FEATURES

__all__ = ["TEXT_FEATURES", "LessonBody"]
