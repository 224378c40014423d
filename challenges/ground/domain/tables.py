"""Cells of tables that people open in a spreadsheet.

A cell beginning with one of these signs is run as a formula by spreadsheet programs; an apostrophe before it makes them
show the text (OWASP, CSV injection). Numbers keep their sign: a number cannot be a formula.
"""

from decimal import Decimal

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: object) -> object:
    """The cell, as text that no program runs."""
    if cell is None:
        return ""
    if isinstance(cell, int | float | Decimal):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_BEGINNINGS) or text.startswith(_BEGINNINGS) else text
