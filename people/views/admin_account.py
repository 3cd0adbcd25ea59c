"""The one page of Wagtail's admin that must know our people: one's own settings; and those that are shut."""

from __future__ import annotations

from typing import NoReturn

from django.http import Http404, HttpRequest
from wagtail.admin.views import account


class AdminAccountView(account.AccountView):
    """Without name, e-mail, picture and password: those belong to the account itself, not to the admin."""

    kept = (account.NotificationsSettingsPanel, account.LocaleSettingsPanel, account.ThemeSettingsPanel)

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if isinstance(panel, self.kept)]


def shut(request: HttpRequest) -> NoReturn:
    raise Http404
