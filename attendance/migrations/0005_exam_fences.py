import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A study session ends where an exam begins."""

    dependencies = [
        ("attendance", "0004_merged_evidence"),
        ("courses", "0006_exams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExamSitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_tick", models.PositiveBigIntegerField()),
                ("began_at", models.DateTimeField()),
                ("ended_tick", models.PositiveBigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "sitting of an exam",
            },
        ),
        migrations.AlterField(
            model_name="studysession",
            name="fence_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("closed", "the page was closed"),
                    ("superseded", "another page or device went on studying"),
                    ("too_long", "six hours without a break"),
                    ("exam", "an exam began"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="examsitting",
            name="attempt",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="sitting", to="courses.examattempt"
            ),
        ),
        migrations.AddField(
            model_name="examsitting",
            name="learner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="exam_sittings", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="examsitting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("learner",), name="exam_sitting_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="examsitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_tick__isnull", True)),
                    models.Q(("ended_at__gte", models.F("began_at")), ("ended_tick__isnull", False)),
                    _connector="OR",
                ),
                name="exam_sitting_ended_whole",
            ),
        ),
    ]
