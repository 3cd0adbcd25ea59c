"""One-time codes by text message: asked for, and sent."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ... import sms_limits
from ...enums import SmsPurpose
from ...errors import CodeSpent, SmsNotSent, SmsNotTaken, TooManyCodes
from ...models import SmsCode, User
from ...one_time_codes import FOR_KNOWN_ONLY, LIFETIME, TRIES, hash_code, index_of, make_code, message_of, waiting_words
from .confirming import is_moved
from .delivery import NOT_SENT, deliver
from .quota import give_back, take
from .tidying import clear_away

logger = logging.getLogger(__name__)

PAUSE = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class AskedCode:
    """`key` names the code in `confirm_code`; before `again_at` no other one is sent to this number."""

    key: uuid.UUID
    again_at: dt.datetime


def ask_code(*, purpose: SmsPurpose, phone: str, person: User | None, address: str, at: dt.datetime) -> AskedCode:
    """Send a code to `phone`; to sign in or to claim only if it belongs to `person`, with the same work otherwise.

    Raises TooManyCodes, or SmsNotSent, after which one may ask again at once.
    """
    is_due = person is not None or purpose not in FOR_KNOWN_ONLY
    key, code = uuid.uuid4(), make_code()
    limits = sms_limits.limits_of(phone, address)
    # Durable: the message goes out after the commit, whoever calls this.
    with transaction.atomic(durable=True):
        _take_all(limits, is_due=is_due, at=at)
        SmsCode.objects.create(
            key=key,
            purpose=purpose,
            person=person,
            phone_index=index_of(phone),
            code_hash=hash_code(code, key=key, purpose=purpose, phone=phone),
            tries_left=TRIES,
            asked_at=at,
            expires_at=at + LIFETIME,
        )
    if not take(sms_limits.CLEANING, at=at):
        clear_away(at=at)
    message = message_of(code, key=key, purpose=purpose, phone=phone)
    try:
        deliver(message if is_due else None, at=at)
    except SmsNotTaken:
        raise
    except SmsNotSent:
        _forget(key, limits, is_due=is_due)
        raise
    return AskedCode(key=key, again_at=at + PAUSE)


def ask_again(*, key: uuid.UUID, purpose: SmsPurpose, phone: str, address: str, at: dt.datetime) -> AskedCode:
    """Another code for whoever the code `key` was for. Raises what `ask_code` raises, and CodeSpent after an hour."""
    earlier = SmsCode.objects.select_related("person").filter(key=key, purpose=purpose, phone_index=index_of(phone))
    row = earlier.first()
    if row is None or is_moved(row, phone):
        raise CodeSpent(_("You asked for the code long ago. Begin once more with your phone number."))
    return ask_code(purpose=purpose, phone=phone, person=row.person, address=address, at=at)


def _take_all(limits: tuple[sms_limits.Limit, ...], *, is_due: bool, at: dt.datetime) -> None:
    for limit in limits:
        if wait := take(limit, at=at):
            sentence = _("Too many codes were asked for. Ask again in %(wait)s, or sign in in another way.")
            raise TooManyCodes(sentence % {"wait": waiting_words(wait)}, retry_after=wait)
    if take(sms_limits.budget(), at=at, amount=int(is_due)):
        logger.error("text messages: the budget of the day is used up")
        raise SmsNotSent(NOT_SENT)


def _forget(key: uuid.UUID, limits: tuple[sms_limits.Limit, ...], *, is_due: bool) -> None:
    """A message that did not go out costs nobody anything."""
    with transaction.atomic():
        give_back((*limits, sms_limits.budget()) if is_due else limits)
        SmsCode.objects.filter(key=key).delete()
