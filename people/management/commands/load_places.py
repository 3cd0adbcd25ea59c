"""`manage.py load_places [--communities CODE ...]`: the tree of places from the files in people/data/."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.divisions import DATA, read_divisions
from people.errors import Refusal
from people.place_changes import read_place_changes
from people.services.place_history import load_place_changes
from people.services.places import load_communities, load_divisions
from people.services.planting import PlacesLoaded

SOME_REFUSED, UNUSABLE = 1, 2


class Command(BaseCommand):
    help = "Load Zhejiang's divisions, and on demand the communities below some of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--communities", nargs="+", default=[], metavar="CODE", help="also load the communities below these codes"
        )
        parser.add_argument("--file", type=Path, default=DATA / "zhejiang_divisions.csv", help="another list of places")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = self._report(_("Divisions"), self._load(options["file"]))
        noted = load_place_changes(rows=read_place_changes(), at=timezone.now())
        self.stdout.write(_("Abolished and renamed places: %(count)d noted.") % {"count": noted})
        for code in options["communities"]:
            try:
                loaded = load_communities(parent_code=code, at=timezone.now())
            except Refusal as refusal:
                raise CommandError(f"{code}: {refusal.detail}", returncode=UNUSABLE) from refusal
            refused += self._report(_("Communities below %(code)s") % {"code": code}, loaded)
        if refused:
            raise CommandError(_("%(count)d rows were refused.") % {"count": refused}, returncode=SOME_REFUSED)

    def _load(self, path: Path) -> PlacesLoaded:
        try:
            return load_divisions(rows=read_divisions(path), at=timezone.now())
        except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
            expected = _("%(file)s cannot be used: expected a CSV file in UTF-8 with code, name, level, parent_code.")
            raise CommandError(expected % {"file": path.name}, returncode=UNUSABLE) from error

    def _report(self, what: str, loaded: PlacesLoaded) -> int:
        for line, code, fault in loaded.refused:
            self.stderr.write(
                _("line %(line)d, %(code)s: %(reason)s") % {"line": line, "code": code, "reason": fault.label}
            )
        summary = _("%(what)s: %(created)d created, %(renamed)d renamed, %(unchanged)d unchanged, %(refused)d refused.")
        numbers = {"created": loaded.created, "renamed": loaded.renamed, "unchanged": loaded.unchanged}
        self.stdout.write(summary % {"what": what, **numbers, "refused": len(loaded.refused)})
        return len(loaded.refused)
