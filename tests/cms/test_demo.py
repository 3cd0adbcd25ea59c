"""The demonstration province as it stands after `seed_demo`, broken off once on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils.translation import gettext
from pytest_django.plugin import DjangoDbBlocker
from wagtailmedia.permissions import permission_policy

from attendance.clock import database_now
from attendance.models import ClassPresence, HourEntry, StudyBeat
from attendance.selectors import FOUNDING_SCHEME, pending_seconds, scheme_progress, unfinished
from certificates.enums import Product, Status
from certificates.errors import NotEligible
from certificates.models import Certificate
from certificates.services.issuing import issue_certificate
from cms.demo import province as building
from cms.demo.accounts import PASSWORD, account
from cms.demo.state import is_unfinished
from cms.demo.studying import study
from courses.enums import Category
from courses.models import CourseIndexPage, CoursePage, LessonEdition, LessonMedia, LessonPage
from people.enums import OrganisationKind, Role
from people.errors import Refusal
from people.models import AreaPairing, Membership, Organisation, User
from people.selectors import heirs_of
from people.selectors.posts import counted_share, with_post_places
from tests.harness.template import forget

PEOPLE, DAYS = 12, 120
COURSES = {
    *("community-governance", "elder-care", "children-families", "corrections-recovery", "relief-and-health"),
    "supervision",
}


def seed(**options: Any) -> str:
    out = StringIO()
    call_command("seed_demo", **{"people": PEOPLE, "days": DAYS, "stdout": out, **options})
    return out.getvalue()


@pytest.fixture(scope="module")
def first_runs(django_db_setup: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the run said that went on where another was broken off. All of it is rolled back after this module."""

    def broken(*args: object, **kwargs: object) -> int:
        raise Refusal("broken off")

    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(building, "make_learner_history", broken)
            with pytest.raises(CommandError, match="broken off"):
                seed()
            assert is_unfinished()
        yield seed()
        transaction.set_rollback(True)
    forget()


@pytest.fixture
def demonstration(first_runs: str) -> Iterator[str]:
    """The finished demonstration; what the test changes is rolled back."""
    with transaction.atomic():
        yield first_runs
        transaction.set_rollback(True)


def everything() -> dict[str, Any]:
    """Every row of every table, in order."""
    rows = {model._meta.label: model._base_manager.order_by("pk") for model in apps.get_models()}
    return {label: serializers.serialize("python", found) for label, found in rows.items()}


def standing() -> Any:
    return scheme_progress(account("learner"), FOUNDING_SCHEME, database_now().date())


def finish_lesson() -> LessonEdition:
    """What the learner does in the browser: watch the rest of the recording, hand in the quiz."""
    row = unfinished(account("learner"))
    assert row is not None
    rest = [(row.position_ms, row.edition.media_ms)]
    study(learner=account("learner"), edition=row.edition, spans=rest, at=database_now())
    return row.edition


def test_second_run_changes_nothing_and_says_so(demonstration: str) -> None:
    before = everything()
    said = seed()
    assert everything() == before
    assert gettext("The demonstration is here already: nothing was changed.") in said
    assert seed(days=DAYS + 100).splitlines()[-4:] == said.splitlines()[-4:]
    assert everything() == before


def test_broken_off_run_was_gone_on_with(demonstration: str) -> None:
    assert not is_unfinished()
    assert HourEntry.objects.filter(learner=account("learner")).exists()


def test_other_seed_is_refused(demonstration: str) -> None:
    with pytest.raises(CommandError, match="120"):
        seed(seed=121)


def test_more_people_can_be_added_later(demonstration: str) -> None:
    seed(people=PEOPLE + 5)
    assert User.objects.count() == PEOPLE + 5 + 4
    assert Membership.objects.filter(person__username=f"demo{PEOPLE + 5:05d}", role=Role.LEARNER).exists()


def test_learner_stands_at_119_6_credit_hours(demonstration: str) -> None:
    progress = standing()
    assert progress.minutes_per_credit == 60
    assert progress.counted_seconds * 10 // 3600 == 1196
    assert not progress.is_met
    assert set(progress.by_category) == set(Category.values)
    assert HourEntry.objects.filter(learner=account("learner"), modality="on_demand").count() >= 5


def test_learner_is_not_yet_certified(demonstration: str) -> None:
    with pytest.raises(NotEligible):
        issue_certificate(
            learner=account("learner"),
            product=Product.SCHEME,
            subject_key=FOUNDING_SCHEME,
            by=account("learner"),
            at=database_now(),
        )


def test_learner_left_a_recording_in_the_middle(demonstration: str) -> None:
    row = unfinished(account("learner"))
    assert row is not None
    assert 0 < row.position_ms < row.edition.media_ms
    assert row.edition.media is not None
    assert row.edition.media.captions.read().startswith(b"WEBVTT")
    assert pending_seconds(account("learner")) > standing().target_seconds - standing().counted_seconds


def test_finishing_that_lesson_brings_the_certificate(demonstration: str) -> None:
    before = standing()
    edition = finish_lesson()
    after = standing()
    assert after.counted_seconds - before.counted_seconds == edition.credited_seconds
    assert after.is_met
    at = database_now() + dt.timedelta(minutes=5)
    for product, key in ((Product.SCHEME, FOUNDING_SCHEME), (Product.COURSE, str(edition.course_key))):
        certificate = issue_certificate(
            learner=account("learner"), product=product, subject_key=key, by=account("learner"), at=at
        )
        assert certificate.learner == account("learner")


def test_ledger_agrees_with_its_evidence(demonstration: str) -> None:
    call_command("reconcile_hours", stdout=StringIO())
    call_command("rebuild_study", "--check", stdout=StringIO())
    finish_lesson()
    call_command("reconcile_hours", stdout=StringIO())


def test_nothing_is_dated_in_the_future(demonstration: str) -> None:
    now = database_now()
    assert HourEntry.objects.filter(posted_at__gt=now).count() == 0
    assert ClassPresence.objects.filter(recorded_at__gt=now).count() == 0
    assert StudyBeat.objects.filter(received_at__gt=now).count() == 0
    first = HourEntry.objects.order_by("posted_at").values_list("posted_at", flat=True)[0]
    assert all(edition.frozen_at < first for edition in LessonEdition.objects.all())


def test_whole_province_is_there(demonstration: str) -> None:
    kinds = Organisation.objects.filter(closed_on=None).values_list("kind", flat=True)
    counted = {kind: list(kinds).count(kind) for kind in set(kinds)}
    assert counted[OrganisationKind.CITY] == 11
    assert counted[OrganisationKind.COUNTY] == 90
    assert counted[OrganisationKind.TOWNSHIP] == 1364
    assert Organisation.find_problems() == ([], [], [], [], [])


def test_abolished_districts_lead_to_their_heirs(demonstration: str) -> None:
    today = database_now().date()
    assert [one.name for one in heirs_of("330104", today)] == ["上城区", "钱塘区"]
    closed = Organisation.objects.exclude(closed_on=None)
    assert {one.name for one in closed} == {"江干区", "下城区", "绍兴县", "江东区"}


def test_organisations_have_posts_below_and_above_the_target(demonstration: str) -> None:
    today = database_now().date()
    kinds = set(Organisation.objects.filter(depth__gte=3).values_list("kind", flat=True))
    assert kinds >= {"bureau", "station", "agency", "institution", "charity", "mass"}
    seen = with_post_places(Organisation.objects.managed_by(account("hr")), today).filter(kind="institution")
    assert sorted(counted_share(one, today).is_met for one in seen) == [False, True]
    pairing = AreaPairing.objects.visible_to(account("hr")).get()
    assert pairing.ends_on is None


def test_six_courses_are_published_by_the_trainer(demonstration: str) -> None:
    assert set(CoursePage.objects.live().values_list("slug", flat=True)) == COURSES
    lessons = LessonPage.objects.live()
    assert lessons.count() == 52
    assert LessonEdition.objects.count() == 52
    assert set(LessonEdition.objects.values_list("frozen_by", flat=True)) == {account("trainer").pk}
    assert all(edition.quiz and edition.credited_seconds > 0 for edition in LessonEdition.objects.all())
    assert LessonMedia.objects.count() == 7
    for course in CoursePage.objects.all():
        assert LessonPage.objects.child_of(course).order_by("path")[0].body[0].block_type == "video"


def test_accounts_sign_in_with_their_roles(demonstration: str) -> None:
    assert all(account(name).check_password(PASSWORD) for name in ("learner", "trainer", "hr", "admin"))
    assert account("admin").is_superuser
    assert not account("hr").is_superuser
    assert account("learner") in User.objects.visible_to(account("hr"))
    assert list(User.objects.visible_to(account("learner"))) == [account("learner")]
    others = User.objects.filter(username__startswith="demo")
    assert others.count() == PEOPLE
    assert not any(person.has_usable_password() for person in others)


def test_trainer_may_edit_courses_and_nothing_else(demonstration: str) -> None:
    catalogue = CourseIndexPage.objects.get()
    for course in CoursePage.objects.all():
        may = course.permissions_for_user(account("trainer"))
        assert may.can_edit()
        assert may.can_add_subpage()
        assert not may.can_publish()
    assert not catalogue.permissions_for_user(account("trainer")).can_edit()
    assert not catalogue.permissions_for_user(account("trainer")).can_add_subpage()
    assert not catalogue.permissions_for_user(account("hr")).can_edit()
    assert permission_policy.user_has_permission(account("trainer"), "add")
    assert not permission_policy.user_has_permission(account("hr"), "add")


def test_one_certificate_is_revoked(demonstration: str) -> None:
    states = [one.events.latest("number").status for one in Certificate.objects.all()]
    assert states.count(Status.REVOKED) == 1


@pytest.mark.parametrize(
    "path", ["/", "/courses/", "/courses/elder-care/", "/courses/elder-care/rights-and-policies/", "/policy/", "/help/"]
)
def test_pages_are_served_to_the_learner(demonstration: str, path: str) -> None:
    forget()
    client = Client()
    client.force_login(account("learner"))
    assert client.get(path).status_code == 200
