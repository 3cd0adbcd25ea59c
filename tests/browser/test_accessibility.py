"""WCAG 2.2 AA and good practice, as far as axe-core sees them: every page, in both modes, on phone and desktop.

Axe does not read: that every word is in the language the page says is looked at besides.
"""

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
  const told = found.violations.map(rule => [rule.id, rule.impact, rule.nodes.map(node => node.html.slice(0, 160))]);
  return [found.passes.length, told];
}"""
FOREIGN_WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim();
    const holder = walker.currentNode.parentElement;
    const isSaid = holder.closest("[lang]").lang.startsWith("zh") && holder.checkVisibility();
    if (isSaid && !/\\p{Script=Han}/u.test(text) && /[a-z]{3,}/.test(text)) found.push(text);
  }
  return found;
}"""
SPOIL = """() => {
  for (const label of document.querySelectorAll("label")) { label.textContent = "Name"; label.htmlFor = ""; }
}"""
ACCOUNT = "learner"
SHAPES = [(375, False), (375, True), (1366, False), (1366, True)]


def violations(page: Page) -> list[str]:
    passed, found = page.evaluate(RUN, TAGS)
    assert passed > 10, "axe-core looked at nothing"
    return [f"{rule} ({impact}): {len(nodes)} x {nodes[0]}" for rule, impact, nodes in found]


def untranslated(page: Page) -> list[str]:
    """Words in Latin letters alone that do not say they are in another language; addresses are fine."""
    return [text for text in page.evaluate(FOREIGN_WORDS) if text != ACCOUNT and not text.startswith("http")]


def look(site: Site, width: int, *, large: bool) -> Iterator[tuple[Place, list[str]]]:
    for person in ("visitor", "learner", "newcomer"):
        with site.person(person, width=width, large=large) as context:
            # Not through the page: its policy would refuse the script.
            context.add_init_script(path=AXE)
            page = context.new_page()
            for place in places(site):
                if place.person == person:
                    place.open(page)
                    yield place, violations(page) + [f"not Chinese: {text}" for text in untranslated(page)]


@pytest.mark.parametrize(("width", "large"), SHAPES)
def test_no_page_violates_accessibility_rules(site: Site, width: int, large: bool) -> None:
    seen = list(look(site, width, large=large))
    print(f"\n{width} px, {'large' if large else 'normal'} mode: violations")
    for place, found in seen:
        print(f"  {place.name:24} {len(found)}")
    assert [f"{place.name}: {line}" for place, found in seen for line in found] == []


def test_violation_would_be_noticed(site: Site) -> None:
    with site.person("visitor") as context:
        context.add_init_script(path=AXE)
        page = context.new_page()
        page.goto("/accounts/login/")
        page.evaluate(SPOIL)
        assert any(line.startswith("label (critical)") for line in violations(page))
        assert "Name" in untranslated(page)
