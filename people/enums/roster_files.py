"""Why a roster file cannot be used: stable codes with the sentences people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileFault(TextChoices):
    EMPTY = "file_empty", _("The file is empty. Choose the file with your roster.")
    BIG = "file_big", _("The file is larger than 10 MB. Split it into several files.")
    KIND = "file_kind", _("This is neither an Excel workbook (.xlsx) nor a CSV file. Save the roster as .xlsx.")
    RENAMED = (
        "file_renamed",
        _("The name says .xlsx, but the content is something else. Save the roster as .xlsx from Excel or WPS."),
    )
    OLD = (
        "file_old",
        _("This is an old .xls workbook, or one with a password. Save it as .xlsx without a password."),
    )
    MACROS = "file_macros", _("The workbook holds macros. Save it as .xlsx without macros.")
    EXTERNAL = (
        "file_external",
        _("The workbook takes data from other files. Paste the values into a new workbook and save that."),
    )
    BOMB = "file_bomb", _("The workbook unpacks to far more data than a roster has. Paste the rows into a new one.")
    BROKEN = "file_broken", _("The workbook is damaged or built in an unusual way. Open it in Excel and save it again.")
    ENTITIES = (
        "file_entities",
        _("The workbook holds definitions that no spreadsheet program writes. Paste the rows into a new one."),
    )
    ENCODING = "file_encoding", _("The characters of this CSV file cannot be read. Save it as UTF-8 or GB18030.")
    BINARY = "file_binary", _("This is no text: a CSV file holds lines of text. Save the roster as .xlsx.")
    NO_ROWS = "file_no_rows", _("The file has no rows with data.")
    NO_HEADER = (
        "file_no_header",
        _("No row with column headings was found in the first 15 rows. The template shows which ones are needed."),
    )
    ROWS = "file_rows", _("The file has more than 20,000 rows. Split it into several files.")
    GAP = "file_gap", _("There is data below more than 1,000 empty rows. Remove the empty rows.")
    COLUMNS = "file_columns", _("The file has more than 200 columns. Keep the columns of the roster only.")
    CELL = "file_cell", _("A cell holds more than 2,000 characters. No cell of a roster is that long.")
