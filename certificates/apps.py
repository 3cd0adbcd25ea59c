from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from people.sealed_values import SealedColumn
        from people.services.sealed_columns import register_sealed

        register_sealed(
            SealedColumn(
                "certificates.CertificateToken",
                "token_sealed",
                lambda row: row.certificate_id,
                needs=("certificate_id",),
            )
        )
