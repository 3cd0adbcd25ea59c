"""`manage.py import_questions FILE --bank NAME [--format auto] [--dry-run]`: questions from the command line."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums.question_imports import QuestionFormat, QuestionImportState, QuestionOutcome, QuestionVerdict
from courses.models import ImportedQuestion, QuestionBank, QuestionImport
from courses.questions.formats.judging import is_double, place_text, sentence_of
from courses.services.banks import create_bank
from courses.services.question_imports import (
    begin_import,
    has_good_questions,
    import_chunk,
    judge_import,
    judge_only,
    start_import,
)
from people.errors import Refusal
from people.models import Organisation
from people.selectors import find_place

SOME_REFUSED, UNUSABLE = 1, 2
BAR = 40
GOOD = (QuestionVerdict.OK, QuestionVerdict.WARN)


class Command(BaseCommand):
    help = (
        "Import questions (xlsx, csv, Word text or docx, GIFT, Moodle XML, Aiken, QTI 2). Run twice, nothing changes."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--bank", required=True, metavar="NAME", help="question bank; made if there is none")
        parser.add_argument("--organisation", metavar="CODE", help="division code of the bank's organisation")
        parser.add_argument("--format", default="auto", choices=["auto", *QuestionFormat.values])
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        asked = None if options["format"] == "auto" else QuestionFormat(options["format"])
        organisation = self._organisation(options["organisation"])
        bank = self._bank(options["bank"].strip(), organisation)
        try:
            content = path.read_bytes()
            if options["dry_run"]:
                refused = self._dry_run(bank, path.name, content, asked)
            else:
                refused = self._import(bank or self._new_bank(options["bank"], organisation), path.name, content, asked)
        except OSError as error:
            message = _("%(file)s cannot be read: %(why)s") % {"file": path.name, "why": error.strerror}
            raise CommandError(message, returncode=UNUSABLE) from error
        except Refusal as refusal:
            raise CommandError(f"{path.name}: {refusal.detail}", returncode=UNUSABLE) from refusal
        if refused:
            raise CommandError(_("%(count)d questions were refused.") % {"count": refused}, returncode=SOME_REFUSED)

    def _organisation(self, code: str | None) -> Organisation | None:
        if not code:
            return None
        found = find_place(code, on=timezone.localdate())
        if found is None:
            message = _("No organisation has this code. Load the places first, or correct the code.")
            raise CommandError(message, returncode=UNUSABLE)
        return found

    def _bank(self, name: str, organisation: Organisation | None) -> QuestionBank | None:
        if not name or len(name) > 120:
            raise CommandError(_("A bank's name has 1 to 120 characters."), returncode=UNUSABLE)
        banks = QuestionBank.objects.filter(name=name)
        found = list((banks.filter(organisation=organisation) if organisation else banks)[:2])
        if len(found) > 1:
            message = _("Several organisations have a bank of this name. Say which one by --organisation.")
            raise CommandError(message, returncode=UNUSABLE)
        return found[0] if found else None

    def _new_bank(self, name: str, organisation: Organisation | None) -> QuestionBank:
        place = organisation or Organisation.objects.filter(depth=1).first()
        if place is None:
            raise CommandError(_("There is no organisation yet. Load the places first."), returncode=UNUSABLE)
        bank = create_bank(organisation=place, name=name.strip(), by=None, at=timezone.now())
        self.stdout.write(_("New question bank: %(name)s") % {"name": bank.name})
        return bank

    def _import(self, bank: QuestionBank, name: str, content: bytes, asked: QuestionFormat | None) -> int:
        """Judge and write; an import that was broken off goes on where it was."""
        of = start_import(bank=bank, name=name, content=content, by=None, at=timezone.now(), file_format=asked)
        judge_import(of=of, at=timezone.now())
        if of.state == QuestionImportState.REFUSED:
            raise CommandError(f"{name}: {sentence_of(of.fault['code'], of.fault['facts'])}", returncode=UNUSABLE)
        if of.state == QuestionImportState.READY and has_good_questions(of):
            begin_import(of=of, by=None, at=timezone.now())
        while import_chunk(of=of, at=timezone.now()):
            of.refresh_from_db(fields=["done", "total"])
            self._show_progress(of.done, of.total)
        return self._report(of)

    def _report(self, of: QuestionImport) -> int:
        counts: Counter[str] = Counter()
        for row in ImportedQuestion.objects.filter(of=of).iterator():
            where = place_text(row.place_kind, row.place)
            if row.verdict == QuestionVerdict.ERROR:
                counts["refused"] += 1
                self._say(where, [(one["code"], one["facts"]) for one in row.faults])
            elif row.verdict == QuestionVerdict.SKIP:
                counts["skipped"] += 1
            else:
                counts["new" if row.outcome == QuestionOutcome.CREATED else "double"] += 1
            for one in [*row.doubts, *row.notes]:
                self.stdout.write(f"{where}: {sentence_of(one['code'], one['facts'])}")
        for one in of.notes:
            self.stdout.write(sentence_of(one["code"], one["facts"]))
        self._say_counts(counts)
        return counts["refused"]

    def _dry_run(self, bank: QuestionBank | None, name: str, content: bytes, asked: QuestionFormat | None) -> int:
        reading = judge_only(bank=bank, name=name, content=content, file_format=asked)
        counts: Counter[str] = Counter()
        for parsed in reading.questions:
            where = place_text(parsed.place_kind, parsed.place)
            if parsed.verdict == QuestionVerdict.ERROR:
                self._say(where, [(one.code, one.facts) for one in parsed.faults])
            for one in [*parsed.doubts, *parsed.notes]:
                self.stdout.write(f"{where}: {sentence_of(one.code, one.facts)}")
            if parsed.verdict in GOOD:
                counts["double" if is_double(parsed) else "new"] += 1
            else:
                counts["refused" if parsed.verdict == QuestionVerdict.ERROR else "skipped"] += 1
        for one in reading.notes:
            self.stdout.write(sentence_of(one.code, one.facts))
        self.stdout.write(_("Dry run: nothing was written."))
        self._say_counts(counts)
        return counts["refused"]

    def _say(self, where: str, reasons: Iterable[tuple[str, dict[str, str]]]) -> None:
        self.stderr.write(f"{where}: {' '.join(sentence_of(code, facts) for code, facts in reasons)}")

    def _say_counts(self, counts: Counter[str]) -> None:
        summary = _("%(new)d new, %(double)d there already, %(skipped)d no questions, %(refused)d refused.")
        self.stdout.write(summary % {name: counts[name] for name in ("new", "double", "skipped", "refused")})

    def _show_progress(self, number: int, total: int) -> None:
        if self.stderr.isatty() and total:
            done = BAR * number // total
            end = "\n" if number >= total else ""
            self.stderr.write(f"\r[{'#' * done}{'.' * (BAR - done)}] {number}/{total}{end}", ending="")
