"""Refusals of issuing and checking (certificates.md)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from people.errors import Refusal

from .enums import Printed


class GlyphMissing(Refusal):
    """No embedded font has a glyph: nothing is issued, because paper must not carry empty boxes."""

    code = "glyph_missing"
    status = 422

    def __init__(self, character: str, place: Printed) -> None:
        super().__init__(
            # Translators: code is a Unicode code point such as U+2A6D6, place a printed field such as "name".
            _("The certificate cannot be printed: no font has the character “%(character)s” (%(code)s) in: %(place)s.")
            % {"character": character, "code": f"U+{ord(character):04X}", "place": place.label},
            character=character,
            place=place.value,
        )


class TextTooLong(Refusal):
    code = "text_too_long"
    status = 422

    def __init__(self, place: Printed) -> None:
        super().__init__(
            # Translators: place is a printed field such as "name".
            _("The certificate cannot be printed: there is not enough room for: %(place)s.") % {"place": place.label},
            place=place.value,
        )


class NotEligible(Refusal):
    """`reasons` are sentences for the person; `codes` name them for machines."""

    code = "not_eligible"
    status = 409

    def __init__(self, reasons: list[str], codes: list[str]) -> None:
        super().__init__(" ".join(reasons), reasons=codes)


class UnknownSubject(Refusal):
    code = "unknown_subject"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("There is no such course or scheme to be certified."))


class NamelessLearner(Refusal):
    code = "nameless_learner"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Your real name is not recorded yet. Complete your profile, then ask for the certificate."))


class RecordMoved(Refusal):
    code = "record_moved"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("Your hours changed while the certificate was being made. Please try again."))


class SigningUnavailable(Refusal):
    code = "signing_unavailable"
    status = 503

    def __init__(self) -> None:
        super().__init__(_("Certificates cannot be signed at the moment. Please try again later."))


class StatusNotPossible(Refusal):
    code = "status_not_possible"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This certificate cannot take that state any more."))


class NotFound(Refusal):
    """Unknown, malformed and not matching are one answer."""

    code = "not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("No certificate was found for what was entered. Check the number, the name and the digits."))


class TooManyChecks(Refusal):
    code = "too_many_checks"
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(_("Too many checks came from your network. Please try again later."), retry_after=retry_after)


class FileTooLarge(Refusal):
    code = "file_too_large"
    status = 413

    def __init__(self, megabytes: int) -> None:
        super().__init__(_("The file is larger than %(size)s MB.") % {"size": megabytes})


class NotAPdf(Refusal):
    code = "not_a_pdf"
    status = 415

    def __init__(self) -> None:
        super().__init__(_("This is not a PDF file. Choose the certificate file as you received it."))


class EncryptedPdf(Refusal):
    code = "encrypted_pdf"
    status = 422

    def __init__(self) -> None:
        super().__init__(
            _("This PDF is locked with a password, so it cannot be checked. Certificates are never locked.")
        )


class BrokenPdf(Refusal):
    code = "broken_pdf"
    status = 422

    def __init__(self) -> None:
        super().__init__(_("This PDF is damaged and cannot be read. Ask the holder for the file once more."))
