"""Forms of the second factor: codes of the authenticator app, recovery codes, passkeys."""

from __future__ import annotations

import re
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as passkeys
from django.conf import settings
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from .accounts import LabelOnly


class OneUse:
    """A code of an authenticator app serves once, for as long as it could be accepted.

    allauth remembers a used code for one step, but accepts it for as many as MFA_TOTP_TOLERANCE adds.
    """

    authenticator: Any
    user: Any

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        seconds = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        used = f"second-factor-used:{self.user.pk}:{re.sub(r'[^0-9]', '', code)}"
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not cache.add(used, True, timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeFields(LabelOnly):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}
        self.fields["code"].label = _("Code from the app, or a recovery code")


class CodeForm(OneUse, CodeFields, second_factor.AuthenticateForm):
    pass


class CodeAgainForm(OneUse, CodeFields, second_factor.ReauthenticateForm):
    pass


class ActivateAppForm(CodeFields, totp.ActivateTOTPForm):
    """The new secret waits in the session, which is a row of the database: sealed."""

    secret: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows")
        session, adapter = context.request.session, get_adapter()
        if self.is_bound and ":" in self.secret:
            self.secret = adapter.decrypt(self.secret)
        else:
            session[SECRET_SESSION_KEY] = adapter.encrypt(self.secret)


def shorten(name: Any) -> None:
    """The name of a passkey stands in lists; allauth sets no limit."""
    name.validators.append(MaxLengthValidator(60))
    name.widget.attrs["maxlength"] = 60


class AddPasskeyForm(LabelOnly, passkeys.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name, to tell several apart")
        shorten(self.fields["name"])
        field = self.fields["passwordless"]
        field.label = _("Sign in with this passkey alone, without a password")
        field.help_text = _("The device asks for your fingerprint, face or PIN. Leave this off for a key without PIN.")
        field.initial = True


class RenamePasskeyForm(passkeys.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        shorten(self.fields["name"])
