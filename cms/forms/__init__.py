"""Forms of the account pages; allauth is told of them in the settings."""

from .accounts import ChangePasswordForm, ConfirmItIsYouForm, NewPasswordForm, ResetPasswordForm, SignInForm
from .second_factor import ActivateAppForm, AddPasskeyForm, CodeAgainForm, CodeForm, RenamePasskeyForm

__all__ = [
    "ActivateAppForm",
    "AddPasskeyForm",
    "ChangePasswordForm",
    "CodeAgainForm",
    "CodeForm",
    "ConfirmItIsYouForm",
    "NewPasswordForm",
    "RenamePasskeyForm",
    "ResetPasswordForm",
    "SignInForm",
]
