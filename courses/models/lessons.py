"""Pages below a course: chapters and lessons."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ..blocks import LessonBody
from .fields import PhoneFirst, QuietStreamField


class ChapterPage(Page):
    """A heading over some lessons of a course; it has no page of its own, its address leads into the course's."""

    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    content_panels = [*Page.content_panels]
    preview_modes: ClassVar[list[tuple[str, str]]] = []

    class Meta:
        verbose_name = pgettext_lazy("page", "chapter")


class LessonPage(PhoneFirst, Page):
    """A lesson as its author works on it; what counts is frozen when it is published.

    `lesson_key` goes with the page wherever it is moved: hours rest on it.
    """

    lesson_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goals = models.TextField(_("goals, one a line"), blank=True)
    body = QuietStreamField(LessonBody(), verbose_name=_("content"))
    practice = models.TextField(_("practice task"), blank=True)
    claimed_minutes = models.PositiveIntegerField(
        _("credited minutes"),
        null=True,
        blank=True,
        help_text=_("At most the measured length. Empty: the measured length."),
    )

    exclude_fields_in_copy: ClassVar[list[str]] = ["lesson_key"]
    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage", "courses.ChapterPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("goals"),
        FieldPanel("body"),
        FieldPanel("practice"),
        FieldPanel("claimed_minutes"),
    ]

    class Meta:
        verbose_name = _("lesson")
