"""A small site as it looks after some months of use, and the addresses of its pages.

Built once for a test process, in a database of its own: what the quality tests do there is looking only.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page

from attendance.clock import to_ms
from attendance.models import QuizAttempt
from attendance.services.quiz import hand_in_quiz
from certificates.enums import Product
from certificates.models import Certificate
from certificates.selectors import own
from certificates.services.issuing import issue_certificate
from cms.context_processors import LARGE_MODE_COOKIE
from cms.site import set_up_site
from courses.enums import Category
from people.enums import Role, WorkerCategory
from people.models import User
from people.services.identity import set_id_number
from people.services.joining import ask_to_join
from tests.attendance.world import HOUR, World
from tests.factories.courses import SHORT_VIDEO, Lesson, MadeCourse, Question, make_course
from tests.factories.people import PASSWORD, Tree, make_person, make_tree
from tests.harness import browser as chromium
from tests.harness.server import Server

PEOPLE = ("visitor", "learner", "newcomer", "applicant", "trainer", "admin")
ID_NUMBER = "110101199003070898"
LARGE = {"name": LARGE_MODE_COOKIE, "value": "1"}


@dataclass(frozen=True)
class Place:
    """A page: its name in tables, who looks at it, where it is."""

    name: str
    person: str
    path: str
    status: int = 200
    prepare: Callable[[Page], object] | None = None

    def open(self, page: Page, *, wait_until: str = "load") -> None:
        answer = page.goto(self.path, wait_until=wait_until)
        if answer is not None:
            assert answer.status == self.status, f"{self.path}: {answer.status}"
        if self.prepare:
            self.prepare(page)


@dataclass
class Site:
    server: Server
    paths: dict[str, str]
    browser: Browser
    signed_in: dict[str, object] = field(default_factory=dict)

    @contextmanager
    def person(self, name: str, *, width: int = 375, large: bool = False, **device: object) -> Iterator[BrowserContext]:
        """A browser in which `name` is signed in; signing in goes through the form, once."""
        shape = chromium.PHONE if width <= 480 else chromium.DESKTOP
        view = {"viewport": {"width": width, "height": 812 if width <= 480 else 900}}
        state = {"storage_state": self._state(name)} if name != "visitor" else {}
        with chromium.context(self.browser, self.server.base_url, {**shape, **view, **state, **device}) as opened:
            if large:
                opened.add_cookies([{**LARGE, "url": self.server.base_url}])
            yield opened

    def _state(self, name: str) -> object:
        if name not in self.signed_in:
            with chromium.context(self.browser, self.server.base_url, chromium.PHONE) as opened:
                sign_in(opened.new_page(), name)
                self.signed_in[name] = opened.storage_state()
        return self.signed_in[name]


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(re.compile(r"/my/|/accounts/waiting/"))


def places(site: Site) -> list[Place]:
    """Every page of the site that a learner or a visitor meets, each once, and the states worth a look of their own."""
    at = site.paths
    return [
        Place("home", "visitor", "/"),
        Place("login", "visitor", "/accounts/login/"),
        Place("login refused", "visitor", "/accounts/login/", prepare=refuse_sign_in),
        Place("sign in by phone", "visitor", "/accounts/phone/"),
        Place("enter the code", "visitor", "/accounts/phone/", prepare=ask_for_a_code),
        Place("claim refused", "visitor", "/accounts/claim/", prepare=claim_nothing),
        Place("register", "visitor", "/accounts/register/"),
        Place("waiting for approval", "applicant", "/accounts/waiting/"),
        Place("choose an organisation", "applicant", "/accounts/join/"),
        Place("password reset", "visitor", "/accounts/password/reset/"),
        Place("catalogue", "learner", "/courses/"),
        Place("catalogue filtered", "visitor", "/courses/?field=mental"),
        Place("course", "learner", at["course"]),
        Place("course of visitor", "visitor", at["course"]),
        Place("lesson", "learner", at["text lesson"]),
        Place("lesson with video", "learner", at["video lesson"]),
        Place("lesson of visitor", "visitor", at["text lesson"]),
        Place("presence check", "learner", at["video lesson"], prepare=ask_presence),
        Place("quiz passed", "learner", at["quiz passed"]),
        Place("quiz failed", "learner", at["quiz failed"]),
        Place("my", "learner", "/my/"),
        Place("my, empty", "newcomer", "/my/"),
        Place("hours", "learner", "/my/hours/", prepare=open_details),
        Place("hours, empty", "newcomer", "/my/hours/"),
        Place("my notes", "learner", "/my/notes/"),
        Place("my notes, none found", "learner", "/my/notes/?q=nothing"),
        Place("profile", "learner", "/my/profile/"),
        Place("who looked", "learner", "/my/profile/accesses/"),
        Place("corrections", "learner", "/my/corrections/"),
        Place("correction of the name", "learner", "/my/corrections/new/real_name/"),
        Place("close the account", "learner", "/my/closing/"),
        Place("privacy notice", "visitor", "/privacy/"),
        Place("change password", "learner", "/accounts/password/change/"),
        Place("certificates", "learner", "/my/certificates/"),
        Place("certificates, none", "newcomer", "/my/certificates/"),
        Place("certificate", "learner", at["certificate"]),
        Place("verify", "visitor", "/verify/"),
        Place("verify refused", "visitor", "/verify/", prepare=mistype_number),
        Place("verify by QR", "visitor", at["token"]),
        Place("verify: nothing found", "visitor", "/v/AAAAAAAAAAAAAAAAAAAAAA", status=404),
        Place("not found", "visitor", "/no-such-page/", status=404),
    ]


def refuse_sign_in(page: Page) -> None:
    page.fill("input[name=login]", "nobody")
    page.fill("input[name=password]", "not-the-password")
    page.locator("main form button").first.click()
    page.locator(".error-summary").wait_for()


def ask_for_a_code(page: Page) -> None:
    """Of a number without an account: nothing is sent, and the page is the same. Another one each time."""
    page.fill("input[name=phone]", f"139{secrets.randbelow(10**8):08}")
    page.locator("main form button").first.click()
    page.wait_for_url("**/accounts/phone/code/")


def claim_nothing(page: Page) -> None:
    page.locator("main form button").first.click()
    page.locator(".error-summary").wait_for()


def mistype_number(page: Page) -> None:
    page.locator("form[data-verify-number] button").click()
    page.locator(".error-summary").wait_for()


def open_details(page: Page) -> None:
    page.evaluate("for (const one of document.querySelectorAll('details.why')) one.open = true")


def ask_presence(page: Page) -> None:
    """The dialog as the player opens it; nothing is sent."""
    page.evaluate("""() => {
      const texts = window.Study.texts;
      const check = { kind: "lesson", options: ["居委会职责与法定边界", "走访与民情台账", "网格事件闭环"] };
      const send = () => Promise.resolve({ status: 200, body: { passed: true } });
      Study.askPresence(check, 90000, texts, send).then((outcome) => { window.outcome = outcome; });
    }""")
    page.locator("#presence").wait_for()


def build() -> dict[str, str]:
    """Write the content; answers the paths that have no fixed address."""
    catalogue = set_up_site(introduction="<p>面向浙江社区工作者的培训平台：随时学，分分钟有据，学满发证。</p>")
    tree = make_tree()
    learner = make_person(name="欧阳晓晨", username="learner", organisation=tree.community, phone="13900000001")
    set_id_number(person=learner, id_number=ID_NUMBER, by=None, at=timezone.now())
    make_person(name="王小芳", username="newcomer", organisation=tree.community)
    trainer = make_person(name="陈老师", username="trainer", organisation=tree.county, role=Role.TRAINER)
    make_person(name="管理员", username="admin", is_superuser=True, is_staff=True)
    applicant = make_person(name="赵一", username="applicant")
    facts = {"organisation": tree.community, "worker_category": WorkerCategory.COMMUNITY, "at": timezone.now()}
    ask_to_join(person=applicant, by=applicant, **facts)
    finished, going = make_courses()
    world = World(trainer, tree.county, now_ms=to_ms(timezone.now()) - 14 * 24 * HOUR)
    attend_classes(world, learner, tree)
    study_all(world, learner, finished)
    study_some(world, learner, going)
    certificate = issue_certificate(
        learner=learner,
        product=Product.COURSE,
        subject_key=str(finished.page.course_key),
        by=learner,
        at=timezone.now(),
    )
    return {
        "course": str(going.page.url),
        "text lesson": str(going.lessons[2].url),
        "video lesson": str(going.lessons[0].url),
        "explorer": f"/manage/pages/{catalogue.pk}/",
        "course editor": f"/manage/pages/{going.page.pk}/edit/",
        "lesson editor": f"/manage/pages/{going.lessons[0].pk}/edit/",
        "new lesson": f"/manage/pages/add/courses/lessonpage/{going.page.pk}/",
        "quiz passed": f"/my/study/quiz/{attempt(learner, finished)}/",
        "quiz failed": f"/my/study/quiz/{attempt(learner, going)}/",
        **certificate_paths(certificate),
    }


def certificate_paths(certificate: Certificate) -> dict[str, str]:
    address = own.address_of(certificate)
    return {"certificate": f"/my/certificates/{certificate.pk}/", "token": address[address.index("/v/") :]}


def make_courses() -> tuple[MadeCourse, MadeCourse]:
    """One that the learner has finished, one under way; a third nobody has begun."""
    asked = [
        Question(),
        Question(stem="哪些做法合适？", kind="multiple", correct=(0, 2)),
        Question(stem="议事会由谁召集？"),
    ]
    outcomes = "能说清居委会的职责与法定边界\n能组织一次议事会并形成可检查的决议"
    finished = make_course(
        title="老年社会工作",
        slug="elder-care",
        lessons=[Lesson(title="权益与政策", characters=4000, questions=asked)],
        outcomes=outcomes,
    )
    going = make_course(
        title="社区治理与议事协商",
        slug="community-governance",
        outcomes=outcomes,
        regulations="《中华人民共和国城市居民委员会组织法》\n《信访工作条例》",
        lessons=[
            Lesson(title="居委会职责与法定边界", media=SHORT_VIDEO, characters=200, questions=asked),
            Lesson(title="走访与民情台账", questions=asked),
            Lesson(title="物业纠纷调解：从第一次上门到签下协议的全过程", characters=1800, questions=asked),
            Lesson(title="应急值守"),
        ],
    )
    make_course(title="儿童青少年与家庭", slug="children", lessons=2, service_field="family", category=Category.LAW)
    return finished, going


def attend_classes(world: World, learner: User, tree: Tree) -> None:
    """Twenty-three half days, so that the list of hours has a second page."""
    for day in range(23):
        start = world.now_ms - (40 - day) * 24 * HOUR
        world.attend(learner, start, start + 3 * HOUR, title=f"面授：入户走访实务（第{day + 1}期）")


def study_all(world: World, learner: User, course: MadeCourse) -> None:
    for edition in course.editions:
        session = world.open(learner, edition)
        world.play(session, edition.duration_ms // 1000)
        world.hand_in(learner, edition)
        if world.open_check(learner):
            world.answer(session)


def study_some(world: World, learner: User, course: MadeCourse) -> None:
    """The second lesson read half and its quiz failed."""
    world.wait(24 * HOUR)
    edition = course.editions[1]
    world.play(world.open(learner, edition), edition.duration_ms // 2000)
    asked = (edition.quiz or {"questions": []})["questions"]
    first_and_then_wrong = {
        one["id"]: one["correct"] if one is asked[0] else [one["options"][1]["id"]] for one in asked
    }
    hand_in_quiz(edition=edition, answers=first_and_then_wrong, by=learner, at=world.at)


def attempt(learner: User, course: MadeCourse) -> int:
    keys = [edition.pk for edition in course.editions]
    return int(QuizAttempt.objects.filter(learner=learner, edition__in=keys).latest("pk").pk)
