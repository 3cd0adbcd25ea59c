"""Issuing: from the ledger, once, for ever."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.db.models import ProtectedError

from attendance.models import HourEntry
from attendance.services import ledger
from certificates import drawing, signing
from certificates.enums import Product, ReasonClass, Status
from certificates.errors import (
    GlyphMissing,
    NamelessLearner,
    NotEligible,
    RecordMoved,
    StatusNotPossible,
    TextTooLong,
    UnknownSubject,
)
from certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateFile,
    CertificateTemplate,
    CertificateToken,
    SigningKey,
)
from certificates.selectors.own import address_of
from certificates.services import issuing
from certificates.services.issuing import issue_certificate
from certificates.services.status import record_event
from certificates.snapshot import Snapshot, sha256
from courses.models import CoursePage
from people.errors import NotAllowed
from people.models import User
from tests.factories.certificates import AT, HOUR, SCHEME, earn, finish_course, issue, make_holder, reach_target
from tests.factories.people import make_person, make_tree
from tests.harness.template import Database

LATER = AT + dt.timedelta(days=30)


@pytest.fixture
def learner(db: None) -> User:
    person = make_holder()
    reach_target(person)
    return person


def nothing_issued() -> bool:
    tables = (Certificate, CertificateFile, CertificateToken, CertificateEvent, SigningKey)
    return not any(table.objects.exists() for table in tables)


def test_certificate_keeps_everything_that_is_printed(learner: User) -> None:
    certificate = issue(learner)
    snapshot = Snapshot.read(certificate.snapshot)
    assert (snapshot.name, snapshot.id_masked) == ("王𬭎芳", "110105********002X")
    assert snapshot.values["hours"] == "120"
    assert snapshot.text == (
        "于 2026 年 3 月 4 日至 2026 年 5 月 12 日累计完成社会工作专业培训 120 学时"
        "（其中线上点播 100 学时、面授 20 学时），达到“社会工作专业培训120学时”规定的 120 学时，特发此证。"
    )
    assert certificate.snapshot_sha256 == sha256(certificate.snapshot)
    assert certificate.snapshot == snapshot.canonical()
    assert json.loads(certificate.snapshot)["facts"]["seconds"] == 120 * HOUR
    assert certificate.period == "2025-01-01/2027-12-31"
    assert certificate.ledger_position == HourEntry.objects.latest("pk").pk


def test_bytes_token_key_and_first_event_are_stored_with_it(learner: User) -> None:
    certificate = issue(learner)
    pdf = bytes(certificate.file.pdf)
    assert sha256(pdf) == certificate.file_sha256
    event = certificate.events.get()
    assert (event.status, event.reason_class, event.actor) == (Status.VALID, ReasonClass.ISSUED, learner)
    assert certificate.signing_key.fingerprint == signing.ensure_signing_key().fingerprint
    token = address_of(certificate).rpartition("/v/")[2]
    assert len(token) == 22
    row = certificate.tokens.get()
    assert row.token_sha256 == sha256(token)
    assert token not in row.token_sealed
    assert token.encode() not in pdf


def test_second_request_gives_the_first_certificate(learner: User) -> None:
    assert issue(learner) == issue(learner, at=LATER)
    assert Certificate.objects.count() == 1


def test_course_certificate_names_course_hours_and_dates(db: None) -> None:
    learner = make_holder()
    key = finish_course(learner)
    certificate = issue_certificate(learner=learner, product=Product.COURSE, subject_key=str(key), by=learner, at=AT)
    assert Snapshot.read(certificate.snapshot).text == (
        "于 2026 年 3 月 4 日至 2026 年 3 月 5 日参加“社区矫正社会工作实务”培训，完成全部学习任务，"
        "计 2 学时（均为线上点播），准予结业。"
    )
    assert certificate.period == ""


def test_person_without_id_number_is_named_without_one(db: None) -> None:
    learner = make_holder(with_id=False)
    reach_target(learner)
    assert Snapshot.read(issue(learner).snapshot).id_masked == ""


def test_target_not_reached_issues_nothing(db: None) -> None:
    learner = make_holder()
    earn(learner, 120 * HOUR - 1)
    with pytest.raises(NotEligible) as refused:
        issue(learner)
    assert refused.value.facts == {"reasons": ["hours"]}
    assert nothing_issued()


def test_reversed_hours_do_not_count(learner: User) -> None:
    entry = HourEntry.objects.filter(learner=learner).latest("pk")
    ledger.reverse(entry=entry, reason="重复", by=None, at=AT)
    with pytest.raises(NotEligible):
        issue(learner)


@pytest.mark.parametrize("key", ["zj-999", "", "x" * 64])
def test_unknown_scheme_is_refused(learner: User, key: str) -> None:
    with pytest.raises(UnknownSubject):
        issue_certificate(learner=learner, product=Product.SCHEME, subject_key=key, by=learner, at=AT)


@pytest.mark.parametrize("key", ["zj-120", "00000000-0000-0000-0000-000000000000", "1'; --"])
def test_unknown_course_is_refused(learner: User, key: str) -> None:
    with pytest.raises(UnknownSubject):
        issue_certificate(learner=learner, product=Product.COURSE, subject_key=key, by=learner, at=AT)


@pytest.mark.parametrize(
    ("name", "refusal"), [("", NamelessLearner), ("王\U00031350", GlyphMissing), ("阿" * 40, TextTooLong)]
)
def test_name_that_cannot_be_printed_issues_nothing(db: None, name: str, refusal: type[Exception]) -> None:
    learner = make_holder(name=name)
    reach_target(learner)
    with pytest.raises(refusal):
        issue(learner)
    assert nothing_issued()


def test_only_the_learner_and_overseers_may_issue(db: None) -> None:
    tree = make_tree()
    learner = make_person(organisation=tree.community)
    reach_target(learner)
    hr = make_person(role="hr", organisation=tree.county)
    for stranger in (
        make_person(organisation=tree.community),
        make_person(role="hr", organisation=tree.other_county),
        make_person(role="trainer", organisation=tree.county),
    ):
        with pytest.raises(NotAllowed):
            issue_certificate(learner=learner, product=Product.SCHEME, subject_key=SCHEME, by=stranger, at=AT)
    assert nothing_issued()
    certificate = issue_certificate(learner=learner, product=Product.SCHEME, subject_key=SCHEME, by=hr, at=AT)
    assert certificate.issued_by == hr


@pytest.fixture
def before_the_lock(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Steps that happen while a draft is being signed, one a draft."""
    steps: list[Any] = []
    original = signing.sign

    def sign(pdf: bytes) -> bytes:
        if steps:
            steps.pop(0)()
        return original(pdf)

    monkeypatch.setattr(signing, "sign", sign)
    return steps


def test_hours_taken_back_while_signing_stop_the_issue(learner: User, before_the_lock: list[Any]) -> None:
    entry = HourEntry.objects.filter(learner=learner).latest("pk")
    before_the_lock.append(lambda: ledger.reverse(entry=entry, reason="重复", by=None, at=AT))
    with pytest.raises(NotEligible):
        issue(learner)
    assert nothing_issued()


def test_hours_added_while_signing_are_printed(learner: User, before_the_lock: list[Any]) -> None:
    before_the_lock.append(lambda: earn(learner, HOUR))
    assert Snapshot.read(issue(learner).snapshot).values["hours"] == "121"


def test_name_corrected_while_signing_is_printed(learner: User, before_the_lock: list[Any]) -> None:
    before_the_lock.append(lambda: User.objects.filter(pk=learner.pk).update(real_name="王𬭎"))
    assert Snapshot.read(issue(learner).snapshot).name == "王𬭎"


def test_facts_that_never_rest_are_refused(learner: User, before_the_lock: list[Any]) -> None:
    before_the_lock.extend([lambda: earn(learner, HOUR)] * issuing.TRIES)
    with pytest.raises(RecordMoved):
        issue(learner)
    assert nothing_issued()


def test_renaming_and_deleting_change_nothing(db: None) -> None:
    learner = make_holder()
    key = finish_course(learner)
    certificate = issue_certificate(learner=learner, product=Product.COURSE, subject_key=str(key), by=learner, at=AT)
    before = (certificate.snapshot, bytes(certificate.file.pdf))
    User.objects.filter(pk=learner.pk).update(real_name="李四")
    CoursePage.objects.get(course_key=key).delete()
    CertificateTemplate.objects.create(
        product="course", version=2, title="证书", body="{subject}", issuer="中心", seal_text="示例"
    )
    again = Certificate.objects.get(pk=certificate.pk)
    assert (again.snapshot, bytes(again.file.pdf)) == before
    with pytest.raises(ProtectedError):
        learner.delete()


def test_new_wording_is_used_from_its_version_on(learner: User) -> None:
    CertificateTemplate.objects.create(
        product="scheme", version=2, title="达标证书", body="学满 {hours} 学时。", issuer="中心", seal_text="示例"
    )
    certificate = issue(learner)
    assert Snapshot.read(certificate.snapshot).text == "学满 120 学时。"
    assert certificate.template.version == 2


def test_stored_bytes_are_drawn_from_the_snapshot(learner: User) -> None:
    certificate = issue(learner)
    drawn = drawing.draw(
        Snapshot.read(certificate.snapshot),
        verify_url=address_of(certificate),
        at=AT.astimezone(dt.timezone(dt.timedelta(hours=8))),
    )
    assert bytes(certificate.file.pdf).startswith(drawn)


def test_fifty_requests_at_once_give_one_certificate(committed_db: Database) -> None:
    learner = make_holder()
    reach_target(learner)

    def ask(_: int) -> Any:
        try:
            return issue(User.objects.get(pk=learner.pk)).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=10) as pool:
        keys = set(pool.map(ask, range(50)))
    assert len(keys) == 1
    assert Certificate.objects.count() == CertificateFile.objects.count() == CertificateEvent.objects.count() == 1


def test_history_grows_by_allowed_steps_only(learner: User) -> None:
    certificate = issue(learner)

    def become(status: Status, reason_class: ReasonClass = ReasonClass.UNDER_REVIEW) -> None:
        record_event(certificate=certificate, status=status, reason_class=reason_class, reason="", by=None, at=LATER)

    become(Status.SUSPENDED)
    become(Status.VALID, ReasonClass.REVIEW_CLOSED)
    become(Status.REVOKED, ReasonClass.FALSE_RECORD)
    for status in Status:
        with pytest.raises(StatusNotPossible):
            become(status)
    assert list(certificate.events.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_holder_may_not_change_the_state(learner: User) -> None:
    with pytest.raises(NotAllowed):
        record_event(
            certificate=issue(learner),
            status=Status.SUSPENDED,
            reason_class=ReasonClass.HOLDER_REQUEST,
            reason="",
            by=learner,
            at=LATER,
        )


def test_certificate_that_is_there_is_given_even_after_hours_were_taken_back(learner: User) -> None:
    """It stands until somebody revokes it: taking hours back is one act, taking the certificate back another."""
    certificate = issue(learner)
    entry = HourEntry.objects.filter(learner=learner).latest("pk")
    ledger.reverse(entry=entry, reason="重复", by=None, at=AT)
    assert issue(learner, at=LATER) == certificate
