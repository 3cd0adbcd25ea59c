"""What every attendance of a learner is credited with: the accounts put together read as one, each second once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from ..clock import to_ms
from ..intervals import Intervals, intersect, length, merge, subtract
from ..models import ClassPresence, ClassSession, MergedEvidence


@dataclass(frozen=True)
class Claim:
    """`key` is the ledger's source key; `origin` the key under the account it was taken over from, "" for one's own."""

    key: str
    origin: str
    presence: ClassPresence
    credited: Intervals

    @property
    def seconds(self) -> int:
        return length(self.credited) // 1000


def claims_of(learner_id: uuid.UUID) -> list[Claim]:
    """In the learner's order; what an earlier claim credits, a later one does not (invariant I2)."""
    claims: list[Claim] = []
    claimed: Intervals = []
    for key, origin, presence, wanted in _wanted(learner_id):
        claims.append(Claim(key, origin, presence, subtract(wanted, claimed)))
        claimed = merge(claimed, wanted)
    return claims


def _wanted(learner_id: uuid.UUID) -> Iterator[tuple[str, str, ClassPresence, Intervals]]:
    presences = ClassPresence.objects.filter(learner=learner_id).select_related("session")
    events: list[tuple[int, ClassPresence | MergedEvidence]] = [
        *((presence.tick, presence) for presence in presences.prefetch_related("session__segments")),
        *((one.kept_tick, one) for one in MergedEvidence.objects.filter(kept=learner_id)),
    ]
    for _, event in sorted(events, key=lambda pair: pair[0]):
        if isinstance(event, ClassPresence):
            yield str(event.pk), "", event, attended(event)
            continue
        for claim in claims_of(event.duplicate_id):
            yield f"{claim.presence.pk}:{event.pk}", claim.key, claim.presence, claim.credited


def attended(presence: ClassPresence) -> Intervals:
    """The time signed in within the segments; what lies between segments is a break."""
    return intersect(segments_of(presence.session), [(to_ms(presence.in_at), to_ms(presence.out_at))])


def attended_elsewhere(presence: ClassPresence) -> Intervals:
    """What records made before this one credit to other classes at the same time."""
    before = Q(learner=presence.learner_id, tick__lt=presence.tick)
    if others := absorbed_accounts(presence.learner_id, before_tick=presence.tick):
        before |= Q(learner__in=others)
    earlier = ClassPresence.objects.filter(before, in_at__lt=presence.out_at, out_at__gt=presence.in_at)
    return merge(*(attended(one) for one in earlier.select_related("session").prefetch_related("session__segments")))


def segments_of(session: ClassSession) -> Intervals:
    return [(to_ms(segment.starts_at), to_ms(segment.ends_at)) for segment in session.segments.all()]


def absorbed_accounts(learner_id: uuid.UUID, *, before_tick: int | None = None) -> list[uuid.UUID]:
    """The accounts put together with this one, and those put together with them before."""
    merges = MergedEvidence.objects.filter(kept=learner_id)
    if before_tick is not None:
        merges = merges.filter(kept_tick__lt=before_tick)
    found = list(merges.values_list("duplicate", flat=True))
    return found + [other for one in found for other in absorbed_accounts(one)]
