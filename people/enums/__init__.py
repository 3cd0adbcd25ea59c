"""The field's words, and the faults of what is typed."""

from .faults import IdNumberFault, NameFault, PhoneFault, PlaceFault, UsccFault
from .words import (
    OVERSEEING_ROLES,
    STAFF_ROLES,
    CodeSystem,
    OrganisationKind,
    Role,
    WorkerCategory,
)

__all__ = [
    "OVERSEEING_ROLES",
    "STAFF_ROLES",
    "CodeSystem",
    "IdNumberFault",
    "NameFault",
    "OrganisationKind",
    "PhoneFault",
    "PlaceFault",
    "Role",
    "UsccFault",
    "WorkerCategory",
]
