"""The first start of an installation, and what a wrong setting says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from cms import prepare
from cms.catalogues import compile_stale
from cms.settings import environment


def start(*arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    """`manage.py`, by default its `check`, in a process of its own."""
    given = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", **changed}
    command = [sys.executable, "manage.py", *(arguments or ("check",))]
    return subprocess.run(command, cwd=settings.ROOT, env=given, capture_output=True, text=True, check=False)


def test_first_start_writes_secrets_only_the_owner_can_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "var" / "local.env"
    assert prepare.write(file) == ["SECRET_KEY", "FIELD_KEYS", "SIGNING_PASSWORD", "DEMONSTRATION"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    values = dict(line.split("=", 1) for line in file.read_text().splitlines())
    monkeypatch.setenv("FIELD_KEYS", values["FIELD_KEYS"])
    assert len(environment.field_keys("FIELD_KEYS")["k1"]) == 32


def test_second_start_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "local.env"
    prepare.write(file)
    before = file.read_bytes()
    assert prepare.write(file) == []
    assert file.read_bytes() == before


def test_start_adds_only_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "local.env"
    file.write_text("FIELD_KEYS=kept\nDEMONSTRATION=0")
    assert prepare.write(file) == ["SECRET_KEY", "SIGNING_PASSWORD"]
    assert file.read_text().startswith("FIELD_KEYS=kept\nDEMONSTRATION=0\nSECRET_KEY=")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://user:hush@host/name"),
        ("DATABASE_URL", "postgres://user:hush@host:5432/"),
        ("DATABASE_URL", "sqlite://"),
        ("FIELD_KEYS", "k1:hush"),
        ("SITE_URL", "hush.example.org"),
        ("DEBUG", "hush"),
        ("PORT", "hush"),
    ],
)
def test_wrong_setting_is_named_in_one_line_without_its_value(name: str, value: str) -> None:
    outcome = start(**{name: value})
    assert outcome.returncode != 0
    lines = outcome.stderr.strip().splitlines()
    assert len(lines) == 1, outcome.stderr
    assert lines[0].startswith(f"{name}: expected ")
    assert "hush" not in outcome.stderr


def test_wrong_setting_is_named_by_commands_that_need_no_models_too() -> None:
    outcome = start("makemigrations", "--check", DATABASE_URL="nonsense")
    assert outcome.stderr.startswith("DATABASE_URL: expected ")
    assert "Traceback" not in outcome.stderr


def test_catalogue_is_compiled_when_it_is_newer(tmp_path: Path) -> None:
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="hours", msgstr="学时"))
    catalogue.save(str(source))
    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr == "学时"
