"""Issued certificates: immutable snapshots, their bytes, their history (certificates.md)."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User

from .enums import CheckPath, Product, ReasonClass, Status


class CertificateTemplate(models.Model):
    """Wording of a product. A change is a new version; issued certificates keep the one they used.

    `body` may name the variables listed in `certificates.wording`, as in `{subject}`; `**` marks bold.
    """

    product = models.CharField(_("product"), max_length=8, choices=Product.choices)
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=20)
    subtitle = models.CharField(_("second title"), max_length=60, blank=True)
    body = models.TextField(_("text"))
    category_line = models.CharField(_("category line"), max_length=120, blank=True)
    issuer = models.CharField(_("issuer"), max_length=60)
    signatory_label = models.CharField(_("signature label"), max_length=30, blank=True)
    seal_text = models.CharField(_("text of the seal"), max_length=30)

    class Meta:
        verbose_name = _("certificate template")
        constraints = [models.UniqueConstraint(fields=["product", "version"], name="template_version_unique")]

    def __str__(self) -> str:
        return f"{self.product} v{self.version}"


class SigningKey(models.Model):
    """A public signing certificate, kept for ever with its validity."""

    fingerprint = models.CharField(_("SHA-256 fingerprint"), max_length=64, primary_key=True)
    pem = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField()
    first_used_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signing key")

    def __str__(self) -> str:
        return self.fingerprint[:16]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: Any) -> CertificateQuerySet:
        """One's own certificates, and those of the people in the subtrees one oversees.

        With those that were issued to an account which was put together with one of these.
        """
        people = User.objects.visible_to(user)
        return self.filter(Q(learner__in=people) | Q(learner__merged_into__in=people))

    def held_by(self, person: User) -> CertificateQuerySet:
        """Under whichever account of the person they were issued."""
        return self.filter(Q(learner=person) | Q(learner__merged_into=person))


class Certificate(models.Model):
    """A certificate as it was issued. `snapshot` is the canonical JSON of every printed field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    product = models.CharField(_("product"), max_length=8, choices=Product.choices)
    subject_key = models.CharField(max_length=64)
    period = models.CharField(max_length=24, blank=True)
    issue_number = models.PositiveSmallIntegerField(default=1)
    template = models.ForeignKey(CertificateTemplate, models.PROTECT, related_name="certificates")
    signing_key = models.ForeignKey(SigningKey, models.PROTECT, related_name="certificates")
    snapshot = models.TextField()
    snapshot_sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64, unique=True)
    ledger_position = models.BigIntegerField()
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(_("expires on"), null=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "product", "subject_key", "period", "issue_number"], name="certificate_once"
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def holder(self) -> User:
        """Who holds it now: the account it was issued to, or the one that goes on for it."""
        person: User = self.learner
        return person.merged_into or person


class CertificateFile(models.Model):
    """The signed PDF, stored once and never drawn again."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="file")
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("certificate file")

    def __str__(self) -> str:
        return str(self.certificate_id)


class CertificateImage(models.Model):
    """A picture of the stored PDF for phones that open no PDF; may be made again at any time."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="image")
    jpeg = models.BinaryField()

    class Meta:
        verbose_name = _("certificate picture")

    def __str__(self) -> str:
        return str(self.certificate_id)


class CertificateToken(models.Model):
    """The secret of a QR address. The holder may close it and open a new one.

    Looked up by its hash; sealed (people.sealing, owner: the certificate), so that the holder can be shown the address.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="tokens")
    token_sha256 = models.CharField(max_length=64, unique=True)
    token_sealed = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("certificate token")

    def __str__(self) -> str:
        return str(self.certificate_id)


class CertificateEvent(models.Model):
    """History of a certificate. Its latest row is the status; never changed."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    status = models.CharField(_("status"), max_length=10, choices=Status.choices)
    reason_class = models.CharField(_("reason class"), max_length=16, choices=ReasonClass.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaced_by = models.ForeignKey(Certificate, models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("certificate event")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "number"], name="certificate_event_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id}/{self.number}"


class VerificationLog(models.Model):
    """Who checked a certificate, when, and how; shown to the holder."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="verifications")
    path = models.CharField(_("way"), max_length=8, choices=CheckPath.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()

    class Meta:
        verbose_name = _("verification")
        indexes = [models.Index(fields=["certificate", "-happened_at"], name="verification_by_certificate")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.path}"


class CheckCount(models.Model):
    """Checks of one asker in one minute or day; thrown away afterwards."""

    key = models.CharField(max_length=120, primary_key=True)
    taken = models.PositiveIntegerField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of checks")

    def __str__(self) -> str:
        return self.key
