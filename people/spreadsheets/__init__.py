"""Tables that leave the product, as xlsx or csv: the one place that writes them (docs/adr/0014-exports.md).

No cell ever holds a formula, whatever people typed into their names: in xlsx every text is a text cell, in csv a text
that a spreadsheet might calculate gets an apostrophe in front.
"""

from .cells import defused, is_dangerous
from .writing import CONTENT_TYPES, Column, TableWriter, csv_lines, open_table

__all__ = ["CONTENT_TYPES", "Column", "TableWriter", "csv_lines", "defused", "is_dangerous", "open_table"]
