"""Rules of the source that no linter knows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from .source import ROOT, called, files, is_foreign, matches, product_modules, templates, text, tree

pytestmark = pytest.mark.lint

LEDGER = Path("attendance/services/ledger.py")
WRITES = {
    *("save", "asave", "create", "acreate", "get_or_create", "update_or_create", "bulk_create", "bulk_update"),
    *("add_root", "add_child", "save_revision", "publish", "unpublish"),
}
QUERY_WRITES = {"update", "delete"}
QUERY_WORDS = {"objects", "filter", "exclude", "all", "get", "first", "last", "get_object_or_404"}
BINARY = {".ttf", ".woff2", ".mp4", ".jpg", ".png", ".ico", ".pdf", ".xlsx", ".webp", ".gif", ".zip", ".mo"}

# Patterns, not names: no registry's name may stand in a file, this one included.
INDEX_ADDRESSES = (
    r"https?://[^\s\"']+/simple\b"
    r"|(^|\s)(-i|--(extra-)?index-url|--find-links)[ =]\S*https?:"
    r"|\bindex-url\s*="
    r"|\bregistry\s*=\s*[\"']?(\{\s*url\s*=\s*)?[\"']?https?:"
    r"|\"resolved\":\s*\"https?:"
    r"|^deb(-src)?\s+https?:"
)
MACHINE_PATHS = r"(?<![\w./~-])/(root|home/\w+|Users/\w+)/"


def written_text() -> list[Path]:
    return [path for path in files() if path.suffix not in BINARY and "vendor" not in path.parts]


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def is_write(node: ast.Call) -> bool:
    *before, last = called(node).split(".")
    return bool(before) and (last in WRITES or (last in QUERY_WRITES and bool(QUERY_WORDS & set(before))))


def test_only_the_ledger_service_writes_hour_entries() -> None:
    wrong = [
        f"{path}:{node.lineno} {called(node)}"
        for path in product_modules()
        if path != LEDGER
        for node in calls(path)
        if called(node) == "HourEntry" or ("HourEntry" in called(node).split(".") and is_write(node))
    ]
    wrong += matches(
        r"(?i)\b(insert\s+into|update|delete\s+from|replace\s+into)\s+\"?attendance_hourentry", product_modules()
    )
    assert wrong == []


def test_views_and_api_write_nothing_themselves() -> None:
    edges = {"views", "api", "templatetags", "context_processors", "receivers", "wagtail_hooks"}
    wrong = [
        f"{path}:{node.lineno} {called(node)}"
        for path in product_modules()
        if path.parts[1].removesuffix(".py") in edges
        for node in calls(path)
        if is_write(node)
    ]
    assert wrong == []


def test_no_service_sees_a_request() -> None:
    wrong = [
        f"{path}:{node.lineno} {node.arg}"
        for path in product_modules()
        if path.parts[1].removesuffix(".py") in {"services", "selectors", "rules", "models", "querysets"}
        for node in ast.walk(tree(path))
        if isinstance(node, ast.arg) and node.arg == "request"
    ]
    assert wrong == []


def test_no_file_names_a_package_index() -> None:
    assert matches(INDEX_ADDRESSES, [path for path in written_text() if path.name != Path(__file__).name]) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert matches(MACHINE_PATHS, written_text()) == []
    here = re.escape(f"{ROOT.parent}/")
    if ROOT.parent != Path("/"):
        assert matches(rf"(?<![\w.-]){here}", written_text()) == []


def test_templates_hold_no_script_or_style_of_their_own() -> None:
    """The content security policy allows none."""
    inline = (
        r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*(\bsrc=|type=\"application/json\"))"
    )
    assert matches(inline, templates()) == []


def test_templates_and_styles_name_no_foreign_origin() -> None:
    """Nothing is loaded from elsewhere. A link that a person may follow is fine."""
    loaded = (
        r"(src|srcset|poster|action)\s*=\s*[\"']\s*(https?:)?//"
        r"|<link[^>]*href=\"(https?:)?//"
        r"|url\(\s*[\"']?(https?:)?//"
        r"|@import"
    )
    styles = [path for path in files() if path.suffix == ".css" and not is_foreign(path)]
    assert matches(loaded, [*templates(), *styles]) == []


def test_vendored_files_name_version_and_licence() -> None:
    """Beside each vendored folder or file a README says where it is from."""
    vendored = {path.parts[2] for path in files() if path.parts[:2] == ("static", "vendor")} - {"README.md"}
    if vendored:
        told = text(Path("static/vendor/README.md"))
        assert [name for name in sorted(vendored) if name not in told] == []
