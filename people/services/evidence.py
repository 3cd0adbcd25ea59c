"""Evidence files: sealed in the default storage, never at an address of their own."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..enums.qualifications import EvidenceKind
from ..errors import EvidenceGone, SealBroken
from ..evidence import Evidence, read_evidence
from ..models import Qualification, User
from ..sealing import seal_bytes, unseal_bytes

FOLDER = "qualifications"


def keep_evidence(qualification: Qualification, content: bytes) -> None:
    """Put a file into the row, unsaved; the one before it goes when the transaction is through."""
    evidence = read_evidence(content)
    drop_evidence(qualification)
    qualification.evidence_key = uuid.uuid4()
    qualification.evidence = _store(qualification.evidence_key, evidence.content)
    qualification.evidence_kind = evidence.kind
    qualification.evidence_sha256 = hashlib.sha256(evidence.content).hexdigest()


def drop_evidence(qualification: Qualification) -> None:
    """Take the file out of the row, unsaved."""
    if qualification.evidence:
        transaction.on_commit(partial(default_storage.delete, qualification.evidence))
    qualification.evidence = qualification.evidence_kind = qualification.evidence_sha256 = ""


@transaction.atomic
def open_evidence(*, qualification: Qualification, by: User, at: dt.datetime) -> Evidence:
    """The file for whoever may see the qualification; every look of another person is a row of the log."""
    seen = Qualification.objects.visible_to(by).filter(pk=qualification.pk).exclude(evidence="").first()
    if seen is None:
        raise EvidenceGone(_("There is no evidence file."))
    try:
        with default_storage.open(seen.evidence) as file:
            content = unseal_bytes(file.read(), owner=seen.evidence_key)
    except (FileNotFoundError, SealBroken):
        raise EvidenceGone(_("This file cannot be opened any more. Ask for the certificate again.")) from None
    if hashlib.sha256(content).hexdigest() != seen.evidence_sha256:
        raise EvidenceGone(_("This file cannot be opened any more. Ask for the certificate again."))
    if by.pk != seen.person_id:
        log(seen, "people.open_evidence", user=by, timestamp=at, data={"person": seen.person_id})
    return Evidence(EvidenceKind(seen.evidence_kind), content)


def reseal_evidence(*, qualification: Qualification) -> bool:
    """Seal the file anew under the newest key, for `rotate_field_keys`; False where there is none."""
    with transaction.atomic():
        row = Qualification.objects.select_for_update().get(pk=qualification.pk)
        if not row.evidence:
            return False
        with default_storage.open(row.evidence) as file:
            content = unseal_bytes(file.read(), owner=row.evidence_key)
        transaction.on_commit(partial(default_storage.delete, row.evidence))
        row.evidence = _store(row.evidence_key, content)
        row.save(update_fields=["evidence"])
    return True


def _store(key: uuid.UUID, content: bytes) -> str:
    # A name of its own each time: the file before it stays whole until the transaction is through.
    name = f"{FOLDER}/{key}-{uuid.uuid4().hex[:8]}.sealed"
    return str(default_storage.save(name, ContentFile(seal_bytes(content, owner=key))))
