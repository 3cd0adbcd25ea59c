"""Packages in a real browser: results are kept and gone on from, and the content gets at nothing of the site."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Frame, Page, expect

from attendance.models import HourEntry, PackageRun
from people.enums import Role
from tests.browser.test_accessibility import AXE, TAGS
from tests.browser.test_story import sign_in
from tests.factories.courses import Lesson, body_of, make_course, make_lesson
from tests.factories.packages import make_package, package_12, package_2004, package_block
from tests.factories.people import make_person, make_tree
from tests.harness.server import Server

OUR_PART = """async tags => {
  const rules = { runOnly: { type: "tag", values: tags }, iframes: false };
  const found = await axe.run(document.querySelector("section.package"), rules);
  return [found.passes.length > 10, found.violations.map(rule => [rule.id, rule.nodes[0].html])];
}"""
REACH = """async (site) => {
  const tried = {};
  const attempt = async (name, work) => {
    try { tried[name] = String(await work()); } catch (error) { tried[name] = "refused"; }
  };
  tried.cookie = document.cookie;
  await attempt("page", () => window.top.document.title);
  await attempt("storage", () => localStorage.getItem("study-device"));
  await attempt("session", async () => (await fetch(`${site}/api/v1/me/hours/`, { credentials: "include" })).status);
  await attempt("blind", () => fetch(`${site}/my/`, { credentials: "include", mode: "no-cors" }));
  await attempt("elsewhere", () => fetch(location.origin + "/static/js/package-frame.js"));
  await attempt("worker", () => navigator.serviceWorker.register(location.pathname));
  await attempt("top", () => (window.top.location = `${site}/my/`));
  await attempt("frame", () => (window.parent.location = `${site}/my/`));
  await attempt("window", () => window.open(`${site}/my/`).closed);
  const form = document.body.appendChild(document.createElement("form"));
  Object.assign(form, { method: "post", action: `${site}/accounts/logout/`, target: "_top" });
  await attempt("form", () => form.submit());
  return tried;
}"""


def seed() -> None:
    """A course of two lessons, each with a text and a package, of either standard."""
    tree = make_tree()
    trainer = make_person(name="林老师", role=Role.TRAINER, organisation=tree.county)
    make_person(name="王小芳", organisation=tree.community, username="learner")
    course = make_course(title="互动课", slug="packages", lessons=0)
    for number, file in enumerate((package_12(), package_2004()), 1):
        package = make_package(organisation=tree.county, by=trainer, file=file)
        page = make_lesson(course=course.page, lesson=Lesson(title=f"第{number}讲"), publish=False)
        page.slug, page.body = f"l{number}", json.dumps([*body_of(Lesson()), package_block(package)])
        page.save_revision().publish()


def open_part(page: Page, number: int = 0) -> Frame:
    """The window of the part that looks for the interface, once it has found it."""
    page.locator("[data-package-part] button").nth(number).click()
    return running(page, number)


def running(page: Page, number: int) -> Frame:
    frame = page.frame_locator("[data-package-frame] iframe").frame_locator("#part")
    inner = frame.frame_locator("iframe") if number == 1 else frame
    inner.locator("button").wait_for()
    found = page.frames[-1]
    assert found.evaluate("window.told.found && window.told.init") == "true"
    return found


def close(page: Page) -> None:
    page.locator("[data-package-close]").click()
    expect(page.locator("[data-package-stage]")).to_be_hidden()


def standing(page: Page, number: int = 0) -> object:
    return expect(page.locator("[data-package-standing]").nth(number))


def test_packages_of_both_standards_run_and_reach_nothing(server: Server, new_page: Callable[..., Page]) -> None:
    seed()
    phone = new_page(phone=True)
    phone.context.add_init_script(path=AXE)
    sign_in(phone, "learner")

    phone.goto("/courses/packages/l1/")
    part = open_part(phone)
    assert phone.evaluate(OUR_PART, TAGS) == [True, []]
    assert phone.evaluate("document.documentElement.scrollWidth") == 375
    part.locator("button").click()
    standing(phone).to_contain_text("85 / 100")
    reached = part.evaluate(REACH, server.base_url)
    assert reached.pop("cookie") == ""
    assert reached.pop("storage") in {"null", "refused"}
    assert reached.pop("window") in {"refused", "true"}
    assert reached.pop("form") == "undefined"
    assert reached == dict.fromkeys(("page", "session", "blind", "elsewhere", "worker", "top", "frame"), "refused")
    part.evaluate("site => { location = `${site}/my/`; }", server.base_url)
    phone.wait_for_timeout(500)
    assert phone.url == f"{server.base_url}/courses/packages/l1/"
    assert not [frame.url for frame in phone.frames[1:] if frame.url.startswith(server.base_url)]

    desk = new_page(phone=False)
    sign_in(desk, "learner")
    desk.goto("/courses/packages/l1/")
    standing(desk).to_contain_text("85 / 100")
    told = open_part(desk).evaluate("window.told")
    assert (told["location"], told["suspended"], told["entry"]) == ("page-3", "看过:1,2,3", "resume")
    close(desk)

    desk.goto("/courses/packages/l2/")
    part = open_part(desk)
    assert part.evaluate("[told.data, told.passing, told.query]") == ["从这里开始", "0.8", "?n=1"]
    part.locator("button").click()
    standing(desk).to_contain_text("90%")
    desk.locator("[data-package-next]").click()
    desk.wait_for_url("**/l2/")
    framed = running(desk, 1)
    framed.locator("button").click()
    standing(desk, 1).to_contain_text("90%")
    desk.locator("[data-package-full]").click()
    desk.wait_for_function("document.fullscreenElement !== null || document.querySelector('.is-full') !== null")
    close(desk)

    runs = PackageRun.objects.order_by("pk").values_list("completion", "success", "claimed_seconds")
    assert sorted({(done, passed) for done, passed, _ in runs}) == [("completed", "passed")]
    assert len(runs) == 3
    assert sum(seconds for *_, seconds in runs) >= 3 * 36_000
    assert not HourEntry.objects.exists()
