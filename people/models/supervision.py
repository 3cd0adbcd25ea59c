"""Meetings of supervision pairs, and what both sides say of them.

Meetings and answers are only ever added to: a correction is a new meeting that replaces the old one.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.supervision import SupervisionAnswer, SupervisionMode, SupervisionSide
from .accounts import User
from .supervisors import SupervisionPair

MOST_MINUTES = 480


class SupervisionSessionQuerySet(models.QuerySet[Any]):
    def of(self, user: Any) -> SupervisionSessionQuerySet:
        """Those in which somebody is one of the two. Twin of `rules.side_of`."""
        if not user.is_active:
            return self.none()
        return self.filter(Q(pair__appointment__person=user.pk) | Q(pair__supervisee=user.pk))

    def confirmed(self) -> SupervisionSessionQuerySet:
        """Confirmed by both sides, whether or not a correction came later."""
        answers = SupervisionConfirmation.objects.filter(session=OuterRef("pk"), answer=SupervisionAnswer.CONFIRMED)
        return self.filter(
            Exists(answers.filter(side=SupervisionSide.SUPERVISOR)),
            Exists(answers.filter(side=SupervisionSide.SUPERVISEE)),
        )

    def counting(self) -> SupervisionSessionQuerySet:
        """Confirmed by both sides, and not replaced by a correction that both have confirmed."""
        corrections = self.model._default_manager.confirmed().filter(replaces=OuterRef("pk"))
        return self.confirmed().filter(~Exists(corrections))


class SupervisionSession(models.Model):
    """One meeting of a pair, entered by one side. Time in whole minutes; `nonce` makes a repeated entry harmless."""

    pair = models.ForeignKey(SupervisionPair, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("held on"))
    minutes = models.PositiveSmallIntegerField(pgettext_lazy("supervision", "minutes"))
    mode = models.CharField(pgettext_lazy("supervision", "mode"), max_length=10, choices=SupervisionMode.choices)
    topic = models.CharField(pgettext_lazy("supervision", "topic"), max_length=120)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision meeting")
        verbose_name_plural = _("supervision meetings")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES, mode__in=SupervisionMode.values) & ~Q(topic=""),
                name="supervision_session_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} #{self.pk}"


class SupervisionConfirmation(models.Model):
    """What one side says of a meeting, once. Declining takes a reason."""

    session = models.ForeignKey(SupervisionSession, models.PROTECT, related_name="answers")
    side = models.CharField(max_length=10, choices=SupervisionSide.choices)
    answer = models.CharField(max_length=10, choices=SupervisionAnswer.choices)
    reason = models.CharField(pgettext_lazy("supervision", "reason"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer to a supervision meeting")
        verbose_name_plural = _("answers to supervision meetings")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "side"], name="supervision_one_answer_per_side"),
            models.CheckConstraint(
                condition=Q(side__in=SupervisionSide.values, answer=SupervisionAnswer.CONFIRMED)
                | (Q(side__in=SupervisionSide.values, answer=SupervisionAnswer.DECLINED) & ~Q(reason="")),
                name="supervision_declined_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} #{self.pk}"
