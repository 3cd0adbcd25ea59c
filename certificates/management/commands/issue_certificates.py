"""`manage.py issue_certificates --scheme KEY [--dry-run]`: certificates for everybody who reached a scheme's target."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.clock import database_now
from attendance.models import HourEntry, SchemeVersion
from attendance.selectors import scheme_version
from certificates.eligibility import require_eligible
from certificates.enums import Product
from certificates.errors import NotEligible
from certificates.models import Certificate
from certificates.selectors.ledger import ask_ledger
from certificates.services.drafts import holder_of, make_draft
from certificates.services.issuing import issue_certificate
from people.errors import Refusal
from people.models import User

SOME_REFUSED, UNUSABLE = 1, 2
BAR = 40


class Command(BaseCommand):
    help = "Issue the certificates of a scheme to all who reached its target and hold none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scheme", required=True, metavar="KEY")
        parser.add_argument("--dry-run", action="store_true", help="say what would be issued, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        key, today = options["scheme"], timezone.localdate()
        try:
            version = scheme_version(key, today)
        except SchemeVersion.DoesNotExist:
            raise CommandError(_("No scheme “%(key)s” is in force.") % {"key": key}, returncode=UNUSABLE) from None
        period = f"{version.window_starts_on}/{version.window_ends_on}"
        issued = Certificate.objects.filter(product=Product.SCHEME, subject_key=key, period=period)
        holders = set(issued.values_list("learner_id", flat=True))
        learners = User.objects.filter(pk__in=HourEntry.objects.values("learner"), is_active=True).order_by("username")
        counts: Counter[str] = Counter(held=0, issued=0, short=0, refused=0)
        total = learners.count()
        for number, learner in enumerate(learners.iterator(), start=1):
            counts["held" if learner.pk in holders else self._issue(learner, key, options["dry_run"])] += 1
            self._show_progress(number, total)
        self._report(counts, dry_run=options["dry_run"])

    def _issue(self, learner: User, key: str, dry_run: bool) -> str:
        """ "issued", "short" (the target is not reached) or "refused", which also prints a line."""
        try:
            if dry_run:
                basis, reasons = ask_ledger(learner, Product.SCHEME, key, timezone.localdate())
                require_eligible(reasons)
                make_draft(basis, holder_of(learner), database_now())
            else:
                issue_certificate(learner=learner, product=Product.SCHEME, subject_key=key, by=None, at=database_now())
        except NotEligible:
            return "short"
        except Refusal as refusal:
            self.stderr.write(f"{learner.username}: {refusal.detail}")
            return "refused"
        return "issued"

    def _show_progress(self, number: int, total: int) -> None:
        if not self.stderr.isatty():
            return
        done = BAR * number // total
        end = "\n" if number == total else ""
        self.stderr.write(f"\r[{'#' * done}{'.' * (BAR - done)}] {number}/{total}{end}", ending="")

    def _report(self, counts: Counter[str], *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write(_("Dry run: nothing was written."))
        summary = _(
            "To issue: %(issued)d, held already: %(held)d, target not reached: %(short)d, refused: %(refused)d."
        )
        self.stdout.write(summary % counts)
        if counts["refused"]:
            raise CommandError(
                _("%(count)d people were refused.") % {"count": counts["refused"]}, returncode=SOME_REFUSED
            )
