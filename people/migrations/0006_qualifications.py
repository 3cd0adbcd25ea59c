"""Qualifications, registrations, supervision, and the rules about them.

Rules and their sources are rows; the first ones come from people/data/level_rules. What supervisor and supervised
person say of a meeting is only ever added to. Registration periods of one qualification never overlap.
"""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard
from people.no_overlap import no_overlap
from people.rule_files import FILES, read_rules


def load_rules(apps: Any, schema_editor: Any) -> None:
    for name in FILES:
        model = apps.get_model("people", name)
        known = {field.name for field in model._meta.fields}
        for key, values in read_rules(name):
            model.objects.create(**key, **{column: value for column, value in values.items() if column in known})


class Migration(migrations.Migration):
    dependencies = [("people", "0005_rosters")]

    operations = [
        migrations.CreateModel(
            name="EducationRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("clause", models.CharField(blank=True, max_length=300, verbose_name="clause")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the original")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("junior", "assistant social worker"),
                            ("intermediate", "social worker"),
                            ("senior", "senior social worker"),
                        ],
                        max_length=12,
                        verbose_name="qualification level",
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField(verbose_name="hours of continuing education")),
                ("per_months", models.PositiveSmallIntegerField(verbose_name="in so many months")),
            ],
            options={
                "verbose_name": "continuing education rule",
                "verbose_name_plural": "continuing education rules",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="educationrule_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="educationrule_dates_in_order",
                    ),
                    models.UniqueConstraint(fields=("level", "effective_from"), name="educationrule_one_from_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["junior", "intermediate", "senior"]), ("per_months__gte", 1)),
                        name="educationrule_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExamSubject",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("clause", models.CharField(blank=True, max_length=300, verbose_name="clause")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the original")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("junior", "assistant social worker"),
                            ("intermediate", "social worker"),
                            ("senior", "senior social worker"),
                        ],
                        max_length=12,
                        verbose_name="qualification level",
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60, verbose_name="subject")),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "examination subject",
                "verbose_name_plural": "examination subjects",
                "ordering": ["level", "position"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="examsubject_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="examsubject_dates_in_order",
                    ),
                    models.UniqueConstraint(
                        fields=("level", "code", "effective_from"), name="examsubject_one_from_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["junior", "intermediate", "senior"])),
                        name="examsubject_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PassingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("clause", models.CharField(blank=True, max_length=300, verbose_name="clause")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the original")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("junior", "assistant social worker"),
                            ("intermediate", "social worker"),
                            ("senior", "senior social worker"),
                        ],
                        max_length=12,
                        verbose_name="qualification level",
                    ),
                ),
                ("within_years", models.PositiveSmallIntegerField(verbose_name="consecutive years")),
                (
                    "proof_years",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="years the proof of passing is valid"
                    ),
                ),
                ("needs_review", models.BooleanField(default=False, verbose_name="a review follows the examination")),
            ],
            options={
                "verbose_name": "passing rule",
                "verbose_name_plural": "passing rules",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="passingrule_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="passingrule_dates_in_order",
                    ),
                    models.UniqueConstraint(fields=("level", "effective_from"), name="passingrule_one_from_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["junior", "intermediate", "senior"]), ("within_years__gte", 1)
                        ),
                        name="passingrule_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Qualification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("junior", "assistant social worker"),
                            ("intermediate", "social worker"),
                            ("senior", "senior social worker"),
                        ],
                        max_length=12,
                        verbose_name="qualification level",
                    ),
                ),
                ("certificate_number", models.CharField(blank=True, max_length=40, verbose_name="certificate number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("person", "entered by the person"),
                            ("roster", "taken from a roster"),
                            ("desk", "entered by HR"),
                        ],
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "waiting to be verified"),
                            ("verified", "verified"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="claimed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("claimed_at", models.DateTimeField(verbose_name="claimed at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("evidence_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("evidence", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "evidence_kind",
                    models.CharField(
                        blank=True,
                        choices=[("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG")],
                        editable=False,
                        max_length=4,
                    ),
                ),
                ("evidence_sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="qualifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "professional qualification",
                "verbose_name_plural": "professional qualifications",
                "ordering": ["claimed_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, verbose_name="registration number")),
                ("starts_on", models.DateField(verbose_name="valid from")),
                ("ends_on", models.DateField(verbose_name="valid until")),
                ("entered_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="people.qualification",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ["starts_on"],
            },
        ),
        migrations.CreateModel(
            name="RegistrationRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("clause", models.CharField(blank=True, max_length=300, verbose_name="clause")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the original")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("junior", "assistant social worker"),
                            ("intermediate", "social worker"),
                            ("senior", "senior social worker"),
                        ],
                        max_length=12,
                        verbose_name="qualification level",
                    ),
                ),
                (
                    "first_within_months",
                    models.PositiveSmallIntegerField(verbose_name="months for the first registration"),
                ),
                ("valid_months", models.PositiveSmallIntegerField(verbose_name="months a registration is valid")),
                ("window_months", models.PositiveSmallIntegerField(verbose_name="months for registering again")),
            ],
            options={
                "verbose_name": "registration rule",
                "verbose_name_plural": "registration rules",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="registrationrule_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="registrationrule_dates_in_order",
                    ),
                    models.UniqueConstraint(fields=("level", "effective_from"), name="registrationrule_one_from_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["junior", "intermediate", "senior"]),
                            ("window_months__lte", models.F("valid_months")),
                        ),
                        name="registrationrule_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("clause", models.CharField(blank=True, max_length=300, verbose_name="clause")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the original")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reward", "one-off reward"), ("allowance", "allowance for the professional level")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("junior", "assistant social worker"),
                            ("intermediate", "social worker"),
                            ("senior", "senior social worker"),
                        ],
                        max_length=12,
                        verbose_name="qualification level",
                    ),
                ),
                ("needs_membership", models.BooleanField(default=True, verbose_name="membership in force")),
                ("needs_registration", models.BooleanField(default=False, verbose_name="registration in force")),
            ],
            options={
                "verbose_name": "reward rule",
                "verbose_name_plural": "reward rules",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="rewardrule_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="rewardrule_dates_in_order",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "level", "effective_from"), name="rewardrule_one_from_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["reward", "allowance"]), ("level__in", ["junior", "intermediate", "senior"])
                        ),
                        name="rewardrule_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                (
                    "supervisee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervised_by",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="supervised person",
                    ),
                ),
            ],
            options={
                "verbose_name": "supervision pair",
                "verbose_name_plural": "supervision pairs",
                "ordering": ["starts_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="SupervisionSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="held on")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "mode",
                    models.CharField(
                        choices=[("individual", "individual"), ("group", "in a group")],
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                ("topic", models.CharField(max_length=120, verbose_name="topic")),
                ("nonce", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="people.supervisionpair",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="people.supervisionsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "supervision meeting",
                "verbose_name_plural": "supervision meetings",
                "ordering": ["-held_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SupervisionConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("supervisor", "supervisor"), ("supervisee", "supervised person")], max_length=10
                    ),
                ),
                (
                    "answer",
                    models.CharField(choices=[("confirmed", "confirmed"), ("declined", "declined")], max_length=10),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="people.supervisionsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a supervision meeting",
                "verbose_name_plural": "answers to supervision meetings",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SupervisorAppointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("most_supervised", models.PositiveSmallIntegerField(verbose_name="at most so many people at once")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("appointed_at", models.DateTimeField()),
                (
                    "appointed_by",
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
                        related_name="supervisor_appointments",
                        to="people.organisation",
                        verbose_name="for the organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervisor_appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="supervisor",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment of a supervisor",
                "verbose_name_plural": "appointments of supervisors",
                "ordering": ["-starts_on", "id"],
            },
        ),
        migrations.AddField(
            model_name="supervisionpair",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="people.supervisorappointment"
            ),
        ),
        migrations.CreateModel(
            name="SupervisorTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("citation", models.CharField(max_length=200, verbose_name="source")),
                ("clause", models.CharField(blank=True, max_length=300, verbose_name="clause")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the original")),
                ("place_code", models.CharField(max_length=12, verbose_name="division code")),
                ("number", models.PositiveIntegerField(verbose_name="target number of supervisors")),
            ],
            options={
                "verbose_name": "target number of supervisors",
                "verbose_name_plural": "target numbers of supervisors",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("citation", ""), _negated=True), name="supervisortarget_has_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="supervisortarget_dates_in_order",
                    ),
                    models.UniqueConstraint(
                        fields=("place_code", "effective_from"), name="supervisortarget_one_from_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExamResult",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("planned", "planned"), ("passed", "passed"), ("failed", "not passed")],
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="score")),
                ("entered_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exam_results",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.examsubject"
                    ),
                ),
            ],
            options={
                "verbose_name": "examination result",
                "verbose_name_plural": "examination results",
                "ordering": ["year", "subject"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "subject", "year"), name="exam_result_one_per_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["planned", "passed", "failed"]), ("year__gte", 2000), ("year__lte", 2200)
                        ),
                        name="exam_result_known_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True),
                            models.Q(models.Q(("outcome", "planned"), _negated=True), ("score__lte", 150)),
                            _connector="OR",
                        ),
                        name="exam_result_score_of_what_was_sat",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="qualification",
            index=models.Index(fields=["state", "claimed_at"], name="qualification_queue"),
        ),
        migrations.AddIndex(
            model_name="qualification",
            index=models.Index(fields=["person", "level", "state"], name="qualification_of_person"),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("certificate_number", ""), _negated=True), ("state__in", ("claimed", "verified"))
                ),
                fields=("level", "certificate_number"),
                name="qualification_number_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("claimed", "verified"))),
                fields=("person", "level"),
                name="qualification_one_per_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("state__in", ("verified", "refused")),
                    ),
                    models.Q(("decided_at__isnull", False), ("state", "withdrawn")),
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "claimed")),
                    _connector="OR",
                ),
                name="qualification_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "verified"), _negated=True),
                    models.Q(models.Q(("certificate_number", ""), _negated=True), ("issued_on__isnull", False)),
                    _connector="OR",
                ),
                name="qualification_verified_has_number_and_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="qualification_refused_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("verified", "refused")), _negated=True),
                    models.Q(("decided_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="qualification_not_decided_by_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("evidence", ""), _negated=True),
                        models.Q(("evidence_kind", ""), _negated=True),
                        models.Q(("evidence_sha256", ""), _negated=True),
                    ),
                    models.Q(("evidence", ""), ("evidence_kind", ""), ("evidence_sha256", "")),
                    _connector="OR",
                ),
                name="qualification_evidence_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("evidence_kind__in", ["", "pdf", "jpg", "png"]),
                    ("level__in", ["junior", "intermediate", "senior"]),
                    ("source__in", ["person", "roster", "desk"]),
                ),
                name="qualification_known_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("starts_on"))), name="registration_dates_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("qualification", "starts_on"), name="registration_one_from_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="registration_confirmed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True), name="registration_has_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__gte", 1),
                    ("minutes__lte", 480),
                    ("mode__in", ["individual", "group"]),
                    models.Q(("topic", ""), _negated=True),
                ),
                name="supervision_session_known_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionconfirmation",
            constraint=models.UniqueConstraint(fields=("session", "side"), name="supervision_one_answer_per_side"),
        ),
        migrations.AddConstraint(
            model_name="supervisionconfirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "confirmed"), ("side__in", ["supervisor", "supervisee"])),
                    models.Q(
                        ("answer", "declined"),
                        ("side__in", ["supervisor", "supervisee"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="supervision_declined_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisorappointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("person", "organisation"),
                name="appointment_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisorappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="appointment_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisorappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_supervised__gte", 1), models.Q(("citation", ""), _negated=True)),
                name="appointment_has_ratio_and_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisorappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("appointed_by__isnull", True),
                    models.Q(("appointed_by", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="appointment_not_of_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionpair",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)),
                fields=("appointment", "supervisee"),
                name="supervision_pair_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="supervision_pair_dates_in_order",
            ),
        ),
        no_overlap("people_registration", owner="qualification_id"),
        guard("people_supervisionsession", ("nonce",), ("replaces_id",)),
        guard("people_supervisionconfirmation", ("session_id", "side")),
        migrations.RunPython(load_rules, migrations.RunPython.noop),
    ]
