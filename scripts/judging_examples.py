"""The invented bids, panels and candidates of docs/calculations-judging.md."""

from decimal import Decimal

import numpy as np

from bids.evaluation.domain.assurance.robustness import Assessment, acceptability
from bids.evaluation.domain.choosing.allocation import allocate
from bids.evaluation.domain.choosing.portfolio import Candidate, Constraints, select_portfolio
from bids.evaluation.domain.scoring.scoring import Criterion, Formula, TieRule, rank
from challenges.publishing.domain.offers import Estimate

SCALE = tuple(Decimal(point) for point in range(6))
QUALITY = Criterion(
    id="quality", weight=Decimal(60), maximum=Decimal(5), kind="judged", minimum=Decimal(2), scale=SCALE
)
STRAIGHT_LINE = Formula(kind="linear", worst=Decimal(120_000), best=Decimal(60_000))
LEVELS = ((Decimal(10), Decimal(2)), (Decimal(20), Decimal(3)), (Decimal(40), Decimal(5)))
PRICE = Criterion(id="price", weight=Decimal(40), maximum=Decimal(1), kind="formula", formula=STRAIGHT_LINE)
CRITERIA = (QUALITY, PRICE)
BIDS = {
    "A": {"quality": Decimal(4), "price": Decimal(80_000)},
    "B": {"quality": Decimal(3), "price": Decimal(66_000)},
    "C": {"quality": Decimal(5), "price": Decimal(105_000)},
}

LOWEST_PRICE = Criterion(id="price", weight=Decimal(40), kind="formula", formula=Formula(kind="lowest_over_price"))
POINTS = Criterion(id="quality", weight=Decimal(60), maximum=Decimal(100))
THREE_PRICES = {
    "A": {"quality": Decimal(60), "price": Decimal(100)},
    "B": {"quality": Decimal(80), "price": Decimal(150)},
    "C": {"quality": Decimal(10), "price": Decimal(60)},
}

CLAIM = Estimate(low=Decimal(20), likely=Decimal(40), high=Decimal(90))
BELIEVED = ((Decimal(2), Decimal("0.5")), (Decimal(4), Decimal(1)))

NEAR = {
    "A": {"quality": Decimal(80), "impact": Decimal(70)},
    "B": {"quality": Decimal(70), "impact": Decimal(75)},
}
NEAR_CRITERIA = (
    Criterion(id="quality", weight=Decimal(60), maximum=Decimal(100)),
    Criterion(id="impact", weight=Decimal(40), maximum=Decimal(100)),
)
NEAR_RULE = TieRule(steps=("impact",), band=Decimal(5))

# Shrout and Fleiss (1979), table 2: six targets, four judges.
PANEL = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
GAPS = np.array([[6, 5, np.nan], [np.nan, 7, 6], [7, np.nan, 5]])
NO_SPARE = [
    Assessment(evaluator=evaluator, bid=bid, criterion="merit", score=Decimal(score))
    for bid, marks in (("A", (9, 5, 5)), ("B", (6, 6, 6)))
    for evaluator, score in zip(("first", "second", "third"), marks, strict=True)
]
MERIT = Criterion(id="merit", weight=Decimal(100), maximum=Decimal(10))

CANDIDATES = (
    Candidate(id="a", bidder="x", cost=Decimal(60_000), value=Decimal(100_000)),
    Candidate(id="b", bidder="y", cost=Decimal(50_000), value=Decimal(80_000), sme=True),
    Candidate(id="c", bidder="y", cost=Decimal(50_000), value=Decimal(75_000)),
    Candidate(id="d", bidder="z", cost=Decimal(10_000), value=Decimal(5_000), sme=True),
    Candidate(id="e", bidder="w", cost=Decimal(200_000), value=Decimal(900_000)),
)
BUDGET = Decimal(110_000)
READ = tuple(f"bid {number:02}" for number in range(1, 11))
READERS = ("Ash", "Beech", "Cedar", "Elm", "Fir", "Gorse")
CONFLICTS = tuple(("Ash", bid) for bid in READ[:8])
EXPERTISE = {"Elm": ("law",), "Fir": ("law",)}
NEEDS = dict.fromkeys(READ, ("law",))


def ranking():
    return rank(BIDS, CRITERIA, TieRule())


def firmness():
    """Shares of 10,000 draws in which each bid holds each place, weights up to a fifth heavier or lighter."""
    marks = np.array([[0.8, 2 / 3], [0.6, 0.9], [1.0, 0.25]])
    return acceptability(marks, (60, 40), spread=0.2, draws=10_000, rng=np.random.default_rng(1))


def portfolio():
    return select_portfolio(CANDIDATES, BUDGET, constraints=Constraints(max_per_bidder=1))


def allocation():
    return allocate(READ, READERS, 2, conflicts=CONFLICTS, needs=NEEDS, expertise=EXPERTISE)
