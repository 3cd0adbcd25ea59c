"""Bulk issue and the operator's check."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certificates.enums import ReasonClass, Status
from certificates.models import Certificate, VerificationLog
from certificates.services.status import record_event
from tests.factories.certificates import HOUR, SCHEME, earn, make_holder, reach_target

pytestmark = pytest.mark.django_db


def issue_all(*options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("issue_certificates", "--scheme", SCHEME, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def verify(what: str | Path, *options: str) -> str:
    out = StringIO()
    call_command("verify_certificate", str(what), *options, stdout=out)
    return out.getvalue()


def refused(what: str | Path, *options: str) -> int:
    with pytest.raises(CommandError) as error:
        verify(what, *options)
    return error.value.returncode


def test_bulk_issue_reaches_everybody_once() -> None:
    for number in range(3):
        reach_target(make_holder(with_id=number == 0))
    earn(make_holder(with_id=False), 119 * HOUR)
    issue_all("--dry-run")
    assert not Certificate.objects.exists()
    issue_all()
    assert Certificate.objects.count() == 3
    before = set(Certificate.objects.values_list("pk", "file_sha256"))
    issue_all()
    assert set(Certificate.objects.values_list("pk", "file_sha256")) == before


def test_one_bad_row_stops_nobody_and_is_named_without_the_name() -> None:
    bad = make_holder(name="王\U00031350")
    reach_target(bad)
    reach_target(make_holder(with_id=False))
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as error:
        call_command("issue_certificates", "--scheme", SCHEME, stdout=out, stderr=err)
    assert error.value.returncode == 1
    assert Certificate.objects.count() == 1
    assert bad.username in err.getvalue()
    assert "U+31350" in err.getvalue()
    assert "王" not in err.getvalue()


def test_unknown_scheme_is_unusable() -> None:
    with pytest.raises(CommandError) as error:
        call_command("issue_certificates", "--scheme", "zj-999")
    assert error.value.returncode == 2


def test_operator_checks_a_file_and_a_number(certificate: Certificate, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(bytes(certificate.file.pdf))
    assert certificate.number in verify(file)
    assert str(Status.VALID.label) in verify(certificate.number.lower())
    assert set(VerificationLog.objects.values_list("path", flat=True)) == {"command"}


def test_operator_is_told_what_is_wrong(certificate: Certificate, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(bytes(certificate.file.pdf) + b"\n")
    assert refused(file) == 1
    file.write_bytes(b"<html>")
    assert refused(file) == 2
    assert refused("ZJ26-0000-0000-V") == 2
    record_event(
        certificate=certificate,
        status=Status.REVOKED,
        reason_class=ReasonClass.FALSE_RECORD,
        reason="",
        by=None,
        at=timezone.now(),
    )
    assert refused(certificate.number) == 1


def test_signature_alone_is_judged_by_the_published_key(
    certificate: Certificate, tmp_path: Path, django_assert_num_queries: object
) -> None:
    file, key = tmp_path / "paper.pdf", tmp_path / "key.pem"
    file.write_bytes(bytes(certificate.file.pdf))
    key.write_text(certificate.signing_key.pem)
    with django_assert_num_queries(0):
        assert "paper.pdf" in verify(file, "--key", str(key))
        file.write_bytes(bytes(certificate.file.pdf) + b"\n")
        assert refused(file, "--key", str(key)) == 1
        assert refused(tmp_path / "missing.pdf", "--key", str(key)) == 2
