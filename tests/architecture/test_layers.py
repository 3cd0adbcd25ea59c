"""Who may import whom. Chain of apps and named layers: import-linter (pyproject.toml). Here: what it cannot say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .source import APPS, ROOT, imports, product_modules

pytestmark = pytest.mark.lint

WORDS = {"enums", "errors", "blocks"}
FACTS = {"models", "querysets"}
READING = {"selectors"}
WRITING = {"services"}
EDGES = {
    *("adapter", "admin", "api", "api_errors", "api_urls", "apps", "asgi", "context_processors", "forms", "health"),
    *("management", "middleware", "prepare", "receivers", "settings", "tasks", "templatetags", "urls", "views"),
    *("viewsets", "wagtail_hooks", "wsgi"),
}
KNOTTY = {"utils", "util", "helpers", "common", "core", "misc"}


def module_of(name: str) -> str:
    """Second part of a dotted name, such as `models` of `people.models.User`; empty for the app itself."""
    return [*name.split("."), ""][1]


def is_subject(name: str) -> bool:
    """A module named for what it decides, such as attendance.credit: judgement."""
    app, module = name.split(".")[0], module_of(name)
    exists = (ROOT / app / module).is_dir() or (ROOT / app / f"{module}.py").is_file()
    return exists and module not in WORDS | FACTS | READING | WRITING | EDGES | {"", "migrations", "rules"}


def own_imports(path: Path) -> list[tuple[int, str]]:
    return [(line, name) for line, name in imports(path) if name.split(".")[0] == path.parts[0]]


def as_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts)


def test_import_contracts_are_kept() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_no_app_imports_the_edges_of_another() -> None:
    wrong = [
        f"{path}:{line} imports {name}"
        for path in product_modules()
        for line, name in imports(path)
        if name.split(".")[0] in APPS and name.split(".")[0] != path.parts[0] and module_of(name) in EDGES
    ]
    assert wrong == []


def test_judgement_imports_neither_reading_nor_writing_nor_edges() -> None:
    wrong = [
        f"{path}:{line} imports {name}"
        for path in product_modules()
        if is_subject(as_name(path)) or module_of(as_name(path)) == "rules"
        for line, name in own_imports(path)
        if module_of(name) in READING | WRITING | EDGES
    ]
    assert wrong == []


def test_words_and_facts_import_no_judgement() -> None:
    wrong = [
        f"{path}:{line} imports {name}"
        for path in product_modules()
        if module_of(as_name(path)) in WORDS | FACTS
        for line, name in own_imports(path)
        if is_subject(name) or module_of(name) == "rules"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "module",
    [
        *("attendance/credit.py", "attendance/intervals.py", "attendance/study.py", "courses/grading.py"),
        *("people/exams.py", "people/registration.py", "people/rewards.py"),
    ],
)
def test_pure_module_imports_words_and_pure_modules_only(module: str) -> None:
    """No database, no settings, no clock: the same arguments give the same answer."""
    allowed = WORDS | {"credit", "intervals", "study", "grading"}
    wrong = [
        name
        for _, name in imports(Path(module))
        if name.startswith(("django", "wagtail", "time."))
        or (name.split(".")[0] in APPS and module_of(name) not in allowed)
    ]
    assert wrong == []


def test_no_module_is_named_for_nothing() -> None:
    wrong = [str(path) for path in product_modules() if KNOTTY & {*path.parts[:-1], path.stem}]
    assert wrong == []
