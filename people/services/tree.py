"""What every change of the tree of organisations stands on: one writer at a time, fresh paths, a row of history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums import ChangeKind
from ..errors import CitationMissing, DatesOutOfOrder, NotAllowed, OrganisationClosed
from ..models import Organisation, OrganisationChange, User
from ..organisation_names import parse_organisation_name

LONGEST_CITATION = 300
CHANGE_FOLLOWERS: list[Callable[[OrganisationChange], None]] = []


def register_change_follower(follow: Callable[[OrganisationChange], None]) -> None:
    """For an app's configuration: called in the transaction of each change, after the tree was changed."""
    if follow not in CHANGE_FOLLOWERS:
        CHANGE_FOLLOWERS.append(follow)


def lock_tree() -> None:
    """Wait until nobody else changes the tree: a path that is read and one that is written must be of one time.

    PostgreSQL locks the roots, against other writers of the tree only. SQLite knows no row locks; there the
    transaction began IMMEDIATE and is alone.
    """
    list(Organisation.objects.select_for_update(no_key=True).filter(depth=1).values_list("pk"))


def fresh(organisation: Organisation) -> Organisation:
    """As it stands now that the tree is locked."""
    found: Organisation = Organisation.objects.get(pk=organisation.pk)
    return found


def above(organisation: Organisation) -> Organisation | None:
    found: Organisation | None = fresh(organisation).get_parent()
    return found


def require(by: User | None, organisation: Organisation | None) -> None:
    """`by=None` is the system itself."""
    if by is not None and not rules.may_administer(by, organisation):
        raise NotAllowed(_("Only an administrator of the organisation above may do this."))


def require_open(organisation: Organisation, on: dt.date, *, field: str) -> None:
    if organisation.closed_on is not None and organisation.closed_on <= on:
        sentence = _("%(name)s is closed. Choose an active organisation.") % {"name": organisation.name}
        raise OrganisationClosed(sentence, fields={field: sentence})


def require_past(day: dt.date, at: dt.datetime) -> None:
    """The tree has no dates, so what changes it has happened already."""
    if day > timezone.localdate(at):
        sentence = str(_("The day lies in the future. Enter the change when it has come into force."))
        raise DatesOutOfOrder(sentence, fields={"effective_on": sentence})


def parse_citation(text: str) -> str:
    """The decision or the reason, in one line."""
    citation = " ".join(text.split())
    if not citation:
        sentence = str(_("Say which decision this follows, or why."))
        raise CitationMissing(sentence, fields={"citation": sentence})
    return parse_organisation_name(citation, field="citation", longest=LONGEST_CITATION)


def remember(
    kind: ChangeKind,
    organisation: Organisation,
    *,
    effective_on: dt.date,
    citation: str,
    by: User | None,
    at: dt.datetime,
    heir: Organisation | None = None,
    before: str = "",
    after: str = "",
    **facts: Any,
) -> OrganisationChange:
    """The row of history and the row of the log, in the transaction of the change itself."""
    change = OrganisationChange.objects.create(
        kind=kind,
        organisation=organisation,
        heir=heir,
        effective_on=effective_on,
        before=before,
        after=after,
        citation=citation,
        made_by=by,
        made_at=at,
    )
    data = {"change": change.pk, "effective_on": effective_on, "heir": heir.pk if heir else None, **facts}
    log(organisation, f"people.{kind}_organisation", user=by, timestamp=at, data=data)
    for follow in CHANGE_FOLLOWERS:
        follow(change)
    return change
