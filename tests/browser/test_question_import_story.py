"""A trainer brings a file with mistakes in, mends one question, imports the good ones, and takes them back."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from courses.models import Question
from people.enums import Role
from tests.browser.site import sign_in
from tests.factories.people import make_person, make_tree
from tests.factories.questions import make_bank
from tests.harness.server import Server

SAMPLE = Path(__file__).parents[1] / "data" / "questions" / "question_bank_zh.xlsx"
PREVIEW = re.compile(r"/question-files/[0-9a-f-]{36}/(#|$)")


def test_trainer_imports_a_bank_with_mistakes_and_undoes_it(server: Server, desktop_page: Page) -> None:
    tree = make_tree()
    make_person(role=Role.TRAINER, organisation=tree.county, username="trainer")
    bank = make_bank(organisation=tree.county, name="社工题库")
    page = desktop_page
    sign_in(page, "trainer")

    # Uploaded from the bank's list, checked, and nothing saved yet.
    page.goto(f"/manage/courses/bank-questions/?bank={bank.pk}")
    page.goto(page.locator("a[href*='/question-files/new/']").first.get_attribute("href") or "")
    page.set_input_files("input[name=file]", SAMPLE)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url(PREVIEW)
    expect(page.locator("nav a[href='?show=error']")).to_contain_text("(7)")
    expect(page.locator("nav a[href='?show=warn']")).to_contain_text("(2)")
    assert Question.objects.count() == 0

    # A script in a stem is text; a refused question is mended where it stands.
    expect(page.locator("#question-32")).to_contain_text("<script>alert(1)</script>")
    page.locator("#question-26 a").click()
    page.wait_for_url(re.compile(r"/questions/26/$"))
    page.locator("input[name=answer]").fill("B")
    page.locator("form#w-editor-form button[type=submit]").click()
    page.wait_for_url(PREVIEW)
    expect(page.locator("nav a[href='?show=error']")).to_contain_text("(6)")

    # The file survives a reload; the good questions go in, the double does not.
    page.reload()
    page.locator("form[action$='/import/'] button").click()
    page.wait_for_url(PREVIEW)
    expect(page.locator("a[href$='/undo/']")).to_be_visible()
    assert Question.objects.filter(bank=bank, retired_at=None).count() == 27

    page.locator("a[href$='/undo/']").click()
    page.locator("form#w-editor-form button[type=submit]").click()
    page.wait_for_url(PREVIEW)
    assert Question.objects.filter(bank=bank, retired_at=None).count() == 0
