"""Written down for the holder: who checked a certificate, when and how."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..enums import CheckPath
from ..models import VerificationLog


def record_check(*, certificate_id: Any, path: CheckPath, by: Any, at: dt.datetime) -> VerificationLog:
    """`by`: whoever is signed in, or nobody. The holder's own looks are written down too."""
    user = by if by is not None and by.is_authenticated else None
    return VerificationLog.objects.create(certificate_id=certificate_id, path=path, user=user, happened_at=at)
