"""An account that nobody can get into any more: no password, no session, no factor, no way in from elsewhere."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from ..models import SmsCode, User
from .roles import keep_groups


def shut_account(person: User, *, at: dt.datetime) -> None:
    """Inside the caller's transaction. A session of an account that is not active is nobody's from the next page on."""
    person.is_active = person.is_staff = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "is_staff", "password"])
    keep_groups(person=person, at=at)
    for session in UserSession.objects.filter(user=person):
        session.end()
    for ways_in in (
        Authenticator.objects.filter(user=person),
        EmailAddress.objects.filter(user=person),
        SocialAccount.objects.filter(user=person),
        SmsCode.objects.filter(person=person),
    ):
        ways_in.delete()
