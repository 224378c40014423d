"""Draw the pictures of docs/calculations-judging.md, each from the calculation it explains.

Run: `python -m scripts.draw_judging [folder]`; without a folder, into docs/pictures/judging. Equal inputs, equal files.
"""

import sys
from decimal import Decimal

from bids.evaluation.domain.assurance.reliability import severity
from bids.evaluation.domain.assurance.robustness import flip_distance, leave_one_out
from bids.evaluation.domain.scoring.price import lowest_over_price, mean_narrow_average, percent_above_lowest
from bids.evaluation.domain.scoring.scoring import TieRule, credited, linear, rank, steps
from scripts.draw_calculations import MAIN, MUTED, PAPER, PICTURES_FOLDER, SECOND, WARNING, plot, pounds
from scripts.judging_examples import (
    BELIEVED,
    BIDS,
    BUDGET,
    CANDIDATES,
    CLAIM,
    CRITERIA,
    GAPS,
    LEVELS,
    LOWEST_PRICE,
    MERIT,
    NEAR,
    NEAR_CRITERIA,
    NEAR_RULE,
    NO_SPARE,
    PANEL,
    POINTS,
    STRAIGHT_LINE,
    THREE_PRICES,
    allocation,
    firmness,
    portfolio,
    ranking,
)

FOLDER = PICTURES_FOLDER / "judging"
PALE = "#b1b4b6"


def scores():
    drawn = plot("A score that hangs on this bid alone: a straight line, or steps", across=(40, 140), upward=(0, 5))
    line = {"worst": STRAIGHT_LINE.worst, "best": STRAIGHT_LINE.best, "maximum": Decimal(5)}
    drawn.line([(price, linear(Decimal(price) * 1000, **line)) for price in range(40, 141)])
    drawn.words(92, 2.6, "price, least is best", anchor="start", colour=MAIN)
    drawn.line([(40 + people, steps(Decimal(people), levels=LEVELS)) for people in range(101)], colour=SECOND)
    drawn.words(83, 5, "people reached, in steps (10, 20, 40)", anchor="start", colour=SECOND, shift=16)
    drawn.axes(
        across=[(price, pounds(price * 1000)) for price in range(40, 121, 20)],
        upward=[(score, str(score)) for score in range(6)],
        unit_across="price; people reached run from 0 to 100 over the same width",
    )
    return drawn


def price_forms():
    others = {"lowest": Decimal(60), "other": Decimal(150)}
    forms = [
        (lambda bids: lowest_over_price(bids, Decimal(100)), MAIN, "lowest ÷ price"),
        (percent_above_lowest, SECOND, "per cent above lowest"),
        (mean_narrow_average, WARNING, "distance from the mean"),
    ]
    drawn = plot("What a price earns beside two others, of £60 and £150", across=(60, 180), upward=(0, 100))
    for place, (form, colour, name) in enumerate(forms):
        drawn.line([(price, form({**others, "own": Decimal(price)})["own"]) for price in range(60, 181)], colour=colour)
        drawn.words(110, 95 - 8 * place, name, anchor="start", colour=colour)
    drawn.axes(
        across=[(price, f"£{price}") for price in range(60, 181, 20)],
        upward=[(score, str(score)) for score in range(0, 101, 25)],
        unit_across="this bid's price",
    )
    return drawn


def marks():
    found = ranking()
    drawn = plot("Marks add up to the total", across=(0, 3), upward=(0, 100))
    for place, bid in enumerate(found.order):
        low = Decimal(0)
        for criterion, colour in (("quality", MAIN), ("price", SECOND)):
            mark = found.marks[bid][criterion]
            drawn.bar(place + 0.25, place + 0.75, low, low + mark, colour=colour)
            drawn.words(place + 0.5, low + mark / 2, f"{criterion} {mark}", colour=PAPER, shift=5)
            low += mark
        drawn.words(place + 0.5, low, str(found.totals[bid]), shift=-6)
        drawn.words(place + 0.5, 0, f"{bid}: place {found.places[bid]}", colour=MUTED, shift=20)
    drawn.axes(across=[], upward=[(total, str(total)) for total in range(0, 101, 25)])
    return drawn


def ties():
    found = rank(NEAR, NEAR_CRITERIA, NEAR_RULE)
    leader = max(found.totals.values())
    drawn = plot("Less than 5 marks behind: more impact goes first", across=(60, 80), upward=(0, 3))
    drawn.bar(leader - NEAR_RULE.band, leader, 0, 2.6, colour="#d2e2f1")
    drawn.words(leader - NEAR_RULE.band / 2, 2.6, "counted as level", shift=-6, colour=MUTED)
    for height, bid in enumerate(sorted(found.order), start=1):
        drawn.bar(60, found.totals[bid], height - 0.3, height + 0.3, colour=SECOND if found.places[bid] == 1 else MAIN)
        said = f"{bid}: {found.totals[bid]}, impact {found.marks[bid]['impact']}, place {found.places[bid]}"
        drawn.words(60.3, height, said, anchor="start", colour=PAPER, shift=5)
    drawn.axes(across=[(total, str(total)) for total in range(60, 81, 5)], upward=[], unit_across="total")
    return drawn


def claims():
    drawn = plot("A claim counts as far as the panel believes it", across=(0, 5), upward=(0, 100))
    drawn.line([(mark / 50, credited(CLAIM, Decimal(mark) / 50, BELIEVED)) for mark in range(251)])
    for value, name in ((CLAIM.low, "promised"), (CLAIM.likely, "called likely"), (CLAIM.high, "highest possible")):
        drawn.line([(0, value), (5, value)], colour=PALE, dashes="4 4")
        drawn.words(5, value, f"{name}: {value}", anchor="end", colour=MUTED, shift=-6)
    drawn.axes(
        across=[(mark, str(mark)) for mark in range(6)],
        upward=[(value, str(value)) for value in range(0, 101, 20)],
        unit_across="the panel's mark for how credible it is",
    )
    return drawn


def agreement():
    drawn = plot("Four judges agree on the order, not on the level", across=(-0.5, 5.5), upward=(0, 10))
    for judge, colour in enumerate((MAIN, WARNING, SECOND, MUTED)):
        drawn.line(list(enumerate(PANEL[:, judge])), colour=colour)
        drawn.words(5, PANEL[5, judge], f"judge {judge + 1}", anchor="start", colour=colour, shift=4, size=12)
    drawn.axes(
        across=[(entry, f"entry {entry + 1}") for entry in range(6)],
        upward=[(mark, str(mark)) for mark in range(0, 11, 2)],
    )
    return drawn


def leaning():
    found = severity(GAPS)
    drawn = plot("Who read what, undone: plain means and adjusted scores", across=(0, 3), upward=(0, 8))
    for bid in range(3):
        given = [mark for mark in GAPS[bid] if mark == mark]
        plain, fair = sum(given) / len(given), found.adjusted[bid]
        drawn.bar(bid + 0.2, bid + 0.48, 0, plain, colour=PALE)
        drawn.bar(bid + 0.52, bid + 0.8, 0, fair)
        drawn.words(bid + 0.34, plain, f"mean {plain:g}", shift=-6, size=12)
        drawn.words(bid + 0.66, fair, f"adjusted {fair:.0f}", shift=-6, size=12)
        drawn.words(bid + 0.5, 0, f"bid {bid + 1}", colour=MUTED, shift=20)
    drawn.axes(across=[], upward=[(mark, str(mark)) for mark in range(0, 9, 2)])
    return drawn


def firm():
    held = firmness()
    drawn = plot("How often each bid holds each place, weights varied", across=(0, 3), upward=(0, 1))
    for place, bid in enumerate(sorted(BIDS)):
        low = 0.0
        for position, colour in enumerate((SECOND, MAIN, MUTED)):
            part = held[place, position]
            drawn.bar(place + 0.2, place + 0.8, low, low + part, colour=colour)
            if part > 0.05:
                drawn.words(place + 0.5, low + part / 2, f"place {position + 1}: {part:.0%}", shift=5, colour=PAPER)
            low += part
        drawn.words(place + 0.5, 0, bid, colour=MUTED, shift=20)
    drawn.axes(across=[], upward=[(part / 4, f"{part * 25}%") for part in range(5)])
    return drawn


def one_fewer():
    found = leave_one_out(NO_SPARE, [MERIT])
    drawn = plot("The mean without each evaluator: one of them decides who is first", across=(0, 4), upward=(0, 8))
    for place, left_out in enumerate([None, *found.without]):
        for side, (bid, colour) in enumerate((("A", MAIN), ("B", SECOND))):
            kept = [float(one.score) for one in NO_SPARE if one.bid == bid and one.evaluator != left_out]
            mean = sum(kept) / len(kept)
            drawn.bar(place + 0.15 + 0.36 * side, place + 0.47 + 0.36 * side, 0, mean, colour=colour)
            drawn.words(place + 0.31 + 0.36 * side, mean, f"{bid} {mean:.1f}", shift=-6, size=12)
        label = f"without the {left_out}" if left_out else "all three"
        drawn.words(place + 0.5, 0, label, colour=WARNING if left_out in found.changes else MUTED, shift=20, size=12)
    drawn.axes(across=[], upward=[(mark, str(mark)) for mark in range(0, 9, 2)])
    return drawn


def one_step():
    found = flip_distance(BIDS, CRITERIA)
    totals = ranking().totals
    drawn = plot("One step of one score would put B in front", across=(50, 90), upward=(0, 4))
    for height, bid in enumerate(("C", "B", "A"), start=1):
        drawn.bar(50, totals[bid], height - 0.25, height + 0.25)
        drawn.words(50.5, height, f"{bid}: {totals[bid]}", anchor="start", colour=PAPER, shift=5)
    for change in found.changes:
        height = 1 + ("C", "B", "A").index(change.bid)
        moved = {**BIDS, change.bid: {**BIDS[change.bid], change.criterion: change.to}}
        after = rank(moved, CRITERIA, TieRule()).totals[change.bid]
        drawn.bar(after, after + Decimal("0.3"), height - 0.35, height + 0.35, colour=WARNING)
        said = f"{change.criterion} {change.to}, not {change.from_}: {after}"
        drawn.words(after, height, said, anchor="end" if after > 80 else "start", shift=-26, size=12, colour=WARNING)
    drawn.axes(across=[(total, str(total)) for total in range(50, 91, 10)], upward=[], unit_across="total")
    return drawn


def one_bid_fewer():
    drawn = plot("A third price turns the order of two bids round", across=(0, 2), upward=(0, 100))
    fields = (("with C", THREE_PRICES), ("without C", {bid: THREE_PRICES[bid] for bid in "AB"}))
    for place, (name, field) in enumerate(fields):
        totals = rank(field, [POINTS, LOWEST_PRICE], TieRule()).totals
        for side, bid in enumerate(sorted(totals)):
            colour = {"A": MAIN, "B": SECOND, "C": PALE}[bid]
            drawn.bar(place + 0.1 + 0.27 * side, place + 0.34 + 0.27 * side, 0, totals[bid], colour=colour)
            drawn.words(place + 0.22 + 0.27 * side, totals[bid], f"{bid} {totals[bid]}", shift=-6, size=12)
        drawn.words(place + 0.4, 0, name, colour=MUTED, shift=20)
    drawn.axes(across=[], upward=[(total, str(total)) for total in range(0, 101, 25)])
    return drawn


def worth():
    drawn = plot("What £1,000 less is worth, at two formulas", across=(60, 180), upward=(0, 1.2))
    line = {"worst": STRAIGHT_LINE.worst, "best": STRAIGHT_LINE.best, "maximum": Decimal(40)}

    def straight(price):
        return linear(Decimal(price) * 1000 - 1000, **line) - linear(Decimal(price) * 1000, **line)

    def relative(price):
        both = [lowest_over_price({"low": Decimal(60), "own": Decimal(price - less)}, Decimal(40)) for less in (1, 0)]
        return both[0]["own"] - both[1]["own"]

    for form, colour, name, at in ((straight, MAIN, "straight line", 80), (relative, SECOND, "lowest ÷ price", 130)):
        drawn.line([(price, form(price)) for price in range(61, 181)], colour=colour)
        drawn.words(at, form(at), name, anchor="start", colour=colour, shift=-8)
    drawn.axes(
        across=[(price, pounds(price * 1000)) for price in range(60, 151, 30)],
        upward=[(mark / 10, f"{mark / 10:.1f}") for mark in range(0, 13, 3)],
        unit_across="this bid's price (the lowest is £60,000); marks of 40",
    )
    return drawn


def chosen():
    found = portfolio()
    drawn = plot("Five candidates and £110,000: who is in, and why", across=(0, 420_000), upward=(0, 5.6))
    for height, one in enumerate(reversed(CANDIDATES)):
        is_in = one.id in found.chosen
        drawn.bar(0, one.cost, height + 0.3, height + 0.9, colour=SECOND if is_in else PALE)
        why = "in" if is_in else found.reasons[one.id]
        said = f"{one.id}: costs {pounds(one.cost)}, worth {pounds(one.value)}: {why}"
        drawn.words(max(one.cost, BUDGET), height + 0.6, said, anchor="start", shift=5, size=12)
    drawn.line([(BUDGET, 0), (BUDGET, 5.4)], colour=WARNING, dashes="4 4")
    drawn.words(BUDGET, 5.4, "the budget", colour=WARNING, anchor="start")
    drawn.axes(across=[(cost, pounds(cost)) for cost in range(0, 200_001, 50_000)], upward=[], unit_across="cost")
    return drawn


def readings():
    found = allocation()
    drawn = plot("Twenty readings among six: the most even there is", across=(0, 6), upward=(0, 6))
    for place, (name, load) in enumerate(found.loads.items()):
        drawn.bar(place + 0.2, place + 0.8, 0, load, colour=SECOND if name in ("Elm", "Fir") else MAIN)
        drawn.words(place + 0.5, load, str(load), shift=-6)
        drawn.words(place + 0.5, 0, name, colour=MUTED, shift=20)
    drawn.words(0.5, 4.6, "may read two bids only", colour=MAIN, size=12)
    drawn.words(4, 5.6, "hold law, which every bid needs", colour=SECOND, size=12)
    drawn.axes(across=[], upward=[(load, str(load)) for load in range(0, 7, 2)])
    return drawn


PICTURES = {
    "scores": scores,
    "price-forms": price_forms,
    "marks": marks,
    "ties": ties,
    "claims": claims,
    "agreement": agreement,
    "leaning": leaning,
    "firmness": firm,
    "one-fewer": one_fewer,
    "one-step": one_step,
    "one-bid-fewer": one_bid_fewer,
    "worth": worth,
    "portfolio": chosen,
    "readings": readings,
}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in PICTURES.items():
        (folder / f"{name}.svg").write_text(draw().svg(), encoding="utf-8")


if __name__ == "__main__":
    main(FOLDER if len(sys.argv) < 2 else type(FOLDER)(sys.argv[1]))
