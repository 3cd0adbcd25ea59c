from django.db import migrations

from people.append_only import guard


class Migration(migrations.Migration):
    """A frozen edition is never changed or removed."""

    dependencies = [("courses", "0001_initial")]
    operations = [guard("courses_lessonedition", ("lesson_key", "number"))]
