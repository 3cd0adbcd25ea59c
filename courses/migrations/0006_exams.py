import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard


class Migration(migrations.Migration):
    """Exams, attempts and marks; what was asked, handed in and marked never changes."""

    dependencies = [
        ("courses", "0005_workflow"),
        ("people", "0008_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Exam",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("course_key", models.UUIDField(db_index=True, verbose_name="course")),
                ("course_title", models.CharField(max_length=255, verbose_name="course")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "instructions",
                    models.TextField(blank=True, max_length=4000, verbose_name="instructions for learners"),
                ),
                (
                    "pass_percent",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="pass mark in percent",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Empty: no limit but 24 hours.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="time limit in minutes",
                    ),
                ),
                (
                    "attempts_allowed",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        default=3,
                        help_text="Empty: any number.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="attempts allowed",
                    ),
                ),
                (
                    "wait_minutes",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(525600)],
                        verbose_name="minutes to wait before the next attempt",
                    ),
                ),
                ("opens_at", models.DateTimeField(blank=True, null=True, verbose_name="opens at")),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Attempts under way end then as well, extra time added.",
                        null=True,
                        verbose_name="closes at",
                    ),
                ),
                (
                    "shuffles_questions",
                    models.BooleanField(default=True, verbose_name="questions in another order for everybody"),
                ),
                (
                    "shuffles_options",
                    models.BooleanField(default=True, verbose_name="options in another order for everybody"),
                ),
                (
                    "answers_shown",
                    models.CharField(
                        choices=[
                            ("never", "never"),
                            ("attempt", "after each attempt"),
                            ("closing", "after the exam has closed"),
                        ],
                        default="attempt",
                        max_length=8,
                        verbose_name="learners see the right answers",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=True, verbose_name="to be passed for the completion of the course"),
                ),
                (
                    "is_anonymous",
                    models.BooleanField(default=True, verbose_name="markers do not see whose answers they mark"),
                ),
                (
                    "needs_second_mark",
                    models.BooleanField(default=False, verbose_name="two people mark every answer; the mean counts"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "being prepared"), ("open", "in use"), ("closed", "out of use")],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exams",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "exam",
                "verbose_name_plural": "exams",
            },
        ),
        migrations.CreateModel(
            name="ExamAttempt",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("seed", models.PositiveBigIntegerField()),
                ("pass_percent", models.PositiveSmallIntegerField()),
                ("shuffles_options", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "under way"), ("waiting", "waiting for a marker"), ("marked", "marked")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("epoch", models.PositiveIntegerField(default=1)),
                ("began_at", models.DateTimeField(verbose_name="begun")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="handed in")),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        choices=[("handed_in", "handed in"), ("time_over", "the time was over")],
                        max_length=10,
                    ),
                ),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="courses.exam"
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exam_attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt at an exam",
            },
        ),
        migrations.CreateModel(
            name="ExamAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("answer", models.JSONField(null=True)),
                ("is_flagged", models.BooleanField(default=False)),
                ("seq", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="courses.examattempt"
                    ),
                ),
            ],
            options={
                "verbose_name": "saved answer",
            },
        ),
        migrations.CreateModel(
            name="ExamResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("earned", models.PositiveIntegerField()),
                ("possible", models.PositiveIntegerField()),
                ("is_passed", models.BooleanField()),
                ("decided_at", models.DateTimeField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="courses.examattempt"
                    ),
                ),
            ],
            options={
                "verbose_name": "result of an exam",
            },
        ),
        migrations.CreateModel(
            name="ExamSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[("fixed", "chosen questions"), ("drawn", "drawn at random from a bank")], max_length=8
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=0, verbose_name="number of questions")),
                ("kinds", models.JSONField(blank=True, default=list)),
                ("difficulties", models.JSONField(blank=True, default=list)),
                ("centipoints", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "bank",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exam_sections",
                        to="courses.questionbank",
                        verbose_name="question bank",
                    ),
                ),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="courses.exam"
                    ),
                ),
                (
                    "points",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="courses.knowledgepoint",
                        verbose_name="knowledge points (any of them)",
                    ),
                ),
            ],
            options={
                "verbose_name": "section of an exam",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ExamSectionQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="chosen_in", to="courses.question"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chosen", to="courses.examsection"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="examsection",
            name="questions",
            field=models.ManyToManyField(
                related_name="exam_sections", through="courses.ExamSectionQuestion", to="courses.question"
            ),
        ),
        migrations.CreateModel(
            name="ExtraTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="percent of the time")),
                ("minutes", models.PositiveSmallIntegerField(default=0, verbose_name="minutes")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("given_at", models.DateTimeField()),
                (
                    "exam",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extra_times", to="courses.exam"
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_exam_times",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "extra time",
            },
        ),
        migrations.CreateModel(
            name="HandedInAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("answer", models.JSONField(null=True)),
                ("earned", models.PositiveIntegerField(null=True)),
                ("is_answered", models.BooleanField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handed_in", to="courses.examattempt"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer handed in",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="ExamMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("rubric", models.JSONField(default=dict)),
                ("earned", models.PositiveIntegerField()),
                ("comment", models.TextField(blank=True, verbose_name="comment for the learner")),
                ("marked_at", models.DateTimeField()),
                (
                    "marker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exam_marks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handed_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="courses.handedinanswer"
                    ),
                ),
            ],
            options={
                "verbose_name": "mark",
            },
        ),
        migrations.CreateModel(
            name="PaperQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("centipoints", models.PositiveIntegerField()),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="paper", to="courses.examattempt"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="courses.questionversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "question of a paper",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="handedinanswer",
            name="asked",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="handed_in", to="courses.paperquestion"
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="exam_has_title"),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "open", "closed"])), name="exam_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(("answers_shown__in", ["never", "attempt", "closing"])),
                name="exam_answers_shown_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(("pass_percent__range", (1, 100))), name="exam_pass_mark_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__isnull", True), ("minutes__range", (1, 1440)), _connector="OR"),
                name="exam_minutes_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(("attempts_allowed__isnull", True), ("attempts_allowed__gte", 1), _connector="OR"),
                name="exam_allows_an_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="exam",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("closes_at__isnull", True),
                    ("closes_at__gt", models.F("opens_at")),
                    _connector="OR",
                ),
                name="exam_dates_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="examattempt",
            index=models.Index(fields=["state", "ends_at"], name="exam_attempt_due"),
        ),
        migrations.AddConstraint(
            model_name="examattempt",
            constraint=models.UniqueConstraint(fields=("exam", "learner", "number"), name="exam_attempt_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="examattempt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("learner",), name="exam_attempt_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="examattempt",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="exam_attempt_from_one"),
        ),
        migrations.AddConstraint(
            model_name="examattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("began_at"))), name="exam_attempt_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="examattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_reason", ""), ("state", "open")),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("state__in", ["waiting", "marked"]),
                        ("closed_reason__in", ["handed_in", "time_over"]),
                    ),
                    _connector="OR",
                ),
                name="exam_attempt_closed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="examanswer",
            constraint=models.UniqueConstraint(fields=("attempt", "position"), name="exam_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.UniqueConstraint(fields=("attempt", "number"), name="exam_result_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("earned__lte", models.F("possible"))), name="exam_result_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="examresult",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="exam_result_from_one"),
        ),
        migrations.AddConstraint(
            model_name="examsectionquestion",
            constraint=models.UniqueConstraint(fields=("section", "question"), name="exam_section_question_once"),
        ),
        migrations.AddConstraint(
            model_name="examsection",
            constraint=models.UniqueConstraint(fields=("exam", "number"), name="exam_section_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="examsection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bank__isnull", True), ("count", 0), ("kind", "fixed")),
                    models.Q(("bank__isnull", False), ("count__gte", 1), ("kind", "drawn")),
                    _connector="OR",
                ),
                name="exam_section_fixed_or_drawn",
            ),
        ),
        migrations.AddConstraint(
            model_name="examsection",
            constraint=models.CheckConstraint(
                condition=models.Q(("centipoints__isnull", True), ("centipoints__gte", 1), _connector="OR"),
                name="exam_section_earns_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.UniqueConstraint(fields=("exam", "learner", "number"), name="extra_time_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent", 0), ("minutes", 0), _connector="OR"), name="extra_time_one_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 600), ("percent__lte", 300)), name="extra_time_in_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="extra_time_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="exammark",
            constraint=models.UniqueConstraint(fields=("handed_in", "number"), name="exam_mark_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="exammark",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="exam_mark_from_one"),
        ),
        migrations.AddConstraint(
            model_name="paperquestion",
            constraint=models.UniqueConstraint(fields=("attempt", "position"), name="paper_question_position_unique"),
        ),
        migrations.AddConstraint(
            model_name="paperquestion",
            constraint=models.UniqueConstraint(fields=("attempt", "version"), name="paper_question_once"),
        ),
        migrations.AddConstraint(
            model_name="paperquestion",
            constraint=models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="paper_question_from_one"),
        ),
        migrations.AddConstraint(
            model_name="paperquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("centipoints__gte", 1)), name="paper_question_earns_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="handedinanswer",
            constraint=models.UniqueConstraint(fields=("attempt", "position"), name="handed_in_answer_once"),
        ),
        guard("courses_paperquestion", ("attempt_id", "position"), ("attempt_id", "version_id")),
        guard("courses_handedinanswer", ("attempt_id", "position"), ("asked_id",)),
        guard("courses_exammark", ("handed_in_id", "number")),
        guard("courses_examresult", ("attempt_id", "number")),
        guard("courses_extratime", ("exam_id", "learner_id", "number")),
    ]
