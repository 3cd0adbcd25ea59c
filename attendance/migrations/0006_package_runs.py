import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard

COMPLETION = [("unknown", "not reported"), ("incomplete", "begun"), ("completed", "completed")]
SUCCESS = [("unknown", "not reported"), ("passed", "passed"), ("failed", "not passed")]


class Migration(migrations.Migration):
    """What packages report of themselves; it credits nothing."""

    dependencies = [
        ("attendance", "0005_exam_fences"),
        ("courses", "0010_packages"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="PackageRun",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("part", models.CharField(max_length=255)),
                ("launch", models.UUIDField()),
                ("last_seq", models.PositiveIntegerField(default=0)),
                ("last_hash", models.CharField(blank=True, max_length=64)),
                ("state", models.JSONField(default=dict)),
                ("completion", models.CharField(choices=COMPLETION, default="unknown", max_length=12)),
                ("success", models.CharField(choices=SUCCESS, default="unknown", max_length=8)),
                ("score_raw", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("score_max", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("score_scaled", models.DecimalField(decimal_places=4, max_digits=6, null=True)),
                ("location", models.CharField(blank=True, max_length=1000)),
                ("claimed_seconds", models.PositiveIntegerField(default=0)),
                ("commit_count", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="package_runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="courses.lessonpackage",
                    ),
                ),
            ],
            options={"verbose_name": "run of a package"},
        ),
        migrations.CreateModel(
            name="PackageCommit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("launch", models.UUIDField()),
                ("seq", models.PositiveIntegerField()),
                ("state_hash", models.CharField(max_length=64)),
                ("completion", models.CharField(choices=COMPLETION, max_length=12)),
                ("success", models.CharField(choices=SUCCESS, max_length=8)),
                ("score_raw", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("score_scaled", models.DecimalField(decimal_places=4, max_digits=6, null=True)),
                ("claimed_seconds", models.PositiveIntegerField()),
                ("received_at", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commits",
                        to="attendance.packagerun",
                    ),
                ),
            ],
            options={"verbose_name": "report of a package"},
        ),
        migrations.AddConstraint(
            model_name="packagerun",
            constraint=models.UniqueConstraint(fields=("learner", "package", "part"), name="package_run_once"),
        ),
        migrations.AddConstraint(
            model_name="packagerun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("completion__in", ["unknown", "incomplete", "completed"]),
                    ("success__in", ["unknown", "passed", "failed"]),
                ),
                name="package_run_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="packagecommit",
            constraint=models.UniqueConstraint(fields=("run", "launch", "seq"), name="package_commit_once"),
        ),
        guard("attendance_packagecommit", ("run_id", "launch", "seq")),
    ]
