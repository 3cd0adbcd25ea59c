"""What somebody holds: qualifications with their evidence."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.qualifications import (
    CURRENT_STATES,
    EvidenceKind,
    QualificationLevel,
    QualificationSource,
    QualificationState,
)
from .accounts import User

WITH_EVIDENCE = ~Q(evidence="") & ~Q(evidence_kind="") & ~Q(evidence_sha256="")
WITHOUT_EVIDENCE = Q(evidence="", evidence_kind="", evidence_sha256="")
DECIDED = (QualificationState.VERIFIED, QualificationState.REFUSED)


class QualificationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> QualificationQuerySet:
        """One's own, and those of the people one oversees. Twin of `rules.may_view_qualification`."""
        if not user.is_active:
            return self.none()
        return self.filter(person__in=User.objects.visible_to(user))

    def decided_by_desk(self, user: Any) -> QualificationQuerySet:
        """Whose claims the user may decide on: never one's own. Twin of `rules.may_decide_qualification`."""
        return self.visible_to(user).exclude(person=user.pk)

    def waiting(self) -> QualificationQuerySet:
        return self.filter(state=QualificationState.CLAIMED)

    def current(self) -> QualificationQuerySet:
        return self.filter(state__in=CURRENT_STATES)


class Qualification(models.Model):
    """A level somebody says he or she holds; a fact once HR has compared it with the certificate.

    `evidence` is the name of a sealed file in the default storage, bound to `evidence_key`; `evidence_sha256` is of
    its plain content. `issued_on` is the day on the certificate.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="qualifications", verbose_name=_("person"))
    level = models.CharField(_("qualification level"), max_length=12, choices=QualificationLevel.choices)
    certificate_number = models.CharField(_("certificate number"), max_length=40, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    source = models.CharField(
        pgettext_lazy("qualification", "source"), max_length=8, choices=QualificationSource.choices
    )
    state = models.CharField(
        pgettext_lazy("qualification", "state"),
        max_length=10,
        choices=QualificationState.choices,
        default=QualificationState.CLAIMED,
    )
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(pgettext_lazy("qualification", "claimed at"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(pgettext_lazy("qualification", "decided at"), null=True, blank=True)
    reason = models.CharField(pgettext_lazy("qualification", "reason"), max_length=200, blank=True)
    evidence_key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    evidence = models.CharField(max_length=120, blank=True, editable=False)
    evidence_kind = models.CharField(max_length=4, choices=EvidenceKind.choices, blank=True, editable=False)
    evidence_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("professional qualification")
        verbose_name_plural = _("professional qualifications")
        ordering = ["claimed_at", "id"]
        indexes = [
            models.Index(fields=["state", "claimed_at"], name="qualification_queue"),
            # Without it SQLite looks through all verified ones for each person's other levels.
            models.Index(fields=["person", "level", "state"], name="qualification_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "certificate_number"],
                condition=~Q(certificate_number="") & Q(state__in=CURRENT_STATES),
                name="qualification_number_unique",
            ),
            models.UniqueConstraint(
                fields=["person", "level"], condition=Q(state__in=CURRENT_STATES), name="qualification_one_per_level"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_at__isnull=False, decided_by__isnull=False)
                | Q(state=QualificationState.WITHDRAWN, decided_at__isnull=False)
                | Q(state=QualificationState.CLAIMED, decided_at__isnull=True, decided_by__isnull=True),
                name="qualification_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=QualificationState.VERIFIED)
                | (~Q(certificate_number="") & Q(issued_on__isnull=False)),
                name="qualification_verified_has_number_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=QualificationState.REFUSED) | ~Q(reason=""), name="qualification_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | ~Q(decided_by=F("person")),
                name="qualification_not_decided_by_oneself",
            ),
            models.CheckConstraint(condition=WITH_EVIDENCE | WITHOUT_EVIDENCE, name="qualification_evidence_whole"),
            models.CheckConstraint(
                condition=Q(
                    level__in=QualificationLevel.values,
                    source__in=QualificationSource.values,
                    evidence_kind__in=["", *EvidenceKind.values],
                ),
                name="qualification_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} #{self.pk}"
