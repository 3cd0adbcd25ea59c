"""What pages and other apps read about people and places."""

from .heirs import heirs_of, heirs_of_organisation
from .places import Crumb, breadcrumbs, find_place, username_of
from .supervision import ConfirmedMeeting, confirmed_supervision

__all__ = [
    "ConfirmedMeeting",
    "Crumb",
    "breadcrumbs",
    "confirmed_supervision",
    "find_place",
    "heirs_of",
    "heirs_of_organisation",
    "username_of",
]
