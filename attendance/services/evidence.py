"""One learner's evidence as events in order, for replaying."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from people.models import User

from .. import replay, study
from ..clock import to_ms
from ..intervals import merge
from ..models import (
    ClassPresence,
    ExamSitting,
    MergedEvidence,
    PresenceCheck,
    QuizAttempt,
    StudyBeat,
    StudyProgress,
    StudySession,
)
from ..state import contract_of, pairs, rules_in

Events = list[tuple[int, replay.Event]]


def sessions_of(learner: User) -> list[StudySession]:
    return list(StudySession.objects.filter(learner=learner).order_by("epoch"))


def progress_of(learner: User) -> list[StudyProgress]:
    return list(StudyProgress.objects.select_related("edition").filter(learner=learner).order_by("pk"))


def blank(rows: list[StudyProgress]) -> replay.Replay:
    """A replay before the first event; editions in the order in which a check goes through them."""
    editions: dict[replay.EditionKey, replay.Edition] = {
        row.edition_id: replay.Edition(contract_of(row.edition), row.edition.content_key, row.edition.posts_by_time)
        for row in rows
    }
    return replay.Replay(editions, progress={row.edition_id: study.Progress() for row in rows})


def events_of(learner: User, sessions: list[StudySession]) -> Events:
    """(tick, event) pairs in the learner's order."""
    events: Events = []
    for session in sessions:
        events += _session_events(session)
    for beat in StudyBeat.objects.filter(session__learner=learner).defer("answer"):
        ranges = pairs(beat.ranges)
        events.append((beat.tick, replay.Beat(beat.session_id, ranges, beat.mode, to_ms(beat.received_at))))
    for check in PresenceCheck.objects.filter(session__learner=learner, settled_tick__isnull=False):
        at_ms = to_ms(check.answered_at or check.answer_by)
        settled = replay.Settled(check.result, at_ms, check.answered_at is not None)
        events.append((check.settled_tick or 0, settled))
    for attempt in QuizAttempt.objects.filter(learner=learner):
        handed_in = replay.HandedIn(attempt.edition_id, attempt.is_passed, to_ms(attempt.handed_in_at))
        events.append((attempt.tick, handed_in))
    for presence in ClassPresence.objects.filter(learner=learner):
        present = [(to_ms(presence.in_at), to_ms(presence.out_at))]
        events.append((presence.tick, replay.Attended(present, to_ms(presence.recorded_at))))
    for sitting in ExamSitting.objects.filter(learner=learner):
        events += _sitting_events(sitting)
    events += _merges(learner)
    return sorted(events, key=lambda pair: pair[0])


def replayed(learner: User, *, before_tick: int | None = None) -> replay.Replay:
    """The state that the evidence of one learner gives, up to a place in the learner's order."""
    state = blank(progress_of(learner))
    for tick, event in events_of(learner, sessions_of(learner)):
        if before_tick is None or tick < before_tick:
            state.apply(event)
    return state


def _sitting_events(sitting: ExamSitting) -> Iterator[tuple[int, replay.Event]]:
    """An exam is time of presence like a class: the beginning ends what went on, the end tells the time it took."""
    began_ms = to_ms(sitting.began_at)
    yield sitting.began_tick, replay.Attended([], began_ms)
    if sitting.ended_at and sitting.ended_tick:
        ended_ms = to_ms(sitting.ended_at)
        yield sitting.ended_tick, replay.Attended(merge([(began_ms, ended_ms)]), ended_ms)


def _merges(learner: User) -> Iterator[tuple[int, replay.Event]]:
    both = MergedEvidence.objects.filter(Q(kept=learner) | Q(duplicate=learner)).select_related("duplicate")
    for merged in both:
        at_ms = to_ms(merged.merged_at)
        if merged.duplicate_id == learner.pk:
            yield merged.duplicate_tick, replay.MergedAway(at_ms)
        else:
            other = replayed(merged.duplicate, before_tick=merged.duplicate_tick)
            yield merged.kept_tick, replay.Absorbed(other, at_ms)


def _session_events(session: StudySession) -> Iterator[tuple[int, replay.Event]]:
    rules = rules_in(session)
    opened_ms, signed_in_ms = to_ms(session.opened_at), to_ms(session.signed_in_at)
    yield session.opened_tick, replay.Opened(session.pk, session.edition_id, opened_ms, signed_in_ms, rules)
    if session.fenced_at and session.frozen_to and session.fenced_tick:
        fenced_ms, frozen_ms = to_ms(session.fenced_at), to_ms(session.frozen_to)
        yield session.fenced_tick, replay.Fenced(session.pk, fenced_ms, frozen_ms, session.fence_reason)
    for stride in session.strides or []:
        facts = {name: value for name, value in stride.items() if name != "tick"}
        facts["coverage"], facts["windows"] = pairs(facts["coverage"]), pairs(facts["windows"])
        yield stride["tick"], replay.Stride(session.pk, **facts)
