"""The demonstration province: places, people, courses, accounts and a history in the ledger, all made up."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from attendance.clock import database_now
from attendance.models import HourEntry
from attendance.selectors import FOUNDING_SCHEME, scheme_progress
from certificates.models import Certificate
from cms.demo.accounts import PASSWORD, account, account_facts
from cms.demo.markup import ContentError
from cms.demo.progress import Progress
from cms.demo.province import Outcome, Province
from cms.demo.state import plan_for
from courses.models import LessonPage
from people.errors import Refusal
from people.models import Organisation, User


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("a whole number from 1 on is expected")
    return int(text)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=positive, default=300, help="how many people (default 300)")
        parser.add_argument("--days", type=positive, default=600, help="length of the history in days (default 600)")
        parser.add_argument("--seed", type=int, default=120, help="another number gives another province")

    def handle(self, *args: Any, people: int, days: int, seed: int, **options: Any) -> None:
        at = database_now()
        try:
            plan = plan_for(seed=seed, days=days, at=at)
            province = Province(plan=plan, people=people, at=at, progress=Progress(self.stdout))
            outcome = province.build()
        except (Refusal, ContentError) as error:
            raise CommandError(str(error)) from error
        self.summarise(people, outcome)

    def summarise(self, people: int, outcome: Outcome) -> None:
        if not outcome.changes:
            self.stdout.write(_("The demonstration is here already: nothing was changed."))
        facts = {
            "organisations": Organisation.objects.count(),
            "people": User.objects.count(),
            "lessons": LessonPage.objects.live().count(),
            "entries": HourEntry.objects.count(),
            "certificates": Certificate.objects.count(),
        }
        self.stdout.write(
            _(
                "%(organisations)d organisations, %(people)d people, %(lessons)d lessons, %(entries)d hour entries, "
                "%(certificates)d certificates"
            )
            % facts
        )
        if people > outcome.with_history:
            self.stdout.write(
                _("The first %(some)d people have a history; the other %(others)d begin without one.")
                % {"some": outcome.with_history, "others": people - outcome.with_history}
            )
        progress = scheme_progress(account("learner"), FOUNDING_SCHEME, database_now().date())
        hours, seconds = divmod(progress.counted_seconds, 3600)
        self.stdout.write(
            _("The account learner has %(hours)d h %(minutes)d min of %(target)d h.")
            % {"hours": hours, "minutes": seconds // 60, "target": progress.target_seconds // 3600}
        )
        names = ", ".join(facts["username"] for facts in account_facts())
        self.stdout.write(_("Accounts: %(names)s; password: %(password)s") % {"names": names, "password": PASSWORD})
