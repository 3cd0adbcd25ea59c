"""The invariants of hours.md as assertions over the rows of one learner, computed without the product's time rules."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Sum

from attendance.clock import to_ms
from attendance.intervals import Intervals, intersect, length, merge
from attendance.models import (
    ClassPresence,
    HourEntry,
    PresenceCheck,
    QuizAttempt,
    StudyProgress,
    StudySession,
)
from attendance.services.rebuild import examine
from people.models import User

DAY_MS, SHANGHAI_MS = 86_400_000, 8 * 3_600_000


OWNED = {
    "attendance_studyclock": "learner_id",
    "attendance_studysession": "learner_id",
    "attendance_studyprogress": "learner_id",
    "attendance_quizattempt": "learner_id",
    "attendance_classpresence": "learner_id",
    "attendance_hourentry": "learner_id",
    "attendance_studybeat": "session_id",
    "attendance_presencecheck": "session_id",
}


@cache
def _every_row(vendor: str) -> str:
    """One statement for all tables: table, learner, and the row as text."""
    return " UNION ALL ".join(_rows_of(table, column, vendor) for table, column in OWNED.items())


def _rows_of(table: str, column: str, vendor: str) -> str:
    row = "one::text"
    if vendor == "sqlite":
        with connection.cursor() as cursor:
            columns = [found.name for found in connection.introspection.get_table_description(cursor, table)]
        row = " || ',' || ".join(f"quote(one.{name})" for name in columns)
    if column == "learner_id":
        return f"SELECT '{table}', one.learner_id, {row} FROM {table} one"
    owned = f"{table} one JOIN attendance_studysession session ON session.id = one.session_id"
    return f"SELECT '{table}', session.learner_id, {row} FROM {owned}"


def stored() -> dict[str, list[Any]]:
    """Every row about hours, by learner: to see whose changed. Plain SQL, because it runs after every step."""
    rows: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_every_row(connection.vendor))
        for table, learner, row in cursor.fetchall():
            rows.setdefault(str(learner).replace("-", ""), []).append((table, row))
    return {learner: sorted(found) for learner, found in rows.items()}


def by_day(windows: Intervals) -> dict[int, int]:
    """Milliseconds on each civil day of Shanghai, which is eight hours ahead all year."""
    days: dict[int, int] = {}
    for start, end in windows:
        while start < end:
            day = (start + SHANGHAI_MS) // DAY_MS
            midnight = min(end, (day + 1) * DAY_MS - SHANGHAI_MS)
            days[day] = days.get(day, 0) + midnight - start
            start = midnight  # noqa: PLW2901
    return days


def total(person: User, **which: Any) -> int:
    """Seconds of the ledger, reversals taken off."""
    return int(HourEntry.objects.filter(learner=person, **which).aggregate(all=Sum("seconds"))["all"] or 0)


def assert_invariants(person: User, *, latest_ms: int) -> None:
    """I1, I2, I3, I12, and that the posted seconds shown are those of the ledger."""
    rows = list(StudyProgress.objects.select_related("edition").filter(learner=person))
    present = [
        (to_ms(in_at), to_ms(out_at))
        for in_at, out_at in ClassPresence.objects.filter(learner=person).values_list("in_at", "out_at")
    ]
    confirmed = [tuple(window) for row in rows for window in row.windows]
    pending = [tuple(window) for row in rows for window in row.pending_windows]
    _assert_clock(person, [*confirmed, *pending], present, latest_ms)
    _assert_proven(person, confirmed)
    for content in {row.edition.content_key for row in rows}:
        _assert_content(person, content, [row for row in rows if row.edition.content_key == content])
    assert total(person, content_key__isnull=False) * 1000 <= length(merge(confirmed)), "I1: more than the clock"
    assert total(person) * 1000 <= length(merge(confirmed, present)), "I2: the same time credited twice"


def _assert_clock(person: User, windows: Intervals, present: Intervals, latest_ms: int) -> None:
    union = merge(windows)
    assert length(union) == sum(b - a for a, b in windows), "I2: windows overlap"
    assert intersect(union, present) == [], "I2: online time within a class"
    sessions = StudySession.objects.filter(learner=person).select_related("policy").order_by("opened_at")
    if union:
        assert to_ms(sessions[0].opened_at) <= union[0][0], "I1: time before the first opening"
        assert union[-1][1] <= latest_ms, "I1: time that has not come yet"
        cap = max(session.policy.day_cap_seconds for session in sessions) * 1000
        assert max(by_day(union).values()) <= cap, "I1: more than the day cap"


def _assert_proven(person: User, confirmed: Intervals) -> None:
    checks = PresenceCheck.objects.filter(session__learner=person, result="passed").values_list("answered_at")
    quizzes = QuizAttempt.objects.filter(learner=person, is_passed=True).values_list("handed_in_at")
    proofs = [to_ms(at) for (at,) in [*checks, *quizzes]]
    assert merge(confirmed) == [] or merge(confirmed)[-1][1] <= max(proofs, default=0), "I12: time after the last proof"


def _assert_content(person: User, content: Any, rows: list[StudyProgress]) -> None:
    posted = total(person, content_key=content)
    due = [row for row in rows if row.finished_at is not None or row.edition.posts_by_time]
    for row in rows:
        covered = merge(row.coverage, row.pending_coverage)
        assert all(0 <= a < b <= row.edition.duration_ms for a, b in covered), "I3: outside the lesson"
        assert row.posted_seconds == posted, "the posted seconds shown differ from the ledger"
    earned = [
        min(length(row.coverage) // 1000, length(row.windows) // 1000, row.edition.credited_seconds) for row in due
    ]
    assert posted == max(earned, default=0), "I3: the ledger does not hold what the content earned"


def assert_rebuilt(person: User) -> None:
    """I6: replaying the evidence gives the projections and the ledger as they stand."""
    findings = examine(person)
    assert not findings.projections, f"I6: {findings.projections}"
    assert not findings.ledger, f"I6: {findings.ledger}"
