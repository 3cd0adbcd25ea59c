"""The group of the hours assessors, made as those of the other staff roles were (0002)."""

from django.db import migrations, models

NAME = "assessor"
ROLES = [
    ("learner", "learner"),
    ("trainer", "trainer"),
    ("assessor", "hours assessor"),
    ("hr", "HR officer"),
    ("administrator", "administrator"),
]


def create_group(apps, schema_editor):
    group, _ = apps.get_model("auth.Group").objects.get_or_create(name=NAME)
    group.permissions.add(
        apps.get_model("auth.Permission").objects.get(
            content_type__app_label="wagtailadmin", content_type__model="admin", codename="access_admin"
        )
    )


def remove_group(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    """Hours assessors: a staff role of their own."""

    dependencies = [
        ("people", "0008_exports"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [
        migrations.AlterField("membership", "role", models.CharField("role", max_length=14, choices=ROLES)),
        migrations.RunPython(create_group, remove_group),
    ]
