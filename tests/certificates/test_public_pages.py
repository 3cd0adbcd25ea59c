"""Checking without an account: by QR address, by number, by file; and what is never told."""

from __future__ import annotations

import datetime as dt
import io
import logging
import re
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from certificates import limits, numbering
from certificates.enums import CheckPath, Printed, ReasonClass, Status
from certificates.models import Certificate, VerificationLog
from certificates.selectors.own import address_of
from certificates.services.status import record_event
from tests.factories.certificates import LAST_FOUR, make_certificate
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
VERIFY, FILE, API = "/verify/", "/verify/file/", "/api/v1/certificates/verify/"
NAME = "王𬭎芳"


def path_of(certificate: Certificate) -> str:
    return "/v/" + address_of(certificate).rpartition("/v/")[2]


def ask(number: str, name: str = NAME, id_last4: str = LAST_FOUR, **extra: str) -> HttpResponse:
    return Client().post(VERIFY, {"number": number, "name": name, "id_last4": id_last4}, **extra)


def send(data: bytes, name: str = "certificate.pdf") -> HttpResponse:
    return Client().post(FILE, {"file": SimpleUploadedFile(name, data, "application/pdf")})


def change(certificate: Certificate, status: Status, reason_class: ReasonClass = ReasonClass.FALSE_RECORD) -> None:
    replaced_by = make_certificate(with_id=False) if status == Status.REISSUED else None
    record_event(
        certificate=certificate,
        status=status,
        reason_class=reason_class,
        reason="内部说明，不公开",
        by=None,
        at=timezone.now(),
        replaced_by=replaced_by,
    )


def without_tokens(response: HttpResponse) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_qr_address_shows_everything_printed_and_the_name_in_part(certificate: Certificate) -> None:
    response = Client().get(path_of(certificate))
    page = response.content.decode()
    for words in (certificate.number, "王*芳", "110105********002X", "社会工作专业培训120学时", "线上点播 100 学时",
                  "培训类别：实务", "zj-120 第 1 版", "浙江省社会工作培训中心（示例）", "2026-05-20"):  # fmt: skip
        assert words in page
    assert NAME not in page
    assert 'class="card result ok"' in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_every_look_is_written_down_for_the_holder(certificate: Certificate) -> None:
    hr = make_person()
    client = Client()
    client.get(path_of(certificate))
    client.force_login(hr)
    client.get(path_of(certificate))
    ask(certificate.number)
    send(bytes(certificate.file.pdf))
    seen = list(VerificationLog.objects.order_by("pk").values_list("path", "user"))
    assert seen == [("token", None), ("token", hr.pk), ("number", None), ("file", None)]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(Status.SUSPENDED, "warn"), (Status.REVOKED, "err"), (Status.VOID, "err"), (Status.REISSUED, "warn")],
)
def test_changed_state_shows_at_once_with_its_public_reason(
    certificate: Certificate, status: Status, kind: str
) -> None:
    change(certificate, status)
    response = Client().get(path_of(certificate))
    page = response.content.decode()
    assert response.status_code == 200
    assert f'class="card result {kind}"' in page
    assert str(ReasonClass.FALSE_RECORD.label) in page
    assert timezone.localdate().isoformat() in page
    assert "内部说明" not in page


def test_replaced_certificate_names_the_new_number(certificate: Certificate) -> None:
    change(certificate, Status.REISSUED, ReasonClass.DATA_CORRECTED)
    new = Certificate.objects.exclude(pk=certificate.pk).get()
    assert new.number in Client().get(path_of(certificate)).content.decode()


def test_valid_certificate_expires_after_its_last_day(certificate: Certificate) -> None:
    from certificates.standing import shown

    last = dt.date(2026, 12, 31)
    assert shown(Status.VALID, last, last) == Status.VALID
    assert shown(Status.VALID, last, last + dt.timedelta(days=1)) == Status.EXPIRED
    assert shown(Status.REVOKED, last, last + dt.timedelta(days=1)) == Status.REVOKED
    assert shown(Status.VALID, None, dt.date(2100, 1, 1)) == Status.VALID


@pytest.mark.parametrize("token", ["x", "A" * 22, "%E4%B8%AD", "0" * 5000])
def test_unknown_token_is_not_found(certificate: Certificate, token: str) -> None:
    assert Client().get(f"/v/{token}").status_code == 404


def test_closed_address_is_unknown(certificate: Certificate) -> None:
    path = path_of(certificate)
    certificate.tokens.update(closed_at=timezone.now())
    assert Client().get(path).status_code == 404
    assert Client().get(f"{path}/image").status_code == 404


def test_public_picture_covers_the_name(certificate: Certificate) -> None:
    public = Client().get(f"{path_of(certificate)}/image")
    owner = Client()
    owner.force_login(certificate.learner)
    whole = owner.get(reverse("certificate-picture", args=[certificate.pk]))
    shown, hidden = (Image.open(io.BytesIO(response.content)).convert("L") for response in (whole, public))
    assert public["Content-Type"] == "image/jpeg"
    assert shown.size == hidden.size
    # The name begins 34 mm from the left and is 21 points high; its second character is the one covered.
    second = (245, 395, 285, 440)
    assert min(shown.crop(second).get_flattened_data()) < 90
    assert min(hidden.crop(second).get_flattened_data()) > 180
    first = (201, 395, 243, 440)
    assert min(hidden.crop(first).get_flattened_data()) < 90


def test_three_facts_together_find_the_certificate(certificate: Certificate) -> None:
    page = ask(certificate.number).content.decode()
    assert certificate.number in page
    assert 'class="card result ok"' in page
    assert NAME not in page


@pytest.mark.parametrize(
    "typed",
    [
        lambda n: n.lower(),
        lambda n: n.replace("-", ""),
        lambda n: f" {n.replace('-', ' ')} ",
        lambda n: n.replace("0", "o"),
    ],
)
def test_number_may_be_typed_carelessly(certificate: Certificate, typed: object) -> None:
    assert ask(typed(certificate.number)).status_code == 200


def test_name_and_digits_may_be_typed_carelessly(certificate: Certificate) -> None:
    assert ask(certificate.number, f" {NAME}\u200b", "００２ｘ").status_code == 200


def test_unknown_malformed_and_not_matching_answer_alike(certificate: Certificate) -> None:
    unknown = numbering.compose("ZJ", 2026, "00000000")
    pages = [
        ask(unknown),
        ask("???"),
        ask(certificate.number, name="王芳"),
        ask(certificate.number, id_last4="0021"),
        ask(certificate.number[:-1] + ("0" if certificate.number[-1] != "0" else "1")),
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({without_tokens(page) for page in pages}) == 1
    assert not VerificationLog.objects.exists()


def test_all_of_them_take_the_same_steps(certificate: Certificate) -> None:
    ask("?")  # the first check of a day also clears old counts
    for number, name in ((certificate.number, "王芳"), ("???", NAME), (numbering.compose("ZJ", 2026, "0" * 8), NAME)):
        with CaptureQueriesContext(connection) as captured:
            ask(number, name)
        asked = [query["sql"] for query in captured if "certificates_" in query["sql"]]
        assert len(asked) == 3, "the minute, the day, the certificate"


def test_certificate_without_id_number_is_found_by_its_address_only(db: None) -> None:
    certificate = make_certificate(with_id=False)
    for digits in ("", "0", "****"):
        assert ask(certificate.number, id_last4=digits).status_code in {404, 422}
    assert Client().get(path_of(certificate)).status_code == 200


def test_empty_form_says_what_is_missing() -> None:
    response = Client().post(VERIFY, {})
    assert response.status_code == 422
    assert 'class="error-summary"' in response.content.decode()


def test_form_takes_the_number_from_the_front_page() -> None:
    assert 'value="ZJ26-1"' in Client().get(VERIFY + "?number=ZJ26-1").content.decode()


def test_markup_in_what_was_typed_stays_text() -> None:
    page = Client().get(VERIFY + '?number="><script>1').content.decode()
    assert "<script>1" not in page


def test_identical_file_of_a_valid_certificate(certificate: Certificate) -> None:
    page = send(bytes(certificate.file.pdf)).content.decode()
    assert 'class="card result ok"' in page
    assert "王*芳" in page
    assert NAME not in page


def test_identical_file_of_a_revoked_certificate_is_no_good(certificate: Certificate) -> None:
    change(certificate, Status.REVOKED)
    page = send(bytes(certificate.file.pdf)).content.decode()
    assert 'class="card result err"' in page


def test_altered_file_names_what_differs_and_no_value(certificate: Certificate) -> None:
    from .test_files import redrawn

    page = send(redrawn(certificate, values={"hours": "999"})).content.decode()
    assert 'class="card result err"' in page
    assert f"<li>{Printed.HOURS.label}</li>" in page
    assert "王*芳" not in page
    assert "110105" not in page


def test_foreign_file(certificate: Certificate) -> None:
    from .papers import draw

    page = send(draw()).content.decode()
    assert 'class="card result err"' in page
    assert not VerificationLog.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"), [(b"<html>", 415), (b"", 422), (b"%PDF-1.7 junk", 422), (b"%PDF-1.7" + b"0" * 10_500_000, 413)]
)
def test_unusable_file_is_told_beside_the_field(data: bytes, status: int) -> None:
    response = send(data)
    assert response.status_code == status
    assert 'class="field wrong"' in response.content.decode()


def test_declared_size_is_judged_before_the_body_is_read() -> None:
    class Unreadable(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

    response = Client(enforce_csrf_checks=True).generic(
        "POST", FILE, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**31), **{"wsgi.input": Unreadable()}
    )
    assert response.status_code == 413


def test_file_form_needs_its_token(certificate: Certificate) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(FILE, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}).status_code == 403


def test_eleventh_check_in_a_minute_waits(certificate: Certificate) -> None:
    at = timezone.now().replace(second=20, microsecond=0)
    with mock.patch("django.utils.timezone.now", return_value=at):
        for _ in range(limits.ANONYMOUS.per_minute):
            assert ask(certificate.number).status_code == 200
        late = ask(certificate.number)
        assert late.status_code == 429
        assert late["Retry-After"] == "40"
        assert Client().get(path_of(certificate)).status_code == 429
        assert send(b"%PDF-1.7").status_code == 429
        api = Client().post(API, {"number": "x", "name": "x", "id_last4": "x"}, "application/json")
        assert (api.status_code, api["Retry-After"], api.json()["code"]) == (429, "40", "too_many_checks")
        signed_in = Client()
        signed_in.force_login(make_person())
        assert signed_in.get(path_of(certificate)).status_code == 200


def test_neighbours_share_a_limit_and_made_up_addresses_do_not_help(certificate: Certificate) -> None:
    at = timezone.now()
    with mock.patch("django.utils.timezone.now", return_value=at):
        for number in range(limits.ANONYMOUS.per_minute):
            assert ask("?", REMOTE_ADDR=f"203.0.113.{number}").status_code == 404
        for made_up in ("198.51.100.1", "::1", "198.51.100.1, 198.51.100.2"):
            assert ask("?", REMOTE_ADDR="203.0.113.99", HTTP_X_FORWARDED_FOR=made_up).status_code == 429
        assert ask("?", REMOTE_ADDR="203.0.114.1").status_code == 404


def test_logs_hold_no_name_number_or_token(certificate: Certificate, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    path = path_of(certificate)
    Client().get(path)
    ask(certificate.number)
    ask(certificate.number, name="赵六")
    send(bytes(certificate.file.pdf))
    with mock.patch("certificates.views.asking.ANONYMOUS", limits.Limits(0, 0)):
        assert Client().get(path).status_code == 429
        assert Client().get(f"/api/v1/certificates/{path[3:]}/").status_code == 429
    text = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    for secret in (NAME, "赵六", certificate.number, path[3:], "002X"):
        assert secret not in text


@pytest.mark.parametrize("others", [0, 2])
def test_qr_address_takes_five_queries(
    certificate: Certificate, others: int, django_assert_num_queries: object
) -> None:
    """Counts of the minute and the day, token with certificate, latest event, log."""
    for _ in range(others):
        make_certificate(with_id=False)
    path = path_of(certificate)
    ask("?")  # the first check of a day also clears old counts
    with django_assert_num_queries(5):
        Client().get(path)


def test_check_path_words_fit_their_column() -> None:
    assert max(len(path) for path in CheckPath.values) <= 8
