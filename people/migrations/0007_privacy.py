"""Privacy: the log of who saw what, requests for correction, notice and consent, closing and merging of accounts."""

import datetime as dt
from pathlib import Path

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard

FIRST_NOTICE = Path(__file__).parents[1] / "data" / "privacy_notice_1.md"


def add_first_notice(apps, schema_editor):
    apps.get_model("people", "PrivacyNotice").objects.create(
        version=1, effective_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC), body=FIRST_NOTICE.read_text("utf-8")
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0006_qualifications")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged_accounts",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            name="PrivacyNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(unique=True, verbose_name="version")),
                ("effective_at", models.DateTimeField(verbose_name="effective at")),
                ("body", models.TextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "privacy notice",
                "verbose_name_plural": "privacy notices",
                "ordering": ["-version"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1), models.Q(("body", ""), _negated=True)),
                        name="privacy_notice_has_text",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "to be closed"), ("kept", "kept after all"), ("closed", "closed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "closing of an account",
                "verbose_name_plural": "closings of accounts",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "kept"), _negated=True),
                        fields=("person",),
                        name="account_closing_one_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state", "waiting")),
                            models.Q(("settled_at__isnull", False), ("state__in", ["kept", "closed"])),
                            _connector="OR",
                        ),
                        name="account_closing_settled_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("asked_at"))), name="account_closing_due_later"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("real_name", "name"),
                            ("phone", "mobile phone"),
                            ("email", "e-mail address"),
                            ("id_number", "ID number"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("before_sealed", models.CharField(blank=True, editable=False, max_length=500)),
                ("after_sealed", models.CharField(editable=False, max_length=500)),
                ("is_proved", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("explanation", models.CharField(blank=True, max_length=200, verbose_name="why")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for a decision"),
                            ("applied", "corrected"),
                            ("refused", "refused"),
                            ("withdrawn", "taken back"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for correction",
                "verbose_name_plural": "requests for correction",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("person", "field"),
                        name="correction_one_open_per_field",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "pending")),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by__isnull", True), ("state", "withdrawn")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ("applied", "refused")),
                            ),
                            _connector="OR",
                        ),
                        name="correction_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("person")), _negated=True),
                        name="correction_decided_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="correction_refused_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("field__in", ["real_name", "phone", "email", "id_number"]),
                            ("state__in", ["pending", "applied", "refused", "withdrawn"]),
                        ),
                        name="correction_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalDataAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("id_number", "ID number shown"),
                            ("phone", "phone number shown"),
                            ("email", "e-mail address shown"),
                            ("record", "whole record shown"),
                            ("export", "data exported"),
                            ("download", "file downloaded"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("happened_at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="about",
                    ),
                ),
            ],
            options={
                "verbose_name": "access to personal data",
                "verbose_name_plural": "accesses to personal data",
                "ordering": ["-happened_at", "-id"],
                "indexes": [
                    models.Index(fields=["person", "-happened_at"], name="data_access_by_person"),
                    models.Index(fields=["organisation", "-happened_at"], name="data_access_by_place"),
                    models.Index(fields=["happened_at"], name="data_access_by_instant"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", True), ("person__isnull", False)),
                            models.Q(("organisation__isnull", False), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="data_access_about_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["id_number", "phone", "email", "record", "export", "download"])
                        ),
                        name="data_access_known_words",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("reason"), 4
                        ),
                        name="data_access_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("happened_at", models.DateTimeField()),
                ("moved", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duplicate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merge", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merges", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "merge of two accounts",
                "verbose_name_plural": "merges of accounts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("duplicate")), _negated=True), name="person_merge_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="person_merge_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("accepted_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_acceptances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="people.privacynotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance of the privacy notice",
                "constraints": [models.UniqueConstraint(fields=("person", "notice"), name="notice_acceptance_once")],
            },
        ),
        # What is shown and what was agreed to is evidence: it is only ever added to. The access log may be cleared
        # away once the law's half year is over, and no day earlier.
        guard("people_personaldataaccess", kept=("happened_at", 183)),
        guard("people_privacynotice", ("version",)),
        guard("people_noticeacceptance", ("person_id", "notice_id")),
        guard("people_personmerge", ("duplicate_id",)),
        migrations.RunPython(add_first_notice, migrations.RunPython.noop),
    ]
