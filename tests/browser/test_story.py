"""The main job in real browsers: study on a phone, through a dead network, to the certificate and its check by HR."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from attendance.models import ClassSegment, ClassSession, HourEntry, StudyPolicy
from attendance.selectors import scheme_progress
from attendance.services.classes import record_presence
from attendance.services.study import close_session, open_session, record_beat
from courses.models import LessonEdition
from people.enums import Role
from people.models import User
from people.services.identity import set_id_number
from tests.factories.courses import SHORT_VIDEO, Lesson, MadeCourse, Question, make_course
from tests.factories.people import PASSWORD, Tree, make_person, make_tree
from tests.harness.server import Server

TARGET = 120 * 3600
ID_NUMBER = "330000197803121235"
MISSING_SECONDS = 4
ENDED_OR_ASKED = "() => document.getElementById('recording').ended || document.getElementById('presence').open"


def seed() -> tuple[User, User, MadeCourse]:
    """A learner four seconds short of 120 hours, in the middle of an eight-second lesson; an HR officer elsewhere."""
    tree = make_tree()
    trainer = make_person(name="林老师", role=Role.TRAINER, organisation=tree.county)
    learner = make_person(name="王小芳", organisation=tree.community, username="learner")
    officer = make_person(name="周人事", role=Role.HR, organisation=tree.other_city, username="hr")
    set_id_number(person=learner, id_number=ID_NUMBER, by=None, at=timezone.now())
    attend_classes(learner, trainer, tree, TARGET - MISSING_SECONDS)
    StudyPolicy.objects.create(
        effective_at=timezone.now() - dt.timedelta(days=2), beat_seconds=1, check_min_seconds=4, check_max_seconds=4
    )
    make_course(title="老年社会工作", lessons=[Lesson(title="独居老人探访"), Lesson(title="认知障碍友好沟通")])
    course = make_course(
        title="社区治理与议事协商",
        lessons=[Lesson(title="议事会筹备", characters=0, media=SHORT_VIDEO, questions=[Question()])],
    )
    study_the_beginning(learner, course.edition)
    return learner, officer, course


def attend_classes(learner: User, trainer: User, tree: Tree, seconds: int) -> None:
    """Class days of six hours, the last one shorter, until `seconds` are credited."""
    day = dt.datetime.combine(timezone.localdate() - dt.timedelta(days=60), dt.time(9), timezone.get_current_timezone())
    while seconds > 0:
        length = min(seconds, 6 * 3600)
        session = ClassSession.objects.create(
            title="社区工作者集中培训",
            place="西湖区社工站",
            organisation=tree.county,
            category="practice",
            service_field="community",
        )
        end = day + dt.timedelta(seconds=length)
        ClassSegment.objects.create(session=session, starts_at=day, ends_at=end)
        record_presence(session=session, learner=learner, in_at=day, out_at=end, by=trainer, at=end)
        seconds -= length
        day += dt.timedelta(days=1)


def study_the_beginning(learner: User, edition: LessonEdition) -> None:
    """Yesterday the learner studied the first two seconds and left."""
    at = timezone.now() - dt.timedelta(days=1)
    opened = open_session(edition=edition, device="phone", nonce=uuid.uuid4().hex, signed_in_at=at, by=learner, at=at)
    later = at + dt.timedelta(seconds=2)
    record_beat(session=opened.session, seq=1, ranges=[(0, 2000)], mode="live", by=learner, at=later)
    close_session(session=opened.session, by=learner, at=later)


def sign_in(page: Page, account: str, then: str = "/my/") -> None:
    page.goto(f"/accounts/login/?next={then}")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit], main form button.btn")
    page.wait_for_url(f"**{then}")


def answer_presence_check(page: Page, title: str) -> None:
    dialog = page.locator("dialog#presence")
    expect(dialog).to_be_visible(timeout=20_000)
    dialog.locator("button", has_text=title).click()
    expect(dialog).to_be_hidden()


def play_to(page: Page, seconds: float) -> None:
    page.wait_for_function("s => document.getElementById('recording').currentTime >= s", arg=seconds, timeout=20_000)


def study_through_a_dead_network(page: Page, course: MadeCourse) -> None:
    page.goto("/my/")
    expect(page.locator("main")).to_contain_text("119.9")
    page.locator("main a.btn").first.click()
    page.wait_for_selector("#recording")
    page.evaluate("document.getElementById('recording').play()")
    play_to(page, 2.5)
    page.context.set_offline(True)
    play_to(page, 4.5)
    expect(page.locator("[data-study=notices]")).to_contain_text("网络")
    page.context.set_offline(False)
    answer_presence_check(page, course.edition.title)
    page.evaluate("document.getElementById('recording').play()")
    page.wait_for_function(ENDED_OR_ASKED, timeout=30_000)
    if page.locator("dialog#presence").is_visible():
        answer_presence_check(page, course.edition.title)
    expect(page.locator("[data-study=notices]")).not_to_contain_text("网络")


def pass_the_quiz(page: Page, course: MadeCourse) -> None:
    right = course.edition.quiz["questions"][0]
    page.check(f"input[name='q-{right['id']}'][value='{right['correct'][0]}']")
    page.locator("#quiz-form button.btn").click()
    page.wait_for_url("**/my/study/quiz/*/")
    expect(page.locator("section.result.ok")).to_be_visible()


def read_the_arithmetic(page: Page, learner: User) -> None:
    entry = HourEntry.objects.get(learner=learner, source_kind="study")
    page.goto("/my/hours/")
    card = page.locator(f"#L-{entry.pk}")
    card.locator("summary").click()
    expect(card.locator("table.sum")).to_be_visible()
    expect(card).to_contain_text(f"L-{entry.pk}")
    assert entry.explanation["checks_passed"] >= 1
    assert scheme_progress(learner, "zj-120", timezone.localdate()).is_met


def receive_the_certificate(page: Page, folder: Path) -> tuple[str, Path]:
    """Gives the QR address and the downloaded PDF."""
    page.goto("/my/certificates/")
    offer = page.locator("form", has=page.locator("input[value='zj-120']"))
    offer.locator("button").click()
    page.wait_for_url("**/my/certificates/*-*/")
    expect(page.locator("img.paper")).to_be_visible()
    address = page.locator("dd", has_text="/v/").inner_text().strip()
    with page.expect_download() as download:
        page.locator("a[download]").click()
    saved = folder / "certificate.pdf"
    download.value.save_as(saved)
    return address, saved


def check_as_hr(page: Page, address: str, pdf: Path, learner: User) -> None:
    page.goto(address)
    facts = page.locator("dl.facts")
    for printed in ("王*芳", "330000********1235", "120", "有效"):
        expect(facts).to_contain_text(printed)
    assert learner.real_name not in page.content()
    drop(page, pdf)
    expect(page.locator(".result")).to_contain_text("一致")
    altered = pdf.with_name("altered.pdf")
    altered.write_bytes(with_one_character_changed(pdf.read_bytes()))
    page.goto(address)
    drop(page, altered)
    expect(page.locator(".result")).to_contain_text("已改动")


def drop(page: Page, pdf: Path) -> None:
    """Drop a file from the desktop onto the field, then compare."""
    transfer = page.evaluate_handle(
        """([name, bytes]) => { const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name, {type: "application/pdf"})); return transfer; }""",
        [pdf.name, list(pdf.read_bytes())],
    )
    page.dispatch_event("[data-verify-file] label.drop", "drop", {"dataTransfer": transfer})
    page.locator("[data-verify-file] button").click()
    page.wait_for_selector(".result")


def with_one_character_changed(content: bytes) -> bytes:
    """One character of the title in the document's metadata."""
    place = content.index(b"<dc:title>") + len(b"<dc:title>")
    title = content.index("证".encode(), place)
    return content[:title] + "正".encode() + content[title + 3 :]


def test_study_hours_certificate_and_check_by_hr(server: Server, new_page: Callable[..., Page], tmp_path: Path) -> None:
    learner, _, course = seed()
    phone = new_page(phone=True)
    sign_in(phone, "learner")
    study_through_a_dead_network(phone, course)
    pass_the_quiz(phone, course)
    read_the_arithmetic(phone, learner)
    address, pdf = receive_the_certificate(phone, tmp_path)
    desk = new_page(phone=False)
    sign_in(desk, "hr", then="/verify/")
    check_as_hr(desk, address, pdf, learner)
