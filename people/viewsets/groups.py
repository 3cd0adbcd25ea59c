"""The desk's menu. Everything about people stands in one group."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy
from wagtail.admin.viewsets.base import ViewSetGroup

from .exports import PersonalExportViewSet
from .join_requests import JoinRequestViewSet
from .organisations import OrganisationViewSet
from .pairings import PairingViewSet
from .people import PeopleViewSet
from .post_shares import PostShareViewSet
from .privacy import AccessViewSet, CorrectionViewSet, DuplicateViewSet
from .qualifications import QualificationViewSet
from .registrations import RegistrationViewSet
from .rosters import RosterViewSet
from .supervisors import SupervisorViewSet


class PeopleGroup(ViewSetGroup):
    menu_label = pgettext_lazy("menu", "People")
    menu_name = "people"
    menu_icon = "group"
    menu_order = 150
    items = (
        PeopleViewSet,
        OrganisationViewSet,
        PostShareViewSet,
        PairingViewSet,
        PersonalExportViewSet,
        JoinRequestViewSet,
        RosterViewSet,
        QualificationViewSet,
        RegistrationViewSet,
        SupervisorViewSet,
        CorrectionViewSet,
        DuplicateViewSet,
        AccessViewSet,
    )
