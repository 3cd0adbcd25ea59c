import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from people.append_only import guard

CATEGORIES = [
    ("values", "values and ethics"),
    ("law", "policies and law"),
    ("theory", "theory and methods"),
    ("practice", "practice"),
    ("supervision", "supervision"),
    ("digital", "digital skills"),
]


def number():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def task(name, verbose_name, verbose_name_plural):
    fields = [
        (
            "task_ptr",
            models.OneToOneField(
                auto_created=True,
                on_delete=django.db.models.deletion.CASCADE,
                parent_link=True,
                primary_key=True,
                serialize=False,
                to="wagtailcore.task",
            ),
        ),
        (
            "due_days",
            models.PositiveSmallIntegerField(
                default=5,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(365),
                ],
                verbose_name="due within days",
            ),
        ),
    ]
    options = {"verbose_name": verbose_name, "verbose_name_plural": verbose_name_plural, "abstract": False}
    return migrations.CreateModel(name=name, fields=fields, options=options, bases=("wagtailcore.task",))


class Migration(migrations.Migration):
    """The way of a course to its readers: preflight, review, hours assessment, publishing."""

    dependencies = [
        ("courses", "0004_authoring"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        task("ReviewTask", "review by another trainer", "reviews by another trainer"),
        task("HoursAssessmentTask", "assessment of hours", "assessments of hours"),
        task("PublishTask", "publication by an administrator", "publications by an administrator"),
        migrations.CreateModel(
            name="Regulation",
            fields=[
                number(),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="As printed below its title.", max_length=80, verbose_name="number"
                    ),
                ),
                ("effective_on", models.DateField(blank=True, null=True, verbose_name="in force from")),
                (
                    "repealed_on",
                    models.DateField(
                        blank=True,
                        help_text="The first day on which it is no longer in force.",
                        null=True,
                        verbose_name="repealed from",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="Where its days can be checked.",
                        max_length=300,
                        verbose_name="source",
                    ),
                ),
                (
                    "is_verified",
                    models.BooleanField(default=False, verbose_name="days compared with the published text"),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaces",
                        to="courses.regulation",
                        verbose_name="replaced by",
                    ),
                ),
            ],
            options={
                "verbose_name": "regulation",
                "verbose_name_plural": "regulations",
                "constraints": [
                    models.UniqueConstraint(fields=("title", "number"), name="regulation_once"),
                    models.CheckConstraint(condition=~Q(title=""), name="regulation_has_title"),
                    models.CheckConstraint(
                        condition=Q(repealed_on__isnull=True)
                        | Q(effective_on__isnull=True)
                        | Q(repealed_on__gt=F("effective_on")),
                        name="regulation_days_in_order",
                    ),
                    models.CheckConstraint(
                        condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("id")),
                        name="regulation_not_its_own_heir",
                    ),
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="CitedRegulation",
            fields=[
                number(),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="courses.coursepage",
                    ),
                ),
                (
                    "regulation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.regulation",
                    ),
                ),
            ],
            options={
                "verbose_name": "cited regulation",
                "ordering": ["sort_order"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("page", "regulation"), name="regulation_cited_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursAssessment",
            fields=[
                number(),
                ("lesson_key", models.UUIDField(db_index=True)),
                ("title", models.CharField(max_length=255)),
                ("revision", models.PositiveBigIntegerField()),
                ("facts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="approved minutes")),
                ("category", models.CharField(choices=CATEGORIES, max_length=12, verbose_name="category")),
                ("schemes", models.JSONField(default=list)),
                ("comment", models.TextField(blank=True)),
                ("assessed_at", models.DateTimeField()),
                (
                    "assessed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "hours assessment",
                "constraints": [
                    models.CheckConstraint(condition=Q(minutes__gte=1), name="assessment_approves_minutes"),
                    models.CheckConstraint(
                        condition=Q(category__in=[key for key, _ in CATEGORIES]), name="assessment_category_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionAssessment",
            fields=[
                number(),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessed",
                        to="courses.lessonedition",
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="courses.hoursassessment",
                    ),
                ),
            ],
            options={"verbose_name": "assessment of an edition"},
        ),
        guard("courses_hoursassessment"),
        guard("courses_editionassessment", ("edition_id",)),
    ]
