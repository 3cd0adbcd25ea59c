"""An account that HR opened comes into the hands of its person."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..account_lookup import is_taken_over
from ..errors import ClaimedAlready, NotAllowed
from ..models import User


@transaction.atomic
def claim_account(*, person: User, by: User, at: dt.datetime) -> None:
    """Mark the account as taken over; who may is whoever the code was sent to, so `by` is the person."""
    if by.pk != person.pk:
        raise NotAllowed(_("Only the person can claim the account."))
    changed = User.objects.filter(pk=person.pk, claimed_at=None).update(claimed_at=at)
    if not changed or is_taken_over(person):
        raise ClaimedAlready(_("This account is claimed already. Sign in with it."))
    person.claimed_at = at
    log(person, "people.claim_account", user=by, timestamp=at)


@transaction.atomic
def set_first_password(*, person: User, password: str, by: User, at: dt.datetime) -> None:
    """Give a password to an account that had none. The form has judged how strong it is."""
    if by.pk != person.pk or person.has_usable_password():
        raise NotAllowed(_("This account has a password already. Change it on the page of your account."))
    person.set_password(password)
    person.save(update_fields=["password"])
    log(person, "people.set_first_password", user=by, timestamp=at)
