"""Two accounts of one person become one (docs/adr/0016). The study of both is put together by the apps above."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from .. import rules
from ..enums import JoinState
from ..enums.privacy import ClosingState, CorrectionState
from ..errors import MergeNotPossible, NotAllowed
from ..models import AccountClosing, CorrectionRequest, JoinRequest, PersonMerge, User
from ..sealing import blind_index, seal, unseal
from . import merged_rows as rows
from .roles import keep_groups
from .shutting import shut_account


@transaction.atomic
def merge_people(
    *, kept: User, duplicate: User, reason: str, by: User | None, at: dt.datetime, is_wrong_number: bool = False
) -> PersonMerge:
    """Shut `duplicate` and give what hangs on it to `kept`; nothing is removed. `by=None` is the system itself.

    `is_wrong_number`: where both have an ID number, that of the duplicate was entered wrongly. It stays sealed there.
    Raises NotAllowed, MergeNotPossible.
    """
    if by is not None and not rules.may_merge_people(by, kept, duplicate):
        raise NotAllowed(_("You may not put these two accounts together."))
    # Not the whole row: whoever inserts a row about the person waits for that, and may hold the learner's lock.
    locked = User.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
    pair = {one.pk: one for one in locked}
    if len(pair) == 2:
        kept, duplicate = pair[kept.pk], pair[duplicate.pk]
    _require_possible(kept, duplicate, is_wrong_number=is_wrong_number)
    on = timezone.localdate(at)
    moved = {
        "memberships": rows.move_memberships(kept, duplicate, on),
        "appointments": rows.move_appointments(kept, duplicate, on),
        "supervision": rows.move_supervision(kept, duplicate, on),
        "qualifications": rows.move_qualifications(kept, duplicate, at),
        "exam_results": rows.move_exam_results(kept, duplicate),
        "join_requests": rows.move_join_requests(kept, duplicate),
        "own_data": _give_own_data(kept, duplicate),
    }
    _give_up_open_requests(duplicate, at)
    shut_account(duplicate, at=at)
    User.objects.filter(merged_into=duplicate).update(merged_into=kept)
    User.objects.filter(pk=duplicate.pk).update(merged_into=kept)
    keep_groups(person=kept, at=at)
    reason = " ".join(reason.split())[:200]
    merge = PersonMerge.objects.create(
        kept=kept, duplicate=duplicate, reason=reason, by=by, happened_at=at, moved=moved
    )
    for person, other in ((kept, duplicate), (duplicate, kept)):
        log(person, "people.merge_people", user=by, timestamp=at, data={"other": str(other.pk), "merge": merge.pk})
    return merge


def _require_possible(kept: User, duplicate: User, *, is_wrong_number: bool) -> None:
    if kept.pk == duplicate.pk:
        raise MergeNotPossible(_("This is one account. Choose two."))
    if not (kept.is_active and duplicate.is_active) or kept.merged_into_id or duplicate.merged_into_id:
        raise MergeNotPossible(_("One of the two accounts is shut already. Choose the one that is in use."))
    if kept.id_number_index and duplicate.id_number_index and not is_wrong_number:
        sentence = str(
            _("The two accounts have different ID numbers. Put them together only if one of the numbers is wrong.")
        )
        raise MergeNotPossible(sentence, fields={"is_wrong_number": sentence})


def _give_own_data(kept: User, duplicate: User) -> list[str]:
    """What the kept person has not got; phone and e-mail address are free again otherwise. Answers with the fields."""
    given = []
    found = {"phone": duplicate.phone, "email": duplicate.email}
    number = unseal(duplicate.id_number_sealed, owner=duplicate.pk) if duplicate.id_number_sealed else ""
    duplicate.phone = duplicate.email = ""
    freed = ["phone", "email"]
    if number and not kept.id_number_sealed:
        duplicate.id_number_sealed = duplicate.id_number_index = ""
        freed += ["id_number_sealed", "id_number_index"]
    duplicate.save(update_fields=freed)
    for name, value in found.items():
        if value and not getattr(kept, name):
            setattr(kept, name, value)
            given.append(name)
    if "id_number_index" in freed:
        kept.id_number_sealed, kept.id_number_index = seal(number, owner=kept.pk), blind_index(number)
        given += ["id_number_sealed", "id_number_index"]
    if duplicate.claimed_at and not kept.claimed_at:
        kept.claimed_at = duplicate.claimed_at
        given.append("claimed_at")
    kept.save(update_fields=given)
    return given


def _give_up_open_requests(duplicate: User, at: dt.datetime) -> None:
    JoinRequest.objects.filter(person=duplicate, state=JoinState.PENDING).update(
        state=JoinState.WITHDRAWN, decided_at=at
    )
    CorrectionRequest.objects.filter(person=duplicate, state=CorrectionState.PENDING).update(
        state=CorrectionState.WITHDRAWN, decided_at=at
    )
    AccountClosing.objects.filter(person=duplicate, state=ClosingState.WAITING).update(
        state=ClosingState.KEPT, settled_at=at
    )
