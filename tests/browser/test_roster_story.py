"""An HR officer's first morning: the messy file, a column that nobody knows, the verdicts, the import, the undo."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from people.enums import Role, RosterState
from people.models import RosterImport, User
from people.services.rosters import writing
from people.services.rosters.confirming import confirm_rows
from tests.browser.site import sign_in
from tests.factories.people import make_person, make_tree
from tests.factories.rosters import MESSY, csv_file, judged_roster, person_row, plant_messy_places, sample
from tests.harness import browser as chromium
from tests.harness.server import Server
from tests.harness.template import Database

PREVIEW = re.compile(r"/people/rosters/[0-9a-f-]{36}/$")
KNOWN, UNKNOWN = "手机号码".encode(), "号段".encode()


def upload(page: Page, path: Path) -> None:
    page.goto("/manage/people/rosters/new/")
    page.set_input_files("input[name=file]", path)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url(PREVIEW)


def press(page: Page, action: str) -> None:
    page.locator(f"form[action$='{action}'] button").click()


def verdict(page: Page, label: str) -> int:
    """The number on the tab with the rows of one verdict."""
    found = re.search(r"\((\d+)\)", page.locator(f"nav a[href='?show={label}']").inner_text())
    return int(found[1]) if found else 0


@pytest.mark.shows_personal_data("the refused rows go back to whoever uploaded them")
def test_officer_brings_the_messy_file_in_and_takes_it_back(server: Server, desktop_page: Page, tmp_path: Path) -> None:
    province = plant_messy_places()
    make_person(role=Role.HR, organisation=province, username="officer")
    path = tmp_path / "roster.csv"
    path.write_bytes(sample(MESSY[1]).replace(KNOWN, UNKNOWN))
    page = desktop_page
    sign_in(page, "officer")

    # The heading of the phone column is not known: the officer says which it is.
    upload(page, path)
    page.locator("a[href$='/columns/']").click()
    page.locator("select[name=phone]").select_option("3")
    page.locator("form#w-editor-form button[type=submit]").click()
    page.wait_for_url(PREVIEW)
    assert [verdict(page, name) for name in ("ok", "warn", "error", "skip")] == [23, 8, 9, 2]
    expect(page.locator("#row-2")).to_contain_text("330000********5418")

    # One cell corrected in its row, one kind of warning confirmed, then the good rows go in.
    page.goto(f"{page.url}?show=error")
    cell = page.locator("form[action$='/rows/12/cell/']")
    cell.locator("input[name=text]").fill("19200000010")
    cell.locator("button").click()
    page.wait_for_url(re.compile(r"show=error"))
    assert verdict(page, "ok") == 24
    page.locator("form:has(input[value=ask_place_variant]) button").click()
    page.wait_for_url(PREVIEW)
    press(page, "/import/")
    page.wait_for_url(PREVIEW)
    assert verdict(page, "created") == 26
    assert User.objects.filter(memberships__role=Role.LEARNER).count() == 26
    page.goto("/manage/people/?q=龚")  # 27 people are two pages
    expect(page.locator("main")).to_contain_text("龚䶮")

    # The rows that stayed out come as a file.
    roster = RosterImport.objects.get()
    page.goto(f"/manage/people/rosters/{roster.pk}/")
    with page.expect_download() as file:
        page.locator("a[href$='/refused/']").click()
    assert file.value.suggested_filename.endswith(".xlsx")

    # Undone: nobody is left.
    page.locator("a[href$='/undo/']").click()
    page.locator("form#w-editor-form button[type=submit]").click()
    page.wait_for_url(PREVIEW)
    assert verdict(page, "undone") == 26
    assert not User.objects.filter(memberships__role=Role.LEARNER).exists()

    # The next file with these headings needs no help, and is cancelled.
    upload(page, path)
    assert verdict(page, "ok") == 23
    page.locator("a[href$='/cancel/']").click()
    page.locator("form#w-editor-form button[type=submit]").click()
    page.wait_for_url(PREVIEW)
    assert RosterImport.objects.filter(state=RosterState.CANCELLED).count() == 1


def test_import_goes_on_after_the_worker_was_killed(
    serve: Callable[..., Server], browser: Browser, committed_db: Database
) -> None:
    """kill -9 between two chunks: the page says that nothing moves, one button goes on, nobody is there twice."""
    tree = make_tree()
    officer = make_person(role=Role.HR, organisation=tree.province, username="officer")
    rows = [
        person_row(name="王" + chr(0x4E00 + n), id_number="", phone=f"199{n:08d}") for n in range(4 * writing.CHUNK)
    ]
    roster = judged_roster(csv_file(rows), organisation=tree.province, by=officer)
    confirm_rows(roster=roster, reason="ask_id_missing", by=officer, at=timezone.now())
    server = serve(worker=True)
    people = User.objects.filter(memberships__organisation=tree.community)
    with chromium.context(browser, server.base_url, chromium.DESKTOP) as opened:
        page = opened.new_page()
        sign_in(page, "officer")
        page.goto(f"/manage/people/rosters/{roster.pk}/")
        press(page, "/import/")
        wait_until(people.exists)
        server.kill9_worker()
        assert 0 < people.count() < len(rows)
        server.restart()
        RosterImport.objects.update(worked_at=timezone.now() - dt.timedelta(minutes=2))
        page.goto(f"/manage/people/rosters/{roster.pk}/")
        press(page, "/resume/")
        wait_until(RosterImport.objects.filter(state=RosterState.WRITTEN).exists)
        page.goto(f"/manage/people/rosters/{roster.pk}/")
        assert verdict(page, "created") == people.count() == len(rows)


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "it did not happen within a minute"
        time.sleep(0.02)
