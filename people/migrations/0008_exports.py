"""Exports of people's data: the record of each, and the log of what happened to it, which is append-only."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("people", "0007_privacy")]

    operations = [
        migrations.CreateModel(
            name="PersonalExport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=200, verbose_name="purpose")),
                ("filters", models.JSONField(default=dict)),
                ("columns", models.JSONField(default=list)),
                (
                    "file_format",
                    models.CharField(
                        choices=[("xlsx", "Excel workbook (xlsx)"), ("csv", "text table (csv)")],
                        max_length=4,
                        verbose_name="file format",
                    ),
                ),
                ("is_full", models.BooleanField(default=False, verbose_name="unmasked")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason for full values")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("working", "being written"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                            ("expired", "expired, file removed"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("rows_total", models.PositiveIntegerField(default=0, verbose_name="rows")),
                ("rows_written", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True, verbose_name="expires at")),
                ("file_name", models.CharField(blank=True, max_length=60)),
                ("file_sha256", models.CharField(blank=True, max_length=64)),
                ("file_bytes", models.PositiveBigIntegerField(default=0)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="personal_exports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "export of personal data",
                "verbose_name_plural": "exports of personal data",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="PersonalExportEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("written", "file written"),
                            ("failed", "failed"),
                            ("downloaded", "downloaded"),
                            ("removed", "file removed"),
                        ],
                        max_length=10,
                        verbose_name="event",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="at")),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="people.personalexport"
                    ),
                ),
            ],
            options={
                "verbose_name": "event of an export",
                "verbose_name_plural": "events of exports",
                "ordering": ["happened_at", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="personalexport",
            index=models.Index(fields=["asked_by", "-asked_at"], name="personal_export_by_asker"),
        ),
        migrations.AddConstraint(
            model_name="personalexport",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length("purpose"), 6
                ),
                name="personal_export_has_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_full", False),
                    django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length("reason"), 6),
                    _connector="OR",
                ),
                name="personal_export_full_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "ready"),
                        models.Q(("file_name", ""), _negated=True),
                        models.Q(("file_sha256", ""), _negated=True),
                        ("expires_at__isnull", False),
                        ("finished_at__isnull", False),
                    ),
                    models.Q(models.Q(("state", "ready"), _negated=True), ("file_name", "")),
                    _connector="OR",
                ),
                name="personal_export_file_when_ready",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at__isnull", True), ("expires_at__gt", models.F("asked_at")), _connector="OR"
                ),
                name="personal_export_expires_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "working", "ready", "failed", "expired"]),
                    ("file_format__in", ["xlsx", "csv"]),
                ),
                name="personal_export_known_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="personalexportevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["asked", "written", "failed", "downloaded", "removed"])),
                name="personal_export_event_known_words",
            ),
        ),
        guard("people_personalexportevent"),
    ]
