"""Closing one's own account, with days to think it over (docs/adr/0016, second part)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import JoinState
from ..enums.privacy import ClosingState, CorrectionState
from ..errors import ClosingNotPossible, NotAllowed
from ..models import AccountClosing, CorrectionRequest, JoinRequest, User
from .roles import end_role
from .shutting import shut_account

DAYS_TO_THINK = 15


@transaction.atomic
def ask_to_close(*, person: User, by: User, at: dt.datetime) -> AccountClosing:
    """The account is closed in fifteen days; until then everything goes on and it can be kept."""
    if by.pk != person.pk or person.is_superuser:
        raise NotAllowed(_("Only the person can close the account, and not one that runs the whole system."))
    try:
        with transaction.atomic():
            closing = AccountClosing.objects.create(
                person=person, asked_at=at, due_at=at + dt.timedelta(days=DAYS_TO_THINK)
            )
    except IntegrityError:
        raise ClosingNotPossible(_("You have asked for this already.")) from None
    log(person, "people.ask_to_close", user=by, timestamp=at, data={"closing": closing.pk})
    return closing


@transaction.atomic
def keep_account(*, person: User, by: User, at: dt.datetime) -> None:
    """Take it back. Raises ClosingNotPossible once the account is closed."""
    if by.pk != person.pk:
        raise NotAllowed(_("Only the person can decide this."))
    waiting = AccountClosing.objects.filter(person=person, state=ClosingState.WAITING)
    if not waiting.update(state=ClosingState.KEPT, settled_at=at):
        raise ClosingNotPossible(_("There is nothing to take back."))
    log(person, "people.keep_account", user=by, timestamp=at)


def due_closings(at: dt.datetime) -> list[AccountClosing]:
    due = AccountClosing.objects.filter(state=ClosingState.WAITING, due_at__lte=at)
    return list(due.select_related("person").order_by("due_at"))


@transaction.atomic
def close_account(*, closing: AccountClosing, at: dt.datetime) -> bool:
    """Shut the account and remove phone and e-mail; False when it was kept or closed in the meantime.

    Ledger and certificates stay, and with them the name and the sealed ID number: without these nobody could tell
    whose they are. The roles end; what was asked for and not decided is taken back.
    """
    still = AccountClosing.objects.filter(pk=closing.pk, state=ClosingState.WAITING, due_at__lte=at)
    if not still.update(state=ClosingState.CLOSED, settled_at=at):
        return False
    person, today = closing.person, timezone.localdate(at)
    for membership in person.memberships.filter(ends_on=None).select_related("organisation"):
        end_role(membership=membership, ends_on=max(membership.starts_on, today), by=None, at=at)
    JoinRequest.objects.filter(person=person, state=JoinState.PENDING).update(state=JoinState.WITHDRAWN, decided_at=at)
    CorrectionRequest.objects.filter(person=person, state=CorrectionState.PENDING).update(
        state=CorrectionState.WITHDRAWN, decided_at=at
    )
    CorrectionRequest.objects.filter(person=person).update(before_sealed="", after_sealed="")
    person.phone = person.email = ""
    person.save(update_fields=["phone", "email"])
    shut_account(person, at=at)
    log(person, "people.close_account", user=None, timestamp=at, data={"closing": closing.pk})
    return True
