"""Budgets of docs/architecture.md. Run with `-s` to see the table."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

from .source import CODE, called, files, functions, imports, is_foreign, lines_of, product_modules, text, tree

pytestmark = pytest.mark.lint

Row = tuple[str, float, float]


def count(path: Path) -> int:
    return len(text(path).splitlines())


def own(*suffixes: str, tests: bool = False) -> list[Path]:
    return [
        path
        for path in files()
        if path.suffix in suffixes and not is_foreign(path) and (path.parts[0] == "tests") == tests
    ]


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def file_rows() -> list[Row]:
    lengths = [length for path in product_modules() if (length := count(path))]
    code = [path for path in own(*CODE) if "settings" not in path.parts]
    loose = [*own(*CODE, tests=True), *(path for path in own(*CODE) if "settings" in path.parts)]
    return [
        # 60 and 20 while few files held pages. A page of the desk, and a parser of one element of a foreign format, is
        # one file each: cut in two it is read in two places.
        ("median file, lines", statistics.median(lengths), 70),
        ("files over 100 lines, %", 100 * sum(length > 100 for length in lengths) / len(lengths), 24),
        ("longest code file, lines", max(map(count, code)), 400),
        ("longest test or settings file, lines", max(map(count, loose)), 500),
    ]


def function_rows() -> list[Row]:
    lengths = [lines_of(node) for path in product_modules() for node in functions(path)]
    return [
        ("function p90, lines", percentile(lengths, 0.9), 25),
        ("longest function, lines", max(lengths), 60),
    ]


def whole_rows() -> list[Row]:
    return [
        ("local imports", len(local_imports()), 5),
        # Wagtail tells that a step of its workflow waits, or was sent back, by signal alone.
        ("signal receivers", len(receivers()), 6),
        ("own JavaScript, lines", sum(map(count, own(".js"))), 2500),
        ("own CSS, lines", sum(map(count, own(".css"))), 3000),
        ("root entries", len({path.parts[0] for path in files()}), 22),
        ("README, lines", count(Path("README.md")) if Path("README.md") in files() else 0, 150),
    ]


def local_imports() -> list[str]:
    """Imports inside functions; those of app configurations in `ready` are Django's way and not counted."""
    return [
        f"{path}:{line} {name}"
        for path in product_modules()
        if path.name != "apps.py"
        for line, name in imports(path, inside_functions=True)
    ]


def receivers() -> list[str]:
    return [
        f"{path}:{node.lineno}"
        for path in product_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (called(node) == "receiver" or (called(node).endswith(".connect") and bool(node.args)))
    ]


def test_budgets_hold() -> None:
    rows = [*file_rows(), *function_rows(), *whole_rows()]
    for name, value, limit in rows:
        print(f"{name:40} {value:8.1f} of {limit:6.0f}  {'' if value <= limit else 'OVER'}")
    over = [f"{name}: {value:.1f} > {limit:.0f}" for name, value, limit in rows if value > limit]
    detail = [f"{path}: {length} lines" for path in own(*CODE) if (length := count(path)) > 400]
    long = [
        f"{path}:{node.lineno} {node.name}: {lines_of(node)} lines"
        for path in product_modules()
        for node in functions(path)
        if lines_of(node) > 60
    ]
    assert not over, "\n".join([*over, *detail, *long, *local_imports()])


def test_local_import_says_why() -> None:
    silent = []
    for entry in local_imports():
        place = entry.split()[0]
        path, line = place.rsplit(":", 1)
        lines = text(Path(path)).splitlines()
        if "#" not in lines[int(line) - 1] and not lines[int(line) - 2].lstrip().startswith("#"):
            silent.append(entry)
    assert silent == []
