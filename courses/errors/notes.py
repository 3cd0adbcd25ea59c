"""Why a note was not kept."""

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal


class TooManyNotes(Refusal):
    code = "too_many_notes"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This lesson holds as many notes as can be kept. Delete one, or add to an old one."))


class NoteElsewhere(Refusal):
    """The nonce is another lesson's: a page kept open, or a forged form."""

    code = "note_elsewhere"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This note belongs to another lesson. Reload the page and write it again."))
