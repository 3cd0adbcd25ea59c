import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import courses.models.evaluations
from people.append_only import guard


class Migration(migrations.Migration):
    """Questions about lessons, announcements, and the evaluation of courses; an evaluation never changes."""

    dependencies = [("courses", "0010_packages"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="EvaluationLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(unique=True)),
                ("code", models.CharField(default=courses.models.evaluations.new_code, max_length=16, unique=True)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "link of an evaluation",
            },
        ),
        migrations.CreateModel(
            name="LessonQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lesson_key", models.UUIDField(db_index=True)),
                ("course_key", models.UUIDField(db_index=True)),
                ("lesson_title", models.CharField(max_length=255, verbose_name="lesson")),
                ("course_title", models.CharField(max_length=255, verbose_name="course")),
                ("text", models.TextField(verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("escalated_at", models.DateTimeField(null=True, verbose_name="passed on")),
                ("hidden_at", models.DateTimeField(null=True, verbose_name="hidden")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "learner's question",
                "verbose_name_plural": "learners' questions",
            },
        ),
        migrations.CreateModel(
            name="LessonAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="answer")),
                ("by_trainer", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("endorsed_at", models.DateTimeField(null=True)),
                ("hidden_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "endorsed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="courses.lessonquestion"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(db_index=True)),
                ("course_title", models.CharField(max_length=255, verbose_name="course")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField(verbose_name="announced")),
                ("shown_until", models.DateField(verbose_name="shown until")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)
                        ),
                        name="announcement_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True), ("withdrawn_at__gte", models.F("at")), _connector="OR"
                        ),
                        name="withdrawn_after_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CourseEvaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(db_index=True)),
                (
                    "content_rating",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="How good was the content?",
                    ),
                ),
                (
                    "teaching_rating",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="How well was it taught?",
                    ),
                ),
                (
                    "usefulness_rating",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="How useful is it in your work?",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="What should stay, what should change?")),
                ("at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation of a course",
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "course_key"), name="evaluated_once"),
                    models.CheckConstraint(
                        condition=models.Q(("content_rating__range", (1, 5))), name="content_rating_from_1_to_5"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("teaching_rating__range", (1, 5))), name="teaching_rating_from_1_to_5"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("usefulness_rating__range", (1, 5))), name="usefulness_rating_from_1_to_5"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="lessonquestion",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="asked_something"),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="answer_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("endorsed_at__isnull", False)), fields=("question",), name="one_endorsed_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("endorsed_at__isnull", True), ("endorsed_by__isnull", True)),
                    models.Q(("endorsed_at__isnull", False), ("endorsed_by__isnull", False)),
                    _connector="OR",
                ),
                name="endorsed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("hidden_at__isnull", True), ("endorsed_at__isnull", True), _connector="OR"),
                name="hidden_is_not_endorsed",
            ),
        ),
        guard("courses_courseevaluation", ("learner_id", "course_key")),
    ]
