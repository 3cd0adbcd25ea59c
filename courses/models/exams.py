"""Exams as trainers set them: rules by which each learner's paper is drawn (docs/adr/0020)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Organisation
from people.querysets import overseen_paths, under

from ..enums.exams import AnswersShown, ExamState, SectionKind
from ..querysets import TEACHING_ROLES, administers_the_whole
from .banks import KnowledgePoint, Question, QuestionBank


class ExamQuerySet(models.QuerySet["Exam"]):
    def visible_to(self, user: Any) -> ExamQuerySet:
        """Exams one sets and marks: those of the courses one may edit. Twin of `rules.may_manage_exam`."""
        if not user.is_active:
            return self.none()
        if administers_the_whole(user):
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "organisation__"))

    def offered(self) -> ExamQuerySet:
        return self.filter(state=ExamState.OPEN)


class Exam(models.Model):
    """An exam of a course. Keeps the course's key, title and organisation, not its page.

    What an attempt began under is frozen in the attempt: a change concerns those that begin later.
    `minutes` empty: no limit but `timing.LONGEST`. `attempts_allowed` empty: any number.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course_key = models.UUIDField(_("course"), db_index=True)
    course_title = models.CharField(_("course"), max_length=255)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="exams")
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("instructions for learners"), blank=True, max_length=4000)
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark in percent"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
        help_text=_("Empty: no limit but 24 hours."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: any number."),
    )
    wait_minutes = models.PositiveIntegerField(
        _("minutes to wait before the next attempt"), default=0, validators=[MaxValueValidator(365 * 24 * 60)]
    )
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("Attempts under way end then as well, extra time added."),
    )
    shuffles_questions = models.BooleanField(_("questions in another order for everybody"), default=True)
    shuffles_options = models.BooleanField(_("options in another order for everybody"), default=True)
    answers_shown = models.CharField(
        _("learners see the right answers"),
        max_length=8,
        choices=AnswersShown.choices,
        default=AnswersShown.AFTER_ATTEMPT,
    )
    is_required = models.BooleanField(_("to be passed for the completion of the course"), default=True)
    is_anonymous = models.BooleanField(_("markers do not see whose answers they mark"), default=True)
    needs_second_mark = models.BooleanField(_("two people mark every answer; the mean counts"), default=False)
    state = models.CharField(
        pgettext_lazy("exam", "state"), max_length=8, choices=ExamState.choices, default=ExamState.DRAFT
    )
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ExamQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("course", "exam")
        verbose_name_plural = pgettext_lazy("course", "exams")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="exam_has_title"),
            models.CheckConstraint(condition=Q(state__in=ExamState.values), name="exam_state_known"),
            models.CheckConstraint(condition=Q(answers_shown__in=AnswersShown.values), name="exam_answers_shown_known"),
            models.CheckConstraint(condition=Q(pass_percent__range=(1, 100)), name="exam_pass_mark_in_range"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, 24 * 60)), name="exam_minutes_in_range"
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed__isnull=True) | Q(attempts_allowed__gte=1), name="exam_allows_an_attempt"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="exam_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExamSection(models.Model):
    """Part of a paper: chosen questions, or `count` drawn from a bank. `centipoints` empty: each question's own.

    `kinds` and `difficulties` are values of BankKind and Difficulty, `points` knowledge points; empty: all.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="sections")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(pgettext_lazy("part of an exam", "title"), max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=SectionKind.choices)
    bank = models.ForeignKey(
        QuestionBank,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exam_sections",
        verbose_name=_("question bank"),
    )
    count = models.PositiveSmallIntegerField(_("number of questions"), default=0)
    points = models.ManyToManyField(
        KnowledgePoint, blank=True, related_name="+", verbose_name=_("knowledge points (any of them)")
    )
    kinds = models.JSONField(default=list, blank=True)
    difficulties = models.JSONField(default=list, blank=True)
    centipoints = models.PositiveIntegerField(null=True, blank=True)
    questions = models.ManyToManyField(Question, through="ExamSectionQuestion", related_name="exam_sections")

    class Meta:
        verbose_name = _("section of an exam")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exam", "number"], name="exam_section_number_unique"),
            models.CheckConstraint(
                condition=Q(kind=SectionKind.FIXED, bank__isnull=True, count=0)
                | Q(kind=SectionKind.DRAWN, bank__isnull=False, count__gte=1),
                name="exam_section_fixed_or_drawn",
            ),
            models.CheckConstraint(
                condition=Q(centipoints__isnull=True) | Q(centipoints__gte=1), name="exam_section_earns_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.exam_id}.{self.number}"


class ExamSectionQuestion(models.Model):
    """A chosen question in its place."""

    section = models.ForeignKey(ExamSection, models.CASCADE, related_name="chosen")
    question = models.ForeignKey(Question, models.PROTECT, related_name="chosen_in")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "question"], name="exam_section_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}/{self.position}"
