"""Who may be certified what, and with which figures."""

from __future__ import annotations

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from attendance.selectors import CourseStanding, SchemeProgress
from certificates import basis, eligibility, wording
from certificates.credits import breakdown_tenths, tenths
from certificates.enums import Lack

HOUR = 3600
DAY = dt.date(2026, 5, 20)


def progress(counted: int, missing: dict[str, int] | None = None) -> SchemeProgress:
    return SchemeProgress(
        scheme_key="zj-120",
        version_id=1,
        version_number=1,
        title="社会工作专业培训120学时",
        citation="",
        target_seconds=120 * HOUR,
        minutes_per_credit=60,
        counted_seconds=counted,
        pending_seconds=0,
        by_category={"practice": counted},
        by_modality={"on_demand": counted},
        capped=[],
        missing=missing or {},
        starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2027, 12, 31),
        first_on=DAY,
        last_on=DAY,
        forecast_on=None,
        entry_position=7,
    )


def standing(*, finished: bool, seconds: int = HOUR) -> CourseStanding:
    class Lesson:
        is_finished = finished

    return CourseStanding(
        course_key=uuid.UUID(int=1),
        title="社区治理",
        category="practice",
        service_field="community",
        lessons=[Lesson(), Lesson()],
        seconds=seconds,
        by_modality={"on_demand": seconds},
        began_on=DAY if seconds else None,
        finished_on=DAY if seconds else None,
        quiz_percent=None,
        entry_position=7,
    )


def test_target_reached_to_the_second_is_enough() -> None:
    assert eligibility.of_scheme(progress(120 * HOUR)) == []


def test_one_second_short_is_not_enough_and_does_not_look_like_nothing() -> None:
    (reason,) = eligibility.of_scheme(progress(120 * HOUR - 1))
    assert reason.code == Lack.HOURS
    assert "0.1" in reason.sentence


def test_every_missing_minimum_is_named() -> None:
    reasons = eligibility.of_scheme(progress(120 * HOUR, {"law": HOUR, "values": 2 * HOUR}))
    assert [reason.code for reason in reasons] == [Lack.CATEGORY, Lack.CATEGORY]


def test_course_with_an_unfinished_lesson_is_not_certified() -> None:
    assert [reason.code for reason in eligibility.of_course(standing(finished=False))] == [Lack.LESSONS]


def test_course_without_hours_in_the_ledger_is_not_certified() -> None:
    assert [reason.code for reason in eligibility.of_course(standing(finished=True, seconds=0))] == [Lack.HOURS]


def test_finished_course_is_certified() -> None:
    assert eligibility.of_course(standing(finished=True)) == []


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 400_000), min_size=1), st.sampled_from([45, 50, 60]))
def test_parts_make_up_the_total_and_stay_near_the_truth(parts: dict[str, int], minutes: int) -> None:
    total = sum(parts.values())
    shown = breakdown_tenths(total, parts, minutes)
    assert sum(shown.values()) == tenths(total, minutes)
    assert all(0 <= shown[name] - tenths(parts[name], minutes) <= 1 for name in parts)


def test_equal_facts_are_equal_whatever_the_ledger_position() -> None:
    first, second = basis.of_scheme(progress(120 * HOUR)), basis.of_scheme(progress(121 * HOUR))
    assert first == basis.of_scheme(progress(120 * HOUR))
    assert first != second


def test_words_of_the_breakdown() -> None:
    assert wording.breakdown_words({}) == ""
    assert wording.breakdown_words({"classroom": 140}) == "（均为面授）"
    assert wording.breakdown_words({"classroom": 145, "on_demand": 100}) == "（其中线上点播 10 学时、面授 14.5 学时）"


def test_stars_and_braces_in_a_title_change_nothing() -> None:
    runs = wording.runs("参加“**{subject}**”。", {"subject": "**{hours}**"})
    assert runs == (("参加“", False), ("**{hours}**", True), ("”。", False))
