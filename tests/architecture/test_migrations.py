"""Models and migrations agree."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command


def test_models_need_no_further_migration(db: None) -> None:
    out = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out)
    assert "No changes" in out.getvalue()
