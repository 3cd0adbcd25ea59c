"""The field's words, and the faults of what is typed."""

from .entrance import JoinState, SmsPurpose
from .exports import PERSONAL_COLUMNS, ExportColumn, ExportEventKind, ExportFormat, ExportState
from .faults import IdNumberFault, NameFault, PhoneFault, PlaceFault, UsccFault
from .organisations import INHERITED, ChangeKind, OrganisationNameFault
from .roster_faults import RowFault, RowNote, RowWarning, UndoNote
from .roster_files import FileFault
from .rosters import RosterColumn, RosterOutcome, RosterState, RosterVerdict
from .words import (
    HR_MAY_GRANT,
    OVERSEEING_ROLES,
    STAFF_ROLES,
    CodeSystem,
    OrganisationKind,
    Role,
    WorkerCategory,
)

__all__ = [
    "HR_MAY_GRANT",
    "INHERITED",
    "OVERSEEING_ROLES",
    "PERSONAL_COLUMNS",
    "STAFF_ROLES",
    "ChangeKind",
    "CodeSystem",
    "ExportColumn",
    "ExportEventKind",
    "ExportFormat",
    "ExportState",
    "FileFault",
    "IdNumberFault",
    "JoinState",
    "NameFault",
    "OrganisationKind",
    "OrganisationNameFault",
    "PhoneFault",
    "PlaceFault",
    "Role",
    "RosterColumn",
    "RosterOutcome",
    "RosterState",
    "RosterVerdict",
    "RowFault",
    "RowNote",
    "RowWarning",
    "SmsPurpose",
    "UndoNote",
    "UsccFault",
    "WorkerCategory",
]
