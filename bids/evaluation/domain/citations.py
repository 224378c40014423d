"""Passages an evaluator quotes from a bid: each must stand in it, word for word.

A line is found when, with spaces and line breaks taken as one space and quotation marks around it left out, it occurs
in a text of the bid; or when it begins with the name of a file of the bid ("plan.pdf, page 4"), whose words are not
here to compare. Upper and lower case count: a quotation is a quotation.
"""

from collections.abc import Collection, Sequence

QUOTATION_MARKS = "\"'“”‘’«»"


def quoted_lines(typed: str) -> tuple[str, ...]:
    """One passage a line; blank lines and the quotation marks around a passage are left out."""
    return tuple(line for line in map(_bare, typed.splitlines()) if line)


def lines_not_found(
    lines: Sequence[str], *, texts: Collection[str], file_names: Collection[str] = ()
) -> tuple[str, ...]:
    """The passages that do not stand in the bid, in their order."""
    spaced = [" ".join(text.split()) for text in texts]
    return tuple(
        line
        for line in lines
        if not line.startswith(tuple(file_names)) and not any(_bare(line) in text for text in spaced)
    )


def _bare(line: str) -> str:
    return " ".join(line.split()).strip(QUOTATION_MARKS + " ")
