"""Pages of people in the browser: one's own qualifications and supervision, applying, and the HR desk.

One's own pages: accessible, in Chinese and within the screen, on a phone in large mode and on a desktop. The desk,
whose frame is Wagtail's: in Chinese, within 1024 pixels, and with nothing for a browser to complain about.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from people.enums import Role, WorkerCategory
from people.enums.privacy import AccessKind, CorrectionField
from people.enums.qualifications import QualificationLevel
from people.models import User
from people.services.access_log import record_access
from people.services.corrections import ask_for_correction
from people.services.joining import ask_to_join
from tests.factories.organisations import make_post, pair
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.qualifications import make_claim, make_meeting, make_pair, make_verified
from tests.factories.rosters import csv_file, judged_roster, person_row
from tests.harness import browser as chromium
from tests.harness.server import Server

from .site import LARGE
from .site import sign_in as enter
from .test_accessibility import AXE, FOREIGN_WORDS, violations

OWN = {
    "learner": ("/my/qualifications/", "/my/qualifications/new/", "/my/exams/new/", "/my/corrections/"),
    "supervisor": ("/my/supervision/", "/my/supervision/new/"),
    "applicant": ("/accounts/waiting/", "/accounts/join/"),
}
SHAPES = [(375, True), (1366, False)]
LISTS = (
    *("", "organisations/", "posts/", "pairings/", "exports/", "exports/new/", "requests/", "rosters/", "rosters/new/"),
    *("qualifications/", "qualifications/eligible/", "qualifications/rules/", "registrations/", "corrections/"),
    *("supervisors/", "supervisors/new/", "supervisors/targets/", "duplicates/", "accesses/"),
)


@pytest.fixture
def tree(server: Server) -> Tree:
    tree = make_tree()
    at = timezone.now()
    officer = make_person(name="周人事", username="officer", role=Role.ADMINISTRATOR, organisation=tree.province)
    learner = make_person(name="王小芳", username="learner", organisation=tree.community)
    make_person(name="王小芳", username="wang.two", organisation=tree.community)
    make_verified(learner, by=officer)
    make_claim(learner, level=QualificationLevel.INTERMEDIATE)
    ask_for_correction(person=learner, field=CorrectionField.NAME, value="王晓芳", by=learner, at=at)
    record_access(kind=AccessKind.PHONE, reason="核对电话", by=officer, at=at, person=learner)
    meeting = make_meeting(make_pair(tree.community))
    supervisor = meeting.pair.appointment.person
    supervisor.username = "supervisor"
    supervisor.save(update_fields=["username"])
    applicant = make_person(name="赵一", username="applicant")
    ask_to_join(
        person=applicant,
        organisation=tree.community,
        worker_category=WorkerCategory.COMMUNITY,
        by=applicant,
        at=at,
    )
    make_post(tree.community)
    pair(tree.county, tree.other_county)
    judged_roster(
        csv_file([person_row(), person_row(name="坏1")]), organisation=tree.county, by=officer, name="花名册.csv"
    )
    return tree


def faults(page: Page, path: str) -> list[str]:
    answer = page.goto(path)
    words = page.evaluate(FOREIGN_WORDS.replace("document.body", "document.querySelector('main')"))
    names = set(User.objects.values_list("username", flat=True))
    found = [f"not Chinese: {text}" for text in words if text not in names]
    if answer is None or answer.status != 200 or not page.url.endswith(path):
        found.append(f"led to {page.url}: {answer and answer.status}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return [f"{path}: {line}" for line in found]


def test_own_pages_are_accessible_chinese_and_fit(browser: Browser, server: Server, tree: Tree) -> None:
    found = []
    for width, large in SHAPES:
        for person, paths in OWN.items():
            shape = chromium.PHONE if width <= 480 else chromium.DESKTOP
            with chromium.context(browser, server.base_url, shape) as context:
                if large:
                    context.add_cookies([{**LARGE, "url": server.base_url}])
                context.add_init_script(path=AXE)
                page = context.new_page()
                enter(page, person)
                for path in paths:
                    found += faults(page, path) + [f"{path}: {line}" for line in violations(page)]
    assert found == []


def test_desk_is_chinese_fits_and_keeps_to_the_policy(
    server: Server, tree: Tree, new_page: Callable[..., Page]
) -> None:
    page = new_page(phone=False)
    page.set_viewport_size({"width": 1024, "height": 768})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.text} {page.url}") if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"{error} {page.url}"))
    enter(page, "officer")
    found, seen = [], [f"/manage/people/{part}" for part in LISTS]
    for path in seen:
        found += faults(page, path)
    details = [first_link(page, f"/manage/people/{part}") for part in ("", "organisations/", "rosters/")]
    details += [
        first_link(page, f"/manage/people/{part}") for part in ("qualifications/", "supervisors/", "corrections/")
    ]
    for path in details:
        found += faults(page, path)
    assert len(set(details)) == 6
    assert found == [], "\n".join(found)
    assert complaints == []


def first_link(page: Page, path: str) -> str:
    """The page of the first row of a list."""
    page.goto(path)
    link = page.locator("main table .title a, main table td.title a").first
    return str(link.get_attribute("href"))
