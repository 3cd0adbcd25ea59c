"""What people ask to have corrected in their own record."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.privacy import DECIDED_CORRECTIONS, CorrectionField, CorrectionState
from .accounts import User


class CorrectionRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> CorrectionRequestQuerySet:
        """One's own, and those of the people one oversees. Twin of `rules.may_see_correction`."""
        if not user.is_active:
            return self.none()
        return self.filter(person__in=User.objects.visible_to(user))

    def decided_by_desk(self, user: Any) -> CorrectionRequestQuerySet:
        """Those the user may decide about: never one's own. Twin of `rules.may_decide_correction`."""
        return self.filter(person__in=User.objects.editable_by(user)).exclude(person=user.pk)

    def waiting(self) -> CorrectionRequestQuerySet:
        return self.filter(state=CorrectionState.PENDING)


class CorrectionRequest(models.Model):
    """One field of one person, as it is and as it should be; both sealed, owner: the person.

    `is_proved`: the person has shown, by a code, to hold the new phone number.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="correction_requests", verbose_name=_("person"))
    field = models.CharField(pgettext_lazy("correction", "what"), max_length=10, choices=CorrectionField.choices)
    before_sealed = models.CharField(max_length=500, blank=True, editable=False)
    after_sealed = models.CharField(max_length=500, editable=False)
    is_proved = models.BooleanField(default=False)
    asked_at = models.DateTimeField(pgettext_lazy("correction", "asked at"))
    explanation = models.CharField(pgettext_lazy("correction", "why"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("correction", "state"),
        max_length=10,
        choices=CorrectionState.choices,
        default=CorrectionState.PENDING,
    )
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(pgettext_lazy("correction", "reason"), max_length=200, blank=True)

    objects = CorrectionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for correction")
        verbose_name_plural = _("requests for correction")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"],
                condition=Q(state=CorrectionState.PENDING),
                name="correction_one_open_per_field",
            ),
            models.CheckConstraint(
                condition=Q(state=CorrectionState.PENDING, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state=CorrectionState.WITHDRAWN, decided_at__isnull=False, decided_by__isnull=True)
                | Q(state__in=DECIDED_CORRECTIONS, decided_at__isnull=False, decided_by__isnull=False),
                name="correction_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("person")), name="correction_decided_by_another"),
            models.CheckConstraint(
                condition=~Q(state=CorrectionState.REFUSED) | ~Q(reason=""), name="correction_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(field__in=CorrectionField.values, state__in=CorrectionState.values),
                name="correction_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} #{self.pk}"
