"""Rosters on their way in: the sealed file, its judged rows, and the columns an organisation's files have."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_organisations")]

    operations = [
        migrations.CreateModel(
            name="RosterImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("file_digest", models.CharField(editable=False, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "being read"),
                            ("mapping", "columns to be assigned"),
                            ("ready", "checked, not imported yet"),
                            ("writing", "being imported"),
                            ("written", "imported"),
                            ("undoing", "being undone"),
                            ("undone", "undone"),
                            ("cancelled", "cancelled"),
                            ("refused", "file refused"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("fault", models.CharField(blank=True, max_length=40)),
                ("headings_sealed", models.TextField(blank=True)),
                ("signature", models.CharField(blank=True, max_length=64)),
                ("columns", models.JSONField(blank=True, default=dict)),
                ("is_from_1904", models.BooleanField(default=False)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(verbose_name="uploaded at")),
                ("worked_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="imported at")),
                ("expires_at", models.DateTimeField()),
                ("purged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "roster import",
                "verbose_name_plural": "roster imports",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="RosterFile",
            fields=[
                (
                    "roster",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="people.rosterimport",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="RosterRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("cells_sealed", models.TextField(blank=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("ok", "good"), ("warn", "to confirm"), ("error", "refused"), ("skip", "left out")],
                        max_length=5,
                    ),
                ),
                ("reasons", models.CharField(blank=True, max_length=400)),
                ("open_reasons", models.CharField(blank=True, max_length=400)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("is_place_chosen", models.BooleanField(default=False)),
                ("level", models.CharField(blank=True, max_length=12)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "not imported"),
                            ("created", "added"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("failed", "refused while importing"),
                            ("undone", "undone"),
                            ("kept", "could not be undone"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("before_sealed", models.TextField(blank=True)),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="people.rosterimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "roster row",
                "verbose_name_plural": "roster rows",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signature", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_mappings",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "column mapping",
                "verbose_name_plural": "column mappings",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "signature"), name="column_mapping_one_per_heading")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="rosterimport",
            index=models.Index(condition=models.Q(("purged_at", None)), fields=["expires_at"], name="roster_to_purge"),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["reading", "mapping", "ready", "writing"])),
                fields=("organisation", "file_digest"),
                name="roster_one_open_per_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "reading",
                            "mapping",
                            "ready",
                            "writing",
                            "written",
                            "undoing",
                            "undone",
                            "cancelled",
                            "refused",
                        ],
                    )
                ),
                name="roster_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="rosterrow",
            index=models.Index(fields=["roster", "verdict", "number"], name="roster_row_by_verdict"),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.UniqueConstraint(fields=("roster", "number"), name="roster_row_unique"),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["ok", "warn", "error", "skip"])), name="roster_row_verdict_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="rosterrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["pending", "created", "changed", "unchanged", "failed", "undone", "kept"])
                ),
                name="roster_row_outcome_known",
            ),
        ),
    ]
