"""Public cheats against the study API (hours.md, section 1): what each takes and what it earns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

import pytest

from attendance.models import PresenceCheck, StudyBeat, StudyProgress
from attendance.services import checks
from courses.models import LessonEdition
from people.models import User
from tests.attendance.api_client import Browser, Clock, Tab, assert_refused
from tests.attendance.invariants import assert_invariants, assert_rebuilt, stored, total
from tests.attendance.world import HOUR, MINUTE, SECOND, predictable_checks
from tests.factories.attendance import make_edition, make_quiz
from tests.factories.people import make_person

CHECK_AT_MOST = 18 * 60 + 45
Row = tuple[str, int, int, int]


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[list[Row]]:
    rows: list[Row] = []
    yield rows
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{'cheat':<52}{'elapsed s':>10}{'studied s':>10}{'posted s':>10}")
        for name, elapsed, studied, posted in rows:
            print(f"{name:<52}{elapsed:>10}{studied:>10}{posted:>10}")


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    predictable_checks(monkeypatch)
    return Clock(monkeypatch)


@pytest.fixture
def person(clock: Clock) -> User:
    return make_person()


@pytest.fixture
def browser(clock: Clock, person: User) -> Browser:
    return Browser(clock, person)


@pytest.fixture
def lesson(clock: Clock) -> LessonEdition:
    make_edition(title="另一讲")
    make_edition(title="又一讲")
    return make_edition(media_ms=HOUR, title="入户走访", is_offered=True)


@pytest.fixture
def report(table: list[Row], clock: Clock, person: User, request: pytest.FixtureRequest) -> Callable[..., int]:
    """Write the cheat into the table; gives the seconds it could still hope for: confirmed and pending together."""

    def write(name: str) -> int:
        studied = 0
        for row in StudyProgress.objects.filter(learner=person):
            parts = [*row.windows, *row.pending_windows], [*row.coverage, *row.pending_coverage]
            studied += min(sum(b - a for a, b in part) for part in parts) // 1000
        table.append((name, clock.elapsed, studied, total(person)))
        assert studied <= clock.elapsed, "more than the wall clock"
        assert_invariants(person, latest_ms=clock.now_ms)
        assert_rebuilt(person)
        return studied

    return write


Report = Callable[[str], int]


def posted(person: User) -> int:
    return total(person)


def play(tab: Tab, seconds: int, *, start: int = 0, step: int = 15, on_check: Callable[[Tab, int], None] | None = None):
    """Play at normal speed; `on_check(tab, check id)` deals with a presence check."""
    for second in range(start, start + seconds, step):
        tab.browser.clock.wait(step)
        response = tab.beat([second * SECOND, (second + step) * SECOND])
        assert response.status_code == 200, response.content
        if on_check and response.json()["check"]:
            on_check(tab, response.json()["check"]["id"])


def answer_rightly(tab: Tab, check: int) -> None:
    assert tab.answer(check, PresenceCheck.objects.get(pk=check).correct).json()["passed"]


# Time


def test_honest_learner_for_comparison(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report, person: User
) -> None:
    play(browser.open(lesson), 3600, on_check=answer_rightly)
    assert report("(an honest hour, for comparison)") == 3600
    assert posted(person) == 3600


def test_whole_video_in_one_post_earns_nothing(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    clock.wait(1)
    before = stored()
    refusal = assert_refused(tab.beat([0, HOUR]), 425, "too_early")
    assert refusal["retry_after"] > 2000
    assert stored() == before
    assert report("the whole video in one POST") == 0


def test_hundred_seconds_five_times_a_second_earn_the_clock_at_most(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for number in range(150):
        clock.wait(0.2)
        tab.beat([number * 20 * SECOND, number * 20 * SECOND + 100 * SECOND])
    assert report("100-second ranges every 200 ms") == 0


def test_small_ranges_five_times_a_second_earn_the_clock_at_most(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for number in range(300):
        clock.wait(0.2)
        tab.beat([number * SECOND, (number + 1) * SECOND])
    assert report("one second of content every 200 ms") <= 60


def test_obeying_the_cap_of_each_report_many_times_earns_the_clock_at_most(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for number in range(120):
        clock.wait(1)
        tab.beat([number * 15 * SECOND, (number + 1) * 15 * SECOND])
    assert report("15 s of content every second, 120 times") <= 120


def test_sixteen_times_speed_is_refused(browser: Browser, clock: Clock, lesson: LessonEdition, report: Report) -> None:
    tab = browser.open(lesson)
    refused = 0
    for number in range(15):
        clock.wait(15)
        refused += tab.beat([number * 240 * SECOND, (number + 1) * 240 * SECOND]).status_code == 425
    assert refused >= 12
    assert report("16x playback") <= clock.elapsed


def test_two_tabs_share_one_clock(browser: Browser, clock: Clock, lesson: LessonEdition, report: Report) -> None:
    other = make_edition(media_ms=HOUR, is_offered=True)
    first, second = browser.open(lesson), browser.open(other)
    for number in range(20):
        clock.wait(15)
        for tab in (first, second):
            tab.beat([number * 15 * SECOND, (number + 1) * 15 * SECOND])
    assert first.beat().json()["ended"] == "superseded"
    assert report("two tabs at once") == 300


def test_two_devices_that_take_turns_share_one_clock(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report, person: User
) -> None:
    other = make_edition(media_ms=HOUR, is_offered=True)
    phone, computer = browser, Browser(clock, person)
    for number in range(20):
        tabs = [phone.open(lesson), computer.open(other)]
        clock.wait(15)
        for tab in tabs:
            tab.beat([number * 15 * SECOND, (number + 1) * 15 * SECOND], mode="offline")
    assert report("two devices that reopen every 15 s") <= 300


def test_empty_beats_bank_no_more_than_the_clock(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for _ in range(19):
        clock.wait(15)
        tab.beat()
    clock.wait(15)
    assert_refused(tab.beat([0, HOUR]), 425, "too_early")
    assert tab.beat([0, 300 * SECOND]).status_code == 200
    assert report("five minutes of empty beats, then one claim") <= 300


def send(tab: Tab, *ranges: list[int], mode: str = "live") -> None:
    """A beat of a cheat who does answer the checks."""
    response = tab.beat(*ranges, mode=mode)
    if response.status_code == 200 and response.json()["check"]:
        answer_rightly(tab, response.json()["check"]["id"])


def test_idling_for_hours_banks_five_minutes(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for _ in range(160):
        clock.wait(45)
        send(tab)
    assert_refused(tab.beat([0, 30 * MINUTE]), 425, "too_early")
    send(tab, [0, 7 * MINUTE])
    assert report("two hours of empty beats, then one claim") <= 300


def test_offline_claims_without_end_earn_ten_minutes_and_the_gaps(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for number in range(18):
        clock.wait(600)
        send(tab, [number * 200 * SECOND, (number + 1) * 200 * SECOND], mode="offline")
    assert report("offline claims for three hours, never live") <= 600 + 17 * 45


def test_offline_claims_between_live_beats_earn_half_an_hour_a_day(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for number in range(18):
        clock.wait(585)
        send(tab, [number * 200 * SECOND, (number + 1) * 200 * SECOND], mode="offline")
        clock.wait(15)
        send(tab, [number * 200 * SECOND, number * 200 * SECOND + SECOND])
    assert 1800 < report("offline claims for three hours, live in between") <= 1800 + 18 * (45 + 15)


# Repeating requests


def test_captured_request_sent_again_changes_nothing(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    clock.wait(15)
    first = tab.beat([0, 15 * SECOND], seq=7)
    before = stored()
    for _ in range(50):
        clock.wait(15)
        again = tab.beat([0, 15 * SECOND], seq=7)
        assert (again.status_code, again.content) == (200, first.content)
    assert stored() == before
    assert report("a captured request, 50 times") == 15


def test_captured_request_with_new_numbers_earns_its_content_once(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab = browser.open(lesson)
    for _ in range(50):
        clock.wait(15)
        tab.beat([0, 15 * SECOND])
    assert report("a captured request with new numbers, 50 times") == 15


def test_known_number_with_other_content_is_refused(browser: Browser, clock: Clock, lesson: LessonEdition) -> None:
    tab = browser.open(lesson)
    clock.wait(15)
    tab.beat([0, 10 * SECOND], seq=7)
    before = stored()
    assert_refused(tab.beat([0, 11 * SECOND], seq=7), 409, "other_payload")
    assert_refused(tab.beat([0, 10 * SECOND], seq=7, mode="offline"), 409, "other_payload")
    assert stored() == before


def test_captured_request_does_not_work_in_another_session(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    first = browser.open(lesson)
    clock.wait(15)
    first.beat([0, 15 * SECOND])
    second = browser.open(lesson)
    before = stored()
    clock.wait(15)
    assert_refused(second.beat([15 * SECOND, 30 * SECOND], token=first.token), 403, "bad_token")
    assert stored() == before
    assert report("a captured token in another session") == 15


def test_what_the_client_says_about_time_is_not_read(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report
) -> None:
    tab, twin = browser.open(lesson), Browser(clock, make_person()).open(lesson)
    lies = {"duration": 3600, "seconds": 3600, "credit": 3600, "counted_seconds": 3600, "credited_seconds": 3600}
    dates = {"at": "2020-01-01T00:00:00+08:00", "timestamp": 1, "received_at": 1, "elapsed": 10**6, "last_at": 0}
    for number in range(4):
        clock.wait(15)
        place = [number * 15 * SECOND, (number + 1) * 15 * SECOND]
        assert tab.beat(place, **lies, **dates).json() == twin.beat(place).json()
    assert report("a patched clock and fields that claim seconds") == 60


# Presence


def clicks(browser: Browser, lesson: LessonEdition, choose: Callable[[], int], hours: int = 2) -> int:
    """Play `hours` and answer every check by machine; gives how many passed."""
    passed = 0

    def click(tab: Tab, check: int) -> None:
        nonlocal passed
        passed += tab.answer(check, choose()).json()["passed"]

    play(browser.open(lesson), hours * 3600, step=45, on_check=click)
    return passed


@pytest.mark.parametrize("name", ["always the first option", "options at random"])
def test_auto_clicker_earns_little_and_is_paused_after_three_misses(
    name: str, clock: Clock, table: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_edition(title="另一讲")
    make_edition(title="又一讲")
    lesson = make_edition(media_ms=3 * HOUR, title="入户走访", posts_by_time=True, is_offered=True)
    dice = Random(1)
    choose = (lambda: 0) if name == "always the first option" else (lambda: dice.randint(0, 2))
    credited, runs, hours, paused = 0, 6, 2, 0
    for seed in range(runs):
        monkeypatch.setattr(checks, "chance", Random(seed))
        robot = Browser(clock, make_person())
        passed = clicks(robot, lesson, choose, hours)
        assert posted(robot.person) <= passed * CHECK_AT_MOST
        missed = PresenceCheck.objects.filter(session__learner=robot.person, result="wrong").count()
        assert missed <= 3, "no more checks once the count is paused"
        paused += missed == 3
        credited += posted(robot.person)
    # One of three options is right and the third miss ends it: 1.5 confirmed stretches are to be expected, each at
    # most 18 min 45 s; twice that leaves room for chance.
    assert credited / runs <= 2 * 1.5 * CHECK_AT_MOST
    assert paused > runs // 2
    table.append((f"auto-clicker, {name} (mean of {runs})", hours * 3600, credited // runs, credited // runs))


def test_paused_learner_counts_again_after_signing_in_only(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report, person: User
) -> None:
    def answer_wrongly(tab: Tab, check: int) -> None:
        tab.answer(check, PresenceCheck.objects.get(pk=check).correct + 1)

    play(browser.open(lesson), 3600, step=45, on_check=answer_wrongly)
    assert PresenceCheck.objects.filter(result="wrong").count() == 3
    play(browser.open(lesson), 900, step=45)
    assert StudyProgress.objects.get().pending_windows == []
    browser.sign_in()
    play(browser.open(lesson), 90, step=45)
    assert report("three wrong answers, an hour of play, signing in") == 90


def test_cycling_sessions_does_not_dodge_the_checks(
    browser: Browser, clock: Clock, report: Report, person: User
) -> None:
    lesson = make_edition(media_ms=HOUR, posts_by_time=True, is_offered=True)
    asked = 0
    for number in range(24):
        tab = browser.open(lesson)
        asked += tab.opened["check"] is not None
        play(tab, 150, start=number * 150)
        tab.close()
    assert posted(person) == 0
    assert StudyProgress.objects.get().windows == []
    assert PresenceCheck.objects.filter(result="missed").count() >= 3
    assert report("a new session every 150 s, no check answered") <= CHECK_AT_MOST


def test_check_ignored_for_good_confirms_nothing(
    browser: Browser, clock: Clock, lesson: LessonEdition, report: Report, person: User
) -> None:
    play(browser.open(lesson), 3600)
    assert posted(person) == 0
    assert StudyProgress.objects.get().windows == []
    report("an hour of play, no check answered")


def test_right_answer_after_the_time_for_it_is_a_miss(browser: Browser, clock: Clock, lesson: LessonEdition) -> None:
    late = []

    def answer_late(tab: Tab, check: int) -> None:
        clock.wait(91)
        late.append(tab.answer(check, PresenceCheck.objects.get(pk=check).correct).json()["passed"])

    play(browser.open(lesson), 1200, on_check=answer_late)
    assert late
    assert not any(late)
    assert StudyProgress.objects.get().windows == []


def test_second_answer_to_a_settled_check_changes_nothing(
    browser: Browser, clock: Clock, lesson: LessonEdition
) -> None:
    tried: list[bool] = []

    def try_all(tab: Tab, check: int) -> None:
        correct = PresenceCheck.objects.get(pk=check).correct
        tab.answer(check, correct + 1)
        before = stored()
        tried.append(tab.answer(check, correct).json()["passed"])
        assert stored() == before

    play(browser.open(lesson), 1200, on_check=try_all)
    assert tried
    assert not any(tried)


def test_check_tells_neither_its_answer_nor_when_the_next_one_comes(
    browser: Browser, clock: Clock, lesson: LessonEdition
) -> None:
    shown = []
    tab = browser.open(lesson)
    assert not {"check_after_ms", "unchecked_ms", "next_check"} & tab.opened.keys()
    for second in range(0, 1200, 15):
        clock.wait(15)
        answer = tab.beat([second * SECOND, (second + 15) * SECOND]).json()
        assert not {"check_after_ms", "unchecked_ms", "next_check"} & answer.keys()
        if answer["check"]:
            shown.append(answer["check"])
            break
    assert shown
    assert shown[0].keys() == {"id", "kind", "due_at", "answer_by", "options"}
    assert len(shown[0]["options"]) == 3


def test_lesson_with_a_quiz_posts_nothing_without_it(
    browser: Browser, clock: Clock, report: Report, person: User
) -> None:
    lesson = make_edition(media_ms=10 * MINUTE, quiz=make_quiz(), is_offered=True)
    play(browser.open(lesson), 600, on_check=answer_rightly)
    assert posted(person) == 0
    report("the whole video, quiz never passed")


def test_beats_are_kept_as_they_were_sent(browser: Browser, clock: Clock, lesson: LessonEdition) -> None:
    tab = browser.open(lesson)
    clock.wait(15)
    tab.beat([5 * SECOND, 10 * SECOND], [0, 5 * SECOND])
    assert StudyBeat.objects.get().ranges == [[5 * SECOND, 10 * SECOND], [0, 5 * SECOND]]
