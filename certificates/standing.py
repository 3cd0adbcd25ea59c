"""The states of a certificate and what may follow what. Pure."""

from __future__ import annotations

import datetime as dt

from .enums import Status

# Not listed: final. `EXPIRED` is never recorded, it follows from the date.
FOLLOWERS = {
    Status.VALID: {Status.SUSPENDED, Status.REVOKED, Status.REISSUED, Status.VOID},
    Status.SUSPENDED: {Status.VALID, Status.REVOKED, Status.REISSUED, Status.VOID},
}


def may_follow(status: Status, following: Status) -> bool:
    return following in FOLLOWERS.get(status, set())


def shown(status: Status, expires_on: dt.date | None, on: dt.date) -> Status:
    """The state on a civil date: a valid certificate expires after its last day."""
    if status == Status.VALID and expires_on is not None and on > expires_on:
        return Status.EXPIRED
    return status
