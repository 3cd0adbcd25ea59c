"""The time rules of online study as pure functions (hours.md, section 1)."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance import study
from attendance.errors import SessionClosed, TooEarly
from attendance.intervals import Intervals, length, merge
from tests.harness.examples import invariant

SECOND, MINUTE, HOUR = 1000, 60_000, 3_600_000
RULES = study.Rules(
    gap_ms=45 * SECOND,
    eps_ms=2 * SECOND,
    offline_outage_ms=600 * SECOND,
    offline_day_ms=1800 * SECOND,
    speed_percent=150,
    day_cap_ms=8 * HOUR,
    idle_ms=5 * MINUTE,
    session_max_ms=6 * HOUR,
    answer_ms=90 * SECOND,
    misses_per_day=3,
)


def ms(text: str) -> int:
    """An instant from Shanghai's clock."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=study.SHANGHAI).timestamp()) * 1000


NOON = ms("2026-05-20 12:00:00")


class Desk:
    """One learner in one session of one lesson."""

    def __init__(self, at_ms: int = NOON, rules: study.Rules = RULES) -> None:
        self.rules = rules
        self.clock = study.Clock(last_ms=at_ms)
        self.progress = study.Progress()
        self.reopen(at_ms)

    def reopen(self, at_ms: int, *, signed_in_ms: int = 0) -> None:
        self.session = study.Session(at_ms, at_ms, at_ms, signed_in_ms)

    def beat(self, at_ms: int, *ranges: tuple[int, int], mode: str = "live") -> study.Beat:
        return study.accept_beat(
            self.clock,
            self.session,
            self.progress,
            self.rules,
            ranges=merge(ranges),
            mode=mode,
            at_ms=study.instant(self.clock, at_ms),
        )

    def play(self, seconds: int, *, start_ms: int = 0) -> None:
        """Honest play from the session's last instant, a beat every fifteen seconds."""
        for second in range(15, seconds + 1, 15):
            place = start_ms + (second - 15) * SECOND
            self.beat(self.session.last_ms + 15 * SECOND, (place, place + 15 * SECOND))

    @property
    def windows(self) -> Intervals:
        return merge(self.progress.windows, self.progress.pending_windows)

    @property
    def coverage(self) -> Intervals:
        return merge(self.progress.coverage, self.progress.pending_coverage)

    @property
    def state(self) -> tuple[Any, ...]:
        return copy.deepcopy((self.clock, self.session, self.progress))


# Gap


def test_beat_after_fifteen_seconds_counts_fifteen_seconds() -> None:
    desk = Desk()
    beat = desk.beat(NOON + 15 * SECOND, (0, 15 * SECOND))
    assert (length(beat.window), beat.not_counted) == (15 * SECOND, {})


def test_silence_beyond_the_gap_does_not_count_and_says_so() -> None:
    desk = Desk()
    beat = desk.beat(NOON + 60 * SECOND, (0, 60 * SECOND))
    assert beat.window == [(NOON, NOON + 45 * SECOND)]
    assert beat.not_counted == {"gap": 15 * SECOND}


def test_time_lost_to_a_gap_never_comes_back() -> None:
    desk = Desk()
    desk.beat(NOON + 10 * MINUTE, (0, 15 * SECOND))
    desk.beat(NOON + 10 * MINUTE + 15 * SECOND, (15 * SECOND, 30 * SECOND))
    assert length(desk.windows) == 60 * SECOND


# Speed


def test_content_at_the_highest_offered_rate_is_accepted() -> None:
    desk = Desk()
    desk.beat(NOON + 30 * SECOND, (0, 45 * SECOND + 2 * SECOND))
    assert length(desk.coverage) == 47 * SECOND


def test_content_faster_than_offered_is_refused_and_nothing_changes() -> None:
    desk = Desk()
    before = desk.state
    with pytest.raises(TooEarly) as refusal:
        desk.beat(NOON + 30 * SECOND, (0, 47 * SECOND + 1))
    assert desk.state == before
    assert refusal.value.facts["retry_after"] == 1


def test_refused_content_fits_after_the_wait_that_was_named() -> None:
    desk = Desk()
    with pytest.raises(TooEarly) as refusal:
        desk.beat(NOON + 5 * SECOND, (0, 30 * SECOND))
    wait = refusal.value.facts["retry_after"]
    assert isinstance(wait, int)
    desk.beat(NOON + (5 + wait) * SECOND, (0, 30 * SECOND))
    assert desk.coverage == [(0, 30 * SECOND)]


def test_watching_the_same_place_again_adds_time_but_no_content() -> None:
    desk = Desk()
    desk.play(60)
    beat = desk.beat(desk.session.last_ms + 15 * SECOND, (0, 15 * SECOND))
    assert beat.not_counted == {"repeated": 15 * SECOND}
    assert (length(desk.windows), length(desk.coverage)) == (75 * SECOND, 60 * SECOND)


# Offline


def test_outage_of_ten_minutes_counts_in_full() -> None:
    desk = Desk()
    beat = desk.beat(NOON + 10 * MINUTE, (0, 10 * MINUTE), mode="offline")
    assert beat.window == [(NOON, NOON + 10 * MINUTE)]


def test_longer_outage_counts_its_first_ten_minutes() -> None:
    desk = Desk()
    beat = desk.beat(NOON + 15 * MINUTE, (0, 15 * MINUTE), mode="offline")
    assert beat.window == [(NOON, NOON + 10 * MINUTE)]
    assert beat.not_counted == {"gap": 5 * MINUTE}


def test_outage_in_pieces_has_one_allowance() -> None:
    desk = Desk()
    for minute in range(5, 35, 5):
        desk.beat(NOON + minute * MINUTE, (minute * MINUTE, minute * MINUTE + SECOND), mode="offline")
    assert length(desk.windows) == 10 * MINUTE + 4 * 45 * SECOND


def test_live_beat_ends_an_outage() -> None:
    desk = Desk()
    desk.beat(NOON + 10 * MINUTE, (0, MINUTE), mode="offline")
    desk.beat(NOON + 10 * MINUTE + 15 * SECOND, (MINUTE, 2 * MINUTE))
    beat = desk.beat(NOON + 20 * MINUTE, (2 * MINUTE, 3 * MINUTE), mode="offline")
    assert length(beat.window) == 9 * MINUTE + 45 * SECOND


def offline_in_a_row(desk: Desk, times: int) -> None:
    for number in range(times):
        place = number * 11 * MINUTE
        desk.beat(desk.session.last_ms + 10 * MINUTE, (place, place + 10 * MINUTE), mode="offline")
        desk.beat(desk.session.last_ms + 15 * SECOND, (place + 10 * MINUTE, place + 10 * MINUTE + 15 * SECOND))


def test_fourth_outage_of_a_day_counts_no_more_than_a_gap() -> None:
    desk = Desk()
    offline_in_a_row(desk, 3)
    beat = desk.beat(desk.session.last_ms + 10 * MINUTE, mode="offline")
    assert length(beat.window) <= 45 * SECOND


def test_new_civil_day_brings_a_new_offline_allowance() -> None:
    desk = Desk(ms("2026-05-20 23:00:00"))
    offline_in_a_row(desk, 3)
    desk.reopen(ms("2026-05-21 00:00:00"))
    beat = desk.beat(ms("2026-05-21 00:10:00"), (0, MINUTE), mode="offline")
    assert length(beat.window) == 10 * MINUTE


def test_spent_allowance_of_yesterday_is_not_refilled_by_an_outage_across_midnight() -> None:
    desk = Desk(ms("2026-05-20 23:00:00"))
    offline_in_a_row(desk, 3)
    desk.reopen(ms("2026-05-20 23:55:00"))
    desk.beat(ms("2026-05-21 00:05:00"), (0, MINUTE), mode="offline")
    assert desk.clock.days["2026-05-20"][1] <= 1800 * SECOND + 45 * SECOND


# Day cap


def test_day_cap_cuts_the_window_where_the_day_is_full() -> None:
    rules = study.Rules(**{**vars(RULES), "day_cap_ms": 60 * SECOND})
    desk = Desk(rules=rules)
    desk.play(45)
    beat = desk.beat(desk.session.last_ms + 30 * SECOND, (45 * SECOND, 75 * SECOND))
    assert length(beat.window) == 15 * SECOND
    assert beat.not_counted["day_cap"] == 15 * SECOND


def test_window_across_midnight_is_shared_between_the_days() -> None:
    desk = Desk(ms("2026-05-20 23:59:50"))
    desk.beat(ms("2026-05-21 00:00:20"), (0, 30 * SECOND))
    assert desk.clock.days == {"2026-05-20": [10 * SECOND, 0], "2026-05-21": [20 * SECOND, 0]}


def test_full_day_opens_again_at_midnight_in_shanghai() -> None:
    rules = study.Rules(**{**vars(RULES), "day_cap_ms": 15 * SECOND})
    desk = Desk(ms("2026-05-20 23:59:30"), rules)
    desk.beat(ms("2026-05-20 23:59:45"), (0, 15 * SECOND))
    beat = desk.beat(ms("2026-05-21 00:00:05"), (15 * SECOND, 35 * SECOND))
    assert beat.window == [(ms("2026-05-21 00:00:00"), ms("2026-05-21 00:00:05"))]


def test_content_of_time_beyond_the_cap_does_not_count_either() -> None:
    rules = study.Rules(**{**vars(RULES), "day_cap_ms": 15 * SECOND})
    desk = Desk(rules=rules)
    desk.play(15)
    desk.beat(desk.session.last_ms + 15 * SECOND, (15 * SECOND, 30 * SECOND))
    assert desk.coverage == [(0, 15 * SECOND)]


# Idle


def test_five_minutes_without_content_stop_the_count() -> None:
    desk = Desk()
    for number in range(1, 41):
        desk.beat(NOON + number * 15 * SECOND)
    assert length(desk.windows) == 5 * MINUTE
    assert desk.progress.not_counted == {"idle": 5 * MINUTE}


def test_content_after_idling_starts_the_count_again() -> None:
    desk = Desk()
    for number in range(1, 41):
        desk.beat(NOON + number * 15 * SECOND)
    beat = desk.beat(NOON + 615 * SECOND, (0, 15 * SECOND))
    assert length(beat.window) == 15 * SECOND


# Fence


def test_session_is_fenced_after_six_hours() -> None:
    desk = Desk()
    assert not study.fence_if_too_long(desk.session, RULES, NOON + 6 * HOUR)
    assert study.fence_if_too_long(desk.session, RULES, NOON + 6 * HOUR + 1)
    assert (desk.session.fenced_ms, desk.session.reason) == (NOON + 6 * HOUR, "too_long")
    assert not study.fence_if_too_long(desk.session, RULES, NOON + 7 * HOUR)


def test_late_beat_fills_only_the_frozen_window() -> None:
    desk = Desk()
    desk.play(60)
    study.fence(desk.session, RULES, NOON + 80 * SECOND, "superseded")
    beat = desk.beat(NOON + 10 * MINUTE, (60 * SECOND, 80 * SECOND))
    assert beat.window == [(NOON + 60 * SECOND, NOON + 80 * SECOND)]
    again = desk.beat(NOON + 10 * MINUTE + SECOND, (0, SECOND))
    assert again.window == []


def test_frozen_window_is_never_longer_than_the_gap() -> None:
    desk = Desk()
    study.fence(desk.session, RULES, NOON + 5 * MINUTE, "closed")
    beat = desk.beat(NOON + 6 * MINUTE, (0, 45 * SECOND), mode="offline")
    assert beat.window == [(NOON, NOON + 45 * SECOND)]


def test_beat_ten_minutes_after_the_fence_is_the_last_one_accepted() -> None:
    desk = Desk()
    study.fence(desk.session, RULES, NOON + 30 * SECOND, "closed")
    before = desk.state
    with pytest.raises(SessionClosed):
        desk.beat(NOON + 30 * SECOND + 600 * SECOND + 1, (0, 15 * SECOND))
    assert desk.state == before
    desk.beat(NOON + 30 * SECOND + 600 * SECOND, (0, 15 * SECOND))
    assert length(desk.windows) == 30 * SECOND


# Clock


def test_clock_stepping_back_gives_no_window() -> None:
    desk = Desk()
    desk.play(30)
    beat = desk.beat(NOON - HOUR, (30 * SECOND, 31 * SECOND))
    assert beat.window == []
    assert desk.clock.last_ms == NOON + 30 * SECOND


def test_clock_stepping_forward_gives_a_gap_at_most() -> None:
    desk = Desk()
    beat = desk.beat(NOON + 3 * HOUR, (0, 15 * SECOND))
    assert length(beat.window) == 45 * SECOND


# Checks


def test_passed_check_confirms_what_is_pending() -> None:
    desk = Desk()
    desk.play(60)
    study.confirm(desk.clock, [desk.progress])
    assert (length(desk.progress.windows), desk.progress.pending_windows, desk.clock.unchecked_ms) == (60_000, [], 0)


def test_missed_check_drops_what_is_pending_and_keeps_what_is_confirmed() -> None:
    desk = Desk()
    desk.play(60)
    study.confirm(desk.clock, [desk.progress])
    desk.play(60, start_ms=MINUTE)
    study.void(desk.clock, [desk.progress], desk.clock.last_ms)
    assert (length(desk.windows), length(desk.coverage)) == (MINUTE, MINUTE)
    assert desk.progress.not_counted["check_missed"] == MINUTE


def test_dropped_content_can_be_studied_again_at_once() -> None:
    desk = Desk()
    desk.play(60)
    study.void(desk.clock, [desk.progress], desk.clock.last_ms)
    desk.play(60)
    study.confirm(desk.clock, [desk.progress])
    assert study.credit_seconds(desk.progress, contract(media_ms=MINUTE)) == 60


def miss(desk: Desk, times: int) -> None:
    for _ in range(times):
        study.void(desk.clock, [desk.progress], desk.clock.last_ms)


def test_three_misses_pause_the_count_until_signing_in_again() -> None:
    desk = Desk()
    desk.play(15)
    miss(desk, 3)
    assert desk.beat(desk.session.last_ms + 15 * SECOND, (0, 15 * SECOND)).window == []
    assert desk.progress.not_counted["paused"] == 15 * SECOND
    desk.reopen(desk.clock.last_ms)
    assert desk.beat(desk.session.last_ms + 15 * SECOND, (0, 15 * SECOND)).window == []
    desk.reopen(desk.clock.last_ms, signed_in_ms=desk.clock.last_ms)
    assert length(desk.beat(desk.session.last_ms + 15 * SECOND, (0, 15 * SECOND)).window) == 15 * SECOND


def test_misses_of_yesterday_do_not_pause_today() -> None:
    desk = Desk(ms("2026-05-20 23:59:00"))
    miss(desk, 3)
    desk.reopen(ms("2026-05-21 00:00:00"))
    assert desk.beat(ms("2026-05-21 00:00:15"), (0, 15 * SECOND)).window


def test_content_shown_while_paused_does_not_count_even_with_time_in_hand() -> None:
    desk = Desk()
    for number in range(1, 9):
        desk.beat(NOON + number * 15 * SECOND)
    study.confirm(desk.clock, [desk.progress])
    miss(desk, 3)
    desk.beat(desk.session.last_ms + 15 * SECOND, (0, 120 * SECOND))
    assert desk.coverage == []


# Classes


def test_time_in_a_class_is_not_online_time() -> None:
    desk = Desk()
    study.occupy(desk.clock, [desk.progress], [(NOON + 10 * SECOND, NOON + 20 * SECOND)])
    beat = desk.beat(NOON + 30 * SECOND, (0, 20 * SECOND))
    assert beat.window == [(NOON, NOON + 10 * SECOND), (NOON + 20 * SECOND, NOON + 30 * SECOND)]
    assert beat.not_counted == {"in_class": 10 * SECOND}


def test_class_recorded_later_takes_the_online_time_out() -> None:
    desk = Desk()
    desk.play(60)
    study.confirm(desk.clock, [desk.progress])
    study.occupy(desk.clock, [desk.progress], [(NOON - HOUR, NOON + 45 * SECOND)])
    assert desk.progress.windows == [(NOON + 45 * SECOND, NOON + 60 * SECOND)]
    assert desk.progress.not_counted == {"in_class": 45 * SECOND}


def test_lesson_whose_time_a_class_took_can_be_studied_again() -> None:
    desk = Desk()
    desk.play(600)
    study.confirm(desk.clock, [desk.progress])
    study.occupy(desk.clock, [desk.progress], [(NOON, NOON + 10 * MINUTE)])
    desk.play(600)
    study.confirm(desk.clock, [desk.progress])
    assert study.credit_seconds(desk.progress, contract(media_ms=10 * MINUTE)) == 600


def test_lesson_whose_time_a_class_took_can_be_gone_on_with() -> None:
    desk = Desk()
    desk.play(300)
    study.occupy(desk.clock, [desk.progress], [(NOON, NOON + 5 * MINUTE)])
    desk.play(300, start_ms=5 * MINUTE)
    assert desk.coverage == [(0, 10 * MINUTE)]
    assert length(desk.windows) == 5 * MINUTE


# Contract


def contract(*, media_ms: int = 0, reading_ms: int = 0, has_quiz: bool = False) -> study.Contract:
    duration = media_ms + reading_ms + reading_ms // 2
    return study.Contract(media_ms, reading_ms, duration, (media_ms + reading_ms) // 1000, 95, has_quiz)


def test_credit_is_the_least_of_content_time_and_approved_length() -> None:
    progress = study.Progress(coverage=[(0, 90_999)], windows=[(NOON, NOON + 80_999)])
    assert study.credit_seconds(progress, contract(media_ms=100_000)) == 80
    assert study.credit_seconds(progress, contract(media_ms=70_000)) == 70
    progress.windows = [(NOON, NOON + HOUR)]
    assert study.credit_seconds(progress, contract(media_ms=100_000)) == 90


def test_recording_and_reading_are_each_to_be_covered() -> None:
    both = contract(media_ms=100_000, reading_ms=100_000)
    assert not study.covers([(0, 100_000)], both)
    assert not study.covers([(100_000, 250_000)], both)
    assert study.covers([(5_000, 195_000)], both)
    assert not study.covers([(5_001, 195_000)], both)


def test_lesson_is_finished_only_with_its_quiz() -> None:
    progress = study.Progress(coverage=[(0, 100_000)])
    study.finish_if_complete(progress, contract(media_ms=100_000, has_quiz=True), NOON)
    assert progress.finished_ms is None
    progress.quiz_passed_ms = NOON
    study.finish_if_complete(progress, contract(media_ms=100_000, has_quiz=True), NOON + 1)
    study.finish_if_complete(progress, contract(media_ms=100_000, has_quiz=True), NOON + 2)
    assert progress.finished_ms == NOON + 1


# Any sequence of beats

steps = st.lists(
    st.tuples(
        st.integers(-30 * SECOND, 20 * MINUTE),
        st.lists(st.tuples(st.integers(0, 10 * MINUTE), st.integers(0, 10 * MINUTE)), max_size=3),
        st.sampled_from(["live", "offline"]),
    ),
    max_size=30,
)


@invariant
@given(steps, st.integers(0, 2 * HOUR))
def test_any_sequence_of_beats_stays_within_the_clock_and_the_day(
    beats: list[tuple[int, Intervals, str]], before_midnight: int
) -> None:
    start = ms("2026-05-21 00:00:00") - before_midnight
    desk = Desk(start, study.Rules(**{**vars(RULES), "day_cap_ms": 20 * MINUTE}))
    now = latest = start
    for wait, ranges, mode in beats:
        now += wait
        latest = max(latest, now)
        unchanged = desk.state
        try:
            beat = desk.beat(now, *ranges, mode=mode)
        except (TooEarly, SessionClosed):
            assert desk.state == unchanged
            continue
        assert length(beat.window) <= (45 * SECOND if mode == "live" else 10 * MINUTE)
        assert length(desk.windows) <= latest - start
        assert length(desk.coverage) <= length(desk.windows) * 150 // 100 + 2 * SECOND
        assert all(used <= 20 * MINUTE and offline <= used for used, offline in desk.clock.days.values())
        assert sum(used for used, _ in desk.clock.days.values()) == length(desk.windows) == desk.clock.unchecked_ms
