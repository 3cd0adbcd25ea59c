"""A trainer writes a lesson with video and quiz, claims too much; through three more people it reaches a learner."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from cms.site import set_up_site
from courses.models import CoursePage, HoursAssessment, LessonEdition, LessonPage
from people.enums import Role
from tests.factories.courses import SHORT_VIDEO, make_course
from tests.factories.people import PASSWORD, Tree, make_person, make_tree

TEXT = "入户之前先想清楚为什么去见到人先说自己是谁把话听完再问一件事" * 40
STAFF = {"author": Role.TRAINER, "reviewer": Role.TRAINER, "assessor": Role.ASSESSOR, "publisher": Role.ADMINISTRATOR}
NAMES = {"author": "林老师", "reviewer": "陈老师", "assessor": "许评定", "publisher": "周管理"}


def seed() -> CoursePage:
    set_up_site()
    tree: Tree = make_tree()
    for username, role in STAFF.items():
        make_person(name=NAMES[username], username=username, role=role, organisation=tree.county)
    make_person(name="王小芳", username="learner", organisation=tree.community)
    return make_course(title="社区走访", slug="visits", lessons=0, organisation=tree.county).page


def sign_in(page: Page, username: str, then: str) -> None:
    page.goto(f"/accounts/login/?next={then}")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"**{then}")


def add_block(page: Page, icon: str, number: int) -> None:
    """One more block at the end of the lesson."""
    page.locator(".c-sf-add-button").last.click()
    page.locator(f".w-combobox__option:has(.{icon})").first.click()
    expect(page.locator(f"[name=body-{number - 1}-type]")).to_have_count(1)


def upload_recording(page: Page) -> None:
    block = page.locator("[data-streamfield-child]:has([name=body-1-type])")
    block.locator("button.chooser__choose-button, .unchosen button").first.click()
    dialog = page.locator(".modal-dialog")
    dialog.locator("[role=tab], .w-tabs__tab").nth(1).click()
    dialog.locator("input[type=file][name$=file]").set_input_files(SHORT_VIDEO)
    dialog.locator("input[name$=title]").fill("入户走访示范")
    dialog.locator("textarea[name$=transcript]").fill("您好，我是社区的小林。")
    dialog.locator("button[type=submit], input[type=submit]").last.click()
    expect(dialog).to_have_count(0)


def write_quiz(page: Page) -> None:
    question = "body-2-value-questions-0-value"
    page.fill(f"[name={question}-stem]", "入户走访第一件事是什么？")
    page.fill(f"[name={question}-options-0-value-text]", "说明来意")
    page.check(f"[name={question}-options-0-value-is_correct]")
    page.locator("[data-contentpath=options] .c-sf-add-button").last.click()
    page.fill(f"[name={question}-options-1-value-text]", "拍照留痕")


def write_lesson(page: Page, course: CoursePage) -> None:
    """In the editor, as far as its claim of 45 minutes."""
    sign_in(page, "author", f"/manage/pages/add/courses/lessonpage/{course.pk}/")
    page.fill("#id_title", "入户走访第一步")
    page.fill("#id_goals", "能说清走访的三个步骤")
    page.fill("#id_practice", "本周走访一户")
    page.fill("#id_claimed_minutes", "45")
    add_block(page, "icon-pilcrow", 1)
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.insert_text(TEXT)
    add_block(page, "icon-media", 2)
    upload_recording(page)
    add_block(page, "icon-list-ol", 3)
    write_quiz(page)


def submit(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[name=action-submit]").click()
    page.locator(".messages li").first.wait_for()


def take_step(page: Page, username: str, lesson: int, fill: dict[str, str]) -> None:
    """Somebody opens the lesson and approves; what Wagtail asks before is filled in."""
    sign_in(page, username, f"/manage/pages/{lesson}/edit/")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("[data-workflow-action-name=approve]").last.click()
    dialog = page.locator(".modal-dialog")
    for name, value in fill.items():
        field = dialog.locator(f"[name={name}]")
        field.select_option(value) if name == "category" else field.fill(value)
    dialog.locator("form button[type=submit]").click()
    page.locator(".messages .success").first.wait_for()


def test_a_lesson_reaches_its_readers(new_page: Callable[..., Page], committed_db: object) -> None:
    course = seed()
    page = new_page(phone=False)
    write_lesson(page, course)
    submit(page)
    expect(page.locator(".messages .error")).to_contain_text("45")
    expect(page.locator(".messages .error")).to_contain_text("= 3")
    lesson = LessonPage.objects.get()
    assert (lesson.live, lesson.workflow_in_progress) == (False, False)
    page.locator("#id_claimed_minutes").fill("3")
    submit(page)
    assert LessonPage.objects.get().workflow_in_progress
    take_step(new_page(phone=False), "reviewer", lesson.pk, {"comment": "写得清楚"})
    take_step(new_page(phone=False), "assessor", lesson.pk, {"minutes": "2", "category": "practice"})
    take_step(new_page(phone=False), "publisher", lesson.pk, {})
    edition, assessment = LessonEdition.objects.get(), HoursAssessment.objects.get()
    assert (edition.credited_seconds, assessment.minutes, assessment.assessed_by.username) == (120, 2, "assessor")
    reader = new_page(phone=True)
    sign_in(reader, "learner", LessonPage.objects.get().url)
    expect(reader.locator("h1")).to_have_text("入户走访第一步")
    reader.goto(course.url)
    expect(reader.locator("main")).to_contain_text("2 分钟")
