import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A learner's own notes."""

    dependencies = [
        ("courses", "0008_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="LessonNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nonce", models.CharField(max_length=32)),
                ("lesson_key", models.UUIDField()),
                ("lesson_title", models.CharField(max_length=255, verbose_name="lesson")),
                ("course_title", models.CharField(max_length=255, verbose_name="course")),
                ("position_ms", models.PositiveIntegerField(null=True)),
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                ("written_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "indexes": [models.Index(fields=["learner", "lesson_key"], name="lesson_note_of_lesson")],
                "constraints": [
                    models.UniqueConstraint(fields=("learner", "nonce"), name="lesson_note_once"),
                    models.CheckConstraint(
                        condition=~models.Q(("text", "")) & ~models.Q(("nonce", "")),
                        name="lesson_note_says_something",
                    ),
                ],
            },
        ),
    ]
