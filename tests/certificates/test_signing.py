"""Signatures: two readers accept them, both see a change, and the key is made once."""

from __future__ import annotations

import io
import multiprocessing
import stat
from pathlib import Path

import pytest
from django.test.utils import override_settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.errors import SigningUnavailable
from certificates.signature_facts import read_signature
from certificates.signing import ensure_signing_key, sign

from .papers import draw, run


@pytest.fixture(scope="module")
def signed(_own_signing_key: None) -> bytes:
    return sign(draw())


def pdfsig(data: bytes, folder: Path) -> str:
    file = folder / "signed.pdf"
    file.write_bytes(data)
    return run("pdfsig", file)


def one_byte_changed(data: bytes) -> bytes:
    place = data.index(b"stream", 3000) + 60
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def appended(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/Extra"] = writer.root["/Type"]
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def test_pdfsig_accepts_the_signature_and_sees_an_edit(signed: bytes, tmp_path: Path) -> None:
    report = pdfsig(signed, tmp_path)
    assert "Signature is Valid" in report
    assert "Total document signed" in report
    assert "ETSI.CAdES.detached" in report
    assert "Digest Mismatch" in pdfsig(one_byte_changed(signed), tmp_path)
    assert "Not total document signed" in pdfsig(appended(signed), tmp_path)


def test_pyhanko_accepts_the_certification_and_sees_an_edit(signed: bytes) -> None:
    trust = ValidationContext(trust_roots=[ensure_signing_key().signer.signing_cert], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    status = validate_pdf_signature(signature, trust)
    assert status.bottom_line
    assert status.modification_level == ModificationLevel.NONE
    (later,) = PdfFileReader(io.BytesIO(appended(signed))).embedded_signatures
    assert not validate_pdf_signature(later, trust).bottom_line
    (broken,) = PdfFileReader(io.BytesIO(one_byte_changed(signed))).embedded_signatures
    assert not validate_pdf_signature(broken, trust).intact


def test_facts_of_a_signature(signed: bytes) -> None:
    facts = read_signature(signed)
    assert facts is not None
    assert (facts.is_intact, facts.covers_whole_file, facts.has_later_revision) == (True, True, False)
    assert facts.fingerprint == ensure_signing_key().fingerprint


def test_facts_of_a_changed_file(signed: bytes) -> None:
    changed, later = read_signature(one_byte_changed(signed)), read_signature(appended(signed))
    whole = read_signature(signed)
    assert changed is not None
    assert later is not None
    assert whole is not None
    assert not changed.is_intact
    assert later.is_intact
    assert later.has_later_revision
    assert later.revision_sha256 == whole.revision_sha256


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\nstartxref\n0\n%%EOF", b"<html>"])
def test_no_signature_in_what_is_no_signed_pdf(data: bytes) -> None:
    assert read_signature(data) is None


def test_unsigned_paper_has_no_signature() -> None:
    assert read_signature(draw()) is None


def test_metadata_stay_as_they_were_drawn(signed: bytes) -> None:
    assert signed.startswith(draw())
    assert signed.count(b"ModifyDate") == draw().count(b"ModifyDate")


def _fingerprint(path: str) -> str:
    with override_settings(SIGNING_PKCS12=path, SIGNING_PASSWORD="", DEMONSTRATION=True):
        return ensure_signing_key().fingerprint


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    file = tmp_path / "new" / "key.p12"
    with multiprocessing.get_context("fork").Pool(4) as pool:
        fingerprints = pool.map(_fingerprint, [str(file)] * 4, chunksize=1)
    assert len(set(fingerprints)) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_configured_key_is_never_made_up(tmp_path: Path) -> None:
    elsewhere = override_settings(SIGNING_PKCS12=str(tmp_path / "missing.p12"), DEMONSTRATION=False)
    with elsewhere, pytest.raises(SigningUnavailable):
        ensure_signing_key()
    assert list(tmp_path.iterdir()) == []


def test_wrong_password_is_a_clear_refusal(tmp_path: Path) -> None:
    file = tmp_path / "key.p12"
    with override_settings(SIGNING_PKCS12=str(file), SIGNING_PASSWORD="right", DEMONSTRATION=True):
        ensure_signing_key()
    with override_settings(SIGNING_PKCS12=str(file), SIGNING_PASSWORD="wrong"), pytest.raises(SigningUnavailable):
        ensure_signing_key()
