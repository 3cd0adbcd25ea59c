"""Second factors for tests: an authenticator app, a passkey, recovery codes."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from people.models import User

# What Chromium's virtual device answered when it was asked for a passkey at http://localhost.
CREDENTIAL = {
    "type": "public-key",
    "id": "NnwE64bQbZcu_pbdTQ7mPgNKtsIvU13R8UgiYGumQAs",
    "rawId": "NnwE64bQbZcu_pbdTQ7mPgNKtsIvU13R8UgiYGumQAs",
    "authenticatorAttachment": "platform",
    "response": {
        "clientDataJSON": (
            "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoibWhVR2JTdlJfTWhWVjZ3NlVCUlRkdk1qZ2p4SFV2czQyMjFBOW55"
            "OG1JQSIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6NTgwMzEiLCJjcm9zc09yaWdpbiI6ZmFsc2V9"
        ),
        "attestationObject": (
            "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQFBgcIAQID"
            "BAUGBwgAIDZ8BOuG0G2XLv6W3U0O5j4DSrbCL1Nd0fFIImBrpkALpQECAyYgASFYIJJyfq1Sqzr3whIJhAP80CJZg1vEMTzxryKMznLA"
            "CJxLIlggyUvpwpVx0lrnDPoYqqeJu-d0gZVQCTQeGNBOOzdzs5I"
        ),
        "transports": ["internal"],
    },
    "clientExtensionResults": {"credProps": {"rk": True}},
}


def give_app(person: User) -> str:
    """An authenticator app; answers its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def give_passkey(person: User, *, name: str = "办公室电脑") -> Authenticator:
    data = {"name": name, "credential": CREDENTIAL}
    return Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)


def give_recovery_codes(person: User) -> list[str]:
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return codes


def code_for(secret: str, *, later: int = 0) -> str:
    """The code of now, or of so many half minutes later: one either way is accepted, and each code serves once."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))
