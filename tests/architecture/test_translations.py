"""The Chinese catalogue is complete: it is the language that people see first."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import polib
import pytest

from .source import ROOT, files

pytestmark = pytest.mark.lint

CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[#0 +-]*\d*(?:\.\d+)?[a-z]|(?<!%)%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """Every string of the source that is marked for translation."""
    copy = tmp_path_factory.mktemp("source")
    for path in files():
        if path.suffix in {".py", ".html", ".txt"} and path.parts[0] not in {"tests", "bench", "docs"}:
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, copy / path)
    (copy / "locale" / "zh_Hans" / "LC_MESSAGES").mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans"]
    result = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return polib.pofile(str(copy / "locale/zh_Hans/LC_MESSAGES/django.po"))


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    assert CATALOGUE.exists(), "no catalogue: make messages"
    return polib.pofile(str(CATALOGUE))


def place(entry: polib.POEntry) -> str:
    return ", ".join(f"{name}:{line}" for name, line in entry.occurrences[:2])


def sentences(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_string_of_the_source_is_translated(extracted: polib.POFile, catalogue: polib.POFile) -> None:
    done = {(entry.msgctxt, entry.msgid) for entry in catalogue if entry.translated() and not entry.obsolete}
    missing = [
        f"{place(entry)}: {entry.msgid!r}"
        for entry in extracted
        if entry.msgid and (entry.msgctxt, entry.msgid) not in done
    ]
    assert not missing, f"{len(missing)} of {len(extracted)} strings:\n" + "\n".join(missing)


def test_no_translation_is_a_guess(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_translation_keeps_the_placeholders(catalogue: polib.POFile) -> None:
    """A plural form may leave the number out of neither language; Chinese has one form."""
    wrong = [
        entry.msgid
        for entry in catalogue
        if entry.translated()
        for sentence in sentences(entry)
        if set(PLACEHOLDER.findall(sentence)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_source_strings_are_english(extracted: polib.POFile) -> None:
    chinese = [f"{place(entry)}: {entry.msgid}" for entry in extracted if re.search(r"[\u4e00-\u9fff]", entry.msgid)]
    assert chinese == []
