"""Account forms in the site's words: a label beside each field instead of a placeholder in it."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django.utils.translation import gettext_lazy as _


class LabelOnly:
    """Also without the link to a new password between label and field: it stands below the button."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "current-password":
                field.help_text = ""


class SignInForm(LabelOnly, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Account, mobile phone or e-mail")
        login.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


class ChangePasswordForm(LabelOnly, account.ChangePasswordForm):
    pass


class ResetPasswordForm(LabelOnly, account.ResetPasswordForm):
    """Only to the address that the account has now: allauth also knows those it had when somebody asked before."""

    users: list[Any]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [user for user in self.users if user.email.lower() == email.lower()]
        return email


class NewPasswordForm(LabelOnly, account.ResetPasswordKeyForm):
    pass


class ConfirmItIsYouForm(LabelOnly, account.ReauthenticateForm):
    pass
