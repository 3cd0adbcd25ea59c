"""`manage.py verify_certificate FILE_OR_NUMBER`: what a PDF file is, or the state of a number."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.enums import CheckPath, FileVerdict
from certificates.models import Certificate
from certificates.numbering import canonical
from certificates.selectors.files import MOST_BYTES, check_file
from certificates.selectors.state import State, state_of
from certificates.services.checks import record_check
from certificates.signature_facts import read_signature
from people.errors import Refusal

NOT_GOOD, UNUSABLE = 1, 2


class Command(BaseCommand):
    help = "Check a certificate file against the record, or say the state of a certificate number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file_or_number")
        parser.add_argument(
            "--key", type=Path, metavar="PEM", help="judge the signature alone, by this published certificate, offline"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, at = options["file_or_number"], timezone.now()
        if options["key"]:
            self._by_signature(Path(wanted), options["key"])
            return
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

    def _by_signature(self, path: Path, key: Path) -> None:
        """Without the record: whether the file is as it was signed; the state is not known."""
        try:
            signature = read_signature(path.read_bytes())
            fingerprint = x509.load_pem_x509_certificate(key.read_bytes()).fingerprint(SHA256()).hex()
        except (OSError, ValueError) as error:
            raise CommandError(_("The file or the key cannot be read."), returncode=UNUSABLE) from error
        is_ours = signature is not None and signature.fingerprint == fingerprint
        if signature is None or not (is_ours and signature.is_intact and signature.covers_whole_file):
            raise CommandError(_("This is not the file that was issued."), returncode=NOT_GOOD)
        words = _("%(file)s: as it was signed. Status as of %(date)s, when it was signed; later changes are not known.")
        self.stdout.write(words % {"file": path.name, "date": signature.signed_at})

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
