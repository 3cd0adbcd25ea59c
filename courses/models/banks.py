"""Question banks. A question's wording and key live in versions that never change: an exam points to what it asked."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from people.models import Organisation
from people.querysets import overseen_paths, under

from ..enums import BankKind, Difficulty
from ..querysets import TEACHING_ROLES


class QuestionBankQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> QuestionBankQuerySet:
        """Those of the organisations somebody trains for or administers. Twin of `rules.may_edit_bank`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "organisation__"))


class QuestionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> QuestionQuerySet:
        """Those of the banks somebody works on. Twin of `rules.may_edit_question`."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(under(overseen_paths(user, TEACHING_ROLES), "bank__organisation__"))

    def in_use(self) -> QuestionQuerySet:
        """Without those that are retired: what may be drawn."""
        return self.filter(retired_at=None)


class QuestionBank(models.Model):
    """Questions of one organisation; whoever trains there, or above, works on them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="question_banks")
    name = models.CharField(_("name"), max_length=120)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = QuestionBankQuerySet.as_manager()

    class Meta:
        verbose_name = _("question bank")
        verbose_name_plural = _("question banks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="bank_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="bank_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class KnowledgePoint(TagBase):
    """What a question is about (知识点): the words an exam draws by."""

    free_tagging = True

    class Meta:
        verbose_name = _("knowledge point")
        verbose_name_plural = _("knowledge points")


class KnowledgePointOfQuestion(ItemBase):
    tag = models.ForeignKey(KnowledgePoint, models.CASCADE, related_name="questions")
    content_object = models.ForeignKey("courses.Question", models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="knowledge_point_once"),
        ]


class Question(models.Model):
    """The logical question: `newest` is the version drawn from now on."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="questions")
    newest = models.OneToOneField("courses.QuestionVersion", models.PROTECT, null=True, related_name="+")
    tags = TaggableManager(through=KnowledgePointOfQuestion, blank=True, verbose_name=_("knowledge points"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    if TYPE_CHECKING:
        versions: models.Manager[QuestionVersion]
    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"#{self.pk}"


class QuestionVersion(models.Model):
    """One wording with its key; append-only. Shapes of `content` and `key`: courses/questions/draft.py.

    `centipoints` are hundredths of a point. `fingerprint` is the SHA-256 of the normalised wording, to find doubles.
    """

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=BankKind.choices)
    stem = models.TextField(_("question"))
    content = models.JSONField()
    key = models.JSONField()
    explanation = models.TextField(_("explanation"), blank=True)
    difficulty = models.CharField(_("difficulty"), max_length=8, choices=Difficulty.choices)
    centipoints = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, db_index=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("version of a question")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="question_version_from_one"),
            models.CheckConstraint(condition=Q(kind__in=BankKind.values), name="question_kind_known"),
            models.CheckConstraint(condition=Q(centipoints__gte=1), name="question_earns_something"),
            models.CheckConstraint(condition=~Q(stem=""), name="question_has_stem"),
        ]

    def __str__(self) -> str:
        return f"#{self.question_id}.{self.number}"
