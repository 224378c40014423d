"""Geometry of the portal's charts: plain numbers in, places on a 480 by N drawing out. No script, no outside library.

A chart is always drawn from zero, labels every bar, and goes with a table of the same numbers; missing values (None)
leave a gap rather than a zero.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 480
# A bar's label stands above it: beside it there is no room for words on a narrow screen.
_FIGURE, _ROW, _TEXT, _BAR = 72, 58, 20, 28
_LEFT, _RIGHT, _TOP, _PLOT = 52, 36, 16, 200
# One letter of an axis label as wide as it gets: on a narrow screen the labels are drawn larger.
_LETTER, _GAP = 11, 12

type Value = int | float | Decimal | None


@dataclass(frozen=True)
class Bar:
    label: str
    value: Value
    text_y: float
    y: float
    width: float


@dataclass(frozen=True)
class BarChart:
    height: int
    bars: tuple[Bar, ...]
    target_x: float | None


@dataclass(frozen=True)
class Tick:
    place: float
    value: float | str


@dataclass(frozen=True)
class Line:
    name: str
    pieces: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]
    end: tuple[float, float] | None


@dataclass(frozen=True)
class LineChart:
    height: int
    left: int
    right: int
    bottom: int
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Tick, ...]
    target_y: float | None


def bar_chart(rows: list[tuple[str, Value]], *, target: Value = None) -> BarChart:
    most = _most([value for _label, value in rows], target)
    room = WIDTH - _FIGURE
    bars = tuple(
        Bar(label, value, place * _ROW + _TEXT, place * _ROW + _BAR, round(_share(value, most) * room, 1))
        for place, (label, value) in enumerate(rows)
    )
    target_x = None if target is None else round(_share(target, most) * room, 1)
    return BarChart(len(rows) * _ROW, bars, target_x)


def line_chart(labels: list[str], series: list[tuple[str, list[Value]]], *, target: Value = None) -> LineChart:
    most, step = _scale([value for _name, values in series for value in values], target)
    marks = [step * n for n in range(round(most / step) + 1)]
    left = max(_LEFT, _GAP + _LETTER * max(len(f"{mark:,.10g}") for mark in marks))
    across = _places(len(labels), left=left)
    bottom = _TOP + _PLOT

    def height_of(value: Value) -> float:
        return round(bottom - _share(value, most) * _PLOT, 1)

    lines = tuple(
        _line(name, [(x, height_of(v)) if v is not None else None for x, v in zip(across, values, strict=True)])
        for name, values in series
    )
    ticks = tuple(Tick(height_of(mark), mark) for mark in marks)
    every = math.ceil(len(labels) / 6) or 1
    named = tuple(Tick(x, label) for n, (x, label) in enumerate(zip(across, labels, strict=True)) if n % every == 0)
    return LineChart(
        bottom + 34, left, WIDTH - _RIGHT, bottom, lines, ticks, named, None if target is None else height_of(target)
    )


def _line(name: str, points: list[tuple[float, float] | None]) -> Line:
    pieces, piece = [], []
    for point in [*points, None]:
        if point is not None:
            piece.append(point)
        elif piece:
            pieces.append(" ".join(f"{x},{y}" for x, y in piece))
            piece = []
    known = tuple(point for point in points if point is not None)
    return Line(name, tuple(pieces), known, known[-1] if known else None)


def _places(count: int, *, left: int) -> list[float]:
    room = WIDTH - left - _RIGHT
    return [left + room / 2] if count == 1 else [round(left + room * n / (count - 1), 1) for n in range(count)]


def _share(value: Value, most: float) -> float:
    return max(0.0, float(value or 0)) / most


def _most(values: list[Value], target: Value) -> float:
    return max((float(value) for value in [*values, target] if value is not None), default=0.0) or 1.0


def _scale(values: list[Value], target: Value) -> tuple[float, float]:
    """The top of the axis and its step: four to six round steps."""
    most = _most(values, target)
    rough = most / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= rough)
    return math.ceil(most / step - 1e-9) * step, step
