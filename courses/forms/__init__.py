"""Forms of the Wagtail admin."""

from .recordings import LessonMediaForm

__all__ = ["LessonMediaForm"]
