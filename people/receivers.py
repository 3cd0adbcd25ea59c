"""What allauth announces and the log has to hold: nothing here acts."""

from __future__ import annotations

from typing import Any

from allauth.mfa import signals
from django.dispatch import receiver
from django.utils import timezone

from .models import User
from .services.second_factor import note_factor_change


@receiver([signals.authenticator_added, signals.authenticator_reset, signals.authenticator_removed])
def note_second_factor(sender: Any, user: User, authenticator: Any, signal: Any, **facts: Any) -> None:
    is_there = signal is not signals.authenticator_removed
    note_factor_change(person=user, kind=authenticator.type, is_there=is_there, by=user, at=timezone.now())
