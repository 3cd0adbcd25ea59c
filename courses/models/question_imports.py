"""A file of questions on its way into a bank: the file, and its questions with their verdicts."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.querysets import overseen_paths, under

from ..enums.question_imports import (
    PlaceKind,
    QuestionFormat,
    QuestionImportState,
    QuestionOutcome,
    QuestionVerdict,
)
from ..querysets import TEACHING_ROLES
from .banks import Question, QuestionBank

OPEN_STATES = (QuestionImportState.READING, QuestionImportState.READY, QuestionImportState.WRITING)


class QuestionImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> QuestionImportQuerySet:
        """Those of the organisations somebody trains for or administers, as their banks."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "bank__organisation__"))


class QuestionImport(models.Model):
    """One file. `by` is empty for the command line; `notes` are findings about the file as a whole.

    `done` of `total` questions are through the step that `state` names; `worked_at` is the last sign of life.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(pgettext_lazy("question file", "file"), max_length=120)
    file_digest = models.CharField(max_length=64, editable=False)
    asked_format = models.CharField(max_length=8, choices=QuestionFormat.choices, blank=True)
    format = models.CharField(max_length=8, choices=QuestionFormat.choices, blank=True)
    state = models.CharField(
        pgettext_lazy("question file", "state"),
        max_length=10,
        choices=QuestionImportState.choices,
        default=QuestionImportState.READING,
    )
    fault = models.JSONField(default=dict, blank=True)
    notes = models.JSONField(default=list, blank=True)
    with_doubles = models.BooleanField(default=False)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("uploaded at"))
    worked_at = models.DateTimeField()
    written_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    expires_at = models.DateTimeField()
    purged_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        rows: models.Manager[ImportedQuestion]
    objects = QuestionImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bank", "file_digest"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="question_import_one_open_per_file",
            ),
            models.CheckConstraint(
                condition=Q(state__in=QuestionImportState.values), name="question_import_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class QuestionImportFile(models.Model):
    """The file itself; its row goes as soon as the file is read."""

    of = models.OneToOneField(QuestionImport, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file #{self.pk}"


class ImportedQuestion(models.Model):
    """One question of the file. `cells` are its fields in the product's own layout, as they can be corrected;
    `draft` what they were read as. `faults`, `doubts` and `notes` are lists of `{"code", "facts"}`.
    """

    of = models.ForeignKey(QuestionImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    place_kind = models.CharField(max_length=5, choices=PlaceKind.choices)
    place = models.CharField(max_length=120)
    cells = models.JSONField(default=dict)
    draft = models.JSONField(null=True)
    verdict = models.CharField(max_length=5, choices=QuestionVerdict.choices)
    faults = models.JSONField(default=list)
    doubts = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64, blank=True)
    is_double = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=QuestionOutcome.choices, default=QuestionOutcome.PENDING)
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("question of a file")
        verbose_name_plural = _("questions of a file")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "number"], name="imported_question_unique"),
            models.CheckConstraint(
                condition=Q(verdict__in=QuestionVerdict.values), name="imported_question_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=QuestionOutcome.values), name="imported_question_outcome_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["of", "verdict", "number"], name="imported_by_verdict"),
            models.Index(fields=["of", "fingerprint"], name="imported_by_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"question {self.number}"
