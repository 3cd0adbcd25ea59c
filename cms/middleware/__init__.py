"""Request handling that belongs to the site as a whole."""

from .frame import AdminPolicyMiddleware, ChosenLanguageMiddleware, OwnPagesMiddleware
from .second_factor import SecondFactorMiddleware
from .sessions import SessionRenewalMiddleware

__all__ = [
    "AdminPolicyMiddleware",
    "ChosenLanguageMiddleware",
    "OwnPagesMiddleware",
    "SecondFactorMiddleware",
    "SessionRenewalMiddleware",
]
