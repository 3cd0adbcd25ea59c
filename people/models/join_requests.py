"""Somebody who opened an account without HR asks an organisation to take him or her in."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums import JoinState, WorkerCategory
from ..querysets import overseen_paths, under
from .accounts import User
from .organisations import Organisation


class JoinRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> JoinRequestQuerySet:
        """One's own, and for HR and administrators those to an organisation in their subtree."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(person=user.pk) | under(overseen_paths(user), "organisation__"))

    def decided_by(self, user: Any) -> JoinRequestQuerySet:
        """Those the user may approve or refuse: never one's own. Twin of `rules.may_decide_join_request`."""
        if not user.is_active:
            return self.none()
        others = self.exclude(person=user.pk)
        return others if user.is_superuser else others.filter(under(overseen_paths(user), "organisation__"))


class JoinRequest(models.Model):
    """Open until HR approves or refuses it, or the person takes it back; one open request a person."""

    person = models.ForeignKey(User, models.PROTECT, related_name="join_requests")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="join_requests")
    worker_category = models.CharField(_("worker category"), max_length=12, choices=WorkerCategory.choices)
    state = models.CharField(
        pgettext_lazy("request to join", "state"), max_length=10, choices=JoinState.choices, default=JoinState.PENDING
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Empty when the person took it back.
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(pgettext_lazy("request to join", "reason"), max_length=200, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=JoinState.PENDING), name="join_request_one_open_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state=JoinState.PENDING, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state=JoinState.WITHDRAWN, decided_at__isnull=False, decided_by__isnull=True)
                | Q(
                    state__in=[JoinState.APPROVED, JoinState.REFUSED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="join_request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=JoinState.REFUSED) | ~Q(reason=""), name="join_request_refused_with_reason"
            ),
            models.CheckConstraint(condition=~Q(decided_by=models.F("person")), name="join_request_decided_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} #{self.pk}"
