"""What is offered: pages that editors work on, and the frozen editions that hours rest on."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtailmedia.models import AbstractMedia

from .blocks import LessonBody
from .enums import Category, Modality, ServiceField, Tier


class QuietStreamField(StreamField):
    """A StreamField whose block definitions stay out of migrations."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class LessonMedia(AbstractMedia):
    """A recording. Length and fingerprint are measured on the server when the file arrives."""

    duration_ms = models.PositiveIntegerField(_("length in milliseconds"), default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    captions = models.FileField(_("captions (WebVTT)"), upload_to="captions", blank=True)
    transcript = models.TextField(_("transcript"), blank=True)

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "thumbnail",
        "captions",
        "transcript",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """A file the form refused is empty here: wagtailmedia would complain of its ending as well."""
        if self.file:
            super().clean(*args, **kwargs)


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


class LessonEdition(models.Model):
    """What a published lesson was, for ever: evidence and hours point here, never to a page.

    The study timeline is in milliseconds: first the recording, `[0, media_ms)`, then the reading part,
    `[media_ms, duration_ms)`, which is 1.5 times `reading_ms`, the reading-time model (hours.md, section 1).
    `quiz` holds the questions with their key and never leaves the server as it is.
    """

    lesson_key = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    content_key = models.UUIDField(db_index=True)
    course_key = models.UUIDField(db_index=True)
    title = models.CharField(_("title"), max_length=255)
    course_title = models.CharField(_("course"), max_length=255)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    service_field = models.CharField(_("service field"), max_length=12, choices=ServiceField.choices)
    modality = models.CharField(
        _("modality"),
        max_length=12,
        choices=Modality.choices,
        default=Modality.ON_DEMAND,
    )
    media = models.ForeignKey(LessonMedia, models.PROTECT, null=True, related_name="editions")
    media_ms = models.PositiveIntegerField()
    reading_ms = models.PositiveIntegerField()
    duration_ms = models.PositiveIntegerField()
    credited_seconds = models.PositiveIntegerField()
    coverage_percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    posts_by_time = models.BooleanField(default=False)
    goals = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    body = models.JSONField()
    quiz = models.JSONField(null=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("lesson edition")
        constraints = [
            models.UniqueConstraint(fields=["lesson_key", "number"], name="edition_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_number_from_one"),
            models.CheckConstraint(
                condition=Q(duration_ms=F("media_ms") + F("reading_ms") + F("reading_ms") / 2),
                name="edition_timeline_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(duration_ms__gte=F("credited_seconds") * 1000),
                name="edition_credit_within_duration",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class Enrolment(models.Model):
    """A person takes part in a course. Keeps the course's key and title, not its page."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField()
    course_title = models.CharField(max_length=255)
    enrolled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("enrolment")
        constraints = [models.UniqueConstraint(fields=["learner", "course_key"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.course_title} #{self.pk}"
