"""Who may do what: each predicate has a queryset twin, and one test proves that they agree."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from .enums import HR_MAY_GRANT, OVERSEEING_ROLES, STAFF_ROLES, ExportState, Role
from .enums.supervision import SupervisionSide
from .querysets import in_force, not_over, overseen_paths

if TYPE_CHECKING:
    from .models import (
        AreaPairing,
        CorrectionRequest,
        JoinRequest,
        Membership,
        Organisation,
        OrganisationChange,
        PersonalDataAccess,
        PersonalExport,
        Post,
        Qualification,
        RosterImport,
        SupervisionPair,
        SupervisorAppointment,
        User,
    )


def may_view_person(user: Any, person: User) -> bool:
    """Twin of `User.objects.visible_to`."""
    if not user.is_active:
        return False
    if user.is_superuser or user.pk == person.pk:
        return True
    return may_manage_person(user, person)


def may_manage_person(user: Any, person: User) -> bool:
    """HR and administrators, for people with a membership in force in their subtree; never oneself as such."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    paths = overseen_paths(user)
    if not paths:
        return False
    held = person.memberships.filter(in_force(timezone.localdate()))
    return any(_inside(path, paths) for path in held.values_list("organisation__path", flat=True))


def may_view_organisation(user: Any, organisation: Organisation) -> bool:
    """Twin of `Organisation.objects.visible_to`."""
    if not user.is_active:
        return False
    if may_manage_people(user, organisation):
        return True
    own = user.memberships.filter(in_force(timezone.localdate()), organisation=organisation)
    return bool(own.exists())


def may_manage_people(user: Any, organisation: Organisation) -> bool:
    """Twin of `Organisation.objects.managed_by`."""
    if not user.is_active:
        return False
    return user.is_superuser or _inside(organisation.path, overseen_paths(user))


def may_give_role(user: Any, organisation: Organisation, role: Role | str) -> bool:
    """Administrators give every role in their subtree; HR officers only those that oversee nobody."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    roles = OVERSEEING_ROLES if role in HR_MAY_GRANT else (Role.ADMINISTRATOR,)
    return _inside(organisation.path, overseen_paths(user, roles))


def may_see_roster(user: Any, roster: RosterImport) -> bool:
    """Twin of `RosterImport.objects.visible_to`: whoever looks after the people of its organisation."""
    return may_manage_people(user, roster.organisation)


def may_export_people(user: Any, organisation: Organisation, *, is_full: bool = False) -> bool:
    """Overseers, for their subtree; unmasked only administrators of it. Twin: `Organisation.objects.exportable_by`."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    roles = (Role.ADMINISTRATOR,) if is_full else OVERSEEING_ROLES
    return _inside(organisation.path, overseen_paths(user, roles))


def may_view_export(user: Any, export: PersonalExport) -> bool:
    """The record and its log. Twin of `PersonalExport.objects.visible_to`."""
    if not user.is_active:
        return False
    if user.is_superuser or user.pk == export.asked_by_id:
        return True
    return _inside(export.organisation.path, overseen_paths(user, (Role.ADMINISTRATOR,)))


def may_download_export(user: Any, export: PersonalExport, at: dt.datetime) -> bool:
    """The file, for whoever asked and could ask again. Twin of `PersonalExport.objects.downloadable_by`."""
    if user.pk != export.asked_by_id or export.state != ExportState.READY:
        return False
    is_kept = export.expires_at is not None and export.expires_at > at
    return is_kept and may_export_people(user, export.organisation, is_full=export.is_full)


def may_decide_join_request(user: Any, join_request: JoinRequest) -> bool:
    """Whoever looks after the organisation's people; never about oneself. Twin: `JoinRequest.objects.decided_by`."""
    return user.pk != join_request.person_id and may_manage_people(user, join_request.organisation)


def may_view_join_request(user: Any, join_request: JoinRequest) -> bool:
    """Twin of `JoinRequest.objects.visible_to`."""
    is_own = bool(user.is_active and user.pk == join_request.person_id)
    return is_own or may_manage_people(user, join_request.organisation)


def may_administer(user: Any, organisation: Organisation | None) -> bool:
    """Who may change an organisation and what stands below it; `None` stands for the top of the tree.

    Twin of `Organisation.objects.administered_by`. Moving, merging, splitting and closing change what stands below
    the organisation above, so they are asked about that one.
    """
    if not user.is_active:
        return False
    if user.is_superuser or organisation is None:
        return bool(user.is_superuser)
    return _inside(organisation.path, overseen_paths(user, (Role.ADMINISTRATOR,)))


def may_change_details(user: Any, person: User) -> bool:
    """Name, phone and e-mail: a phone opens the account, so nobody changes that of somebody with more power.

    That is a staff role, of today or to come, that the user could not have given. Nor one's own: that is asked for.
    Twin of `User.objects.editable_by`.
    """
    if not user.is_active or (person.is_superuser and not user.is_superuser):
        return False
    if user.is_superuser or user.pk == person.pk:
        return bool(user.is_superuser)
    today = timezone.localdate()
    overseen, administered = overseen_paths(user), overseen_paths(user, (Role.ADMINISTRATOR,))
    held = list(person.memberships.filter(not_over(today)).values_list("organisation__path", "role", "starts_on"))
    return any(_inside(path, overseen) for path, _role, starts_on in held if starts_on <= today) and all(
        _inside(path, overseen if role in HR_MAY_GRANT else administered)
        for path, role, _starts_on in held
        if role in STAFF_ROLES
    )


def may_remove_second_factor(user: Any, person: User) -> bool:
    """For a lost phone: whoever may change the person's details; one's own goes by one's own pages."""
    return bool(user.pk != person.pk) and may_change_details(user, person)


def may_view_membership(user: Any, membership: Membership) -> bool:
    """One's own, and past and present ones of organisations one oversees. Twin: `Membership.objects.visible_to`."""
    is_own = bool(user.is_active and user.pk == membership.person_id)
    return is_own or may_manage_people(user, membership.organisation)


def may_change_membership(user: Any, membership: Membership) -> bool:
    """Whoever could have given it. Twin of `Membership.objects.changeable_by`."""
    return may_give_role(user, membership.organisation, membership.role)


def may_see_post(user: Any, post: Post) -> bool:
    """Twin of `Post.objects.visible_to`."""
    return may_manage_people(user, post.organisation)


def may_see_pairing(user: Any, pairing: AreaPairing) -> bool:
    """Either side is enough to see it. Twin of `AreaPairing.objects.visible_to`."""
    return may_manage_people(user, pairing.first) or may_manage_people(user, pairing.second)


def may_pair(user: Any, first: Organisation, second: Organisation) -> bool:
    """Nobody binds an area that somebody else administers. Twin of `AreaPairing.objects.changeable_by`."""
    return may_administer(user, first) and may_administer(user, second)


def may_see_change(user: Any, change: OrganisationChange) -> bool:
    """Twin of `OrganisationChange.objects.visible_to`."""
    heir = change.heir
    return may_manage_people(user, change.organisation) or (heir is not None and may_manage_people(user, heir))


def may_view_qualification(user: Any, qualification: Qualification) -> bool:
    """Twin of `Qualification.objects.visible_to`; whoever sees the qualification sees its evidence."""
    return may_view_person(user, qualification.person)


def may_decide_qualification(user: Any, qualification: Qualification) -> bool:
    """Verify, refuse, register: for others only. Twin of `Qualification.objects.decided_by_desk`."""
    return user.pk != qualification.person_id and may_manage_person(user, qualification.person)


def may_view_appointment(user: Any, appointment: SupervisorAppointment) -> bool:
    """Twin of `SupervisorAppointment.objects.visible_to`."""
    if not user.is_active:
        return False
    return user.pk == appointment.person_id or may_manage_people(user, appointment.organisation)


def may_manage_appointment(user: Any, appointment: SupervisorAppointment) -> bool:
    """Nobody appoints oneself. Twin of `SupervisorAppointment.objects.managed_by`."""
    return user.pk != appointment.person_id and may_manage_people(user, appointment.organisation)


def side_of(user: Any, pair: SupervisionPair) -> SupervisionSide | None:
    """As which of the two somebody may enter and answer meetings. Twin of `SupervisionSession.objects.of`."""
    if not user.is_active:
        return None
    if user.pk == pair.appointment.person_id:
        return SupervisionSide.SUPERVISOR
    return SupervisionSide.SUPERVISEE if user.pk == pair.supervisee_id else None


def may_administer_person(user: Any, person: User) -> bool:
    """Administrators, for people with a membership in force in their subtree. Twin: `User.objects.administered_by`."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    paths = overseen_paths(user, (Role.ADMINISTRATOR,))
    held = person.memberships.filter(in_force(timezone.localdate()))
    return any(_inside(path, paths) for path in held.values_list("organisation__path", flat=True))


def may_see_access(user: Any, access: PersonalDataAccess) -> bool:
    """Twin of `PersonalDataAccess.objects.visible_to`."""
    if access.person is not None:
        return may_administer_person(user, access.person)
    return access.organisation is not None and may_administer(user, access.organisation)


def may_reveal(user: Any, person: User) -> bool:
    """Full numbers of somebody else: HR and administrators, of their own subtree; one's own have a page of their own.

    Twin: `User.objects.revealed_to`.
    """
    return user.pk != person.pk and not person.is_superuser and may_manage_person(user, person)


def may_see_correction(user: Any, correction: CorrectionRequest) -> bool:
    """Twin of `CorrectionRequest.objects.visible_to`."""
    return may_view_person(user, correction.person)


def may_decide_correction(user: Any, correction: CorrectionRequest) -> bool:
    """Never one's own, nor of somebody with more power. Twin of `CorrectionRequest.objects.decided_by_desk`."""
    return user.pk != correction.person_id and may_change_details(user, correction.person)


def may_merge_people(user: Any, kept: User, duplicate: User) -> bool:
    """Whoever may change the details of both, is neither of them, and could have given every role that changes hands.

    Otherwise an HR officer could make an administrator of somebody, or give an administrator's account a phone number.
    """
    if user.pk in {kept.pk, duplicate.pk} or ((kept.is_superuser or duplicate.is_superuser) and not user.is_superuser):
        return False
    if not (may_change_details(user, kept) and may_change_details(user, duplicate)):
        return False
    held = duplicate.memberships.filter(not_over(timezone.localdate())).select_related("organisation")
    return all(may_change_membership(user, membership) for membership in held)


def _inside(path: str, paths: list[str]) -> bool:
    return any(path.startswith(start) for start in paths)
