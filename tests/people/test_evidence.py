"""Evidence files: what is refused, what is kept of them, and who can open them."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pikepdf
import pytest
from django.core.files.storage import default_storage
from PIL import Image

from people.enums import Role
from people.enums.qualifications import (
    EvidenceFault,
    QualificationLevel,
)
from people.errors import (
    EvidenceGone,
    Malformed,
)
from people.evidence import MOST_BYTES, first_page, read_evidence
from people.models import Qualification, User
from people.services.evidence import open_evidence, reseal_evidence
from people.services.qualifications import (
    claim_qualification,
    correct_qualification,
    withdraw_qualification,
)
from tests.factories.people import Tree, make_person, make_tree
from tests.factories.qualifications import make_claim, pdf, picture

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
ISSUED = dt.date(2020, 9, 1)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


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


def with_tail(content: bytes, tail: bytes) -> bytes:
    return content + tail


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", EvidenceFault.EMPTY),
        (HTML, EvidenceFault.KIND),
        (SVG, EvidenceFault.KIND),
        (b"GIF89a" + b"\0" * 40, EvidenceFault.KIND),
        (b"PK\x03\x04" + b"\0" * 40, EvidenceFault.KIND),
        (b" " + b"%PDF-1.7\n%%EOF", EvidenceFault.KIND),
        (b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF", EvidenceFault.KIND),
        (b"%PDF-1.7\nnothing\n%%EOF", EvidenceFault.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, EvidenceFault.BROKEN),
        (b"\xff\xd8\xff\xe0" + HTML, EvidenceFault.BROKEN),
    ],
)
def test_file_that_is_no_evidence_is_refused(content: bytes, fault: EvidenceFault) -> None:
    with pytest.raises(Malformed) as refused:
        read_evidence(content)
    assert refused.value.fault == fault


def test_large_file_is_refused_unread() -> None:
    with pytest.raises(Malformed) as refused:
        read_evidence(b"%PDF-1.7\n" + b"\0" * MOST_BYTES)
    assert refused.value.fault == EvidenceFault.SIZE


def test_pdf_with_a_script_or_an_attachment_is_refused() -> None:
    script, attached = io.BytesIO(), io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(script)
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["a.exe"] = b"MZ"
        document.save(attached, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    for content in (script.getvalue(), attached.getvalue()):
        with pytest.raises(Malformed) as refused:
            read_evidence(content)
        assert refused.value.fault == EvidenceFault.ACTIVE


def test_pdf_with_a_script_under_another_spelling_is_refused() -> None:
    """`#53` in a name is the letter S; every reader of PDF knows that."""
    action = b"/MediaBox", b"/AA<</O<</S/J#61vaScript/J#53(app.alert\\(1\\))>>>>/MediaBox"
    with pytest.raises(Malformed) as refused:
        read_evidence(pdf().replace(*action))
    assert refused.value.fault == EvidenceFault.ACTIVE


def test_scan_that_holds_the_letters_of_a_script_by_chance_is_taken() -> None:
    """In ten megabytes of packed picture these three bytes stand twice on average."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Picture = pikepdf.Stream(document, b"\x00\xff/JS\x01\xfe/js\x92")
        document.save(out, compress_streams=False)
    assert b"/JS\x01" in out.getvalue()
    assert read_evidence(out.getvalue()).kind == "pdf"


def test_pdf_with_many_pages_or_another_end_is_refused() -> None:
    with pytest.raises(Malformed) as refused:
        read_evidence(pdf(21))
    assert refused.value.fault == EvidenceFault.LONG
    with pytest.raises(Malformed) as refused:
        read_evidence(with_tail(pdf(), b"PK\x05\x06" + b"\0" * 18))
    assert refused.value.fault == EvidenceFault.KIND


def test_picture_loses_what_hangs_behind_it() -> None:
    for kind in ("PNG", "JPEG"):
        kept = read_evidence(with_tail(picture(kind), HTML + b"PK\x03\x04")).content
        assert b"script" not in kept
        assert Image.open(io.BytesIO(kept)).size == (40, 30)


def test_picture_loses_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    assert b"secret" in out.getvalue()
    assert b"secret" not in read_evidence(out.getvalue()).content


def test_picture_with_too_many_pixels_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (9000, 7000)).save(out, "PNG")
    with pytest.raises(Malformed) as refused:
        read_evidence(out.getvalue())
    assert refused.value.fault == EvidenceFault.PIXELS


def test_evidence_is_stored_sealed_and_opened_by_those_who_may(person: User, hr: User, tree: Tree) -> None:
    content = pdf()
    row = claim(person, evidence=content)
    with default_storage.open(row.evidence) as file:
        assert b"%PDF" not in file.read()
    for viewer in (person, hr):
        assert open_evidence(qualification=row, by=viewer, at=NOW).content == content
    for stranger in (make_person(organisation=tree.community), make_person(organisation=tree.other_city, role=Role.HR)):
        with pytest.raises(EvidenceGone):
            open_evidence(qualification=row, by=stranger, at=NOW)


def test_first_page_of_a_pdf_is_a_picture() -> None:
    assert Image.open(io.BytesIO(first_page(pdf(2)))).format == "JPEG"


def test_evidence_swapped_on_disk_is_not_shown(person: User, tree: Tree) -> None:
    row, other = claim(person, evidence=pdf()), make_claim(make_person(organisation=tree.community), evidence=pdf(2))
    Qualification.objects.filter(pk=row.pk).update(evidence=other.evidence)
    with pytest.raises(EvidenceGone):
        open_evidence(qualification=row, by=person, at=NOW)


def test_new_file_takes_the_place_of_the_old_one(person: User, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = claim(person, evidence=pdf())
    old = row.evidence
    with django_capture_on_commit_callbacks(execute=True):
        row = correct_qualification(
            qualification=row, certificate_number="ZJ12345", issued_on=ISSUED, evidence=picture(), by=person, at=NOW
        )
    assert not default_storage.exists(old)
    assert default_storage.exists(row.evidence)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_qualification(qualification=row, by=person, at=NOW)
    assert not default_storage.exists(row.evidence)


def test_evidence_is_sealed_anew_under_the_newest_key(
    person: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    row = claim(person, evidence=pdf())
    old_keys = settings.FIELD_KEYS
    settings.FIELD_KEYS = {"t2": bytes(range(1, 33)), **old_keys}
    with django_capture_on_commit_callbacks(execute=True):
        assert reseal_evidence(qualification=row)
    settings.FIELD_KEYS = {"t2": bytes(range(1, 33))}
    row.refresh_from_db()
    assert open_evidence(qualification=row, by=person, at=NOW).content == pdf()
