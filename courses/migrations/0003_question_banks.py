import uuid

import django.db.models.deletion
import taggit.managers
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard


class Migration(migrations.Migration):
    """Question banks; a version of a question never changes."""

    dependencies = [
        ("courses", "0002_guard_editions"),
        ("people", "0008_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnowledgePoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug")),
            ],
            options={
                "verbose_name": "knowledge point",
                "verbose_name_plural": "knowledge points",
            },
        ),
        migrations.CreateModel(
            name="KnowledgePointOfQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="courses.knowledgepoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired")),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True,
                        help_text="A comma-separated list of tags.",
                        through="courses.KnowledgePointOfQuestion",
                        to="courses.KnowledgePoint",
                        verbose_name="knowledge points",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
            },
        ),
        migrations.AddField(
            model_name="knowledgepointofquestion",
            name="content_object",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="courses.question"
            ),
        ),
        migrations.CreateModel(
            name="QuestionBank",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("created_at", models.DateTimeField(verbose_name="created")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question_banks",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "question bank",
                "verbose_name_plural": "question banks",
            },
        ),
        migrations.AddField(
            model_name="question",
            name="bank",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="courses.questionbank"
            ),
        ),
        migrations.CreateModel(
            name="QuestionVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "one answer"),
                            ("multiple", "several answers"),
                            ("truefalse", "true or false"),
                            ("fill", "fill in"),
                            ("matching", "matching"),
                            ("ordering", "ordering"),
                            ("short", "short text"),
                            ("essay", "essay"),
                            ("case", "case"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("stem", models.TextField(verbose_name="question")),
                ("content", models.JSONField()),
                ("key", models.JSONField()),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                (
                    "difficulty",
                    models.CharField(
                        choices=[("easy", "easy"), ("medium", "medium"), ("hard", "hard")],
                        max_length=8,
                        verbose_name="difficulty",
                    ),
                ),
                ("centipoints", models.PositiveIntegerField()),
                ("fingerprint", models.CharField(db_index=True, max_length=64)),
                ("written_at", models.DateTimeField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="courses.question"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a question",
            },
        ),
        migrations.AddField(
            model_name="question",
            name="newest",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="courses.questionversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="knowledgepointofquestion",
            constraint=models.UniqueConstraint(fields=("tag", "content_object"), name="knowledge_point_once"),
        ),
        migrations.AddConstraint(
            model_name="questionbank",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="bank_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="questionbank",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="bank_has_name"),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.UniqueConstraint(fields=("question", "number"), name="question_version_unique"),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="question_version_from_one"),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["single", "multiple", "truefalse", "fill", "matching", "ordering", "short", "essay", "case"],
                    )
                ),
                name="question_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("centipoints__gte", 1)), name="question_earns_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("stem", ""), _negated=True), name="question_has_stem"
            ),
        ),
        guard("courses_questionversion", ("question_id", "number")),
    ]
