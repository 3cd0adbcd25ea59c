"""The player in a real browser, on a recording that really plays."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from attendance.intervals import intersect, length, merge
from attendance.models import HourEntry, PresenceCheck, StudyBeat, StudyPolicy, StudyProgress, StudySession
from courses.models import LessonNote
from people.models import User
from tests.factories.courses import SHORT_VIDEO, Lesson, MadeCourse, Question, make_course
from tests.factories.people import PASSWORD, make_person

SOON = 15_000
PLAY = "recording => recording.play()"


def sign_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", person.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url("**/my/**")


def short_policy(**numbers: int) -> StudyPolicy:
    """Beats every second; by default no presence check comes by itself."""
    facts = {"beat_seconds": 1, "check_min_seconds": 3600, "check_max_seconds": 3600, **numbers}
    return StudyPolicy.objects.create(effective_at=timezone.now() - dt.timedelta(minutes=1), **facts)


def studied_ms(person: User, course: MadeCourse, part: tuple[int, int] | None = None) -> int:
    row = StudyProgress.objects.filter(learner=person, edition=course.edition).first()
    coverage = merge(row.coverage, row.pending_coverage) if row else []
    return length(intersect(coverage, [part or (0, course.edition.duration_ms)]))


def eventually(check: Callable[[], bool], what: str, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if check():
            return
        time.sleep(0.1)
    pytest.fail(f"not within {seconds} s: {what}")


@pytest.fixture
def learner(committed_db: object) -> User:
    return make_person(name="王小芳")


@pytest.fixture
def video(committed_db: object) -> MadeCourse:
    """Eight seconds of recording, nothing else."""
    return make_course(lessons=[Lesson(title="网格事件闭环", media=SHORT_VIDEO, characters=0)])


def test_playing_is_reported_and_finishing_shows_the_confirmed_minutes(
    learner: User, video: MadeCourse, phone_page: Page
) -> None:
    short_policy()
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    recording = phone_page.locator("#recording")
    recording.evaluate(PLAY)
    eventually(lambda: studied_ms(learner, video) > 2000, "beats arrive while the recording plays")
    expect(phone_page.locator('[data-study="recorded"]')).not_to_have_text("0:00")
    dialog = phone_page.locator("#presence")
    expect(dialog).to_be_visible(timeout=SOON)  # the closing check
    dialog.get_by_role("button").first.click()
    expect(phone_page.locator("#finished")).to_be_visible(timeout=SOON)
    entry = HourEntry.objects.get(learner=learner)
    assert 0 < entry.seconds <= video.edition.credited_seconds
    expect(phone_page.locator('[data-study="entry"]')).to_have_attribute("href", f"/my/hours/#L-{entry.pk}")


def test_seeking_ahead_reports_only_what_was_played(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    recording = phone_page.locator("#recording")
    recording.evaluate(PLAY)
    eventually(lambda: studied_ms(learner, video) > 500, "the first beat")
    recording.evaluate("recording => { recording.currentTime = 6; }")
    eventually(lambda: studied_ms(learner, video, (6000, 8000)) > 1000, "the part after the jump")
    assert studied_ms(learner, video, (4500, 5900)) == 0


def test_speed_is_held_to_what_the_policy_allows(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    phone_page.locator('[data-speed="150"]').click()
    recording = phone_page.locator("#recording")
    assert recording.evaluate("recording => recording.playbackRate") == 1.5
    recording.evaluate("recording => { recording.playbackRate = 4; }")
    expect(phone_page.locator('[data-notice="speed"]')).to_be_visible()
    assert recording.evaluate("recording => recording.playbackRate") == 1.5


def test_network_loss_keeps_the_time_and_sends_it_later(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy(gap_seconds=2)
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    recording = phone_page.locator("#recording")
    recording.evaluate(PLAY)
    eventually(lambda: studied_ms(learner, video) > 500, "the first beat")
    phone_page.context.set_offline(True)
    expect(phone_page.locator('[data-notice="offline"]')).to_be_visible(timeout=SOON)
    phone_page.wait_for_timeout(4000)
    before = studied_ms(learner, video)
    assert recording.evaluate("recording => recording.currentTime") * 1000 > before + 2000
    phone_page.context.set_offline(False)
    expect(phone_page.locator('[data-notice="offline"]')).to_be_hidden(timeout=SOON)
    eventually(lambda: studied_ms(learner, video) > 7000, "what was played without network is there")
    assert StudyBeat.objects.filter(session__learner=learner, mode="offline").exists()


def test_queue_left_behind_is_sent_by_the_next_lesson_page(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    other = make_course(lessons=1)
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    phone_page.locator("#recording").evaluate(PLAY)
    eventually(lambda: studied_ms(learner, video) > 500, "the first beat")
    phone_page.context.route("**/beats/", lambda route: route.abort())
    phone_page.wait_for_timeout(3000)
    before = studied_ms(learner, video)
    phone_page.goto("about:blank")
    phone_page.context.unroute("**/beats/")
    phone_page.goto(other.lessons[0].url)
    eventually(lambda: studied_ms(learner, video) > before + 2000, "the beats of the page that was left")
    assert StudySession.objects.filter(learner=learner).count() == 1


def test_two_tabs_make_one_live_session(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    sign_in(phone_page, learner)
    other = phone_page.context.new_page()
    for page in (phone_page, other):
        page.goto(video.lessons[0].url)
    phone_page.locator("#recording").evaluate(PLAY)
    eventually(lambda: studied_ms(learner, video) > 500, "the first tab is counted")
    other.locator("#recording").evaluate(PLAY)
    notice = phone_page.locator('[data-notice="superseded"]')
    expect(notice).to_be_visible(timeout=SOON)
    assert phone_page.locator("#recording").evaluate("recording => recording.paused")
    assert StudySession.objects.filter(learner=learner, fenced_at__isnull=True).count() == 1
    notice.get_by_role("button").click()
    expect(other.locator('[data-notice="superseded"]')).to_be_visible(timeout=SOON)
    expect(notice).to_be_hidden()
    assert StudySession.objects.filter(learner=learner, fenced_at__isnull=True).count() == 1


def test_presence_check_is_answered_by_keyboard(learner: User, committed_db: object, phone_page: Page) -> None:
    short_policy(check_min_seconds=1, check_max_seconds=1)
    course = make_course(lessons=[Lesson(title="第一讲", media=SHORT_VIDEO, characters=0), Lesson(title="第二讲")])
    sign_in(phone_page, learner)
    phone_page.goto(course.lessons[0].url)
    recording = phone_page.locator("#recording")
    recording.evaluate(PLAY)
    dialog = phone_page.locator("#presence")
    expect(dialog).to_be_visible(timeout=SOON)
    assert recording.evaluate("recording => recording.paused")
    phone_page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    for _ in range(5):
        if phone_page.evaluate("document.activeElement.textContent") == "第一讲":
            break
        phone_page.keyboard.press("Tab")
    phone_page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    assert PresenceCheck.objects.filter(session__learner=learner, result="passed").count() == 1
    expect(recording).to_have_js_property("paused", False)


def test_wrong_answer_gives_the_part_back_to_be_studied_again(
    learner: User, committed_db: object, phone_page: Page
) -> None:
    short_policy(check_min_seconds=1, check_max_seconds=1)
    course = make_course(lessons=[Lesson(title="第一讲", media=SHORT_VIDEO, characters=0), Lesson(title="第二讲")])
    sign_in(phone_page, learner)
    phone_page.goto(course.lessons[0].url)
    phone_page.locator("#recording").evaluate(PLAY)
    dialog = phone_page.locator("#presence")
    expect(dialog).to_be_visible(timeout=SOON)
    dialog.get_by_role("button", name="第二讲").click()
    go_on = dialog.locator('[data-presence="go-on"]')
    expect(go_on).to_be_focused()
    go_on.press("Enter")
    expect(phone_page.locator('[data-notice="check"]')).to_be_visible(timeout=SOON)
    eventually(lambda: StudySession.objects.filter(learner=learner).count() == 2, "a new session")
    assert StudyProgress.objects.get(learner=learner).coverage == []


def test_reading_counts_while_the_reader_is_active(learner: User, committed_db: object, phone_page: Page) -> None:
    short_policy()
    course = make_course(lessons=[Lesson(characters=100)])
    sign_in(phone_page, learner)
    phone_page.goto(course.lessons[0].url)
    phone_page.wait_for_timeout(1500)
    assert not StudySession.objects.filter(learner=learner).exists()
    phone_page.mouse.wheel(0, 200)
    eventually(lambda: studied_ms(learner, course) > 1500, "reading time arrives")
    expect(phone_page.locator("#lesson")).to_have_attribute("data-doing", "reading")


def test_quiz_opens_with_study_and_is_marked_against_what_has_arrived(
    learner: User, committed_db: object, phone_page: Page
) -> None:
    short_policy()
    course = make_course(lessons=[Lesson(media=SHORT_VIDEO, characters=0, questions=[Question()])])
    sign_in(phone_page, learner)
    phone_page.goto(course.lessons[0].url)
    form = phone_page.locator("#quiz-form")
    expect(form).to_be_hidden()
    phone_page.locator("#recording").evaluate(PLAY)
    expect(form).to_be_visible(timeout=SOON)
    form.locator("button").click()
    expect(phone_page.locator('[data-study="quiz-open"]')).to_be_visible()
    expect(phone_page.locator("#recording")).to_have_js_property("ended", True, timeout=SOON)
    form.locator("label", has_text="说明来意").click()
    form.locator("button").click()
    phone_page.wait_for_url("**/my/study/quiz/**")
    expect(phone_page.locator(".result.ok")).to_be_visible()
    assert HourEntry.objects.filter(learner=learner).count() == 1


def test_beat_refused_five_times_is_dropped_and_named(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    sign_in(phone_page, learner)
    refusal = {"code": "too_early", "detail": "", "fields": {}, "retry_after": 0}
    tried: list[str] = []

    def refuse(route: Route) -> None:
        tried.append(str(route.request.post_data))
        route.fulfill(status=425, json=refusal)

    phone_page.route("**/beats/", refuse)
    phone_page.goto(video.lessons[0].url)
    phone_page.locator("#recording").evaluate(PLAY)
    expect(phone_page.locator('[data-notice^="lost-"]').first).to_contain_text("0:00–0:0", timeout=20_000)
    first = [body for body in tried if '"seq":0,' in body]
    assert len(first) == 5
    assert len(set(first)) == 1, "a retry is the same to the byte"


def test_without_network_at_the_start_nothing_is_pretended(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    sign_in(phone_page, learner)
    phone_page.route("**/study/sessions/", lambda route: route.abort())
    phone_page.goto(video.lessons[0].url)
    recording = phone_page.locator("#recording")
    recording.evaluate(PLAY)
    notice = phone_page.locator('[data-notice="unopened"]')
    expect(notice).to_be_visible(timeout=SOON)
    expect(phone_page.locator('[data-study="percent"]')).to_have_text("0")
    phone_page.unroute("**/study/sessions/")
    recording.evaluate("recording => { recording.currentTime = 0; }")
    recording.evaluate(PLAY)
    expect(notice).to_be_hidden(timeout=SOON)
    eventually(lambda: StudySession.objects.filter(learner=learner).count() == 1, "the session opens by itself")


def test_signed_out_in_between_keeps_the_time(learner: User, video: MadeCourse, phone_page: Page) -> None:
    short_policy()
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    phone_page.locator("#recording").evaluate(PLAY)
    eventually(lambda: studied_ms(learner, video) > 500, "the first beat")
    cookies = phone_page.context.cookies()
    phone_page.context.clear_cookies(name="session")
    expect(phone_page.locator('[data-notice="signed-out"]')).to_be_visible(timeout=SOON)
    before = studied_ms(learner, video)
    phone_page.wait_for_timeout(1500)
    phone_page.context.add_cookies(cookies)
    phone_page.goto(video.lessons[0].url)
    eventually(lambda: studied_ms(learner, video) > before + 500, "what was kept is sent after signing in")


def test_check_of_the_lesson_before_is_asked_on_the_next_one(
    learner: User, video: MadeCourse, phone_page: Page
) -> None:
    short_policy(check_min_seconds=1, check_max_seconds=1)
    other = make_course(lessons=1)
    sign_in(phone_page, learner)
    phone_page.goto(video.lessons[0].url)
    phone_page.locator("#recording").evaluate(PLAY)
    dialog = phone_page.locator("#presence")
    expect(dialog).to_be_visible(timeout=SOON)
    phone_page.goto(other.lessons[0].url)
    expect(dialog).to_be_visible(timeout=SOON)  # at once: nobody has to begin to study first
    check = PresenceCheck.objects.get(session__learner=learner)
    dialog.get_by_role("button").nth(check.correct).click()
    expect(phone_page.locator('[data-notice="check"].ok')).to_be_visible(timeout=SOON)
    assert PresenceCheck.objects.get(pk=check.pk).result == "passed"
    assert StudyProgress.objects.get(learner=learner, edition=video.edition).coverage


def test_lesson_is_gone_on_with_on_another_device(
    learner: User, video: MadeCourse, phone_page: Page, desktop_page: Page
) -> None:
    short_policy()
    for page in (phone_page, desktop_page):
        sign_in(page, learner)
    desktop_page.goto(video.lessons[0].url)
    phone_page.goto(video.lessons[0].url)
    phone_page.locator("#recording").evaluate("recording => { recording.currentTime = 1; return recording.play(); }")
    eventually(lambda: studied_ms(learner, video) > 500, "the phone is counted")
    phone_page.locator("#recording").evaluate("recording => recording.pause()")
    desktop_page.goto(video.lessons[0].url)
    place = desktop_page.locator('[data-notice="place"]')
    expect(place).to_contain_text("0:0", timeout=SOON)
    assert desktop_page.locator("#recording").evaluate("recording => recording.currentTime") > 1
    place.get_by_role("button").click()
    expect(place).to_be_hidden()
    assert desktop_page.locator("#recording").evaluate("recording => recording.currentTime") == 0


def test_keys_and_notes_work_together(learner: User, video: MadeCourse, desktop_page: Page) -> None:
    page = desktop_page
    sign_in(page, learner)
    page.goto(video.lessons[0].url)
    recording = page.locator("#recording")
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press("k")
    expect(recording).to_have_js_property("paused", False)
    page.wait_for_timeout(600)
    page.keyboard.press("k")
    expect(recording).to_have_js_property("paused", True)
    page.keyboard.press("Shift+>")
    expect(page.locator('[data-speed="125"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("n")
    expect(page.locator("#note-text")).to_be_focused()
    page.keyboard.type("knock, then kneel")
    expect(recording).to_have_js_property("paused", True)
    eventually(lambda: LessonNote.objects.filter(text="knock, then kneel").exists(), "kept while typing")
    page.locator("#note-form button").click()
    note = page.locator(".note")
    expect(note).to_have_count(1)
    expect(page.locator("#note-text")).to_have_value("")
    recording.evaluate("recording => { recording.currentTime = 6; }")
    note.locator("[data-jump]").click()
    assert recording.evaluate("recording => recording.currentTime") < 3
    page.reload()
    note.locator("summary").first.click()
    note.locator("summary").nth(1).click()
    note.locator("form[data-note=remove] button").click()
    expect(note).to_have_count(0)
    assert not LessonNote.objects.exists()
    page.locator("[data-keys] summary").click()
    page.locator("[data-keys] input").uncheck()
    page.locator("h1").click()
    page.keyboard.press("m")
    expect(recording).to_have_js_property("muted", False)
