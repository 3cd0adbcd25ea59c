"""Two accounts of one person: where their evidence was put together, and that the second account counts no more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0003_founding_scheme_and_policy"),
        ("people", "0007_privacy"),
    ]

    operations = [
        migrations.AddField(
            model_name="studyclock",
            name="is_closed",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="MergedEvidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kept_tick", models.PositiveBigIntegerField()),
                ("duplicate_tick", models.PositiveBigIntegerField()),
                ("merged_at", models.DateTimeField()),
                (
                    "merge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="people.personmerge"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbed_evidence",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duplicate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_evidence",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "merged evidence",
                "ordering": ["kept_tick"],
                "constraints": [
                    models.UniqueConstraint(fields=("kept", "kept_tick"), name="merged_evidence_one_a_tick"),
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("duplicate")), _negated=True),
                        name="merged_evidence_of_two",
                    ),
                ],
            },
        ),
        guard("attendance_mergedevidence", ("merge_id",), ("duplicate_id",), ("kept_id", "kept_tick")),
    ]
