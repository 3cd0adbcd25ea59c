import django.db.models.deletion
import modelcluster.contrib.taggit
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models

from courses.models import fields
from people.append_only import guard


def keep_files_of_editions(apps, schema_editor):
    """Editions frozen before this kept their images and documents by their number only."""
    kept = apps.get_model("courses", "EditionFile")
    there = {
        kind: set(apps.get_model(label).objects.values_list("pk", flat=True))
        for kind, label in (("image", "wagtailimages.Image"), ("document", "wagtaildocs.Document"))
    }
    for edition, body in apps.get_model("courses", "LessonEdition").objects.values_list("pk", "body").iterator():
        for kind, pk in {(block["type"], _number(block["value"])) for block in body if block["type"] in there}:
            if pk in there[kind]:
                kept.objects.create(edition_id=edition, **{f"{kind}_id": pk})


def _number(value):
    """An image block holds its image with an alternative text, or in old ones alone."""
    return value.get("image") if isinstance(value, dict) else value


def take_back_all_files(apps, schema_editor):
    """Wagtail's migrations let every group that may enter the admin choose from all images and documents."""
    staff = ("trainer", "hr", "administrator")
    apps.get_model("wagtailcore.GroupCollectionPermission").objects.filter(group__name__in=staff).delete()


class Migration(migrations.Migration):
    """Courses belong to organisations; chapters; tags; what authors work with."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("courses", "0003_question_banks"),
        ("people", "0008_exports"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChapterPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "chapter",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="CourseTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug")),
            ],
            options={
                "verbose_name": "course tag",
                "verbose_name_plural": "course tags",
            },
        ),
        migrations.AddField(
            model_name="coursepage",
            name="modality",
            field=models.CharField(
                choices=[
                    ("on_demand", "online on demand"),
                    ("live", "online live"),
                    ("classroom", "in class"),
                    ("supervised", "under supervision"),
                    ("external", "recognised outside training"),
                ],
                default="on_demand",
                max_length=12,
                verbose_name="form",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="courses",
                to="people.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="coursepage",
            name="worker_categories",
            field=fields.SeveralChoicesField(
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
                help_text="Tick none if the course is for everybody.",
                max_length=200,
                verbose_name="for these workers",
            ),
        ),
        migrations.CreateModel(
            name="TagOfCourse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tagged", to="courses.coursepage"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="courses", to="courses.coursetag"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="coursepage",
            name="tags",
            field=modelcluster.contrib.taggit.ClusterTaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="courses.TagOfCourse",
                to="courses.CourseTag",
                verbose_name="course tags",
            ),
        ),
        migrations.CreateModel(
            name="TeachingUnit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "administrators",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.group"
                    ),
                ),
                (
                    "collection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="wagtailcore.collection"
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teaching_unit",
                        to="people.organisation",
                    ),
                ),
                (
                    "trainers",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.group"
                    ),
                ),
            ],
            options={
                "verbose_name": "teaching unit",
            },
        ),
        migrations.CreateModel(
            name="TextModule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("body", wagtail.fields.RichTextField(verbose_name="text")),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "text module",
                "verbose_name_plural": "text modules",
            },
        ),
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtaildocs.document",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="courses.lessonedition"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailimages.image",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an edition",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", False), ("image__isnull", True)),
                            models.Q(("document__isnull", True), ("image__isnull", False)),
                            _connector="OR",
                        ),
                        name="edition_file_is_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("image__isnull", False)),
                        fields=("edition", "image"),
                        name="edition_image_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("document__isnull", False)),
                        fields=("edition", "document"),
                        name="edition_document_once",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="tagofcourse",
            constraint=models.UniqueConstraint(fields=("tag", "content_object"), name="course_tag_once"),
        ),
        migrations.AddConstraint(
            model_name="textmodule",
            constraint=models.UniqueConstraint(fields=("organisation", "title"), name="text_module_title_unique"),
        ),
        guard("courses_editionfile"),
        migrations.RunPython(keep_files_of_editions, migrations.RunPython.noop),
        migrations.RunPython(take_back_all_files, migrations.RunPython.noop),
    ]
