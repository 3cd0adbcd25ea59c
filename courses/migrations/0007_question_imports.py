import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Files of questions on their way in."""

    dependencies = [
        ("courses", "0006_exams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("file_digest", models.CharField(editable=False, max_length=64)),
                (
                    "asked_format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("xlsx", "Excel workbook"),
                            ("csv", "CSV table"),
                            ("word", "Word document or text"),
                            ("gift", "GIFT"),
                            ("moodle", "Moodle XML"),
                            ("aiken", "Aiken"),
                            ("qti", "QTI 2.1 / 2.2"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("xlsx", "Excel workbook"),
                            ("csv", "CSV table"),
                            ("word", "Word document or text"),
                            ("gift", "GIFT"),
                            ("moodle", "Moodle XML"),
                            ("aiken", "Aiken"),
                            ("qti", "QTI 2.1 / 2.2"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "being read"),
                            ("ready", "checked, not imported yet"),
                            ("writing", "being imported"),
                            ("written", "imported"),
                            ("undone", "undone"),
                            ("cancelled", "cancelled"),
                            ("refused", "file refused"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("fault", models.JSONField(blank=True, default=dict)),
                ("notes", models.JSONField(blank=True, default=list)),
                ("with_doubles", models.BooleanField(default=False)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(verbose_name="uploaded at")),
                ("worked_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="imported at")),
                ("expires_at", models.DateTimeField()),
                ("purged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="imports", to="courses.questionbank"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import of questions",
                "verbose_name_plural": "imports of questions",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="QuestionImportFile",
            fields=[
                (
                    "of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="courses.questionimport",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="ImportedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "place_kind",
                    models.CharField(
                        choices=[("row", "row %(place)s"), ("line", "line %(place)s"), ("name", "question %(place)s")],
                        max_length=5,
                    ),
                ),
                ("place", models.CharField(max_length=120)),
                ("cells", models.JSONField(default=dict)),
                ("draft", models.JSONField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("ok", "good"),
                            ("warn", "good, with a warning"),
                            ("error", "refused"),
                            ("skip", "no question"),
                        ],
                        max_length=5,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                ("doubts", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("is_double", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "not imported"),
                            ("created", "added"),
                            ("double", "left out, there already"),
                            ("undone", "undone"),
                        ],
                        default="pending",
                        max_length=8,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="courses.question"
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="courses.questionimport"
                    ),
                ),
            ],
            options={
                "verbose_name": "question of a file",
                "verbose_name_plural": "questions of a file",
                "ordering": ["number"],
            },
        ),
        migrations.AddConstraint(
            model_name="questionimport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["reading", "ready", "writing"])),
                fields=("bank", "file_digest"),
                name="question_import_one_open_per_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["reading", "ready", "writing", "written", "undone", "cancelled", "refused"])
                ),
                name="question_import_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="importedquestion",
            index=models.Index(fields=["of", "verdict", "number"], name="imported_by_verdict"),
        ),
        migrations.AddIndex(
            model_name="importedquestion",
            index=models.Index(fields=["of", "fingerprint"], name="imported_by_fingerprint"),
        ),
        migrations.AddConstraint(
            model_name="importedquestion",
            constraint=models.UniqueConstraint(fields=("of", "number"), name="imported_question_unique"),
        ),
        migrations.AddConstraint(
            model_name="importedquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["ok", "warn", "error", "skip"])),
                name="imported_question_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["pending", "created", "double", "undone"])),
                name="imported_question_outcome_known",
            ),
        ),
    ]
