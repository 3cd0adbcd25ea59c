"""Who takes part in what, on which terms, and who has asked to."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..enums.enrolment import EnrolmentPolicy, EnrolmentRequestState
from ..querysets import led_keys


class Enrolment(models.Model):
    """A person takes part in a course. Keeps the course's key and title, not its page."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course_key = models.UUIDField()
    course_title = models.CharField(max_length=255)
    enrolled_at = models.DateTimeField()

    class Meta:
        verbose_name = _("enrolment")
        constraints = [models.UniqueConstraint(fields=["learner", "course_key"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.course_title} #{self.pk}"


class EnrolmentTerms(models.Model):
    """On which terms one takes part in a course; a course without a row is open to everybody it is for."""

    course_key = models.UUIDField(unique=True)
    policy = models.CharField(
        pgettext_lazy("course", "enrolment"),
        max_length=8,
        choices=EnrolmentPolicy.choices,
        default=EnrolmentPolicy.OPEN,
    )
    opens_on = models.DateField(_("enrolment opens on"), null=True, blank=True)
    closes_on = models.DateField(_("last day of enrolment"), null=True, blank=True)
    seats = models.PositiveIntegerField(pgettext_lazy("enrolment", "places"), null=True, blank=True)
    is_for_own_people = models.BooleanField(_("only for people of the course's organisation"), default=False)

    class Meta:
        verbose_name = _("terms of enrolment")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(policy__in=EnrolmentPolicy.values), name="enrolment_policy_known"),
            models.CheckConstraint(
                condition=Q(opens_on__isnull=True) | Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="enrolment_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gte=1), name="enrolment_seats_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.course_key}: {self.policy}"


class Prerequisite(models.Model):
    """A course that must be finished before another is begun."""

    course_key = models.UUIDField(db_index=True)
    required_key = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("course to be finished first")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course_key", "required_key"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(course_key=F("required_key")), name="prerequisite_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.course_key} <- {self.required_key}"


class EnrolmentRequestQuerySet(models.QuerySet["EnrolmentRequest"]):
    def visible_to(self, user: Any) -> EnrolmentRequestQuerySet:
        """Those at courses somebody trains for, administers or does HR for. Twin of `rules.may_decide_enrolment`.

        Never one's own.
        """
        if not user.is_active:
            return self.none()
        others = self.exclude(learner=user.pk)
        keys = led_keys(user)
        return others if keys is None else others.filter(course_key__in=keys)

    def waiting(self) -> EnrolmentRequestQuerySet:
        return self.filter(state=EnrolmentRequestState.ASKED)


class EnrolmentRequest(models.Model):
    """Somebody asks to take part in a course; open until it is decided or taken back."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolment_requests")
    course_key = models.UUIDField(db_index=True)
    course_title = models.CharField(_("course"), max_length=255)
    state = models.CharField(
        pgettext_lazy("request to take part", "state"),
        max_length=9,
        choices=EnrolmentRequestState.choices,
        default=EnrolmentRequestState.ASKED,
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Empty when the learner took it back.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(pgettext_lazy("request to take part", "reason"), max_length=200, blank=True)

    objects = EnrolmentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to take part")
        verbose_name_plural = _("requests to take part")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["learner", "course_key"],
                condition=Q(state=EnrolmentRequestState.ASKED),
                name="enrolment_request_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state=EnrolmentRequestState.ASKED, decided_at__isnull=True, decided_by__isnull=True)
                | Q(state=EnrolmentRequestState.WITHDRAWN, decided_at__isnull=False, decided_by__isnull=True)
                | Q(
                    state__in=[EnrolmentRequestState.APPROVED, EnrolmentRequestState.REFUSED],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="enrolment_request_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentRequestState.REFUSED) | ~Q(reason=""),
                name="enrolment_request_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_title} #{self.pk}"
