"""What becomes of organisations, their posts, the areas that help each other; and an index to count people by."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from people.append_only import guard

KINDS = [
    ("merge", "merged into another"),
    ("split", "split"),
    ("rename", "renamed"),
    ("move", "moved in the tree"),
    ("close", "closed"),
]
INHERITED = ("merge", "split")


def number():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def organisation(**options):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.organisation", **options)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sms_and_join_requests")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["organisation", "starts_on", "ends_on", "person"], name="membership_by_place"),
        ),
        migrations.CreateModel(
            name="OrganisationChange",
            fields=[
                ("id", number()),
                ("kind", models.CharField(choices=KINDS, max_length=8, verbose_name="change")),
                ("effective_on", models.DateField(verbose_name="effective on")),
                ("before", models.CharField(blank=True, max_length=120)),
                ("after", models.CharField(blank=True, max_length=120)),
                ("citation", models.CharField(max_length=300, verbose_name="decision or reason")),
                ("is_verified", models.BooleanField(default=False, verbose_name="checked against the decision")),
                ("made_at", models.DateTimeField()),
                ("heir", organisation(null=True, related_name="inheritances")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("organisation", organisation(related_name="changes")),
            ],
            options={
                "verbose_name": "change of an organisation",
                "verbose_name_plural": "changes of organisations",
                "ordering": ["effective_on", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "heir", "kind", "effective_on"), name="organisation_change_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(kind__in=INHERITED, heir__isnull=False)
                        | (~Q(kind__in=INHERITED) & Q(heir__isnull=True)),
                        name="organisation_change_heir_of_merge_or_split",
                    ),
                    models.CheckConstraint(
                        condition=~Q(heir=F("organisation")), name="organisation_change_heir_is_another"
                    ),
                    models.CheckConstraint(condition=~Q(citation=""), name="organisation_change_has_citation"),
                    models.CheckConstraint(
                        condition=Q(kind__in=["merge", "split", "rename", "move", "close"]),
                        name="organisation_change_known_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", number()),
                ("title", models.CharField(max_length=60, verbose_name="title of the post")),
                ("is_professional", models.BooleanField(default=True, verbose_name="professional post")),
                ("is_social_work", models.BooleanField(default=False, verbose_name="social-work post")),
                ("places", models.PositiveIntegerField(default=1, verbose_name="places")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("organisation", organisation(related_name="posts", verbose_name="organisation")),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(valid_to__isnull=True),
                        fields=("organisation", "title"),
                        name="post_one_open_per_title",
                    ),
                    models.CheckConstraint(
                        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                        name="post_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=Q(is_social_work=False) | Q(is_professional=True),
                        name="post_social_work_is_professional",
                    ),
                    models.CheckConstraint(condition=Q(places__gte=1), name="post_has_places"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaPairing",
            fields=[
                ("id", number()),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends on")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("first", organisation(related_name="+", verbose_name="one area")),
                ("second", organisation(related_name="+", verbose_name="the other area")),
            ],
            options={
                "verbose_name": "pairing of areas",
                "verbose_name_plural": "pairings of areas",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ends_on__isnull=True),
                        fields=("first", "second"),
                        name="area_pairing_one_open_per_pair",
                    ),
                    models.CheckConstraint(condition=Q(first__lt=F("second")), name="area_pairing_lower_number_first"),
                    models.CheckConstraint(
                        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                        name="area_pairing_dates_in_order",
                    ),
                ],
            },
        ),
        guard("people_organisationchange", ("organisation_id", "heir_id", "kind", "effective_on")),
    ]
