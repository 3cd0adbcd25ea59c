from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "cms"
    verbose_name = _("Site")

    def ready(self) -> None:
        from people.factor_secrets import SECOND_FACTOR
        from people.sealed_values import SealedColumn
        from people.services.sealed_columns import register_sealed

        register_sealed(SealedColumn("mfa.Authenticator", "data", lambda row: SECOND_FACTOR, form="json"))
