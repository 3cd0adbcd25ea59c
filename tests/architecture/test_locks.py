"""The locks: every package pinned with hashes, no address, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .source import text

pytestmark = pytest.mark.lint

LOCKS = ("requirements.txt", "requirements-dev.txt")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def locked(name: str) -> list[tuple[Requirement, int]]:
    """Each pinned requirement with the number of its hashes."""
    joined = text(Path(name)).replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(HASH.sub("", line).strip()), len(HASH.findall(line))) for line in lines]


def asked_for(name: str) -> list[Requirement]:
    project = tomllib.loads(text(Path("pyproject.toml")))["project"]
    wanted = project["dependencies"] + (project["optional-dependencies"]["dev"] if "dev" in name else [])
    return [Requirement(line) for line in wanted]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    entries = locked(name)
    assert entries
    loose = [str(entry) for entry, hashes in entries if not hashes or not str(entry.specifier).startswith("==")]
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_address_and_no_option(name: str) -> None:
    assert not re.search(r"://|^\s*-(?!-hash)", text(Path(name)), re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_lock_satisfies_the_project(name: str) -> None:
    pinned: dict[str, list[str]] = {}
    for entry, _ in locked(name):
        pinned.setdefault(canonicalize_name(entry.name), []).append(str(entry.specifier).removeprefix("=="))
    wrong = [
        f"{wanted}: locked {pinned.get(canonicalize_name(wanted.name), 'not at all')}"
        for wanted in asked_for(name)
        if not any(wanted.specifier.contains(version) for version in pinned.get(canonicalize_name(wanted.name), []))
    ]
    assert wrong == []


def test_tests_run_on_the_packages_that_the_product_runs_on() -> None:
    product = {str(entry) for entry, _ in locked("requirements.txt")}
    assert product <= {str(entry) for entry, _ in locked("requirements-dev.txt")}
