"""Organisations: created, renamed, given another kind. Moves are in `organisation_moves`, merges in `mergers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums import ChangeKind, CodeSystem, OrganisationKind
from ..errors import OrganisationNameTaken, Refusal
from ..models import Organisation, User
from ..organisation_names import parse_organisation_name
from .organisation_codes import add_code
from .tree import above, fresh, lock_tree, parse_citation, remember, require, require_open


@transaction.atomic
def create_organisation(
    *,
    parent: Organisation | None,
    name: str,
    kind: OrganisationKind | str,
    on: dt.date,
    by: User | None,
    at: dt.datetime,
    codes: Mapping[CodeSystem, str] | None = None,
) -> Organisation:
    """A new organisation at the end of those below `parent`, or a new root; with its codes, or not at all."""
    lock_tree()
    require(by, parent)
    tidy = parse_organisation_name(name)
    if parent is not None:
        parent = fresh(parent)
        require_open(parent, on, field="parent")
    _refuse_namesake(parent, tidy, on)
    fields = {"name": tidy, "kind": kind}
    made: Organisation = parent.add_child(**fields) if parent else Organisation.add_root(**fields)
    facts = {"parent": parent.pk if parent else None, "kind": str(kind)}
    log(made, "people.create_organisation", user=by, timestamp=at, data=facts)
    for system, code in (codes or {}).items():
        try:
            add_code(organisation=made, system=system, code=code, valid_from=on, by=by, at=at)
        except Refusal as refusal:
            refusal.fields = {str(system): str(refusal.detail)}
            raise
    return made


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name: str, effective_on: dt.date, citation: str, by: User | None, at: dt.datetime
) -> Organisation:
    """Give another name; the same name again changes nothing. The old one stays in the history."""
    lock_tree()
    organisation = fresh(organisation)
    require(by, organisation)
    tidy, decision, before = parse_organisation_name(name), parse_citation(citation), organisation.name
    if tidy == before:
        return organisation
    _refuse_namesake(above(organisation), tidy, effective_on)
    organisation.name = tidy
    organisation.save(update_fields=["name"])
    facts = {"effective_on": effective_on, "citation": decision, "before": before, "after": tidy}
    remember(ChangeKind.RENAME, organisation, by=by, at=at, **facts)  # type: ignore[arg-type]
    return organisation


@transaction.atomic
def change_organisation_kind(
    *, organisation: Organisation, kind: OrganisationKind | str, by: User | None, at: dt.datetime
) -> Organisation:
    """Correct what sort of organisation it is; the same again changes nothing."""
    organisation = fresh(organisation)
    require(by, organisation)
    before = organisation.kind
    if before != kind:
        organisation.kind = OrganisationKind(kind)
        organisation.save(update_fields=["kind"])
        facts = {"before": str(before), "after": str(kind)}
        log(organisation, "people.change_organisation_kind", user=by, timestamp=at, data=facts)
    return organisation


def _refuse_namesake(parent: Organisation | None, name: str, on: dt.date) -> None:
    beside = parent.get_children() if parent else Organisation.get_root_nodes()
    if beside.active_on(on).filter(name=name).exists():
        sentence = str(_("There is an active organisation of this name at this place already. Use that one."))
        raise OrganisationNameTaken(sentence, fields={"name": sentence})
