"""What the figures of a course are computed by."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from attendance.analytics.charts import HEIGHT, WIDTH, bars, columns
from attendance.analytics.questions import hard_questions
from attendance.analytics.standing import FEWEST, LearnerFacts, funnel, help_reasons, share, status_of
from attendance.analytics.stretches import MOST_BINS, Studied, edges, stretches
from attendance.enums import HelpReason, LearnerStatus
from attendance.intervals import merge

AT = dt.datetime(2026, 5, 20, 4, tzinfo=dt.UTC)
durations = st.integers(1, 7_200_000)
facts = st.builds(
    LearnerFacts,
    lessons_finished=st.integers(0, 4),
    touched_at=st.none() | st.integers(0, 60).map(lambda days: AT - dt.timedelta(days=days)),
    failed_times=st.integers(0, 3),
    missed=st.integers(0, 4),
)
spans = st.tuples(st.integers(0, 7_000_000), st.integers(1, 200_000)).map(lambda one: (one[0], one[0] + one[1]))
people = st.lists(
    st.builds(Studied, coverage=st.lists(spans, max_size=5).map(merge), is_finished=st.booleans()), max_size=12
)


@given(st.integers(0, 20), st.integers(0, 20))
def test_no_rate_is_told_of_a_small_group(part: int, whole: int) -> None:
    rate = share(min(part, whole), whole)
    assert (rate is None) == (whole < FEWEST)
    assert rate is None or 0 <= rate <= 100


def test_funnel_gives_percent_of_those_enrolled() -> None:
    assert [step.percent for step in funnel(10, 7, 3, 1)] == [100, 70, 30, 10]
    assert [step.percent for step in funnel(4, 3, 3, 1)] == [None] * 4


@given(facts, st.integers(0, 4))
def test_help_is_for_those_alone_who_have_begun_and_not_finished(one: LearnerFacts, lessons: int) -> None:
    status = status_of(one, lessons, AT)
    assert (status == LearnerStatus.HELP) == bool(help_reasons(one, lessons, AT))
    if status == LearnerStatus.HELP:
        assert one.touched_at is not None
        assert not 0 < lessons <= one.lessons_finished


def test_each_reason_for_help_by_itself() -> None:
    calm = LearnerFacts(0, AT - dt.timedelta(days=14))
    assert status_of(calm, 2, AT) == LearnerStatus.GOING
    assert help_reasons(LearnerFacts(0, AT - dt.timedelta(days=14, seconds=1)), 2, AT) == [HelpReason.QUIET]
    assert help_reasons(LearnerFacts(0, AT, failed_times=2), 2, AT) == [HelpReason.QUIZ]
    assert help_reasons(LearnerFacts(0, AT, missed=3), 2, AT) == [HelpReason.CHECKS]
    assert status_of(LearnerFacts(2, AT, missed=3), 2, AT) == LearnerStatus.DONE
    assert status_of(LearnerFacts(0, None), 2, AT) == LearnerStatus.TODO


@given(durations)
def test_stretches_cover_the_lesson_without_gap_or_overlap(duration: int) -> None:
    found = edges(duration)
    assert 1 <= len(found) <= MOST_BINS
    assert (found[0][0], found[-1][1]) == (0, duration)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    longest = max(end - start for start, end in found)
    assert longest - min(end - start for start, end in found) <= 1


@given(durations, people)
def test_everybody_who_has_not_finished_stops_once(duration: int, learners: list[Studied]) -> None:
    found = stretches(duration, learners)
    assert sum(one.stopped for one in found) == sum(1 for one in learners if not one.is_finished)
    assert all(0 <= one.studied <= len(learners) for one in found)


def test_half_a_stretch_is_studied_and_the_end_is_where_one_stops() -> None:
    found = stretches(60_000, [Studied([(0, 22_500)], False), Studied([(0, 60_000)], True)])
    assert [one.studied for one in found] == [2, 2, 1, 1]
    assert [one.stopped for one in found] == [0, 1, 0, 0]


def test_hard_questions_are_counted_from_five_papers_on() -> None:
    quiz = {
        "questions": [
            {"id": "a", "stem": "容易", "correct": ["1"], "options": []},
            {"id": "b", "stem": "难", "correct": ["1", "2"], "options": []},
        ]
    }
    papers = [{"a": ["1"], "b": ["1"]}] * 4
    assert hard_questions("课", quiz, papers) == []
    hard, easy = hard_questions("课", quiz, [*papers, {"a": ["2"], "b": ["2", "1"]}])
    assert (hard.stem, hard.papers, hard.percent, hard.discrimination) == ("难", 5, 20, None)
    assert (easy.stem, easy.percent) == ("容易", 80)


@given(st.lists(st.integers(0, 10_000), max_size=20))
def test_bars_and_columns_stay_within_the_drawing_and_never_hide_a_number(values: list[int]) -> None:
    rows = bars([("", value, "", "") for value in values])
    assert all(
        0 <= bar.width <= WIDTH and bool(bar.width) == bool(value) for bar, value in zip(rows, values, strict=True)
    )
    drawn = columns(values, 600)
    assert all(column.y + column.height == HEIGHT and column.y >= 0 for column in drawn)
    assert all(bool(column.height) == bool(value) for column, value in zip(drawn, values, strict=True))
