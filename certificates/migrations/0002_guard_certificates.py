from django.db import migrations

from people.append_only import guard


class Migration(migrations.Migration):
    """What was issued stays as it was: certificate, bytes, wording, keys, history and log."""

    dependencies = [("certificates", "0001_initial")]
    operations = [
        guard("certificates_certificatetemplate", ("product", "version")),
        guard("certificates_signingkey", key="fingerprint"),
        guard(
            "certificates_certificate",
            ("number",),
            ("file_sha256",),
            ("learner_id", "product", "subject_key", "period", "issue_number"),
        ),
        guard("certificates_certificatefile", key="certificate_id"),
        guard("certificates_certificateevent", ("certificate_id", "number")),
        guard("certificates_verificationlog"),
    ]
