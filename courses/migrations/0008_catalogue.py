import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from courses.models import fields


def count_courses(apps, schema_editor):
    """The figures of the courses that are offered already (courses.services.figures.refresh_figures)."""
    editions = apps.get_model("courses", "LessonEdition").objects.order_by("lesson_key", "number")
    newest = dict(editions.values_list("lesson_key", "credited_seconds").iterator())
    lessons = list(apps.get_model("courses", "LessonPage").objects.filter(live=True).values_list("path", "lesson_key"))
    figures = apps.get_model("courses", "CourseFigures").objects
    for pk, path in apps.get_model("courses", "CoursePage").objects.values_list("pk", "path"):
        offered = [newest[key] for below, key in lessons if below.startswith(path) and key in newest]
        figures.create(course_id=pk, lessons=len(offered), seconds=sum(offered))


class Migration(migrations.Migration):
    """Prerequisites, programmes, enrolment with approval, search."""

    dependencies = [
        ("courses", "0007_question_imports"),
        ("people", "0008_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CourseFigures",
            fields=[
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="figures",
                        serialize=False,
                        to="courses.coursepage",
                    ),
                ),
                ("lessons", models.PositiveIntegerField(default=0)),
                ("seconds", models.PositiveIntegerField(db_index=True, default=0)),
            ],
            options={
                "verbose_name": "figures of a course",
            },
        ),
        migrations.CreateModel(
            name="EnrolmentTerms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(unique=True)),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("open", "open to everybody it is for"),
                            ("request", "on request, a person decides"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="enrolment",
                    ),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="enrolment opens on")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="last day of enrolment")),
                ("seats", models.PositiveIntegerField(blank=True, null=True, verbose_name="places")),
                (
                    "is_for_own_people",
                    models.BooleanField(default=False, verbose_name="only for people of the course's organisation"),
                ),
            ],
            options={
                "verbose_name": "terms of enrolment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("policy__in", ["open", "request", "closed"])), name="enrolment_policy_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on__isnull", True),
                            ("closes_on__isnull", True),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="enrolment_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__isnull", True), ("seats__gte", 1), _connector="OR"),
                        name="enrolment_seats_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Prerequisite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(db_index=True)),
                ("required_key", models.UUIDField(db_index=True)),
            ],
            options={
                "verbose_name": "course to be finished first",
                "constraints": [
                    models.UniqueConstraint(fields=("course_key", "required_key"), name="prerequisite_once"),
                    models.CheckConstraint(
                        condition=models.Q(("course_key", models.F("required_key")), _negated=True),
                        name="prerequisite_of_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="summary")),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("frontline", "front-line workers"),
                            ("official", "officials"),
                            ("supervisor", "supervisors"),
                            ("manager", "managers"),
                        ],
                        default="frontline",
                        max_length=12,
                        verbose_name="tier",
                    ),
                ),
                (
                    "worker_categories",
                    fields.SeveralChoicesField(
                        blank=True,
                        choices=[
                            ("community", "full-time community worker"),
                            ("agency", "social worker in an agency"),
                            ("institution", "social-work post in a public institution"),
                            ("station", "social-work station staff"),
                            ("volunteer", "grid worker or volunteer leader"),
                            ("official", "civil-affairs or related official"),
                            ("mass", "mass-organisation staff"),
                            ("manager", "institution manager"),
                            ("supervisor", "supervisor"),
                            ("teacher", "teacher"),
                            ("verifier", "HR verification officer"),
                        ],
                        default="",
                        help_text="Tick none if the programme is for everybody.",
                        max_length=200,
                        verbose_name="for these workers",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="people.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
            },
        ),
        migrations.CreateModel(
            name="ProgrammeCourse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(db_index=True)),
                ("course_title", models.CharField(max_length=255)),
                ("position", models.PositiveSmallIntegerField()),
                ("is_required", models.BooleanField(default=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="courses", to="courses.programme"
                    ),
                ),
            ],
            options={
                "verbose_name": "course of a programme",
                "ordering": ["programme", "position"],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course_key", models.UUIDField(db_index=True)),
                ("course_title", models.CharField(max_length=255, verbose_name="course")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for a decision"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "taken back"),
                        ],
                        default="asked",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
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
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolment_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "request to take part",
                "verbose_name_plural": "requests to take part",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("learner", "course_key"),
                        name="enrolment_request_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "asked")),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by__isnull", True), ("state", "withdrawn")
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("state__in", ["approved", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="enrolment_request_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="enrolment_request_refused_with_reason",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                fields=("organisation", "title", "starts_on"), name="programme_title_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="programme_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmecourse",
            constraint=models.UniqueConstraint(fields=("programme", "course_key"), name="programme_course_once"),
        ),
        migrations.AddConstraint(
            model_name="programmecourse",
            constraint=models.UniqueConstraint(
                fields=("programme", "position"), name="programme_course_position_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmecourse",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1)), name="programme_course_from_one"
            ),
        ),
        migrations.RunPython(count_courses, migrations.RunPython.noop, elidable=True),
    ]
