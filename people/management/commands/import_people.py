"""`manage.py import_people FILE [--organisation CODE] [--dry-run]`: a roster from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from people.enums import RosterOutcome, RosterState, RosterVerdict
from people.errors import Refusal
from people.models import Organisation, RosterImport, RosterRow
from people.rosters.sentences import sentence_of, split
from people.selectors import find_place
from people.services.rosters.confirming import confirm_all
from people.services.rosters.intake import start_import
from people.services.rosters.judging import judge_import, judge_only
from people.services.rosters.verdicts import Judged
from people.services.rosters.writing import begin_import, has_good_rows, import_chunk

SOME_REFUSED, UNUSABLE = 1, 2
BAR = 40
IMPORTED = (RosterOutcome.CREATED, RosterOutcome.CHANGED, RosterOutcome.UNCHANGED)


class Command(BaseCommand):
    help = "Import people from a roster (.xlsx, or .csv in UTF-8 or GB18030). Run twice, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--organisation", metavar="CODE", help="division code; nobody is put outside of it (default: everywhere)"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--accept-warnings", action="store_true", help="also import the rows to be confirmed")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        organisation = self._organisation(options["organisation"])
        try:
            content = path.read_bytes()
            if options["dry_run"]:
                judged = judge_only(name=path.name, content=content, organisation=organisation, at=timezone.now())
                refused = self._report_dry(judged, accept=options["accept_warnings"])
            else:
                roster = start_import(
                    name=path.name, content=content, organisation=organisation, by=None, at=timezone.now()
                )
                refused = self._report(self._import(roster, accept=options["accept_warnings"]))
        except OSError as error:
            message = _("%(file)s cannot be read: %(why)s") % {"file": path.name, "why": error.strerror}
            raise CommandError(message, returncode=UNUSABLE) from error
        except Refusal as refusal:
            raise CommandError(f"{path.name}: {refusal.detail}", returncode=UNUSABLE) from refusal
        if refused:
            raise CommandError(_("%(count)d rows were refused.") % {"count": refused}, returncode=SOME_REFUSED)

    def _organisation(self, code: str | None) -> Organisation:
        found = find_place(code, on=timezone.localdate()) if code else Organisation.objects.filter(depth=1).first()
        if found is None:
            message = _("No organisation has this code. Load the places first, or correct the code.")
            raise CommandError(message, returncode=UNUSABLE)
        return found

    def _import(self, roster: RosterImport, *, accept: bool) -> RosterImport:
        """Judge and write; an import that was broken off goes on where it was."""
        judge_import(roster=roster, at=timezone.now())
        if roster.state in {RosterState.REFUSED, RosterState.MAPPING}:
            why = sentence_of(roster.fault, {}) if roster.fault else _("the columns are not known")
            raise CommandError(f"{roster.file_name}: {why}", returncode=UNUSABLE)
        if roster.state == RosterState.READY:
            if accept:
                confirm_all(roster=roster, at=timezone.now())
            if has_good_rows(roster):
                begin_import(roster=roster, by=None, at=timezone.now())
        while import_chunk(roster=roster, at=timezone.now()):
            roster.refresh_from_db(fields=["done", "total"])
            self._show_progress(roster.done, roster.total)
        return roster

    def _report(self, roster: RosterImport) -> int:
        counts: Counter[str] = Counter()
        for row in RosterRow.objects.filter(roster=roster).iterator():
            if row.verdict == RosterVerdict.SKIP:
                continue
            counts[row.outcome if row.outcome in IMPORTED else "refused"] += 1
            if row.outcome not in IMPORTED:
                self._refuse(row.line, split(row.reasons), row.facts.get("of", {}))
        summary = _("%(created)d new, %(changed)d changed, %(unchanged)d unchanged, %(refused)d refused.")
        names = (*(outcome.value for outcome in IMPORTED), "refused")
        self.stdout.write(summary % {name: counts[name] for name in names})
        return counts["refused"]

    def _report_dry(self, judged: list[Judged], *, accept: bool) -> int:
        good = {RosterVerdict.OK, RosterVerdict.WARN} if accept else {RosterVerdict.OK}
        rows = [row for row in judged if row.verdict != RosterVerdict.SKIP]
        refused = [row for row in rows if row.verdict not in good]
        for row in refused:
            self._refuse(row.line, row.reasons, row.facts)
        self.stdout.write(_("Dry run: nothing was written."))
        counts = {"good": len(rows) - len(refused), "refused": len(refused)}
        self.stdout.write(_("%(good)d rows would be imported, %(refused)d refused.") % counts)
        return len(refused)

    def _refuse(self, line: int, reasons: list[str], facts: Mapping[str, Mapping[str, str]]) -> None:
        why = " ".join(sentence_of(code, facts.get(code, {})) for code in reasons)
        self.stderr.write(_("row %(line)d: %(reason)s") % {"line": line, "reason": why})

    def _show_progress(self, number: int, total: int) -> None:
        if self.stderr.isatty() and total:
            done = BAR * number // total
            end = "\n" if number >= total else ""
            self.stderr.write(f"\r[{'#' * done}{'.' * (BAR - done)}] {number}/{total}{end}", ending="")
