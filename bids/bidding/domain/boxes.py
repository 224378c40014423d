"""The boxes of one page of a draft, read one by one; what cannot be read becomes a fault and is never lost.

Figures are plain digits with at most one point; signs of money and per cent, commas and spaces are let pass. Characters
no text column can hold (the null character) are dropped when a draft is saved.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

type Typed = Mapping[str, str | list[str]]

MOST_CHARACTERS = 100_000
MOST_YEARS = 50
HUNDRED = Decimal(100)
_FIGURE = re.compile(r"([0-9]{1,12})(?:\.([0-9]*))?")
_OVERLONG = re.compile(r"[0-9]{13,}(?:\.[0-9]*)?")
_BELOW_ZERO = re.compile(r"[-−][0-9]+(?:\.[0-9]*)?")
_DRESSING = re.compile(r"[£%,\s]")


@dataclass(frozen=True, kw_only=True)
class PieceFault:
    """What still has to be put right: in which piece, at which box (blank: the piece), and which rule it breaks."""

    piece: str
    box: str
    code: str
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReadPiece[Value]:
    """One piece as read: its value where it says something usable, and its faults."""

    value: Value | None = None
    faults: tuple[PieceFault, ...] = ()
    is_empty: bool = True


def _why_no_figure(typed: str) -> str:
    if _OVERLONG.fullmatch(typed):
        return "too_large"
    return "below_zero" if _BELOW_ZERO.fullmatch(typed) else "no_figure"


class Boxes:
    """Reads the boxes of one piece and collects its faults."""

    def __init__(self, piece: str, typed: Typed) -> None:
        self.piece = piece
        self.typed = typed
        self.faults: list[PieceFault] = []

    def fault(self, box: str, code: str, **values: int) -> None:
        self.faults.append(PieceFault(piece=self.piece, box=box, code=code, values=values))

    def text(self, box: str) -> str:
        value = self.typed.get(box, "")
        return value.strip() if isinstance(value, str) else ""

    def ticked(self, box: str) -> list[str]:
        value = self.typed.get(box, [])
        return value if isinstance(value, list) else [value]

    def figure(self, box: str, *, places: int, required: bool = True) -> Decimal | None:
        """A figure of at most so many decimals; signs of money, per cent and thousands are let pass."""
        typed = _DRESSING.sub("", self.text(box))
        if not typed:
            if required:
                self.fault(box, "missing")
            return None
        found = _FIGURE.fullmatch(typed)
        if not found:
            self.fault(box, _why_no_figure(typed))
            return None
        if len((found[2] or "").rstrip("0")) > places:
            self.fault(box, "too_exact", places=places)
            return None
        return Decimal(typed.rstrip("."))

    def percent(self, box: str, *, required: bool = True) -> Decimal | None:
        figure = self.figure(box, places=2, required=required)
        if figure is not None and figure > HUNDRED:
            self.fault(box, "over_hundred")
            return None
        return None if figure is None else figure / HUNDRED

    def whole_years(self, box: str, *, most: int) -> int:
        figure = self.figure(box, places=0)
        if figure is not None and not 1 <= figure <= most:
            self.fault(box, "years", most=most)
        return int(figure) if figure is not None else 1

    def is_empty(self, *boxes: str) -> bool:
        return not any(self.text(box) for box in boxes)

    def reading[Value](self, value: Value | None, *, is_empty: bool = False) -> ReadPiece[Value]:
        return ReadPiece(value=None if self.faults else value, faults=tuple(self.faults), is_empty=is_empty)
