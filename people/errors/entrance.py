"""Refusals on the way in: codes by text message, claiming, joining."""

from __future__ import annotations

from .refusals import Refusal


class SmsNotSent(Refusal):
    """The gateway failed, is known to be down, or the day's messages are used up. One may ask again at once."""

    code = "sms_not_sent"
    status = 503


class SmsNotTaken(SmsNotSent):
    """The gateway works and does not take this number. It counts like a message that was sent: anybody can type one."""


class TooManyCodes(Refusal):
    """A limit on codes is reached; `retry_after` in seconds is among the facts."""

    code = "too_many_codes"
    status = 429


class CodeWrong(Refusal):
    """Not the code that was sent; `tries_left` is among the facts."""

    code = "code_wrong"


class CodeSpent(Refusal):
    """Expired, used, tried five times, or asked for something else: another code is needed."""

    code = "code_spent"


class ClaimedAlready(Refusal):
    code = "claimed_already"
    status = 409


class JoinRequestOpen(Refusal):
    code = "join_request_open"
    status = 409


class JoinRequestDecided(Refusal):
    code = "join_request_decided"
    status = 409


class MemberAlready(Refusal):
    code = "member_already"
    status = 409
