import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from people.append_only import guard

VERSIONS = [
    ("1.2", "SCORM 1.2"),
    ("2004-2", "SCORM 2004, 2nd edition"),
    ("2004-3", "SCORM 2004, 3rd edition"),
    ("2004-4", "SCORM 2004, 4th edition"),
]


class Migration(migrations.Migration):
    """SCORM packages; what a frozen edition runs never changes."""

    dependencies = [
        ("courses", "0009_notes"),
        ("people", "0008_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="LessonPackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("version", models.CharField(choices=VERSIONS, max_length=8, verbose_name="standard")),
                ("parts", models.JSONField()),
                ("has_sequencing", models.BooleanField(default=False)),
                ("top_folder", models.CharField(blank=True, max_length=255)),
                ("left_out", models.JSONField(default=list)),
                ("file_name", models.CharField(max_length=255)),
                ("file_count", models.PositiveIntegerField()),
                ("size_bytes", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="people.organisation",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "SCORM package", "verbose_name_plural": "SCORM packages"},
        ),
        migrations.CreateModel(
            name="EditionPackage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packaged",
                        to="courses.lessonedition",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="courses.lessonpackage",
                    ),
                ),
            ],
            options={"verbose_name": "package of an edition"},
        ),
        migrations.CreateModel(
            name="PackageFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("path", models.CharField(max_length=500)),
                ("folded", models.CharField(max_length=1000)),
                ("size_bytes", models.PositiveIntegerField()),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="courses.lessonpackage",
                    ),
                ),
            ],
            options={"verbose_name": "file of a package"},
        ),
        migrations.AddConstraint(
            model_name="lessonpackage",
            constraint=models.UniqueConstraint(fields=("organisation", "sha256"), name="package_once_an_organisation"),
        ),
        migrations.AddConstraint(
            model_name="lessonpackage",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__in", ["1.2", "2004-2", "2004-3", "2004-4"])),
                name="package_version_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonpackage",
            constraint=models.CheckConstraint(condition=models.Q(("file_count__gte", 2)), name="package_holds_files"),
        ),
        migrations.AddConstraint(
            model_name="packagefile",
            constraint=models.UniqueConstraint(fields=("package", "folded"), name="package_file_path_once"),
        ),
        migrations.AddConstraint(
            model_name="packagefile",
            constraint=models.UniqueConstraint(fields=("package", "number"), name="package_file_number_once"),
        ),
        guard("courses_editionpackage", ("edition_id",)),
    ]
