"""The project's own source, as the rules of this folder read it."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.ROOT
APPS = ("people", "courses", "attendance", "certificates", "cms")
"""From the bottom up: each may import those before it."""
CODE = {".py", ".js", ".css", ".html"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or would be, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()))


def text(path: Path) -> str:
    # Rosters to be tried are there in the encodings that offices really use.
    return (ROOT / path).read_text("utf-8", errors="replace")


def is_foreign(path: Path) -> bool:
    """Brought from elsewhere, or generated."""
    return "vendor" in path.parts or "migrations" in path.parts


def product_modules() -> list[Path]:
    """Python of the five apps, without migrations and the makers of demonstration data."""
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and path.parts[0] in APPS
        and not is_foreign(path)
        and path.parts[:2] not in {("cms", "demo"), ("certificates", "fonts")}
    ]


def templates() -> list[Path]:
    return [path for path in files() if "templates" in path.parts and path.parts[0] in APPS]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def lines_of(node: Function) -> int:
    """Length of a function from its `def` to its end, its docstring not counted."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def imports(path: Path, *, inside_functions: bool | None = None) -> list[tuple[int, str]]:
    """(line, absolute dotted name) of everything imported at run time; `from a import b` gives `a.b`.

    `inside_functions`: only local imports, or only those of the module.
    """
    local = {id(node) for function in functions(path) for node in ast.walk(function)}
    for_types = {id(node) for block in ast.walk(tree(path)) if _is_for_types(block) for node in ast.walk(block)}
    found = []
    for node in ast.walk(tree(path)):
        if id(node) in for_types or (inside_functions is not None and (id(node) in local) != inside_functions):
            continue
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = _absolute(path, node)
            found += [(node.lineno, f"{origin}.{alias.name}") for alias in node.names]
    return found


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _absolute(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = list(path.parts[:-1])
    package = package[: len(package) - (node.level - 1)]
    return ".".join([*package, *([node.module] if node.module else [])])


def called(node: ast.Call) -> str:
    """What a call names, as in `HourEntry.objects.create`; calls and subscripts in between are skipped."""
    names: list[str] = []
    part: ast.expr = node.func
    while True:
        match part:
            case ast.Attribute(value=value, attr=name):
                names.append(name)
                part = value
            case ast.Call(func=part) | ast.Subscript(value=part):
                pass
            case ast.Name(id=name):
                names.append(name)
                return ".".join(reversed(names))
            case _:
                return ".".join(reversed(names))


def matches(pattern: str, paths: list[Path]) -> list[str]:
    """`file:line: text` of every line that the pattern is found in."""
    wanted = re.compile(pattern)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if wanted.search(line)
    ]
