"""People, the organisation tree, and who holds which role where and when."""

from .accounts import User, UserManager
from .memberships import Membership
from .organisations import Organisation, OrganisationCode, OrganisationManager

__all__ = ["Membership", "Organisation", "OrganisationCode", "OrganisationManager", "User", "UserManager"]
