"""Refusals about the tree, its codes, posts and roles."""

from __future__ import annotations

from .refusals import Refusal


class RoleAlreadyEnded(Refusal):
    code = "role_already_ended"
    status = 409


class PlaceUnknown(Refusal):
    code = "place_unknown"
    status = 404


class TreeCycle(Refusal):
    """An organisation would come to stand below itself."""

    code = "tree_cycle"
    status = 409


class SameOrganisation(Refusal):
    """Two organisations are needed, and the same one was named twice."""

    code = "same_organisation"


class OrganisationClosed(Refusal):
    code = "organisation_closed"
    status = 409


class OrganisationInUse(Refusal):
    """It still has active organisations or people below it."""

    code = "organisation_in_use"
    status = 409


class OrganisationNameTaken(Refusal):
    """An active organisation of this name stands beside it already."""

    code = "organisation_name_taken"
    status = 409


class OrganisationCodeTaken(Refusal):
    """Two holders of one code at one time; a holder outside the actor's subtree is not named."""

    code = "organisation_code_taken"
    status = 409


class OrganisationCodeRetired(Refusal):
    code = "organisation_code_retired"
    status = 409


class PostTaken(Refusal):
    """The organisation has a post of this title in force already."""

    code = "post_taken"
    status = 409


class NothingToLeave(Refusal):
    """The person holds no role there on that day."""

    code = "nothing_to_leave"
    status = 409


class PartsMissing(Refusal):
    """A split names neither a new organisation nor an existing one."""

    code = "parts_missing"
