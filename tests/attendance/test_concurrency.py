"""Many requests at once, against the running product with real commits (hours.md, section 1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from attendance.clock import database_now, to_ms
from attendance.models import HourEntry, StudyBeat, StudyProgress, StudySession
from courses.models import LessonEdition
from people.models import User
from tests.attendance.http_client import Answer, NetworkBrowser
from tests.attendance.invariants import assert_invariants, assert_rebuilt, total
from tests.factories.attendance import make_edition, make_quiz, right
from tests.factories.people import make_person
from tests.harness.server import Server

AT_ONCE = 8


@dataclass
class Stage:
    """The running product in two processes, so that only the database stands between them; a learner for each scene."""

    server: Server
    lesson: LessonEdition

    def browser(self) -> NetworkBrowser:
        return NetworkBrowser(self.server.base_url, make_person())


def at_once(call: Callable[[int], Any], times: int = AT_ONCE) -> list[Any]:
    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(call, range(times)))


def beats_of(person: User) -> int:
    return StudyBeat.objects.filter(session__learner=person).count()


def one_beat_sent_eight_times_is_one_row(stage: Stage, browser: NetworkBrowser) -> None:
    opened = browser.open(stage.lesson)
    time.sleep(0.3)
    answers: list[Answer] = at_once(lambda _: browser.beat(opened, 1, [[0, 200]]))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert beats_of(browser.person) == 1


def known_number_with_other_content_is_stored_once(stage: Stage, browser: NetworkBrowser) -> None:
    opened = browser.open(stage.lesson)
    time.sleep(0.3)
    answers = at_once(lambda number: browser.beat(opened, 1, [[number, number + 100]]))
    assert sorted(answer.status for answer in answers) == [200] + [409] * (AT_ONCE - 1)
    assert beats_of(browser.person) == 1


def first_request_ever_sent_eight_times_opens_one_session(stage: Stage, browser: NetworkBrowser) -> None:
    opened = at_once(lambda _: browser.open(stage.lesson, nonce="same")["session"])
    assert len(set(opened)) == 1
    assert StudySession.objects.filter(learner=browser.person).count() == 1


def pages_opened_together_leave_one_live_session(stage: Stage, browser: NetworkBrowser) -> None:
    opened = at_once(lambda number: browser.open(stage.lesson, nonce=f"n{number}")["session"])
    assert len(set(opened)) == AT_ONCE
    sessions = StudySession.objects.filter(learner=browser.person)
    assert sessions.filter(fenced_at__isnull=True).count() == 1
    assert sorted(sessions.values_list("epoch", flat=True)) == list(range(1, AT_ONCE + 1))


def tabs_that_play_together_share_one_clock(stage: Stage, browser: NetworkBrowser) -> None:
    tabs = [browser.open(stage.lesson, nonce=f"n{number}") for number in range(4)]
    for round_ in range(3):
        time.sleep(0.2)
        answers = at_once(lambda number, seq=round_ + 1: browser.beat(tabs[number % 4], seq * 10 + number // 4, []))
        assert {answer.status for answer in answers} == {200}
    row = StudyProgress.objects.get(learner=browser.person)
    first = StudySession.objects.filter(learner=browser.person).earliest("opened_at").opened_at
    assert 0 < sum(b - a for a, b in row.pending_windows) <= to_ms(database_now()) - to_ms(first)


def passed_quiz_handed_in_eight_times_posts_once(stage: Stage, browser: NetworkBrowser) -> None:
    lesson = make_edition(media_ms=1000, credited_seconds=1, quiz=make_quiz(), is_offered=True)
    opened = browser.open(lesson)
    time.sleep(1.2)
    assert browser.beat(opened, 1, [[0, 1000]]).status == 200
    answers = "&".join(f"q-{question}={option}" for question, [option] in right(lesson).items())
    handed_in = at_once(lambda _: browser.post_form(f"/my/study/{lesson.pk}/quiz/", answers))
    assert {answer.status for answer in handed_in} == {302}
    assert HourEntry.objects.filter(learner=browser.person).count() == 1
    assert total(browser.person) == 1


def eight_learners_do_not_disturb_each_other(stage: Stage, browser: NetworkBrowser) -> None:
    browsers = [stage.browser() for _ in range(AT_ONCE)]

    def study(number: int) -> list[int]:
        opened = browsers[number].open(stage.lesson)
        return [browsers[number].beat(opened, seq, []).status for seq in range(1, 6)]

    assert at_once(study) == [[200] * 5] * AT_ONCE
    for each in browsers:
        assert_rebuilt(each.person)


SCENES = [
    one_beat_sent_eight_times_is_one_row,
    known_number_with_other_content_is_stored_once,
    first_request_ever_sent_eight_times_opens_one_session,
    pages_opened_together_leave_one_live_session,
    tabs_that_play_together_share_one_clock,
    passed_quiz_handed_in_eight_times_posts_once,
    eight_learners_do_not_disturb_each_other,
]


def test_requests_at_the_same_moment(serve: Callable[..., Server], subtests: pytest.Subtests) -> None:
    stage = Stage(serve(workers=2), make_edition(media_ms=600_000, is_offered=True))
    for scene in SCENES:
        browser = stage.browser()
        with subtests.test(scene.__name__.replace("_", " ")):
            scene(stage, browser)
            assert_invariants(browser.person, latest_ms=to_ms(database_now()))
            assert_rebuilt(browser.person)
