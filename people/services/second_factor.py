"""Second factors of people: what their owners do is noted; HR takes them off an account whose phone is lost."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..errors import NoSecondFactor, NotAllowed
from ..models import User


def note_factor_change(*, person: User, kind: str, is_there: bool, by: User, at: dt.datetime) -> None:
    """A factor was set up, renewed or taken off by its owner; allauth has done it."""
    action = "people.set_up_second_factor" if is_there else "people.take_off_second_factor"
    log(person, action, user=by, timestamp=at, data={"kind": kind})


@transaction.atomic
def remove_second_factors(*, person: User, reason: str, by: User | None, at: dt.datetime) -> int:
    """Take every factor off the account and end its sessions; answers how many factors there were.

    A lost phone may still be signed in. The next sign-in is by password, and staff set up a factor again.
    """
    if by is not None and not rules.may_remove_second_factor(by, person):
        raise NotAllowed(_("You may not remove the second factor of this person."))
    held = Authenticator.objects.select_for_update().filter(user=person)
    kinds = sorted(held.values_list("type", flat=True))
    if not kinds:
        raise NoSecondFactor(_("This person has no second factor."))
    held.delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    log(person, "people.remove_second_factor", user=by, timestamp=at, data={"kinds": kinds, "reason": reason})
    return len(kinds)
