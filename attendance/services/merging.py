"""Study and classes of two accounts of one person, put together (docs/adr/0016): evidence, projections, ledger.

Every row of both accounts stays as it is. The duplicate's entries are taken back one by one, and stand anew under the
account that goes on, as far as the evidence of both, read as one person's, carries them.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Iterable

from django.db import transaction

from courses.models import Enrolment
from courses.services.enrolment import enrol
from people.models import PersonMerge, User

from ..absorbing import Side, absorb, shares
from ..clock import from_ms, to_ms
from ..enums import FenceReason, SourceKind
from ..errors import HoursDisagree
from ..models import ClassPresence, ExamSitting, HourEntry, MergedEvidence, StudyProgress, StudySession
from ..state import contract_of, progress_state
from ..study import Progress
from .checks import settle_if_late
from .class_claims import absorbed_accounts, claims_of
from .desk import Desk, lock_learner, save_progress, write
from .exam_sittings import require_no_exam
from .ledger import post, posted_for_content, reverse
from .posting import correct_study_credit, earned_for_content, post_study_credit, remember_posted
from .rebuild import examine
from .study import fence_live

REASON = "the account was put together with another one of the same person"


@transaction.atomic
def merge_study(*, merge: PersonMerge) -> MergedEvidence:
    """Put the duplicate's study and classes to those of the account that goes on, and shut it for counting.

    Both accounts must be merged as people already. `examine` finds nothing at either, before and afterwards: raises
    HoursDisagree where it does, and ExamUnderWay.
    """
    desks = _lock_both(merge)
    for person in (merge.kept, merge.duplicate):
        findings = examine(person)
        if findings.ledger or findings.projections:
            raise HoursDisagree
    kept, duplicate = desks[merge.kept_id], desks[merge.duplicate_id]
    for desk, person in ((kept, merge.kept), (duplicate, merge.duplicate)):
        require_no_exam(desk, person)
        settle_if_late(desk, person)
    fence_live(duplicate, merge.duplicate, FenceReason.CLOSED)
    before_kept, before_other = _accounts(merge.kept_id), _accounts(merge.duplicate_id)
    evidence = MergedEvidence.objects.create(
        merge=merge,
        kept=merge.kept,
        duplicate=merge.duplicate,
        kept_tick=kept.next_tick(),
        duplicate_tick=duplicate.next_tick(),
        merged_at=from_ms(kept.at_ms),
    )
    rows = _put_together(merge, kept, duplicate, before_kept, before_other)
    entries = _standing(merge.duplicate)
    _take_over_study(merge, kept, rows, [one for one in entries if one.source_kind == SourceKind.STUDY])
    _take_over_classes(merge, evidence, [one for one in entries if one.source_kind == SourceKind.CLASS], kept)
    for entry in entries:
        reverse(entry=entry, reason=REASON, by=merge.by, at=from_ms(kept.at_ms))
    StudyProgress.objects.filter(learner=merge.duplicate).update(posted_seconds=0)
    kept.save()
    duplicate.save()
    duplicate.row.is_closed = True
    write(duplicate.row, ("is_closed",))
    for one in Enrolment.objects.filter(learner=merge.duplicate):
        enrol(learner=merge.kept, course_key=one.course_key, course_title=one.course_title, at=one.enrolled_at)
    return evidence


def _lock_both(merge: PersonMerge) -> dict[uuid.UUID, Desk]:
    """Always in the same order, so that two merges never wait for each other; one instant for both."""
    pair = sorted((merge.kept, merge.duplicate), key=lambda person: person.pk)
    desks = {person.pk: lock_learner(person, at=merge.happened_at) for person in pair}
    at_ms = max(desk.at_ms for desk in desks.values())
    for desk in desks.values():
        desk.at_ms = at_ms
    return desks


def _accounts(learner_id: uuid.UUID) -> list[uuid.UUID]:
    return [learner_id, *absorbed_accounts(learner_id)]


def _put_together(
    merge: PersonMerge, kept: Desk, duplicate: Desk, mine: list[uuid.UUID], theirs: list[uuid.UUID]
) -> list[StudyProgress]:
    """Both accounts' projections as one; answers with those of the account that goes on, stored."""
    theirs_rows = _progress(merge.duplicate)
    other: dict[Hashable, Progress] = {row.edition_id: progress_state(row) for row in theirs_rows}
    for row in theirs_rows:
        StudyProgress.objects.get_or_create(
            learner=merge.kept, edition=row.edition, defaults={"touched_at": row.touched_at}
        )
    rows = _progress(merge.kept)
    states: dict[Hashable, Progress] = {row.edition_id: progress_state(row) for row in rows}
    absorb(
        Side(kept.clock, states, _present(mine)),
        Side(duplicate.clock, other, _present(theirs)),
        {row.edition_id: contract_of(row.edition) for row in rows},
        day_cap_ms=_day_cap_ms([*mine, *theirs]),
        at_ms=kept.at_ms,
    )
    for row in rows:
        save_progress(row, states[row.edition_id], kept.at_ms)
    return rows


def _progress(learner: User) -> list[StudyProgress]:
    return list(StudyProgress.objects.select_related("edition").filter(learner=learner).order_by("pk"))


def _present(accounts: list[uuid.UUID]) -> list[tuple[int, int]]:
    presences = ClassPresence.objects.filter(learner__in=accounts).values_list("in_at", "out_at")
    sittings = ExamSitting.objects.filter(learner__in=accounts, ended_at__isnull=False)
    exams = sittings.values_list("began_at", "ended_at")
    return [(to_ms(start), to_ms(end)) for start, end in [*presences, *exams] if end is not None]


def _day_cap_ms(accounts: list[uuid.UUID]) -> int:
    terms = StudySession.objects.filter(learner__in=accounts).values_list("terms", flat=True)
    return max((one["rules"]["day_cap_ms"] for one in terms), default=0)


def _standing(learner: User) -> list[HourEntry]:
    """Entries that count: neither taken back nor taking back."""
    entries = HourEntry.objects.filter(learner=learner, reverses__isnull=True, reversed_by__isnull=True)
    return list(entries.select_related("learner").order_by("pk"))


def _take_over_study(merge: PersonMerge, desk: Desk, rows: list[StudyProgress], entries: list[HourEntry]) -> None:
    for content in dict.fromkeys(row.edition.content_key for row in rows):
        same = [row for row in rows if row.edition.content_key == content]
        correct_study_credit(desk, merge.kept, same[0], reason=REASON)
        earned, best = earned_for_content(same)
        theirs = [one for one in entries if one.content_key == content]
        room = earned - posted_for_content(merge.kept, content)
        for entry, seconds in zip(theirs, shares([one.seconds for one in theirs], room), strict=True):
            number = HourEntry.objects.filter(
                learner=merge.kept, content_key=content, source_kind=SourceKind.STUDY
            ).count()
            _take_over(merge, desk, entry, seconds, f"{merge.kept_id}:{content}:{number}")
        remember_posted(merge.kept, best)
        post_study_credit(desk, merge.kept, best, progress_state(best))


def _take_over_classes(merge: PersonMerge, evidence: MergedEvidence, entries: Iterable[HourEntry], desk: Desk) -> None:
    by_key = {entry.source_key: entry for entry in entries}
    for claim in claims_of(merge.kept_id):
        if claim.key == f"{claim.presence.pk}:{evidence.pk}" and claim.origin in by_key:
            _take_over(merge, desk, by_key[claim.origin], claim.seconds, claim.key)


def _take_over(merge: PersonMerge, desk: Desk, entry: HourEntry, seconds: int, source_key: str) -> None:
    """The entry once more under the account that goes on, on its own day; cut to what is not credited there yet."""
    if seconds == 0:
        return
    post(
        learner=merge.kept,
        seconds=seconds,
        title=entry.title,
        category=entry.category,
        service_field=entry.service_field,
        modality=entry.modality,
        occurred_on=entry.occurred_on,
        source_kind=entry.source_kind,
        source_key=source_key,
        rule_version=entry.rule_version,
        explanation={
            "kind": "merged",
            "entry": entry.pk,
            "entry_seconds": entry.seconds,
            "already_posted_seconds": entry.seconds - seconds,
            "origin": entry.explanation,
        },
        content_key=entry.content_key,
        course_key=entry.course_key,
        by=merge.by,
        at=from_ms(desk.at_ms),
    )
