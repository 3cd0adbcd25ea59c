"""A code that was typed in is compared with the one that was sent."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from ...enums import SmsPurpose
from ...errors import CodeSpent, CodeWrong
from ...models import SmsCode, User
from ...one_time_codes import FOR_KNOWN_ONLY, is_code


def confirm_code(*, key: uuid.UUID, purpose: SmsPurpose, phone: str, code: str, at: dt.datetime) -> User | None:
    """The person whom the code is for (nobody yet when registering). Raises CodeWrong or CodeSpent.

    The try is taken before the code is looked at, by one statement that commits on its own: of a hundred guesses sent
    at once five are looked at.
    """
    open_row = SmsCode.objects.filter(key=key, purpose=purpose, used_at=None, expires_at__gt=at)
    if not open_row.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise _spent()
    row = SmsCode.objects.select_related("person").get(key=key)
    is_right = is_code(code, row.code_hash, key=key, purpose=purpose, phone=phone)
    if not is_right or is_moved(row, phone) or (row.person is None and purpose in FOR_KNOWN_ONLY):
        if not row.tries_left:
            raise _spent()
        sentence = _("This is not the code of the last message. Compare the six digits. Tries left: %(number)s.")
        left = row.tries_left
        raise CodeWrong(sentence % {"number": left}, fields={"code": str(sentence % {"number": left})}, tries_left=left)
    if not open_row.update(used_at=at):
        raise _spent()
    return row.person


def is_moved(row: SmsCode, phone: str) -> bool:
    """Whether the account has another number since the code was asked for: the old one no longer opens it."""
    return row.purpose in FOR_KNOWN_ONLY and row.person is not None and row.person.phone != phone


def _spent() -> CodeSpent:
    return CodeSpent(_("This code is no longer valid. Ask for a new one."))
