"""WCAG 2.2 AA and good practice, as far as axe-core sees them: every page, in both modes, on phone and desktop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .site import Place, Site, places

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async tags => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations.map(rule => [rule.id, rule.impact, rule.nodes.map(node => node.html.slice(0, 160))]);
}"""
SHAPES = [(375, False), (375, True), (1366, False), (1366, True)]


def violations(page: Page) -> list[str]:
    found = page.evaluate(RUN, TAGS)
    return [f"{rule} ({impact}): {len(nodes)} x {nodes[0]}" for rule, impact, nodes in found]


def look(site: Site, width: int, *, large: bool) -> Iterator[tuple[Place, list[str]]]:
    for person in ("visitor", "learner", "newcomer"):
        with site.person(person, width=width, large=large) as context:
            # Not through the page: its policy would refuse the script.
            context.add_init_script(path=AXE)
            page = context.new_page()
            for place in places(site):
                if place.person == person:
                    place.open(page)
                    yield place, violations(page)


@pytest.mark.parametrize(("width", "large"), SHAPES)
def test_no_page_violates_accessibility_rules(site: Site, width: int, large: bool) -> None:
    seen = list(look(site, width, large=large))
    print(f"\n{width} px, {'large' if large else 'normal'} mode: violations")
    for place, found in seen:
        print(f"  {place.name:24} {len(found)}")
    assert [f"{place.name}: {line}" for place, found in seen for line in found] == []
