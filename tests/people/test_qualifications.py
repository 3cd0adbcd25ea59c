"""Claims, verification, registrations, examination results: what services and database allow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people import rules
from people.certificate_numbers import normalise, parse_certificate_number
from people.enums import Role
from people.enums.qualifications import (
    CertificateNumberFault,
    ExamOutcome,
    QualificationLevel,
    QualificationSource,
    QualificationState,
)
from people.errors import (
    CertificateNumberTaken,
    DateOutOfRange,
    DatesOutOfOrder,
    ExamResultImpossible,
    LevelHeld,
    Malformed,
    NotAllowed,
    PeriodsOverlap,
    QualificationDecided,
    ReasonMissing,
    RegistrationConfirmed,
)
from people.models import ExamSubject, PassingRule, Qualification, Registration, RewardRule, User
from people.selectors.examinations import preparations
from people.selectors.qualifications import held_qualifications
from people.services.exam_results import record_exam_result, remove_exam_result
from people.services.level_rules import load_level_rules
from people.services.qualifications import (
    claim_qualification,
    correct_qualification,
    record_level,
    withdraw_qualification,
)
from people.services.registrations import add_registration, confirm_registration, remove_registration
from people.services.verification import refuse_qualification, verify_qualification
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.qualifications import make_claim, make_verified

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
ISSUED = dt.date(2020, 9, 1)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def person(tree: Tree) -> User:
    return make_person(name="孙工", organisation=tree.community)


@pytest.fixture
def hr(tree: Tree) -> User:
    return make_person(name="周人事", organisation=tree.township, role=Role.HR)


def claim(person: User, **changed: Any) -> Qualification:
    facts: dict[str, Any] = {
        "person": person,
        "level": QualificationLevel.JUNIOR,
        "certificate_number": "ZJ2020-000123",
        "issued_on": ISSUED,
        "by": person,
        "at": NOW,
    }
    return claim_qualification(**{**facts, **changed})


def verify(row: Qualification, by: User) -> Qualification:
    return verify_qualification(
        qualification=row, certificate_number=row.certificate_number, issued_on=ISSUED, by=by, at=NOW
    )


# Rules


def test_every_rule_names_its_source_and_is_not_taken_for_checked() -> None:
    for model in (PassingRule, ExamSubject, RewardRule):
        rows = list(model.objects.all())
        assert rows
        assert all(row.citation and not row.is_verified for row in rows)


def test_rules_loaded_again_change_nothing() -> None:
    assert load_level_rules(at=NOW) == 0


def test_rule_that_differs_from_its_file_is_corrected() -> None:
    PassingRule.objects.filter(level="senior").update(proof_years=9)
    RewardRule.objects.filter(level="junior").delete()
    assert load_level_rules(at=NOW) == 3
    assert PassingRule.objects.get(level="senior").proof_years == 3


# Claims


def test_claim_waits_and_is_logged(person: User) -> None:
    row = claim(person)
    assert (row.state, row.source) == (QualificationState.CLAIMED, QualificationSource.PERSON)
    assert row.certificate_number == "ZJ2020000123"


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", CertificateNumberFault.EMPTY),
        ("<b>123456</b>", CertificateNumberFault.SIGN),
        ("123456\r\nSet-Cookie: a", CertificateNumberFault.SIGN),
        ("=HYPERLINK(1)", CertificateNumberFault.SIGN),
        ("12\x0034", CertificateNumberFault.SIGN),
        ("123", CertificateNumberFault.LENGTH),
        ("1" * 41, CertificateNumberFault.LENGTH),
        ("社会工作", CertificateNumberFault.DIGITS),
    ],
)
def test_number_that_is_none_is_refused(person: User, number: str, fault: CertificateNumberFault) -> None:
    with pytest.raises(Malformed) as refused:
        claim(person, certificate_number=number)
    assert refused.value.fault == fault
    assert "certificate_number" in refused.value.fields
    assert not Qualification.objects.exists()


@pytest.mark.parametrize("number", ["浙社证字（2020）0123号", "２０１７３３０３３０００", " zj-2020 00123 "])
def test_number_as_it_is_printed_is_normalised_once(number: str) -> None:
    parsed = parse_certificate_number(number)
    assert normalise(parsed) == parsed


@pytest.mark.parametrize("issued_on", [dt.date(2026, 11, 21), dt.date(1989, 12, 31), dt.date(2999, 1, 1)])
def test_day_in_the_future_or_long_ago_is_refused(person: User, issued_on: dt.date) -> None:
    with pytest.raises(DateOutOfRange):
        claim(person, issued_on=issued_on)


def test_number_is_unique_within_a_level(person: User, tree: Tree) -> None:
    claim(person)
    other = make_person(organisation=tree.community)
    with pytest.raises(CertificateNumberTaken):
        claim(other)
    claim(other, level=QualificationLevel.SENIOR)


def test_level_is_held_once(person: User) -> None:
    row = claim(person)
    with pytest.raises(LevelHeld):
        claim(person, certificate_number="ZJ99999")
    withdraw_qualification(qualification=row, by=person, at=NOW)
    claim(person)


def test_stranger_claims_nothing_for_somebody(person: User, tree: Tree) -> None:
    for stranger in (make_person(organisation=tree.community), make_person(organisation=tree.other_city, role=Role.HR)):
        with pytest.raises(NotAllowed):
            claim(person, by=stranger)


def test_claim_is_corrected_by_its_person_only(person: User, hr: User) -> None:
    row = claim(person)
    facts: dict[str, Any] = {"certificate_number": "ZJ77777", "issued_on": ISSUED, "at": NOW}
    with pytest.raises(NotAllowed):
        correct_qualification(qualification=row, by=hr, **facts)
    assert correct_qualification(qualification=row, by=person, **facts).certificate_number == "ZJ77777"
    verify(Qualification.objects.get(pk=row.pk), hr)
    with pytest.raises(QualificationDecided):
        correct_qualification(qualification=row, by=person, **facts)
    with pytest.raises(QualificationDecided):
        withdraw_qualification(qualification=row, by=person, at=NOW)


def test_level_from_a_roster_waits_and_is_taken_once(person: User, hr: User) -> None:
    row, is_new = record_level(person=person, level="intermediate", by=hr, at=NOW)
    assert is_new
    assert (row.source, row.state, row.certificate_number) == ("roster", "claimed", "")
    again, is_new = record_level(person=person, level="intermediate", by=None, at=NOW)
    assert (again.pk, is_new) == (row.pk, False)
    withdraw_qualification(qualification=row, by=hr, at=NOW)
    assert record_level(person=person, level="intermediate", by=hr, at=NOW)[1]


def test_roster_does_not_touch_what_is_verified(person: User, hr: User) -> None:
    row = make_verified(person, by=hr)
    held, is_new = record_level(person=person, level="junior", by=hr, at=NOW)
    assert (held.pk, held.state, is_new) == (row.pk, QualificationState.VERIFIED, False)


# Verification


def test_nobody_verifies_ones_own(tree: Tree) -> None:
    for officer in (
        make_person(organisation=tree.township, role=Role.HR),
        make_person(is_superuser=True),
    ):
        row = make_claim(officer)
        with pytest.raises(NotAllowed):
            verify(row, officer)
        with pytest.raises(IntegrityError), transaction.atomic():
            Qualification.objects.filter(pk=row.pk).update(state="verified", decided_by=officer, decided_at=NOW)


def test_hr_of_another_place_and_colleagues_decide_nothing(person: User, tree: Tree) -> None:
    row = claim(person)
    for stranger in (make_person(organisation=tree.community), make_person(organisation=tree.other_city, role=Role.HR)):
        with pytest.raises(NotAllowed):
            verify(row, stranger)
        with pytest.raises(NotAllowed):
            refuse_qualification(qualification=row, reason="看不清楚", by=stranger, at=NOW)


def test_second_officer_is_told(person: User, hr: User, tree: Tree) -> None:
    row = claim(person)
    verify(row, hr)
    other = make_person(organisation=tree.city, role=Role.ADMINISTRATOR)
    with pytest.raises(QualificationDecided):
        refuse_qualification(qualification=row, reason="看不清楚", by=other, at=NOW)


def test_refusal_takes_a_reason_and_leaves_room_for_another_claim(person: User, hr: User) -> None:
    row = claim(person)
    with pytest.raises(ReasonMissing):
        refuse_qualification(qualification=row, reason="  ", by=hr, at=NOW)
    refused = refuse_qualification(qualification=row, reason="编号\r\n看不清楚", by=hr, at=NOW)
    assert refused.reason == "编号 看不清楚"
    claim(person)


def test_verification_may_correct_what_was_typed(person: User, hr: User) -> None:
    row, _ = record_level(person=person, level="junior", by=hr, at=NOW)
    verified = verify_qualification(qualification=row, certificate_number="zj 12345", issued_on=ISSUED, by=hr, at=NOW)
    assert (verified.state, verified.certificate_number) == (QualificationState.VERIFIED, "ZJ12345")


def test_number_of_another_claim_is_not_verified_twice(person: User, hr: User, tree: Tree) -> None:
    claim(person)
    row, _ = record_level(person=make_person(organisation=tree.community), level="junior", by=hr, at=NOW)
    with pytest.raises(CertificateNumberTaken):
        verify_qualification(qualification=row, certificate_number="ZJ2020000123", issued_on=ISSUED, by=hr, at=NOW)
    assert Qualification.objects.get(pk=row.pk).state == QualificationState.CLAIMED


@pytest.mark.parametrize("kind", ["superuser", "hr", "administrator", "learner", "disabled", "oneself", "elsewhere"])
def test_qualification_predicates_agree_with_querysets(person: User, tree: Tree, kind: str) -> None:
    row = claim(person)
    user: Any = {
        "superuser": lambda: make_person(is_superuser=True),
        "hr": lambda: make_person(organisation=tree.township, role=Role.HR),
        "administrator": lambda: make_person(organisation=tree.province, role=Role.ADMINISTRATOR),
        "learner": lambda: make_person(organisation=tree.community),
        "disabled": lambda: make_person(organisation=tree.township, role=Role.HR, is_active=False),
        "oneself": lambda: person,
        "elsewhere": lambda: make_person(organisation=tree.other_township, role=Role.HR),
    }[kind]()
    seen = Qualification.objects.visible_to(user).filter(pk=row.pk).exists()
    decided = Qualification.objects.decided_by_desk(user).filter(pk=row.pk).exists()
    assert rules.may_view_qualification(user, row) is seen is (kind in {"superuser", "hr", "administrator", "oneself"})
    assert rules.may_decide_qualification(user, row) is decided is (kind in {"superuser", "hr", "administrator"})


# Registrations


def register(row: Qualification, by: User, starts: str = "2021-01-01", ends: str = "2023-12-31") -> Registration:
    return add_registration(
        qualification=row,
        number="DJ2021-001",
        starts_on=dt.date.fromisoformat(starts),
        ends_on=dt.date.fromisoformat(ends),
        by=by,
        at=NOW,
    )


def test_registration_of_ones_own_waits_for_hr(person: User, hr: User) -> None:
    row = make_verified(person, by=hr)
    own = register(row, person)
    assert own.confirmed_at is None
    assert held_qualifications(person, on=dt.date(2022, 1, 1))[0].standing.state == "overdue"
    confirm_registration(registration=own, by=hr, at=NOW)
    assert held_qualifications(person, on=dt.date(2022, 1, 1))[0].standing.state == "in_force"
    with pytest.raises(RegistrationConfirmed):
        remove_registration(registration=own, by=person, at=NOW)
    remove_registration(registration=own, by=hr, at=NOW)
    assert not Registration.objects.exists()


def test_registration_by_hr_counts_at_once(person: User, hr: User) -> None:
    assert register(make_verified(person, by=hr), hr).confirmed_by == hr


def test_overlapping_registration_is_refused_by_service_and_database(person: User, hr: User) -> None:
    row = make_verified(person, by=hr)
    register(row, hr)
    with pytest.raises(PeriodsOverlap):
        register(row, hr, "2023-12-31", "2026-12-30")
    later = register(row, hr, "2024-01-01", "2026-12-31")
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=later.pk).update(starts_on=dt.date(2023, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            qualification=row,
            number="1234",
            starts_on=dt.date(2020, 12, 1),
            ends_on=dt.date(2021, 1, 1),
            entered_at=NOW,
        )
    Registration.objects.filter(pk=later.pk).update(ends_on=dt.date(2026, 12, 30))


def test_registrations_of_two_qualifications_may_overlap(person: User, hr: User) -> None:
    register(make_verified(person, by=hr), hr)
    register(make_verified(person, by=hr, level=QualificationLevel.INTERMEDIATE), hr)
    assert Registration.objects.count() == 2


@pytest.mark.parametrize(
    ("starts", "ends"), [("2024-01-01", "2023-01-01"), ("2019-01-01", "2021-12-31"), ("2021-01-01", "2201-01-01")]
)
def test_impossible_registration_is_refused(person: User, hr: User, starts: str, ends: str) -> None:
    row = make_verified(person, by=hr)
    with pytest.raises((DateOutOfRange, DatesOutOfOrder)):
        register(row, hr, starts, ends)


# Examinations


def subject(level: str, code: str) -> ExamSubject:
    return ExamSubject.objects.get(level=level, code=code)


def test_results_of_an_intermediate_candidate_show_what_is_missing(person: User) -> None:
    for code, year in (("law", 2025), ("practice", 2026)):
        record_exam_result(
            person=person, subject=subject("intermediate", code), year=year, outcome="passed", by=person, at=NOW
        )
    record_exam_result(
        person=person,
        subject=subject("intermediate", "comprehensive"),
        year=2026,
        outcome=ExamOutcome.PLANNED,
        by=person,
        at=NOW,
    )
    found = {one.level: one for one in preparations(person, on=dt.date(2026, 11, 20))}
    assert set(found) == {QualificationLevel.JUNIOR, QualificationLevel.INTERMEDIATE}
    one = found[QualificationLevel.INTERMEDIATE]
    assert [missing.code for missing in one.missing] == ["comprehensive"]
    assert one.standing.complete_by == 2026
    assert [(p.counts_until, p.planned_in) for p in one.subjects] == [(None, 2026), (2027, None), (2026, None)]


def test_result_entered_again_takes_the_place_of_the_old_one(person: User) -> None:
    facts: dict[str, Any] = {"person": person, "subject": subject("senior", "practice"), "year": 2026, "at": NOW}
    record_exam_result(**facts, outcome="planned", by=person)
    again = record_exam_result(**facts, outcome="passed", score=71, by=person)
    assert person.exam_results.get() == again
    remove_exam_result(result=again, by=person, at=NOW)
    assert not person.exam_results.exists()


@pytest.mark.parametrize(
    ("year", "outcome", "score", "refusal"),
    [
        (2027, "passed", None, ExamResultImpossible),
        (1999, "failed", None, ExamResultImpossible),
        (20260, "passed", None, ExamResultImpossible),
        (-1, "passed", None, ExamResultImpossible),
        (2025, "planned", None, ExamResultImpossible),
        (2032, "planned", None, ExamResultImpossible),
        (2026, "planned", 60, ExamResultImpossible),
        (2026, "passed", 151, ExamResultImpossible),
        (2026, "passed", -1, ExamResultImpossible),
    ],
)
def test_nonsense_result_is_refused(
    person: User, year: int, outcome: str, score: int | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record_exam_result(
            person=person,
            subject=subject("senior", "practice"),
            year=year,
            outcome=outcome,
            score=score,
            by=person,
            at=NOW,
        )


def test_results_are_kept_by_the_person_only(person: User, hr: User) -> None:
    with pytest.raises(NotAllowed):
        record_exam_result(
            person=person, subject=subject("senior", "practice"), year=2026, outcome="passed", by=hr, at=NOW
        )


def test_own_page_reads_in_a_fixed_number_of_queries(person: User, hr: User, django_assert_num_queries: Any) -> None:
    make_verified(person, by=hr)
    today = timezone.localdate()
    with django_assert_num_queries(4):
        held_qualifications(person, on=today)
    register(make_verified(person, by=hr, level=QualificationLevel.INTERMEDIATE), hr)
    make_claim(person, level=QualificationLevel.SENIOR)
    with django_assert_num_queries(4):
        held_qualifications(person, on=today)
    with django_assert_num_queries(4):
        preparations(person, on=today)
