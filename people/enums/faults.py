"""Why a text is no name, number, code or place: a stable code with the sentence that people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NameFault(TextChoices):
    EMPTY = "name_empty", _("The name is missing.")
    DIGIT = "name_digit", _("A name holds no digits. To tell people of one name apart, use the ID number or the phone.")
    CONTROL = "name_control", _("The name holds an invisible control character. Type it again.")
    MARKUP = "name_markup", _("The name holds a sign that is used in formulas or web pages. Leave it out.")
    LOST = "name_character_lost", _("A character of the name was lost on its way here. Type it again.")
    SIGN = "name_sign", _("The name holds a sign that no name has. Write the name only, without remarks.")
    DOT = "name_dot", _("A middle dot stands between two parts of a name, never at its begin or end.")
    LONG = "name_long", _("The name is longer than 60 characters.")


class IdNumberFault(TextChoices):
    EMPTY = "id_number_empty", _("The ID number is missing.")
    MASKED = "id_number_masked", _("Part of the ID number is hidden by asterisks. The full number is needed.")
    ROUNDED = (
        "id_number_rounded",
        _(
            "The spreadsheet has rounded the ID number and its last digits are lost. "
            "Format the column as text and enter the number again."
        ),
    )
    FIFTEEN = "id_number_fifteen", _("ID numbers of 15 digits are no longer accepted. Enter the 18 digits.")
    OTHER_DOCUMENT = "id_number_other_document", _("This is the number of another document, not an ID number.")
    LENGTH = "id_number_length", _("An ID number has 18 characters.")
    CHARACTERS = "id_number_characters", _("An ID number has 17 digits, then a digit or X.")
    CHECK = "id_number_check", _("The last character does not fit the other 17. Compare the number with the card.")
    DATE = "id_number_date", _("The birth date in the ID number does not exist.")
    FUTURE = "id_number_future", _("The birth date in the ID number has not come yet.")


class PhoneFault(TextChoices):
    EMPTY = "phone_empty", _("The mobile phone number is missing.")
    MASKED = "phone_masked", _("Part of the phone number is hidden by asterisks. The full number is needed.")
    ROUNDED = (
        "phone_rounded",
        _(
            "The spreadsheet has rounded the phone number and its last digits are lost. "
            "Format the column as text and enter the number again."
        ),
    )
    SEVERAL = "phone_several", _("There is more than one number here. Enter one.")
    CHARACTERS = "phone_characters", _("A phone number has digits only. Put remarks somewhere else.")
    LANDLINE = "phone_landline", _("This is a landline or service number. A mobile phone number is needed.")
    FOREIGN = "phone_foreign", _("Only mobile phone numbers of the Chinese mainland are accepted.")
    LENGTH = "phone_length", _("A mobile phone number has 11 digits.")
    PREFIX = "phone_prefix", _("A mobile phone number begins with 13 to 19.")


class UsccFault(TextChoices):
    """Faults of a unified social credit code (GB 32100-2015)."""

    LICENCE = "uscc_old_licence", _("This is an old business licence number. Enter the unified social credit code.")
    ORGANISATION = "uscc_old_code", _("This is an old organisation code. Enter the unified social credit code.")
    LENGTH = "uscc_length", _("A unified social credit code has 18 characters.")
    CHARACTERS = (
        "uscc_characters",
        _("A unified social credit code has digits and capital letters only, and never I, O, S, V or Z."),
    )
    CHECK = "uscc_check", _("The last character does not fit the other 17. Compare the code with the certificate.")


class PlaceFault(TextChoices):
    CODE = "place_code", _("The code is not made of digits.")
    NAME = "place_name", _("The name is missing.")
    LEVEL = "place_level", _("The level is unknown.")
    PARENT = "place_parent", _("The place above has no place in the tree.")
    TWICE = "place_twice", _("The code stands in an earlier row already.")
