from django.db import migrations

from people.append_only import guard


class Migration(migrations.Migration):
    """Evidence and the ledger are only ever added to. Beats may go once they are 30 days old and compacted."""

    dependencies = [("attendance", "0001_initial")]
    operations = [
        guard("attendance_hourentry", ("source_kind", "source_key"), ("reverses_id",)),
        guard("attendance_studybeat", ("session_id", "seq"), kept=("received_at", 30)),
        guard("attendance_quizattempt", ("learner_id", "edition_id", "number")),
        guard("attendance_classpresence", ("session_id", "learner_id")),
        guard(
            "attendance_schemeversion",
            ("scheme_id", "number"),
            ("scheme_id", "effective_on"),
        ),
    ]
