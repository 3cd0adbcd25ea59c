"""A dropped file: identical, altered, or not issued here."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from certificates import comparison, drawing, signing
from certificates.demonstration_key import make_demonstration_key
from certificates.enums import FileFault, FileVerdict, Printed
from certificates.errors import BrokenPdf, EncryptedPdf, FileTooLarge, NotAPdf
from certificates.models import Certificate
from certificates.selectors.files import MOST_BYTES, check_file
from certificates.snapshot import Snapshot
from tests.factories.certificates import make_certificate

from .papers import AT, URL, draw, make_snapshot

pytestmark = pytest.mark.django_db


def stored(certificate: Certificate) -> bytes:
    return bytes(certificate.file.pdf)


def rewritten(data: bytes, change: Callable[[pikepdf.Pdf], None] = lambda pdf: None, **options: object) -> bytes:
    """Saved anew by another program, uncompressed."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        output = io.BytesIO()
        if not options:
            options = {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.all}
        pdf.save(output, **options)
        return output.getvalue()


def redrawn(certificate: Certificate, **changes: object) -> bytes:
    """A forgery with our own tools: other facts, same number, no signature."""
    fields = dict(vars(Snapshot.read(certificate.snapshot)))
    values = {**fields["values"], **changes.pop("values", {})}
    if values != fields["values"]:
        runs = tuple(
            (text.replace(fields["values"][name], value), bold)
            for text, bold in fields["runs"]
            for name, value in values.items()
            if value != fields["values"][name]
        )
        fields |= {"runs": runs, "values": values}
    return drawing.draw(Snapshot(**{**fields, **changes}), verify_url=URL, at=AT)


def test_stored_file_is_identical(certificate: Certificate) -> None:
    check = check_file(stored(certificate))
    assert (check.verdict, check.certificate) == (FileVerdict.SAME, certificate)
    assert (check.differing, check.faults) == ((), ())


def test_one_byte_more_is_no_longer_identical(certificate: Certificate) -> None:
    check = check_file(stored(certificate) + b"\n")
    assert (check.verdict, check.certificate) == (FileVerdict.ALTERED, certificate)
    assert check.faults == (FileFault.LATER_REVISION, FileFault.OUTSIDE)


def test_file_saved_anew_differs_outside_of_the_fields(certificate: Certificate) -> None:
    check = check_file(rewritten(stored(certificate)))
    assert (check.verdict, check.certificate, check.differing) == (FileVerdict.ALTERED, certificate, ())
    assert check.faults == (FileFault.BROKEN_SIGNATURE, FileFault.OUTSIDE)


def codes_of(font: pikepdf.Object) -> dict[str, int]:
    """Character -> code, from the font's map back to text."""
    pairs = re.findall(rb"<(\w\w)> <(\w{4,})>", font.ToUnicode.read_bytes())
    return {bytes.fromhex(text.decode()).decode("utf-16-be"): int(code, 16) for code, text in pairs}


def exchange(pdf: pikepdf.Pdf, old: str, new: str) -> None:
    """Another text in place of the first `old`, in the font and place it had."""
    page, font, done = pdf.pages[0], "", False
    codes = {name: codes_of(font) for name, font in page.Resources.Font.items()}
    instructions = []
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = str(operands[0])
        if str(operator) == "Tj" and not done and set(old) <= set(codes[font]):
            shown, wanted = bytes(operands[0]), bytes(codes[font][character] for character in old)
            if wanted in shown:
                done = True
                other = shown.replace(wanted, bytes(codes[font][character] for character in new), 1)
                instructions.append(([pikepdf.String(other)], operator))
                continue
        instructions.append((operands, operator))
    assert done
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def test_one_character_changed_in_an_uncompressed_rewrite_is_named(certificate: Certificate) -> None:
    check = check_file(rewritten(stored(certificate), lambda pdf: exchange(pdf, "120 学时", "122 学时")))
    assert (check.verdict, check.certificate) == (FileVerdict.ALTERED, certificate)
    assert check.differing == (Printed.HOURS,)
    assert check.faults == (FileFault.BROKEN_SIGNATURE,)


def test_one_character_of_the_name_changed_is_named(certificate: Certificate) -> None:
    check = check_file(rewritten(stored(certificate), lambda pdf: exchange(pdf, "王𬭎芳", "王社芳")))
    assert check.differing == (Printed.NAME,)


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ({"name": "王𬭎"}, (Printed.NAME,)),
        ({"name": "李王𬭎芳"}, (Printed.NAME,)),
        ({"id_masked": "110105********0021"}, (Printed.ID_NUMBER,)),
        ({"category_line": "培训类别：督导"}, (Printed.CATEGORY,)),
        ({"rule_line": "规则版本：zj-120 第 2 版，1 学时 = 60 分钟"}, (Printed.RULE,)),
        ({"issuer": "浙江省社会工作培训中心"}, (Printed.ISSUER,)),
        ({"title": "结业证书"}, (Printed.TITLE,)),
        ({"seal_text": "某某中心"}, (Printed.SEAL,)),
        ({"issued_on": AT.date()}, (Printed.ISSUED_ON,)),
        ({"values": {"subject": "社会工作专业培训90学时"}}, (Printed.SUBJECT,)),
        ({"values": {"breakdown": "（均为面授）"}}, (Printed.BREAKDOWN,)),
        ({"values": {"period": "2026 年 1 月 4 日至 2026 年 5 月 12 日"}}, (Printed.PERIOD,)),
        ({"runs": (("只改了措辞。", False),)}, (Printed.TEXT,)),
    ],
)
def test_changed_fields_are_named_and_no_others(
    certificate: Certificate, changes: dict[str, object], differing: tuple[Printed, ...]
) -> None:
    check = check_file(redrawn(certificate, **changes))
    assert (check.verdict, check.certificate, check.differing) == (FileVerdict.ALTERED, certificate, differing)
    assert check.faults == (FileFault.UNSIGNED,)


def test_name_that_holds_words_of_the_text_is_compared_rightly(db: None) -> None:
    certificate = make_certificate(name="于参加")
    check = check_file(redrawn(certificate, values={"period": "2020 年 1 月 1 日"}))
    assert check.differing == (Printed.PERIOD,)


def test_number_exchanged_on_the_page_is_found_by_the_metadata(certificate: Certificate) -> None:
    def keep_old_metadata(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Keywords"] = certificate.number

    forged = rewritten(redrawn(certificate, number="ZJ26-0000-0000-V"), keep_old_metadata)
    check = check_file(forged)
    assert (check.verdict, check.certificate) == (FileVerdict.ALTERED, certificate)
    assert check.differing == (Printed.NUMBER,)


def test_file_signed_by_somebody_else_is_altered(certificate: Certificate, tmp_path: object) -> None:
    make_demonstration_key(tmp_path / "other.p12", "")
    other = signing.SimpleSigner.load_pkcs12_data((tmp_path / "other.p12").read_bytes(), [])
    output = io.BytesIO()
    forged = redrawn(certificate, values={"hours": "999"})
    signer = PdfSigner(PdfSignatureMetadata(field_name="Signature"), signer=other)
    signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(forged)), output=output)
    check = check_file(output.getvalue())
    assert check.verdict == FileVerdict.ALTERED
    assert check.faults == (FileFault.OTHER_KEY,)


def test_signed_paper_that_was_never_issued_is_foreign(certificate: Certificate) -> None:
    assert check_file(signing.sign(draw())).verdict == FileVerdict.FOREIGN


def test_file_made_up_around_a_number_does_not_tell_that_it_exists(certificate: Certificate) -> None:
    made_up = draw(make_snapshot(number=certificate.number, name="某人", subject="某课程"))
    unknown = draw(make_snapshot(name="某人", subject="某课程"))
    assert check_file(made_up) == check_file(unknown)
    assert check_file(made_up).verdict == FileVerdict.FOREIGN


def test_pdf_of_somebody_else_is_foreign(certificate: Certificate) -> None:
    empty = pikepdf.new()
    empty.add_blank_page()
    output = io.BytesIO()
    empty.save(output)
    check = check_file(output.getvalue())
    assert (check.verdict, check.certificate) == (FileVerdict.FOREIGN, None)


def test_locked_file_is_refused(certificate: Certificate) -> None:
    locked = rewritten(stored(certificate), encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(EncryptedPdf):
        check_file(locked)


@pytest.mark.parametrize("data", [b"", b"<html>%PD", b"PK\x03\x04", b"\x89PNG", b" " * 2000 + b"%PDF-1.7"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPdf):
        check_file(data)


def test_damaged_file_is_refused(certificate: Certificate) -> None:
    with pytest.raises(BrokenPdf):
        check_file(b"%PDF-1.7\n" + b"junk" * 100)
    with pytest.raises(BrokenPdf):
        check_file(stored(certificate)[:2000])


def test_huge_file_is_refused_by_its_size() -> None:
    with pytest.raises(FileTooLarge):
        check_file(b"%PDF-1.7" + b"0" * MOST_BYTES)


@given(st.binary(max_size=300))
def test_any_bytes_are_judged_or_refused(data: bytes) -> None:
    with contextlib.suppress(BrokenPdf):
        assert check_file(b"%PDF-1.7\n" + data).verdict == FileVerdict.FOREIGN


@given(st.text(max_size=200))
def test_any_text_is_compared_without_error(text: str) -> None:
    snapshot = make_snapshot()
    differing = comparison.differing(text, snapshot, "于 {period}参加“**{subject}**”培训。")
    assert Printed.NAME in differing
    assert not comparison.is_about(differing, snapshot)
