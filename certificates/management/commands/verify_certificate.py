"""`manage.py verify_certificate FILE_OR_NUMBER`: what a PDF file is, or the state of a number."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.enums import CheckPath, FileVerdict
from certificates.models import Certificate
from certificates.numbering import canonical
from certificates.selectors.files import MOST_BYTES, check_file
from certificates.selectors.state import State, state_of
from certificates.services.checks import record_check
from people.errors import Refusal

NOT_GOOD, UNUSABLE = 1, 2


class Command(BaseCommand):
    help = "Check a certificate file against the record, or say the state of a certificate number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file_or_number")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, at = options["file_or_number"], timezone.now()
        state = self._file(Path(wanted), at) if Path(wanted).exists() else self._number(wanted, at)
        words = _("%(status)s since %(date)s (%(reason)s), status as of %(now)s")
        self.stdout.write(
            words
            % {
                "status": state.status.label,
                "date": timezone.localdate(state.since),
                "reason": state.reason_class.label,
                "now": timezone.localtime(at).isoformat(timespec="seconds"),
            }
        )
        if not state.is_good:
            raise CommandError(_("The certificate is not in force."), returncode=NOT_GOOD)

    def _number(self, typed: str, at: dt.datetime) -> State:
        certificate = Certificate.objects.filter(number=canonical(typed) or "").first()
        if certificate is None:
            raise CommandError(_("There is no such file and no certificate with this number."), returncode=UNUSABLE)
        return self._state(certificate, at)

    def _file(self, path: Path, at: dt.datetime) -> State:
        try:
            with path.open("rb") as stream:
                check = check_file(stream.read(MOST_BYTES + 1))
        except (OSError, Refusal) as error:
            detail = error.detail if isinstance(error, Refusal) else _("The file cannot be read.")
            raise CommandError(str(detail), returncode=UNUSABLE) from error
        self.stdout.write(f"{path.name}: {check.verdict.label}")
        for difference in (*check.differing, *check.faults):
            self.stdout.write(f"- {difference.label}")
        if check.certificate is None or check.verdict != FileVerdict.SAME:
            raise CommandError(_("This is not the file that was issued."), returncode=NOT_GOOD)
        return self._state(check.certificate, at)

    def _state(self, certificate: Certificate, at: dt.datetime) -> State:
        record_check(certificate_id=certificate.pk, path=CheckPath.COMMAND, by=None, at=at)
        self.stdout.write(certificate.number)
        return state_of(certificate, timezone.localdate(at))
