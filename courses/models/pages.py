"""Pages that editors work on: the catalogue and its courses."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.models import Page, PageManager

from people.enums import WorkerCategory
from people.models import Organisation

from ..enums import Category, Modality, ServiceField, Tier
from ..querysets import CourseQuerySet
from .fields import PhoneFirst, SeveralChoicesField


class CourseIndexPage(Page):
    """The catalogue."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("course catalogue")


class CourseTag(TagBase):
    """A free word that learners find courses by."""

    free_tagging = True

    class Meta:
        verbose_name = _("course tag")
        verbose_name_plural = _("course tags")


class TagOfCourse(ItemBase):
    tag = models.ForeignKey(CourseTag, models.CASCADE, related_name="courses")
    content_object = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tag", "content_object"], name="course_tag_once")]


class CoursePage(PhoneFirst, Page):
    """A course: lesson pages, in chapters or without. Who may work on it follows from its organisation."""

    course_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Without one it belongs to the whole province.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("organisation")
    )
    summary = models.TextField(_("summary"), max_length=400)
    outcomes = models.TextField(_("what you learn, one a line"), blank=True)
    regulations = models.TextField(_("regulations cited, one a line"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category.choices)
    service_field = models.CharField(_("service field"), max_length=12, choices=ServiceField.choices)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices, default=Tier.FRONTLINE)
    worker_categories = SeveralChoicesField(
        _("for these workers"),
        max_length=200,
        choices=WorkerCategory.choices,
        blank=True,
        default="",
        help_text=_("Tick none if the course is for everybody."),
    )
    modality = models.CharField(
        pgettext_lazy("course", "form"), max_length=12, choices=Modality.choices, default=Modality.ON_DEMAND
    )
    tags = ClusterTaggableManager(through=TagOfCourse, blank=True, verbose_name=_("course tags"))
    posts_by_time = models.BooleanField(_("credit confirmed time before the lesson is finished"), default=False)

    objects = PageManager.from_queryset(CourseQuerySet)()

    exclude_fields_in_copy: ClassVar[list[str]] = ["course_key"]
    parent_page_types: ClassVar[list[str]] = ["courses.CourseIndexPage"]
    subpage_types: ClassVar[list[str]] = ["courses.ChapterPage", "courses.LessonPage"]
    content_panels = [
        *Page.content_panels,
        FieldPanel("organisation", read_only=True),
        FieldPanel("summary"),
        FieldPanel("outcomes"),
        MultipleChooserPanel(
            "citations", heading=_("Regulations cited, from the register"), chooser_field_name="regulation"
        ),
        FieldPanel("regulations"),
        MultiFieldPanel(
            [
                FieldPanel("service_field"),
                FieldPanel("tier"),
                FieldPanel("modality"),
                FieldPanel("worker_categories"),
                FieldPanel("tags"),
            ],
            heading=pgettext_lazy("course", "How learners find it"),
        ),
        MultiFieldPanel([FieldPanel("category"), FieldPanel("posts_by_time")], heading=_("Hours")),
    ]

    class Meta:
        verbose_name = _("course")

    def with_content_json(self, content: dict[str, Any]) -> CoursePage:
        """An old draft brings back its words, never the organisation the course stood with then."""
        page: CoursePage = super().with_content_json(content)
        page.organisation_id = self.organisation_id
        return page
