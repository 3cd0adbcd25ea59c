"""Request handling that belongs to the site as a whole."""

from .frame import AdminPolicyMiddleware, ChosenLanguageMiddleware, OwnPagesMiddleware
from .kept import KeptObjectsMiddleware
from .packages import FramedOriginsMiddleware, PackageHostMiddleware
from .second_factor import SecondFactorMiddleware
from .sessions import SessionRenewalMiddleware

__all__ = [
    "AdminPolicyMiddleware",
    "ChosenLanguageMiddleware",
    "FramedOriginsMiddleware",
    "KeptObjectsMiddleware",
    "OwnPagesMiddleware",
    "PackageHostMiddleware",
    "SecondFactorMiddleware",
    "SessionRenewalMiddleware",
]
