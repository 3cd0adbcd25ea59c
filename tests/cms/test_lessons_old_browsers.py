"""Lesson pages in the WebView of an old phone: no script newer than ES2018, newer interfaces asked for first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.lint
SCRIPTS = [Path("static/js") / name for name in ("player.js", "study-screen.js", "study-queue.js", "notes.js")]
TOO_NEW = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"(\|\||&&)=",
    "private names": r"(this|[{;]\s*)\.?#\w+|^\s*#\w+",
    "numeric separators": r"\b\d+_\d+",
    "optional catch": r"catch\s*\{",
    "lookbehind": r"\(\?<[=!]",
    "big integers": r"\b\d+n\b",
    "class fields": r"^\s{4}\w+ = .*;$(?=\n\s{4}(constructor|get |async ))",
    "newer methods": r"\.(at|replaceAll|replaceChildren|flat|flatMap|matchAll|findLast|allSettled|toSorted)\(",
    "newer functions": r"\b(structuredClone|randomUUID)\(|Object\.(hasOwn|fromEntries)|Promise\.any",
    "top-level await": r"^await ",
    "modules": r"^(import|export) ",
}
GUARDED = {
    "IntersectionObserver": "window.IntersectionObserver",
    "AbortController": "window.AbortController",
    "DOMParser": "window.DOMParser",
    "showModal": "dialog.showModal)",
    "indexedDB": "openStore().catch(storeInMemory)",
}
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
TEXT = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")


def code_of(script: Path) -> str:
    return TEXT.sub('""', COMMENT.sub("", script.read_text("utf-8")))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_uses_no_syntax_newer_than_es2018(script: Path) -> None:
    code = code_of(script)
    assert [name for name, pattern in TOO_NEW.items() if re.search(pattern, code, re.MULTILINE)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_newer_interfaces_are_asked_for_before_use(script: Path) -> None:
    code = script.read_text("utf-8")
    assert [name for name, guard in GUARDED.items() if name in code and guard not in code] == []


@pytest.mark.parametrize(
    "newer",
    [
        *("a?.b", "a ?? b", "a ||= b", "this.#a", "1_000", "try { a() } catch { b() }", "/(?<=a)b/", "list.at(-1)"),
        *("text.replaceAll(a, b)", "Object.hasOwn(a, b)", "await a()", "structuredClone(a)"),
    ],
)
def test_rules_find_what_is_newer(newer: str) -> None:
    assert any(re.search(pattern, newer, re.MULTILINE) for pattern in TOO_NEW.values())


def test_ordinary_code_is_not_mistaken() -> None:
    ordinary = "a ? .5 : b; if (a || b) c = [1, 2]; x.flatten(); const made = { at: 1 }; one.catch(() => undefined);"
    assert not any(re.search(pattern, ordinary, re.MULTILINE) for pattern in TOO_NEW.values())
