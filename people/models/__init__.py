"""People, the organisation tree, and who holds which role where and when."""

from .access import PersonalDataAccess
from .accounts import User, UserManager
from .changes import OrganisationChange
from .closings import AccountClosing
from .corrections import CorrectionRequest
from .exam_results import ExamResult
from .exports import PersonalExport, PersonalExportEvent
from .join_requests import JoinRequest
from .level_rules import ExamSubject, PassingRule
from .memberships import Membership
from .merges import PersonMerge
from .notices import NoticeAcceptance, PrivacyNotice
from .organisations import Organisation, OrganisationCode, OrganisationManager
from .pairings import AreaPairing
from .posts import Post
from .profession_rules import EducationRule, RegistrationRule, RewardRule, SupervisorTarget
from .qualifications import Qualification
from .registrations import Registration
from .rosters import ColumnMapping, RosterFile, RosterImport, RosterRow
from .sms import SmsCode, SmsGatewayState, SmsQuota
from .supervision import SupervisionConfirmation, SupervisionSession
from .supervisors import SupervisionPair, SupervisorAppointment

__all__ = [
    "AccountClosing",
    "AreaPairing",
    "ColumnMapping",
    "CorrectionRequest",
    "EducationRule",
    "ExamResult",
    "ExamSubject",
    "JoinRequest",
    "Membership",
    "NoticeAcceptance",
    "Organisation",
    "OrganisationChange",
    "OrganisationCode",
    "OrganisationManager",
    "PassingRule",
    "PersonMerge",
    "PersonalDataAccess",
    "PersonalExport",
    "PersonalExportEvent",
    "Post",
    "PrivacyNotice",
    "Qualification",
    "Registration",
    "RegistrationRule",
    "RewardRule",
    "RosterFile",
    "RosterImport",
    "RosterRow",
    "SmsCode",
    "SmsGatewayState",
    "SmsQuota",
    "SupervisionConfirmation",
    "SupervisionPair",
    "SupervisionSession",
    "SupervisorAppointment",
    "SupervisorTarget",
    "User",
    "UserManager",
]
