"""Attempts at exams. What was asked, handed in and marked never changes; a new mark is a new row (docs/adr/0020)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User

from ..enums.exams import AttemptState, ClosedReason
from .banks import QuestionVersion
from .exams import Exam


class ExamAttemptQuerySet(models.QuerySet["ExamAttempt"]):
    def of(self, learner: User) -> ExamAttemptQuerySet:
        """The learner's own, and those of accounts put together with the learner's."""
        return self.filter(Q(learner=learner) | Q(learner__merged_into=learner))

    def visible_to(self, user: Any) -> ExamAttemptQuerySet:
        """Those at the exams somebody sets; twin of `rules.may_view_attempt`."""
        return self.filter(exam__in=Exam.objects.visible_to(user))


class ExamAttempt(models.Model):
    """One sitting. `ends_at` is the last instant for answers, extra time included; only the server's clock counts.

    `epoch` counts the devices that have taken the attempt over: only the newest one saves. Hundredths of a point.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exam = models.ForeignKey(Exam, models.PROTECT, related_name="attempts")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exam_attempts")
    number = models.PositiveSmallIntegerField()
    seed = models.PositiveBigIntegerField()
    pass_percent = models.PositiveSmallIntegerField()
    shuffles_options = models.BooleanField()
    state = models.CharField(max_length=8, choices=AttemptState.choices, default=AttemptState.OPEN)
    epoch = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField(pgettext_lazy("exam attempt", "begun"))
    ends_at = models.DateTimeField(pgettext_lazy("exam attempt", "ends"))
    closed_at = models.DateTimeField(_("handed in"), null=True)
    closed_reason = models.CharField(max_length=10, choices=ClosedReason.choices, blank=True)

    objects = ExamAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt at an exam")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exam", "learner", "number"], name="exam_attempt_number_unique"),
            models.UniqueConstraint(
                fields=["learner"], condition=Q(state=AttemptState.OPEN), name="exam_attempt_one_open"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="exam_attempt_from_one"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("began_at")), name="exam_attempt_in_order"),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, closed_at__isnull=True, closed_reason="")
                | (
                    Q(state__in=[AttemptState.WAITING, AttemptState.MARKED], closed_at__isnull=False)
                    & Q(closed_reason__in=ClosedReason.values)
                ),
                name="exam_attempt_closed_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "ends_at"], name="exam_attempt_due")]

    def __str__(self) -> str:
        return str(self.id)


class PaperQuestion(models.Model):
    """One question of one learner's paper, as drawn; append-only. Positions from 1."""

    attempt = models.ForeignKey(ExamAttempt, models.PROTECT, related_name="paper")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="asked")
    centipoints = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("question of a paper")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "position"], name="paper_question_position_unique"),
            models.UniqueConstraint(fields=["attempt", "version"], name="paper_question_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="paper_question_from_one"),
            models.CheckConstraint(condition=Q(centipoints__gte=1), name="paper_question_earns_something"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class ExamAnswer(models.Model):
    """What is saved of an attempt under way; what counts is copied to HandedInAnswer when it closes.

    `answer` by kind: courses/questions/draft.py; null: none. The write with the highest `seq` stands.
    """

    attempt = models.ForeignKey(ExamAttempt, models.PROTECT, related_name="answers")
    position = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    is_flagged = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved answer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "position"], name="exam_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class HandedInAnswer(models.Model):
    """An answer as it was when the attempt closed, with what the machine gave for it; append-only.

    `earned` is null where a person has to mark.
    """

    attempt = models.ForeignKey(ExamAttempt, models.PROTECT, related_name="handed_in")
    asked = models.OneToOneField(PaperQuestion, models.PROTECT, related_name="handed_in")
    position = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    earned = models.PositiveIntegerField(null=True)
    is_answered = models.BooleanField()

    class Meta:
        verbose_name = _("answer handed in")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "position"], name="handed_in_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"


class ExamMark(models.Model):
    """What a person gave for an answer; append-only, the marker's newest row counts. `rubric`: {id: centipoints}."""

    handed_in = models.ForeignKey(HandedInAnswer, models.PROTECT, related_name="marks")
    number = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exam_marks")
    rubric = models.JSONField(default=dict)
    earned = models.PositiveIntegerField()
    comment = models.TextField(_("comment for the learner"), blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("exam", "mark")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["handed_in", "number"], name="exam_mark_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="exam_mark_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.handed_in_id}/{self.number}"


class ExamResult(models.Model):
    """What an attempt earned, once all is marked, and again after each later mark; append-only, the newest counts."""

    attempt = models.ForeignKey(ExamAttempt, models.PROTECT, related_name="results")
    number = models.PositiveSmallIntegerField()
    earned = models.PositiveIntegerField()
    possible = models.PositiveIntegerField()
    is_passed = models.BooleanField()
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result of an exam")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "number"], name="exam_result_number_unique"),
            models.CheckConstraint(condition=Q(earned__lte=F("possible")), name="exam_result_in_range"),
            models.CheckConstraint(condition=Q(number__gte=1), name="exam_result_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.number}"


class ExtraTime(models.Model):
    """Extra time of a person at an exam; append-only, the newest row counts, and nothing extra is a row as well."""

    exam = models.ForeignKey(Exam, models.PROTECT, related_name="extra_times")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="extra_exam_times")
    number = models.PositiveSmallIntegerField()
    percent = models.PositiveSmallIntegerField(_("percent of the time"), default=0)
    minutes = models.PositiveSmallIntegerField(pgettext_lazy("extra time", "minutes"), default=0)
    reason = models.CharField(_("reason"), max_length=300)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("extra time")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["exam", "learner", "number"], name="extra_time_number_unique"),
            models.CheckConstraint(condition=Q(percent=0) | Q(minutes=0), name="extra_time_one_kind"),
            models.CheckConstraint(condition=Q(percent__lte=300, minutes__lte=600), name="extra_time_in_range"),
            models.CheckConstraint(condition=~Q(reason=""), name="extra_time_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.exam_id}/{self.number}"
