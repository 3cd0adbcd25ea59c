"""The content security policy: every page is walked through, and the browser has nothing to complain about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from .site import Site, places

TELL = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
LEFT_OUT = re.compile(
    r"^/(accounts/logout|manage/logout)/|/pdf/$|/image/?$|^/(documents|media|static)/|/delete/|/unpublish/"
)
EDITING = ("explorer", "course editor", "lesson editor", "new lesson")
SITE_POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'self'",
}


@dataclass
class Watch:
    """What a browser saw: complaints, answers without a policy, requests to other hosts."""

    host: str
    complaints: list[str] = field(default_factory=list)
    unprotected: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    def request(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != self.host:
            self.foreign.append(url)

    def answer(self, response: Response) -> None:
        path = urlsplit(response.url).path
        self.answered.append(path)
        if path.startswith("/static/") or response.url.startswith(("data:", "blob:")):
            return
        policy = response.headers.get("content-security-policy", "")
        missing = _wanted(path, response) - {part.strip() for part in policy.split(";")}
        is_loose = not path.startswith("/manage/") and "unsafe" in policy
        if missing or is_loose or re.search(r"https?:|\*", policy):
            self.unprotected.append(f"{path}: {policy or 'no policy'}")

    def complain(self, text: str, url: str) -> None:
        # The browser notes each answer 404 or 422, which is what these pages are for.
        if not text.startswith("Failed to load resource: the server responded with a status of 4"):
            self.complaints.append(f"{urlsplit(url).path}: {text}")


def _wanted(path: str, response: Response) -> set[str]:
    """A file that is no page may do nothing at all; what a policy could still allow it is then without meaning."""
    if path.startswith("/manage/"):
        return {"object-src 'none'"}
    is_page = response.headers.get("content-type", "").startswith("text/html")
    return SITE_POLICY if is_page else {"default-src 'none'"}


@contextmanager
def watched(site: Site, person: str, width: int = 1366) -> Iterator[tuple[Watch, Page]]:
    with site.person(person, width=width) as context:
        watch = Watch(urlsplit(site.server.base_url).netloc)
        attach(context, watch)
        yield watch, context.new_page()


def attach(context: BrowserContext, watch: Watch) -> None:
    context.add_init_script(TELL)
    context.on("request", lambda request: watch.request(request.url))
    context.on("response", watch.answer)
    context.on("console", lambda said: watch.complain(said.text, said.page.url) if said.type == "error" else None)
    context.on("weberror", lambda error: watch.complain(str(error.error), error.page.url if error.page else ""))


def kind_of(path: str) -> str:
    """One page of each kind is enough: `/manage/pages/5/edit/` stands for all numbers."""
    return re.sub(r"\d+|[0-9a-f-]{32,}", "#", path)


def crawl(page: Page, site: Site, start: str, *, most: int) -> list[str]:
    """Every kind of page that links lead to, breadth first."""
    waiting, seen, visited = [start], {kind_of(start)}, []
    while waiting and len(visited) < most:
        path = waiting.pop(0)
        page.goto(path, wait_until="load")
        visited.append(path)
        for link in page.evaluate(LINKS):
            parts = urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            is_ours = f"{parts.scheme}://{parts.netloc}" == site.server.base_url
            if is_ours and not LEFT_OUT.search(parts.path) and kind_of(target) not in seen:
                seen.add(kind_of(target))
                waiting.append(target)
    return visited


def judge(watch: Watch, visited: list[str], person: str) -> None:
    print(f"\n{person}: {len(visited)} pages, {len(watch.answered)} answers")
    print("  " + "\n  ".join(visited))
    assert watch.complaints == []
    assert watch.unprotected == []
    assert watch.foreign == []


@pytest.mark.parametrize("person", ["visitor", "learner", "newcomer"])
def test_pages_of_the_site_keep_to_the_policy(site: Site, person: str) -> None:
    with watched(site, person, width=375) as (watch, page):
        visited = []
        for place in places(site):
            if place.person == person:
                place.open(page)
                visited.append(place.path)
        visited += crawl(page, site, "/my/" if person != "visitor" else "/", most=60)
        judge(watch, visited, person)


@pytest.mark.parametrize("person", ["trainer", "admin"])
def test_administration_keeps_to_its_policy(site: Site, person: str) -> None:
    with watched(site, person) as (watch, page):
        visited = [site.paths[name] for name in EDITING]
        for path in visited:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
        visited += crawl(page, site, "/manage/", most=14)
        judge(watch, visited, person)


def test_played_lesson_keeps_to_the_policy(site: Site) -> None:
    """With a recording that plays, a session on the server, and beats on their way."""
    with watched(site, "newcomer", width=375) as (watch, page):
        page.goto(site.paths["video lesson"])
        page.locator("#recording").evaluate("recording => recording.play()")
        page.wait_for_timeout(2500)
        page.locator("#recording").evaluate("recording => recording.pause()")
        for _ in range(100):
            if watch.answered[-1].endswith("/beats/"):
                break
            page.wait_for_timeout(100)
        assert watch.answered[-1].endswith("/beats/")
        judge(watch, [page.url], "newcomer")


def test_violation_would_be_noticed(site: Site) -> None:
    """The watch itself works: a script written into a page is refused, and heard of."""
    with watched(site, "visitor") as (watch, page):
        page.goto("/")
        page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = '1'; document.head.append(s); }"
        )
        page.wait_for_timeout(100)
        assert any("script-src-elem" in line for line in watch.complaints)
