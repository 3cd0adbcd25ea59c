"""What people add to Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .enums.privacy_actions import PRIVACY_ACTIONS
from .enums.qualification_actions import QUALIFICATION_ACTIONS
from .models import User
from .viewsets.groups import PeopleGroup
from .viewsets.organisation_chooser import OrganisationChooser
from .viewsets.organisations import organisation_paths
from .viewsets.people import person_paths


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.grant_role", _("Give a role"), _("Role given"))
    actions.register_action("people.end_role", _("End a role"), _("Role ended"))
    actions.register_action("people.set_up_second_factor", _("Set up a second factor"), _("Second factor set up"))
    actions.register_action("people.take_off_second_factor", _("Take off a factor"), _("Second factor taken off"))
    actions.register_action("people.remove_second_factor", _("Remove the second factor"), _("Second factor removed"))
    actions.register_action("people.set_id_number", _("Set an ID number"), _("ID number set"))
    actions.register_action("people.load_places", _("Load places"), _("Places loaded"))
    actions.register_action("people.create_organisation", _("Create an organisation"), _("Organisation created"))
    actions.register_action("people.rename_organisation", _("Rename an organisation"), _("Organisation renamed"))
    actions.register_action(
        "people.change_organisation_kind", _("Change the kind of an organisation"), _("Kind of organisation changed")
    )
    actions.register_action("people.move_organisation", _("Move an organisation"), _("Organisation moved"))
    actions.register_action("people.close_organisation", _("Close an organisation"), _("Organisation closed"))
    actions.register_action("people.merge_organisation", _("Merge an organisation"), _("Organisation merged"))
    actions.register_action("people.split_organisation", _("Split an organisation"), _("Organisation split"))
    actions.register_action("people.add_organisation_code", _("Add a code"), _("Code of an organisation added"))
    actions.register_action("people.retire_organisation_code", _("Retire a code"), _("Code of an organisation retired"))
    actions.register_action("people.open_post", _("Open a post"), _("Post opened"))
    actions.register_action("people.end_post", _("End a post"), _("Post ended"))
    actions.register_action("people.pair_areas", _("Pair two areas"), _("Areas paired"))
    actions.register_action("people.end_pairing", _("End a pairing"), _("Pairing of areas ended"))
    actions.register_action("people.transfer_person", _("Transfer a person"), _("Person transferred"))
    actions.register_action("people.leave_organisation", _("Note a leaving"), _("Person left an organisation"))
    actions.register_action("people.change_details", _("Change the details"), _("Details of a person changed"))
    actions.register_action("people.upload_roster", _("Upload a roster"), _("Roster uploaded"))
    actions.register_action("people.set_roster_columns", _("Assign a roster's columns"), _("Columns assigned"))
    actions.register_action("people.fix_roster_row", _("Correct a roster row"), _("Roster row corrected"))
    actions.register_action("people.confirm_roster_rows", _("Confirm roster rows"), _("Roster rows confirmed"))
    actions.register_action("people.cancel_roster", _("Cancel a roster import"), _("Roster import cancelled"))
    actions.register_action("people.import_roster", _("Import a roster"), _("Roster imported"))
    actions.register_action("people.undo_roster", _("Undo a roster import"), _("Roster import undone"))
    actions.register_action("people.download_refused_rows", _("Download refused rows"), _("Refused rows downloaded"))
    actions.register_action("people.add_person", _("Add a person"), _("Person added"))
    actions.register_action("people.add_by_roster", _("Add a person by roster"), _("Person added by roster"))
    actions.register_action("people.change_by_roster", _("Change a person by roster"), _("Person changed by roster"))
    actions.register_action("people.undo_by_roster", _("Undo a roster for a person"), _("Roster undone for person"))
    actions.register_action("people.claim_account", _("Claim an account"), _("Account claimed"))
    actions.register_action("people.set_first_password", _("Set a first password"), _("First password set"))
    actions.register_action("people.register", _("Open an account by phone"), _("Account opened by phone"))
    actions.register_action("people.ask_to_join", _("Ask to join an organisation"), _("Asked to join an organisation"))
    actions.register_action("people.withdraw_join_request", _("Take a request back"), _("Request taken back"))
    actions.register_action("people.approve_join_request", _("Approve a request to join"), _("Request approved"))
    actions.register_action("people.refuse_join_request", _("Refuse a request to join"), _("Request refused"))
    actions.register_action("people.export_asked", _("Ask for an export"), _("Export of people asked for"))
    actions.register_action("people.export_written", _("Write an export"), _("Export of people written"))
    actions.register_action("people.export_failed", _("Give up an export"), _("Export of people failed"))
    actions.register_action("people.export_downloaded", _("Download an export"), _("Export of people downloaded"))
    actions.register_action("people.export_removed", _("Remove an export"), _("File of an export removed"))


@hooks.register("register_log_actions")
def register_qualification_log_actions(actions: LogActionRegistry) -> None:
    for action, (verb, done) in (QUALIFICATION_ACTIONS | PRIVACY_ACTIONS).items():
        actions.register_action(action, verb, done)


@hooks.register("before_bulk_action")
def refuse_bulk_actions_on_people(*facts: Any) -> None:
    """Called with request, kind of action, objects and the action itself."""
    action = facts[-1]
    if action.model is User:
        raise PermissionDenied


@hooks.register("register_admin_viewset")
def register_people_group() -> PeopleGroup:
    return PeopleGroup()


@hooks.register("register_admin_viewset")
def register_organisation_chooser() -> OrganisationChooser:
    return OrganisationChooser()


@hooks.register("register_admin_urls")
def register_person_page() -> list[Any]:
    return [*person_paths(), *organisation_paths()]
