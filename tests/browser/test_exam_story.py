"""An exam in a real browser: saved as one goes, through a lost network and a killed server, on two devices."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from courses.enums import BankKind
from courses.models import ExamAttempt, ExamResult
from tests.browser.test_accessibility import AXE, TAGS
from tests.browser.test_story import sign_in
from tests.factories.courses import make_course
from tests.factories.exams import make_exam
from tests.factories.people import make_person
from tests.harness.server import Server

CHECK = """async tags => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations.map(rule => [rule.id, rule.nodes[0].html]);
}"""
KINDS = (BankKind.SINGLE, BankKind.MULTIPLE, BankKind.FILL, BankKind.SHORT, BankKind.CASE)


def accessible(page: Page) -> None:
    page.evaluate(AXE.read_text())
    assert page.evaluate(CHECK, TAGS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def saved(page: Page) -> None:
    expect(page.locator("[data-exam=saved]:not(.bad)")).to_contain_text(re.compile(r"\d\d:\d\d"))


def test_exam_survives_network_crash_and_change_of_device(new_page: Callable[..., Page], server: Server) -> None:
    learner = make_person(name="李四", username="lisi")
    course = make_course(title="社区走访")
    made = make_exam(kinds=KINDS, course=course.page, learner=learner, instructions="独立完成。")
    phone = new_page(phone=True)
    sign_in(phone, "lisi")
    phone.goto(f"/my/exams/{made.exam.key}/")
    accessible(phone)
    phone.locator("main form button.btn").click()
    choice = phone.get_by_label("三年")
    choice.check()
    saved(phone)
    accessible(phone)
    attempt = ExamAttempt.objects.get()
    assert attempt.answers.get().answer == ["c"]

    server.kill9()
    phone.get_by_label("二年").check()
    expect(phone.locator("[data-exam=saved].bad")).to_be_visible()
    server.restart()
    phone.reload()
    expect(phone.get_by_label("二年")).to_be_checked()
    assert attempt.answers.get().answer == ["b"]
    phone.get_by_label("三年").check()
    saved(phone)

    phone.locator("button[name=go][value='2']").first.click()
    tablet = new_page(phone=False)
    sign_in(tablet, "lisi")
    tablet.goto(f"/my/exams/attempts/{attempt.pk}/2/")
    tablet.locator("main form button.btn").click()
    tablet.get_by_label("自愿").check()
    saved(tablet)
    phone.get_by_label("无偿").check()
    told = phone.locator("[data-exam=saved]")
    expect(told).to_have_class(re.compile("bad"))
    expect(told).to_have_text(str(told.get_attribute("data-elsewhere")))

    for text in ("无偿", "平等"):
        tablet.get_by_label(text).check()
    tablet.locator("button[name=go][value='check']").first.click()
    accessible(tablet)
    expect(tablet.locator("main ul.rows li")).to_have_count(3)
    tablet.locator("#exam-hand-in button").click()
    tablet.wait_for_url(f"**/my/exams/attempts/{attempt.pk}/result/")
    accessible(tablet)
    assert ExamResult.objects.values_list("earned", "possible").get() == (200, 600)
    phone.goto(f"/my/exams/attempts/{attempt.pk}/result/")
    accessible(phone)
    assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('exam:')).length") == 0
