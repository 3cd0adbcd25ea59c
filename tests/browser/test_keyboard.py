"""By keyboard alone, by touch, in small windows and with big letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.factories.people import PASSWORD

from .site import Place, Site, places

MOST_TABS = 120
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const drawn = one.closest(".choice") || one;
  const style = getComputedStyle(drawn);
  const ring = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3) || style.boxShadow !== "none";
  const seen = [...drawn.getClientRects()].some(box => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top && (drawn.contains(top) || top.contains(drawn));
  });
  const name = one.id || (one.innerText || one.value || one.name || "").trim().slice(0, 30);
  return { name: `${one.localName} ${name}`, ring, seen, isSkip: one.classList.contains("skip"),
           inMain: document.getElementById("main").contains(one), isMain: one.id === "main",
           isVideo: one.localName === "video" || one.localName === "audio" };
}"""
TARGETS = """() => {
  const wanted = "button, .btn, .chip, .tabs a, .link, .brand, summary, a.row, select, textarea, input";
  const found = [];
  for (const one of document.querySelectorAll(wanted)) {
    const box = (one.closest("label.choice") || one).getBoundingClientRect();
    if (!one.checkVisibility() || box.width === 0 || one.type === "hidden") continue;
    const name = one.id || (one.innerText || one.name || one.className || "").trim().slice(0, 30);
    found.push([`${one.localName} ${name}`, box.width, box.height]);
  }
  return found;
}"""
SIDEWAYS = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room && room <= innerWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > room + 1);
  return [`${document.documentElement.scrollWidth} > ${room}`,
          ...wide.slice(-3).map(one => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 20)}`)];
}"""
ENLARGE = """percent => {
  const root = document.documentElement;
  root.style.fontSize = "";
  root.style.fontSize = `${parseFloat(getComputedStyle(root).fontSize) * percent / 100}px`;
}"""


@dataclass
class Walk:
    """What was found on all pages in one mode, as sentences; nothing is best."""

    order: list[str] = field(default_factory=list)
    rings: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    controls: int = 0
    targets: int = 0


@pytest.fixture(scope="module", params=[False, True], ids=["normal", "large"])
def walk(site: Site, request: pytest.FixtureRequest) -> Walk:
    """Every page is opened once and tried in every way."""
    found, large = Walk(), request.param
    for person in ("visitor", "learner", "newcomer"):
        with site.person(person, large=large) as context:
            page = context.new_page()
            for place in places(site):
                if place.person == person:
                    place.open(page)
                    measure_targets(page, place, 60 if large else 48, found)
                    if place.prepare is None:
                        tab_through(page, place, found)
                    measure_width(page, place, found)
    mode = "large" if large else "normal"
    print(f"\n{mode} mode: {found.controls} controls tabbed to, {found.targets} targets measured")
    return found


def measure_targets(page: Page, place: Place, least: int, found: Walk) -> None:
    for name, width, height in page.evaluate(TARGETS):
        found.targets += 1
        if height < least - 0.5 or width < 24:
            found.small.append(f"{place.name}: {name}: {width:.0f} x {height:.0f}")


def tab_through(page: Page, place: Place, found: Walk) -> None:
    """From the top to the end; then once more by way of the skip link."""
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    stops = list(focused_by_tab(page))
    found.controls += len(stops)
    if not stops or not stops[0]["isSkip"]:
        found.order.append(f"{place.name}: the first stop is no skip link")
    if len(stops) == MOST_TABS:
        found.order.append(f"{place.name}: no end after {MOST_TABS} stops")
    for stop in stops:
        if not stop["isVideo"] and not (stop["ring"] and stop["seen"]):
            found.rings.append(f"{place.name}: {stop['name']}: ring {stop['ring']}, in view {stop['seen']}")
    page.keyboard.press("Tab")  # past the end, and so at the beginning again
    page.keyboard.press("Enter")
    if not page.evaluate(FOCUSED)["isMain"]:
        found.order.append(f"{place.name}: the skip link does not lead to the content")
    if any(stop["inMain"] for stop in stops):
        page.keyboard.press("Tab")
        following = page.evaluate(FOCUSED)
        if not following or not following["inMain"]:
            found.order.append(f"{place.name}: after the content's begin comes {following}")


def focused_by_tab(page: Page) -> Iterator[dict[str, object]]:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            return
        yield stop


def measure_width(page: Page, place: Place, found: Walk) -> None:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    for percent in (100, 200):
        page.evaluate(ENLARGE, percent)
        found.sideways += [f"{place.name} at 320 px, {percent} %: {line}" for line in page.evaluate(SIDEWAYS)]
    assert before is not None
    page.set_viewport_size(before)


def test_skip_link_comes_first_and_leads_to_the_content(walk: Walk) -> None:
    assert walk.order == []
    assert walk.controls > 200


def test_every_control_shows_the_focus_and_is_in_view(walk: Walk) -> None:
    assert walk.rings == []


def test_targets_are_large_enough(walk: Walk) -> None:
    assert walk.small == []
    assert walk.targets > 200


def test_nothing_scrolls_sideways_in_a_narrow_window_with_doubled_text(walk: Walk) -> None:
    assert walk.sideways == []


def tab_to(page: Page, is_there: Callable[[], bool]) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if is_there():
            return
    pytest.fail("the keyboard does not get there")


def focus_is_on(page: Page, selector: str) -> Callable[[], bool]:
    return lambda: bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def test_signing_in_and_large_mode_work_by_keyboard(site: Site) -> None:
    with site.person("visitor") as context:
        page = context.new_page()
        page.goto("/accounts/login/")
        tab_to(page, focus_is_on(page, "[name=login]"))
        page.keyboard.type("newcomer")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/")
        for large in (True, False):
            tab_to(page, focus_is_on(page, "form[action='/large-mode/'] button"))
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            expect(page.locator("html[data-care='1']")).to_have_count(int(large))
            assert page.url.endswith("/my/")


def test_lesson_is_read_and_its_quiz_handed_in_by_keyboard(site: Site) -> None:
    with site.person("newcomer") as context:
        page = context.new_page()
        page.goto(site.paths["text lesson"])
        form = page.locator("#quiz-form")
        for _ in range(40):
            if form.is_visible():
                break
            page.keyboard.press("PageDown")
            page.wait_for_timeout(250)
        for number in range(3):
            fieldset = form.locator("fieldset").nth(number)
            tab_to(page, focus_is_on(page, f"#quiz-form fieldset:nth-of-type({number + 1}) input"))
            page.keyboard.press("Space")
            expect(fieldset.locator(":checked")).to_have_count(1)
        tab_to(page, focus_is_on(page, "#quiz-form button"))
        page.keyboard.press("Enter")
        page.wait_for_url("**/my/study/quiz/**")
        expect(page.locator(".result h1")).to_be_visible()


def test_presence_check_keeps_the_keyboard_inside_and_takes_its_answer(site: Site) -> None:
    place = next(one for one in places(site) if one.name == "presence check")
    with site.person(place.person) as context:
        page = context.new_page()
        place.open(page)
        dialog = page.locator("#presence")
        assert focus_is_on(page, "#presence button")()
        page.keyboard.press("Escape")
        expect(dialog).to_be_visible()
        for _ in range(8):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body || Boolean(document.activeElement.closest('#presence'))"
            )
        tab_to(page, focus_is_on(page, "#presence button:nth-of-type(2)"))
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        assert page.evaluate("window.outcome.passed")
