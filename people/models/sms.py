"""One-time codes by text message, how often they may be asked for, and how the gateway is doing."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from ..enums import SmsPurpose
from .accounts import User


class SmsCode(models.Model):
    """A code that was asked for. The code is kept as a keyed hash, the number as another; neither can be read here.

    `person` is the account it opens. A row to sign in or to claim without one belongs to a number that nothing was
    sent to: it is there because known and unknown numbers do the same work, and no code ever fits it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=12, choices=SmsPurpose.choices)
    person = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="+")
    phone_index = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries_left = models.SmallIntegerField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries_left__gte=0, tries_left__lte=5), name="sms_code_five_tries"),
            models.CheckConstraint(condition=Q(purpose__in=SmsPurpose.values), name="sms_code_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"


class SmsQuota(models.Model):
    """How much of a limit is used up until `resets_at`; the key names the limit and, hashed, whose it is."""

    key = models.CharField(primary_key=True, max_length=90)
    taken = models.IntegerField()
    resets_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(taken__gte=0), name="sms_quota_not_negative")]

    def __str__(self) -> str:
        return f"{self.taken} of {self.key}"


class SmsGatewayState(models.Model):
    """How the last messages through one backend went. Failures in a row open the breaker until `retry_at`."""

    backend = models.CharField(primary_key=True, max_length=20)
    failures = models.IntegerField(default=0)
    last_ms = models.IntegerField(default=0)
    retry_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(failures__gte=0, last_ms__gte=0), name="sms_gateway_counts")]

    def __str__(self) -> str:
        return self.backend
