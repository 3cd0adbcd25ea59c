"""Whom the second factor is asked of, where, and whether a session has shown one (docs/adr/0011)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from people.enums import STAFF_ROLES

STAFF_PATHS = re.compile(r"/(manage|verify/batch|qualifications|my/certificates/[0-9a-f-]{36})/")
"""Beginnings of the addresses where staff see data of others. Learners, who see their own there, are not asked."""
FACTOR_PATHS = re.compile(r"/accounts/2fa/(totp|recovery-codes|webauthn/add|webauthn/keys)/")
"""Where factors are set up, taken off and read: whoever has one shows it first, or the password alone would do."""
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes come with one of these, and never stand alone."""


class Standing(Enum):
    SHOWN = "shown"
    """Nothing to ask: a factor was used in this session, or none is needed."""
    HELD = "held"
    """There is a factor; this session has not used it."""
    MISSING = "missing"
    """There is none: it has to be set up first."""


def is_staff_path(path: str) -> bool:
    return bool(STAFF_PATHS.match(path))


def is_factor_path(path: str) -> bool:
    return bool(FACTOR_PATHS.match(path))


def is_asked_of(user: Any) -> bool:
    """Trainers, HR officers, administrators, superusers, and whoever else a group lets into the administration.

    Roles count as they are today, not as they were when the person signed in.
    """
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    if user.is_superuser or user.has_perm("wagtailadmin.access_admin"):
        return True
    return bool(user.memberships.in_force(timezone.localdate()).filter(role__in=STAFF_ROLES).exists())


def standing(user: Any, records: Iterable[Mapping[str, Any]]) -> Standing:
    """`records`: what allauth noted in the session of the ways this person has shown to be him- or herself.

    A factor that was removed since, on another device or by an administrator, no longer counts.
    """
    held = dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))
    if not set(held.values()) & set(FACTORS):
        return Standing.MISSING
    used = {record.get("id") for record in records if record.get("method") == "mfa"}
    return Standing.SHOWN if used & set(held) else Standing.HELD


def has_app(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
