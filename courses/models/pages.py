"""Pages that editors work on: catalogue, course, lesson."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from ..blocks import LessonBody
from ..enums import Category, ServiceField, Tier


class QuietStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class CourseIndexPage(Page):
    """The catalogue."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("course catalogue")


class CoursePage(Page):
    """A course: a sequence of lesson pages."""

    course_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    summary = models.TextField(_("summary"), max_length=400)
    outcomes = models.TextField(_("what you learn, one a line"), blank=True)
    regulations = models.TextField(_("regulations cited, one a line"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    service_field = models.CharField(_("service field"), max_length=12, choices=ServiceField.choices)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices, default=Tier.FRONTLINE)
    posts_by_time = models.BooleanField(_("credit confirmed time before the lesson is finished"), default=False)

    exclude_fields_in_copy: ClassVar[list[str]] = ["course_key"]
    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.LessonPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        FieldPanel("regulations"),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("service_field"),
                FieldPanel("tier"),
                FieldPanel("posts_by_time"),
            ],
            heading=_("Hours"),
        ),
    ]

    class Meta:
        verbose_name = _("course")


class LessonPage(Page):
    """A lesson as its author works on it; what counts is frozen when it is published."""

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
    parent_page_types: ClassVar[list[str]] = ["courses.CoursePage"]
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
