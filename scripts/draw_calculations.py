"""Draw the pictures of docs/calculations.md, each from the calculation it explains.

Run: `python -m scripts.draw_calculations [folder]`; without a folder, into docs/pictures. Equal inputs, equal files.
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from pathlib import Path

from scipy.stats import beta

from challenges.publishing.domain.appraisal import discount_factor
from challenges.publishing.domain.calendar import is_working_day, standstill_end
from challenges.publishing.domain.offers import SHAPE_SUM, pert_quantile, pert_shape
from challenges.publishing.domain.payment import share_of_difference, tariff_payments
from challenges.publishing.domain.risk_reward import cash_flow
from scripts.calculation_examples import (
    BANDS,
    CASH_OFFER,
    CASH_TERMS,
    CLAIMS,
    ESTIMATE,
    PLEDGES,
    TARGET,
    TARIFF,
    appraised,
    pledged,
)

PICTURES_FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 90, 20, 50, 50
INK, MUTED, MAIN, SECOND, WARNING, PAPER = "#0b0c0c", "#505a5f", "#1d70b8", "#00703c", "#b10e1e", "#ffffff"


@dataclass(frozen=True, kw_only=True)
class Plot:
    """A rectangle of values and the marks drawn on it."""

    title: str
    across: tuple[float, float]
    upward: tuple[float, float]
    marks: list[str]

    def x(self, value):
        low, high = self.across
        return LEFT + (float(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value):
        low, high = self.upward
        return HEIGHT - BOTTOM - (float(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def line(self, points, *, colour=MAIN, dashes=""):
        path = " ".join(f"{self.x(across):.1f},{self.y(up):.1f}" for across, up in points)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.marks.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="3"{dashed}/>')

    def area(self, points, *, colour):
        corners = [(points[0][0], 0), *points, (points[-1][0], 0)]
        path = " ".join(f"{self.x(across):.1f},{self.y(up):.1f}" for across, up in corners)
        self.marks.append(f'<polygon points="{path}" fill="{colour}" fill-opacity="0.25"/>')

    def bar(self, left, right, low, high, *, colour=MAIN):
        top, foot = self.y(max(low, high)), self.y(min(low, high))
        self.marks.append(
            f'<rect x="{self.x(left):.1f}" y="{top:.1f}" width="{self.x(right) - self.x(left):.1f}" '
            f'height="{foot - top:.1f}" fill="{colour}"/>'
        )

    def words(self, across, up, text, *, anchor="middle", colour=INK, shift=0, size=14):
        nudge = {"start": 6, "end": -6}.get(anchor, 0)
        self.marks.append(
            f'<text x="{self.x(across) + nudge:.1f}" y="{self.y(up) + shift:.1f}" text-anchor="{anchor}" '
            f'font-size="{size}" fill="{colour}">{escape(text)}</text>'
        )

    def axes(self, *, across, upward, unit_across="", zero=0.0):
        low, high = self.across
        self.line([(low, zero), (high, zero)], colour=MUTED)
        for value, label in across:
            self.words(value, self.upward[0], label, colour=MUTED, shift=20)
        for value, label in upward:
            self.words(low, value, label, anchor="end", colour=MUTED, shift=5)
        self.words((low + high) / 2, self.upward[0], unit_across, colour=MUTED, shift=40)

    def svg(self):
        heading = f'<text x="{LEFT}" y="28" font-size="18" font-weight="bold" fill="{INK}">{escape(self.title)}</text>'
        body = "\n  ".join([heading, *self.marks])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            f'font-family="Arial, sans-serif">\n  <title>{escape(self.title)}</title>\n'
            f'  <rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>\n  {body}\n</svg>\n'
        )


def plot(title, *, across, upward):
    return Plot(title=title, across=across, upward=upward, marks=[])


def pounds(amount):
    return f"−£{-amount:,.0f}" if amount < 0 else f"£{amount:,.0f}"


def discounting():
    drawn = plot("What £1 of a later year is worth today", across=(0, 60), upward=(0, 1))
    drawn.axes(
        across=[(year, str(year)) for year in range(0, 61, 10)],
        upward=[(part / 4, f"{part * 25}p") for part in range(5)],
        unit_across="years from now",
    )
    for schedule, colour, name in (("standard", MAIN, "standard"), ("health", SECOND, "health and life")):
        drawn.line([(year, discount_factor(year, schedule)) for year in range(61)], colour=colour)
        drawn.words(40, discount_factor(40, schedule), name, colour=colour, shift=-10)
    return drawn


def estimate():
    low, high = float(ESTIMATE.low), float(ESTIMATE.high)
    alpha = pert_shape(ESTIMATE)

    def height(value):
        return float(beta.pdf((value - low) / (high - low), alpha, SHAPE_SUM - alpha)) / (high - low)

    values = [low + (high - low) * step / 100 for step in range(101)]
    nine_in_ten = pert_quantile(ESTIMATE, 0.1)
    drawn = plot("How many succeed: the estimate, and what happens nine times in ten", across=(0, 1), upward=(0, 3.5))
    drawn.area([(value, height(value)) for value in values if value >= nine_in_ten], colour=MAIN)
    drawn.line([(value, height(value)) for value in values])
    drawn.line([(nine_in_ten, 0), (nine_in_ten, height(nine_in_ten))], colour=WARNING)
    drawn.words(nine_in_ten, height(nine_in_ten), f"nine times in ten: over {nine_in_ten:.0%}", anchor="end", shift=-8)
    drawn.axes(
        across=[(low, f"lowest {low:.0%}"), (float(ESTIMATE.likely), "most likely"), (high, f"highest {high:.0%}")],
        upward=[],
        unit_across="share of people offered a place who succeed",
    )
    return drawn


def public_value():
    bid = appraised()
    parts = [("public benefit", bid.benefits), ("payments", -bid.payments), ("own costs", -bid.own_costs)]
    drawn = plot("What is left for the public", across=(0, 4), upward=(0, 60_000))
    reached = 0.0
    for place, (name, amount) in enumerate(parts):
        drawn.bar(place + 0.15, place + 0.85, reached, reached + amount, colour=SECOND if amount > 0 else WARNING)
        drawn.words(place + 0.5, max(reached, reached + amount), pounds(amount), shift=-6)
        drawn.words(place + 0.5, 0, name, colour=MUTED, shift=20)
        reached += amount
    drawn.bar(3.15, 3.85, 0, reached)
    drawn.words(3.5, reached, pounds(reached), shift=-6)
    drawn.words(3.5, 0, "public value", colour=MUTED, shift=20)
    drawn.axes(across=[], upward=[(step, pounds(step)) for step in range(0, 60_001, 20_000)])
    return drawn


def pledges():
    drawn = plot("Pledges: what is offered and what counts", across=(0, 15), upward=(-0.2, len(PLEDGES)))
    for place, (name, offered, counted, unit) in enumerate(pledged()):
        drawn.words(0, place + 0.3, name, anchor="end", shift=0, size=12)
        drawn.bar(0, offered, place + 0.1, place + 0.35, colour="#b1b4b6")
        drawn.bar(0, counted, place + 0.4, place + 0.65)
        drawn.words(offered, place + 0.1, f"offered {offered:g} {unit}", anchor="start", size=12)
        drawn.words(counted, place + 0.4, f"counts {counted:g}", anchor="start", size=12)
    return drawn


def sharing():
    spans = [Decimal(step) / 100 for step in range(70, 136)]
    points = [(part * 100, share_of_difference(TARGET, TARGET * part, BANDS)) for part in spans]
    drawn = plot("Sharing the difference: what the supplier gains or loses", across=(70, 135), upward=(-30_000, 15_000))
    drawn.line(points)
    for part, name in ((80, "30% of this slice"), (100, "half"), (115, "75%"), (127, "all of it")):
        drawn.words(part, 12_000, name, colour=MUTED, size=12)
    for bound in (90, 110, 120):
        drawn.line([(bound, -30_000), (bound, 15_000)], colour="#b1b4b6", dashes="4 4")
    drawn.axes(
        across=[(part, f"{part}%") for part in range(70, 131, 10)],
        upward=[(amount, pounds(amount)) for amount in range(-30_000, 10_001, 10_000)],
        unit_across="what it cost, as a part of the target cost",
    )
    return drawn


def payment_order():
    settled = tariff_payments(CLAIMS, TARIFF)
    steps = [
        ("claimed", settled.claimed),
        ("accepted", settled.accepted),
        ("limit a person", settled.after_limits),
        ("cap a person", settled.after_person_cap),
        ("cap a period", settled.after_period_cap),
        ("cap in all", settled.paid),
    ]
    drawn = plot("From what is claimed to what is paid", across=(0, 6), upward=(0, 8_000))
    before = steps[0][1]
    for place, (name, amount) in enumerate(steps):
        drawn.bar(place + 0.1, place + 0.9, 0, amount)
        drawn.bar(place + 0.1, place + 0.9, amount, before, colour="#f3b3b8")
        drawn.words(place + 0.5, amount, f"£{amount:,}", shift=16, size=12, colour=PAPER)
        drawn.words(place + 0.5, 0, name, colour=MUTED, shift=20, size=12)
        before = amount
    drawn.axes(across=[], upward=[(step, pounds(step)) for step in range(0, 8_001, 2_000)])
    return drawn


def cash():
    flow = cash_flow(CASH_OFFER, CASH_TERMS, 15)
    drawn = plot("Cash month by month, and the most you would be out of pocket", across=(0, 15), upward=(-4_000, 1_000))
    for month, balance in enumerate(flow.balance):
        drawn.bar(month + 0.1, month + 0.9, 0, balance, colour=WARNING if month == flow.trough_month else MAIN)
    lowest = f"{pounds(flow.trough)}, first in month {flow.trough_month + 1}"
    drawn.words(flow.trough_month + 0.5, flow.trough, lowest, anchor="start", shift=18, colour=WARNING)
    drawn.axes(
        across=[(month + 0.5, str(month + 1)) for month in range(15)],
        upward=[(amount, pounds(amount)) for amount in range(-4_000, 1_001, 1_000)],
        unit_across="month",
    )
    return drawn


def standstill():
    published = date(2026, 6, 8)
    ends = standstill_end(published)
    drawn = plot("Standstill: eight working days, the day of publication included", across=(0, 11), upward=(0, 3))
    counted, day, place = 0, published, 0
    while day <= ends:
        works = is_working_day(day)
        counted += works
        drawn.bar(place + 0.06, place + 0.94, 1, 2, colour=MAIN if works else "#b1b4b6")
        drawn.words(place + 0.5, 1.45, str(counted) if works else "–", colour=PAPER, size=18)
        drawn.words(place + 0.5, 1, f"{day:%a} {day.day}", colour=MUTED, shift=18, size=12)
        day, place = day + timedelta(days=1), place + 1
    drawn.words(0, 2, f"published {published:%A} {published.day} June 2026", anchor="start", shift=-12)
    drawn.words(7.5, 2, "15 June: a holiday in Scotland alone", anchor="middle", shift=-12, colour=WARNING, size=12)
    drawn.words(11, 0.3, f"the contract may be signed after {ends:%A} {ends.day} June", anchor="end")
    return drawn


PICTURES = {
    "discounting": discounting,
    "estimate": estimate,
    "public-value": public_value,
    "pledges": pledges,
    "sharing": sharing,
    "payment-order": payment_order,
    "cash": cash,
    "standstill": standstill,
}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        (folder / f"{name}.svg").write_text(draw().svg(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES_FOLDER)
