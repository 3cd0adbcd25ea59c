"""Steps that ask first: import nothing, or take an import back."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...desk.pages import ActionView
from ...services.rosters.cancelling import cancel_import
from ...services.rosters.undoing import begin_undo
from .of_roster import OfRoster, start_work


class CancelRoster(OfRoster, ActionView):
    page_title = gettext_lazy("Cancel this import")
    header_icon = "cross"
    form_class = Form
    is_harmful = True
    submit_button_label = gettext_lazy("Cancel, import nothing")
    explanation = gettext_lazy("Nobody is imported. The file and everything corrected here are removed.")

    def act(self, form: Form) -> str:
        user: Any = self.request.user
        cancel_import(roster=self.roster, by=user, at=timezone.now())
        return _("Nothing was imported; the file was removed.")

    def get_success_url(self) -> str:
        return self.roster_url()


class UndoRoster(OfRoster, ActionView):
    page_title = gettext_lazy("Undo this import")
    header_icon = "undo"
    form_class = Form
    is_harmful = True
    submit_button_label = gettext_lazy("Undo the import")
    explanation = gettext_lazy(
        "People added by this import are removed again, changes are taken back. "
        "Where something hangs on an account already, it is disabled; what was changed since stays."
    )

    def act(self, form: Form) -> str:
        user: Any = self.request.user
        self.roster = begin_undo(roster=self.roster, by=user, at=timezone.now())
        start_work(self.roster)
        return _("The import is being undone.")

    def get_success_url(self) -> str:
        return self.roster_url()
