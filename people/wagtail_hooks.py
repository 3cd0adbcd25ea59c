"""What people add to Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .models import User


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("people.grant_role", _("Give a role"), _("Role given"))
    actions.register_action("people.end_role", _("End a role"), _("Role ended"))
    actions.register_action("people.set_id_number", _("Set an ID number"), _("ID number set"))
    actions.register_action("people.load_places", _("Load places"), _("Places loaded"))


@hooks.register("before_bulk_action")
def refuse_bulk_actions_on_people(*facts: Any) -> None:
    """Called with request, kind of action, objects and the action itself."""
    action = facts[-1]
    if action.model is User:
        raise PermissionDenied
