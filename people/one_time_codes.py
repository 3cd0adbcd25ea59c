"""Codes by text message: six random digits, kept as a keyed hash, bound to what they were asked for."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import SmsPurpose
from .sms import Message

DIGITS = 6
TRIES = 5
LIFETIME = dt.timedelta(minutes=5)
FOR_KNOWN_ONLY = (SmsPurpose.SIGN_IN, SmsPurpose.CLAIM)
"""To other purposes every number gets a code: nobody learns anything from it."""

TEXTS: dict[str, Promise] = {
    SmsPurpose.SIGN_IN: gettext_lazy("[%(site)s] %(code)s is your code to sign in."),
    SmsPurpose.CLAIM: gettext_lazy("[%(site)s] %(code)s is your code to claim your account."),
    SmsPurpose.REGISTER: gettext_lazy("[%(site)s] %(code)s is your code to open an account."),
    SmsPurpose.CHANGE_PHONE: gettext_lazy("[%(site)s] %(code)s is your code to change your phone number."),
}


def make_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def hash_code(code: str, *, key: uuid.UUID, purpose: str, phone: str) -> str:
    """Of no use for another row, another purpose or another number, nor without the site's secret."""
    value = f"{key}:{purpose}:{phone}:{code}"
    return salted_hmac("people.one_time_codes.code", value, algorithm="sha256").hexdigest()


def is_code(code: str, code_hash: str, *, key: uuid.UUID, purpose: str, phone: str) -> bool:
    return constant_time_compare(hash_code(code, key=key, purpose=purpose, phone=phone), code_hash)


def index_of(subject: str) -> str:
    """What stands for a phone number or an address where it need not be readable: 64 hexadecimal digits."""
    return salted_hmac("people.one_time_codes.index", subject, algorithm="sha256").hexdigest()


def message_of(code: str, *, key: uuid.UUID, purpose: str, phone: str) -> Message:
    minutes = int(LIFETIME.total_seconds() // 60)
    first = str(TEXTS[purpose]) % {"site": settings.WAGTAIL_SITE_NAME, "code": code}
    then = _("Valid for %(minutes)s minutes. Tell it to nobody, not even to staff.") % {"minutes": minutes}
    values = {"code": code, "minutes": str(minutes)}
    return Message(phone=phone, text=f"{first} {then}", template=str(purpose), values=values, key=key)


def waiting_words(seconds: int) -> str:
    """How long to wait, in the largest unit that fits, rounded up."""
    if seconds <= 90:
        return _("%(number)s seconds") % {"number": seconds}
    if seconds <= 90 * 60:
        return _("%(number)s minutes") % {"number": -(-seconds // 60)}
    return _("%(number)s hours") % {"number": -(-seconds // 3600)}
