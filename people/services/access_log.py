"""The log of who saw which personal data: one more row, and nothing else until half a year has passed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..enums.privacy import AccessKind
from ..errors import KeptTooShort, PurposeTooShort
from ..log_lines import on_one_line
from ..models import Organisation, PersonalDataAccess, User
from ..models.access import KEPT_DAYS, SHORTEST_REASON

BATCH = 1000


@transaction.atomic
def record_access(
    *,
    kind: AccessKind,
    reason: str,
    by: User,
    at: dt.datetime,
    person: User | None = None,
    organisation: Organisation | None = None,
) -> PersonalDataAccess:
    """Note a look at one person's data, or a file about an organisation's people: exactly one of the two.

    Call it in the transaction that shows, before showing. The reason is kept on one line, whatever was typed.
    Raises PurposeTooShort.
    """
    reason = on_one_line(" ".join(reason.split()))[:200]
    if len(reason) < SHORTEST_REASON:
        sentence = str(_("Write why in at least %(count)d characters: the person can read it.")) % {
            "count": SHORTEST_REASON
        }
        raise PurposeTooShort(sentence, fields={"reason": sentence})
    return PersonalDataAccess.objects.create(
        actor=by, person=person, organisation=organisation, kind=kind, reason=reason, happened_at=at
    )


def purge_access_log(*, older_than_days: int, at: dt.datetime) -> int:
    """Remove rows older than that, in batches; answers how many. Raises KeptTooShort below the law's half year.

    The database refuses it too, by its own clock: a wrong `at` removes nothing that is younger.
    """
    if older_than_days < KEPT_DAYS:
        raise KeptTooShort(
            _("The log must be kept for at least %(days)d days. Nothing was removed.") % {"days": KEPT_DAYS}
        )
    old = PersonalDataAccess.objects.filter(happened_at__lt=at - dt.timedelta(days=older_than_days)).order_by("pk")
    removed = 0
    while numbers := list(old.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            removed += PersonalDataAccess.objects.filter(pk__in=numbers).delete()[0]
    return removed
