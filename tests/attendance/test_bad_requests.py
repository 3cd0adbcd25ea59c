"""Bad input to the study API: a clear error in the contract's form, and nothing written."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from attendance.models import StudySession
from courses.models import LessonEdition
from people.models import User
from tests.attendance.api_client import SESSIONS, Browser, Clock, Tab, assert_refused
from tests.attendance.invariants import stored
from tests.attendance.world import SECOND, predictable_checks
from tests.factories.attendance import make_edition
from tests.factories.people import make_person


@pytest.fixture
def clock(db: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    predictable_checks(monkeypatch)
    return Clock(monkeypatch)


@pytest.fixture
def browser(clock: Clock) -> Browser:
    return Browser(clock, make_person())


@pytest.fixture
def lesson(clock: Clock) -> LessonEdition:
    return make_edition(media_ms=600 * SECOND, is_offered=True)


@pytest.fixture
def tab(browser: Browser, lesson: LessonEdition, clock: Clock) -> Tab:
    tab = browser.open(lesson)
    clock.wait(15)
    return tab


def raw(tab: Tab, text: str | bytes, content_type: str = "application/json") -> Any:
    return tab.browser.client.generic("POST", f"{tab.path}beats/", text, content_type=content_type)


# Ranges

BAD_RANGES = {
    "reversed": [[2000, 1000]],
    "empty pair": [[1000, 1000]],
    "negative": [[-1, 1000]],
    "beyond the lesson": [[0, 600_001]],
    "huge": [[0, 10**30]],
    "float": [[0.0, 1000.0]],
    "boolean": [[False, True]],
    "text": [["0", "1000"]],
    "null": [[None, 1000]],
    "one number": [[1000]],
    "three numbers": [[0, 1000, 2000]],
    "nested": [[[0, 1000], [0, 1000]]],
    "flat": [0, 1000],
    "object": {"0": 1000},
    "string": "0-1000",
    "nothing": None,
    "a good and a bad one": [[0, 1000], [5000, 4000]],
    "65 of them": [[number * 10, number * 10 + 5] for number in range(65)],
}


@pytest.mark.parametrize("name", BAD_RANGES)
def test_bad_ranges_are_refused_and_nothing_is_written(name: str, tab: Tab) -> None:
    before = stored()
    body = assert_refused(tab.beat(ranges=BAD_RANGES[name]), 422, "bad_ranges")
    assert body["fields"].keys() == {"ranges"}
    assert stored() == before


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_are_none_are_refused(word: str, tab: Tab) -> None:
    before = stored()
    response = raw(tab, f'{{"token": "{tab.token}", "seq": 1, "mode": "live", "ranges": [[0, {word}]]}}')
    assert response.status_code in {400, 422}
    assert_refused(response, response.status_code, response.json()["code"])
    assert stored() == before


def test_million_ranges_are_refused_by_size(tab: Tab) -> None:
    before = stored()
    ranges = ",".join(["[0,1]"] * 10**6)
    response = raw(tab, f'{{"token": "{tab.token}", "seq": 1, "mode": "live", "ranges": [{ranges}]}}')
    assert_refused(response, 413, "too_large")
    assert stored() == before


def test_most_ranges_a_beat_may_hold_are_accepted(tab: Tab) -> None:
    assert tab.beat(ranges=[[number * 10, number * 10 + 5] for number in range(64)]).status_code == 200


# Bodies


@pytest.mark.parametrize("depth", [500, 5_000, 30_000])
def test_deeply_nested_body_is_refused(depth: int, tab: Tab) -> None:
    before = stored()
    response = raw(tab, '{"ranges": ' + "[" * depth + "]" * depth + "}")
    assert response.status_code in {400, 403, 422}
    assert_refused(response, response.status_code, response.json()["code"])
    assert stored() == before


@pytest.mark.parametrize(
    ("text", "content_type", "status"),
    [
        ("", "application/json", 422),
        ("{", "application/json", 400),
        ("[]", "application/json", 422),
        ("7", "application/json", 422),
        ("null", "application/json", 422),
        (b"\xff\xfe", "application/json", 400),
        ("9" * 5000, "application/json", 400),
        ("seq=1", "application/x-www-form-urlencoded", 415),
        ("<beat/>", "text/xml", 415),
    ],
)
def test_body_that_is_no_json_object_is_refused(text: str, content_type: str, status: int, tab: Tab) -> None:
    before = stored()
    response = raw(tab, text, content_type)
    if status == 422 and response.status_code == 403:
        status = 403  # an empty body has no token
    assert_refused(response, status, response.json()["code"])
    assert stored() == before


def test_body_over_64_kilobytes_is_refused(tab: Tab) -> None:
    before = stored()
    assert_refused(tab.beat([0, 1000], padding="x" * 65_536), 413, "too_large")
    assert stored() == before


@pytest.mark.parametrize("seq", [-1, 2**31, 1.0, True, "1", None, [1], 10**40])
def test_bad_number_of_a_beat_is_refused(seq: Any, tab: Tab) -> None:
    before = stored()
    body = {"token": tab.token, "seq": seq, "ranges": [], "mode": "live"}
    refusal = assert_refused(tab.browser.post(f"{tab.path}beats/", body), 422, "invalid")
    assert refusal["fields"].keys() == {"seq"}
    assert stored() == before


@pytest.mark.parametrize("mode", ["LIVE", "", None, 1, ["live"], {"live": 1}])
def test_unknown_mode_is_refused(mode: Any, tab: Tab) -> None:
    before = stored()
    refusal = assert_refused(tab.beat([0, 1000], mode=mode), 422, "invalid")
    assert refusal["fields"].keys() == {"mode"}
    assert stored() == before


# Opening


@pytest.mark.parametrize("lesson", [str(uuid.UUID(int=7)), "第一讲", "", None, 7, ["x"], "\ud800", "0" * 40])
def test_unknown_lesson_is_refused(lesson: Any, browser: Browser) -> None:
    before = stored()
    body = {"lesson": lesson, "device": "phone", "nonce": "n1"}
    assert_refused(browser.post(SESSIONS, body), 404, "unknown_lesson")
    assert stored() == before


def test_lesson_that_is_not_offered_looks_like_one_that_never_was(browser: Browser) -> None:
    hidden = make_edition()
    body = {"lesson": str(hidden.lesson_key), "device": "phone", "nonce": "n1"}
    assert_refused(browser.post(SESSIONS, body), 404, "unknown_lesson")


@pytest.mark.parametrize("field", ["device", "nonce"])
@pytest.mark.parametrize("text", ["", "x" * 65, None, 7, ["x"], "a\x00b", "\ud800"])
def test_bad_text_is_refused(field: str, text: Any, browser: Browser, lesson: LessonEdition) -> None:
    before = stored()
    body = {"lesson": str(lesson.lesson_key), "device": "phone", "nonce": "n1", field: text}
    refusal = assert_refused(browser.post(SESSIONS, body), 422, "invalid")
    assert refusal["fields"].keys() == {field}
    assert stored() == before


def test_same_nonce_opens_the_same_session_once(browser: Browser, lesson: LessonEdition) -> None:
    body = {"lesson": str(lesson.lesson_key), "device": "phone", "nonce": "n1"}
    first, again = (browser.post(SESSIONS, body).json() for _ in range(2))
    assert first["session"] == again["session"]
    assert StudySession.objects.count() == 1


# Tokens and owners


def altered(token: str) -> dict[str, Any]:
    payload, stamp, signature = token.split(":")
    return {
        "other signature": f"{payload}:{stamp}:{signature[:-1]}{'A' if signature[-1] != 'A' else 'B'}",
        "other payload": f"{payload[:-1]}{'A' if payload[-1] != 'A' else 'B'}:{stamp}:{signature}",
        "later stamp": f"{payload}:{stamp[:-1]}{'z' if stamp[-1] != 'z' else 'y'}:{signature}",
        "no signature": payload,
        "empty": "",
        "nothing": None,
        "number": 7,
        "list": [token],
        "object": {"token": token},
        "half a character": "\ud800:a:b",
        "zero byte": "\x00:a:b",
        "long": "x" * 50_000,
    }


@pytest.mark.parametrize("name", altered("a:b:c"))
def test_altered_token_changes_nothing(name: str, tab: Tab) -> None:
    before = stored()
    assert_refused(tab.beat([0, 1000], token=altered(tab.token)[name]), 403, "bad_token")
    assert stored() == before


def test_token_of_another_learner_changes_nothing(tab: Tab, lesson: LessonEdition) -> None:
    other = Browser(tab.browser.clock, make_person()).open(lesson)
    before = stored()
    assert_refused(tab.beat([0, 1000], token=other.token), 403, "bad_token")
    assert stored() == before


def test_token_of_another_edition_or_epoch_changes_nothing(tab: Tab, lesson: LessonEdition) -> None:
    elsewhere = tab.browser.open(make_edition(is_offered=True))
    later = tab.browser.open(lesson)
    before = stored()
    assert_refused(later.beat([0, 1000], token=elsewhere.token), 403, "bad_token")
    assert_refused(later.beat([0, 1000], token=tab.token), 403, "bad_token")
    assert stored() == before


def test_expired_token_changes_nothing(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import signing

    before = stored()
    issued = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: issued + 7 * 3600 + 1)
    assert_refused(tab.beat([0, 1000]), 403, "bad_token")
    assert stored() == before


def test_session_of_another_learner_looks_like_none(tab: Tab) -> None:
    thief = Browser(tab.browser.clock, make_person())
    before = stored()
    beat = {"token": tab.token, "seq": 1, "ranges": [[0, 1000]], "mode": "live"}
    assert_refused(thief.post(f"{tab.path}beats/", beat), 404, "unknown_session")
    assert_refused(thief.post(f"{tab.path}close/", {"token": tab.token}), 404, "unknown_session")
    assert_refused(thief.post(f"{tab.path}checks/1/", {"token": tab.token, "answer": 0}), 404, "unknown_session")
    assert_refused(thief.post(f"{SESSIONS}{uuid.uuid4()}/beats/", beat), 404, "unknown_session")
    assert stored() == before


@pytest.mark.parametrize("check", [0, 999, 2**63, 10**30])
def test_unknown_check_is_refused(check: int, tab: Tab) -> None:
    before = stored()
    assert_refused(tab.answer(check, 0), 404, "unknown_check")
    assert stored() == before


@pytest.mark.parametrize("answer", [-1, 100, "0", True, None, 0.0, [0]])
def test_bad_answer_to_a_check_is_refused(answer: Any, tab: Tab) -> None:
    before = stored()
    assert_refused(tab.answer(1, answer), 422, "invalid")
    assert stored() == before


def test_visitor_is_refused(tab: Tab) -> None:
    before = stored()
    visitor = APIClient()
    body = {"token": tab.token, "seq": 1, "ranges": [], "mode": "live"}
    assert_refused(visitor.post(f"{tab.path}beats/", body, format="json"), 403, "not_authenticated")
    assert_refused(visitor.get("/api/v1/me/hours/"), 403, "not_authenticated")
    assert stored() == before


def test_request_from_another_site_is_refused(tab: Tab, lesson: LessonEdition) -> None:
    before = stored()
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(tab.browser.person)
    body = {"token": tab.token, "seq": 1, "ranges": [], "mode": "live"}
    assert_refused(client.post(f"{tab.path}beats/", body, format="json"), 403, "permission_denied")
    assert stored() == before


def test_reading_a_beat_is_not_a_thing(tab: Tab) -> None:
    assert_refused(tab.browser.client.get(f"{tab.path}beats/"), 405, "method_not_allowed")


# One's own hours


@pytest.mark.parametrize("entry", [0, 999, 2**63, 10**30])
def test_unknown_entry_is_refused(entry: int, browser: Browser) -> None:
    assert_refused(browser.client.get(f"/api/v1/me/hours/{entry}/"), 404, "unknown_entry")


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 6, "9" * 40, "²", "٣"])
def test_any_page_number_is_answered(page: str, browser: Browser) -> None:
    response = browser.client.get("/api/v1/me/hours/", {"page": page})
    assert response.status_code == 200
    assert json.loads(response.content)["entries"]["results"] == []


def test_close_answers_twice_with_the_same_figures(tab: Tab, browser: Browser) -> None:
    tab.beat([0, 15 * SECOND])
    first = tab.close()
    before = stored()
    assert tab.close() == first
    assert stored() == before
    assert first["pending_seconds"] == 15


def test_everybody_sees_only_their_own_entries(clock: Clock) -> None:
    from attendance.services.ledger import post
    from tests.attendance.test_ledger import entry_facts

    owner: User = make_person()
    entry = post(**entry_facts(owner))
    assert Browser(clock, owner).client.get(f"/api/v1/me/hours/{entry.pk}/").status_code == 200
    stranger = Browser(clock, make_person())
    assert_refused(stranger.client.get(f"/api/v1/me/hours/{entry.pk}/"), 404, "unknown_entry")
