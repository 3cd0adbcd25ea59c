"""Programmes: which courses a kind of workers has to take, and which it may; and what the catalogue counts."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.enums import WorkerCategory
from people.models import Organisation
from people.querysets import overseen_paths, under

from ..enums import Tier
from ..querysets import TEACHING_ROLES
from .fields import SeveralChoicesField
from .pages import CoursePage


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Any) -> ProgrammeQuerySet:
        """Those of the organisations somebody trains for or administers. Twin of `rules.may_edit_programme`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "organisation__"))

    def running(self, on: dt.date) -> ProgrammeQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Programme(models.Model):
    """Courses in order for the people of an organisation's subtree, by tier and kind of workers, for a period."""

    title = models.CharField(pgettext_lazy("programme", "title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=400, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    tier = models.CharField(_("tier"), max_length=12, choices=Tier.choices, default=Tier.FRONTLINE)
    worker_categories = SeveralChoicesField(
        _("for these workers"),
        max_length=200,
        choices=WorkerCategory.choices,
        blank=True,
        default="",
        help_text=_("Tick none if the programme is for everybody."),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "programme")
        verbose_name_plural = pgettext_lazy("model", "programmes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "title", "starts_on"], name="programme_title_unique"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="programme_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgrammeCourse(models.Model):
    """A course of a programme; `position` from 1."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="courses")
    course_key = models.UUIDField(db_index=True)
    course_title = models.CharField(max_length=255)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("course of a programme")
        ordering: ClassVar = ["programme", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "course_key"], name="programme_course_once"),
            models.UniqueConstraint(fields=["programme", "position"], name="programme_course_position_unique"),
            models.CheckConstraint(condition=Q(position__gte=1), name="programme_course_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.position}"


class CourseFigures(models.Model):
    """What the catalogue filters and sorts by: the lessons offered now and what they credit; made again at any time."""

    course = models.OneToOneField(CoursePage, models.CASCADE, primary_key=True, related_name="figures")
    lessons = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("figures of a course")

    def __str__(self) -> str:
        return f"{self.course_id}: {self.lessons}"
