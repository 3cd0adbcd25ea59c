"""The demonstration province, step by step. Each step is atomic and looks first what is there already."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User

from .accounts import account, complete_accounts, make_accounts
from .awards import awards_due, issue_awards, revoke_one
from .course_files import CourseFile
from .course_pages import make_course, read_courses
from .history import make_city_history
from .learner import CITY, editions_of, make_learner_history
from .organisations import make_organisations
from .people import Person, make_people, people_of
from .places import Gazetteer, Unit, load_places
from .progress import Progress
from .qualifications import make_qualifications
from .requests import make_requests
from .roster import entries
from .state import BEGUN, FINISHED, Plan, remember
from .text_pages import make_text_pages
from .timetable import CLASS_DAYS, instant

HISTORIES = 300


@dataclass(frozen=True)
class Outcome:
    """What a run did: how much is new over all steps, and how many people have a history."""

    changes: int
    with_history: int


class Province:
    def __init__(self, *, plan: Plan, people: int, at: dt.datetime, progress: Progress) -> None:
        self.plan, self.at, self.progress = plan, at, progress
        self.courses: list[CourseFile] = read_courses()
        self.gazetteer = Gazetteer()
        self.people: list[Person] = people_of(entries(people, plan.seed), self.gazetteer)
        self.sample = self.people[:HISTORIES]
        self.changes = 0

    def build(self) -> Outcome:
        """All steps. Raises ContentError before anything is written; a refusal leaves the steps before it in place."""
        self._step(_("accounts"), 4, self._accounts)
        self._step(_("places"), 1, self._places)
        self._step(_("organisations"), 1, self._organisations)
        self._step(_("roles"), 4, self._roles)
        self._step(_("people"), len(self.people), self._people)
        self._step(_("site"), 1, self._site)
        self._step(_("courses"), sum(len(course.lessons) for course in self.courses), self._courses)
        cities = self._cities()
        self._step(_("history"), len(cities) * CLASS_DAYS, lambda: self._history(cities))
        self._step(_("history of the account learner"), 1, self._learner)
        self._step(_("certificates"), 1, self._awards)
        self._step(_("professional qualifications"), 1, self._qualifications)
        self._step(_("requests"), 1, self._requests)
        remember(FINISHED, self.plan, self._learner_account(), at=self.at, people=len(self.people))
        return Outcome(self.changes, len(self.sample))

    def _step(self, label: str, total: int, work: Callable[[], int]) -> None:
        self.progress.begin(label, total)
        made = work()
        self.changes += made
        # Translators: what a step of a command did.
        self.progress.finish(_("%(count)d new") % {"count": made} if made else _("nothing new"))

    @transaction.atomic
    def _accounts(self) -> int:
        made = make_accounts(at=self.at)
        remember(BEGUN, self.plan, self._learner_account(), at=self.at, people=len(self.people))
        return made

    def _places(self) -> int:
        units: list[Unit] = [self.gazetteer.unit(person.entry) for person in self.people]
        return load_places(units, self.gazetteer, at=self.at)

    @transaction.atomic
    def _organisations(self) -> int:
        return make_organisations(at=self.at)

    @transaction.atomic
    def _roles(self) -> int:
        return complete_accounts(at=self.at)

    def _people(self) -> int:
        return make_people(self.people, at=self.plan.begun_at, progress=self.progress)

    @transaction.atomic
    def _site(self) -> int:
        return make_text_pages(by=account("admin"))

    def _courses(self) -> int:
        trainer, opened_at = account("trainer"), instant(self.plan.starts_on, "08:00")
        made = 0
        for course in self.courses:
            with transaction.atomic():
                made += make_course(course, by=trainer, at=opened_at, progress=self.progress)
        return made

    def _cities(self) -> dict[str, list[Person]]:
        """The sample by city; the learner's city is always there."""
        cities: dict[str, list[Person]] = defaultdict(list, {CITY: []})
        for person in self.sample:
            cities[person.city].append(person)
        return dict(sorted(cities.items()))

    def _history(self, cities: dict[str, list[Person]]) -> int:
        courses = [editions_of(course.slug) for course in self.courses]
        trainer = account("trainer")
        return sum(
            make_city_history(
                city,
                people,
                plan=self.plan,
                courses=courses,
                trainer=trainer,
                at=self.at,
                progress=self.progress,
            )
            for city, people in cities.items()
        )

    def _learner(self) -> int:
        return make_learner_history(
            learner=self._learner_account(), trainer=account("trainer"), plan=self.plan, at=self.at
        )

    def _awards(self) -> int:
        due = awards_due(self.sample, self.plan.ends_on)
        self.progress.begin(self.progress.label, len(due))
        made = issue_awards(due, at=self.at, progress=self.progress)
        return made + revoke_one(due, by=account("admin"), at=self.at)

    def _qualifications(self) -> int:
        return make_qualifications(self.sample, at=self.plan.begun_at)

    def _requests(self) -> int:
        return make_requests(self.sample, at=self.plan.begun_at)

    @staticmethod
    def _learner_account() -> User:
        return account("learner")
