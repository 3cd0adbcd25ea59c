from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sms_and_join_requests")]

    operations = []
