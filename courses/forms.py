"""Forms of the Wagtail admin."""

from __future__ import annotations

from wagtailmedia.forms import BaseMediaForm


class LessonMediaForm(BaseMediaForm):
    """Uploads a recording; its length is measured, never typed."""
