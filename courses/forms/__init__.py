"""Forms of the Wagtail admin."""

from .files import KeptDocumentForm, KeptImageForm
from .recordings import LessonMediaForm

__all__ = ["KeptDocumentForm", "KeptImageForm", "LessonMediaForm"]
