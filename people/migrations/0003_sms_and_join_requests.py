"""Ways into an account: one-time codes by text message with their limits, and requests to join an organisation."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_staff_groups")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="claimed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="claimed at"),
        ),
        migrations.CreateModel(
            name="SmsGatewayState",
            fields=[
                ("backend", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("last_ms", models.IntegerField(default=0)),
                ("retry_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("failures__gte", 0), ("last_ms__gte", 0)), name="sms_gateway_counts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SmsQuota",
            fields=[
                ("key", models.CharField(max_length=90, primary_key=True, serialize=False)),
                ("taken", models.IntegerField()),
                ("resets_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("taken__gte", 0)), name="sms_quota_not_negative")
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "worker_category",
                    models.CharField(
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
                        max_length=12,
                        verbose_name="worker category",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for approval"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "taken back"),
                        ],
                        default="pending",
                        max_length=10,
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to="people.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "request to join",
                "verbose_name_plural": "requests to join",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "pending")),
                        fields=("person",),
                        name="join_request_one_open_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "pending")),
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
                        name="join_request_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="join_request_refused_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decided_by", models.F("person")), _negated=True),
                        name="join_request_decided_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SmsCode",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("sign_in", "sign in"),
                            ("claim", "claim an account"),
                            ("register", "open an account"),
                            ("change_phone", "change the phone number"),
                        ],
                        max_length=12,
                    ),
                ),
                ("phone_index", models.CharField(max_length=64)),
                ("code_hash", models.CharField(max_length=64)),
                ("tries_left", models.SmallIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries_left__gte", 0), ("tries_left__lte", 5)), name="sms_code_five_tries"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["sign_in", "claim", "register", "change_phone"])),
                        name="sms_code_purpose",
                    ),
                ],
            },
        ),
    ]
