"""What a learner's page weighs on the wire, at the first visit and the next: bytes compressed, with headers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from .site import Place, Site, places

KB = 1024
BUDGET = {"HTML": 15, "CSS": 15, "JS": 20, "images": 60, "total": 110}
"""KB at the first visit."""
MOST_REQUESTS = 12
REPEAT_KB = 20
QUIET_MS = 200
"""For what a script asks for once the page has loaded."""
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Image": "images"}
PAGES = (
    "home",
    "login",
    "my",
    "catalogue",
    "course",
    "lesson",
    "hours",
    "quiz passed",
    "profile",
    "certificates",
    "verify",
)
HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")


@dataclass
class Visit:
    """Bytes by kind, and the requests that went over the wire."""

    weight: Counter[str] = field(default_factory=Counter)
    requests: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return sum(self.weight.values())


@dataclass
class Scales:
    """Weighs what the page of a browser loads, one visit after another."""

    page: Page
    visit: Visit = field(default_factory=Visit)
    kinds: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wire = self.page.context.new_cdp_session(self.page)
        wire.on("Network.responseReceived", self._received)
        wire.on("Network.loadingFinished", self._finished)
        wire.send("Network.enable")

    def weigh(self, place: Place) -> Visit:
        self.visit = Visit()
        place.open(self.page)
        self.page.wait_for_timeout(QUIET_MS)
        return self.visit

    def _received(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if not (answer.get("fromDiskCache") or answer["url"].startswith("data:")):
            self.kinds[event["requestId"]] = KINDS.get(event["type"], "other")

    def _finished(self, event: dict[str, Any]) -> None:
        kind = self.kinds.pop(event["requestId"], None)
        if kind and event["encodedDataLength"]:
            self.visit.weight[kind] += int(event["encodedDataLength"])
            self.visit.requests.add(event["requestId"])


def weigh(site: Site, place: Place) -> tuple[Visit, Visit]:
    """First visit with nothing in the cache, and the visit after it."""
    with site.person(place.person) as context:
        scales = Scales(context.new_page())
        return scales.weigh(place), scales.weigh(place)


def over_budget(name: str, first: Visit, second: Visit) -> list[str]:
    weights = {**first.weight, "total": first.total}
    found = [
        f"{name}: {kind} {weights[kind] / KB:.1f} KB" for kind, kb in BUDGET.items() if weights.get(kind, 0) > kb * KB
    ]
    if len(first.requests) > MOST_REQUESTS:
        found.append(f"{name}: {len(first.requests)} requests")
    if second.total > REPEAT_KB * KB:
        found.append(f"{name}: {second.total / KB:.1f} KB at the second visit")
    return found


def test_pages_of_a_learner_stay_within_the_budget(site: Site) -> None:
    chosen = [place for place in places(site) if place.name in PAGES]
    assert len(chosen) == len(PAGES)
    heads = [*BUDGET, "requests", "again"]
    print("\nKB on the wire   " + "".join(f"{head:>10}" for head in heads))
    print("budget           " + "".join(f"{most:>10}" for most in [*BUDGET.values(), MOST_REQUESTS, REPEAT_KB]))
    over = []
    for place in chosen:
        first, second = weigh(site, place)
        assert first.weight["HTML"] > 500, "nothing was weighed"
        assert first.weight["CSS"] > 500, "the cache was not empty"
        figures = [*(first.weight[kind] / KB for kind in list(BUDGET)[:-1]), first.total / KB]
        cells = "".join(f"{figure:>10.1f}" for figure in figures)
        print(f"{place.name:17}{cells}{len(first.requests):>10}{second.total / KB:>10.1f}")
        over += over_budget(place.name, first, second)
    assert over == []


def test_static_files_are_compressed_named_by_content_and_kept_for_a_year(site: Site) -> None:
    with site.person("learner") as context:
        page = context.new_page()
        answers = []
        context.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  (Playwright marks its handlers)
        page.goto(site.paths["text lesson"], wait_until="networkidle")
        files = [answer for answer in answers if "/static/" in answer.url]
        assert len(files) >= 8
        for answer in files:
            assert HASHED.search(answer.url), answer.url
            assert answer.headers["cache-control"] == "max-age=315360000, public, immutable", answer.url
            assert answer.headers["content-encoding"] == "gzip", answer.url
