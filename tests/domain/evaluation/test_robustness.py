from decimal import Decimal
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bids.evaluation.domain.assurance.robustness import (
    Assessment,
    Flip,
    FlipChange,
    Reversal,
    acceptability,
    flip_distance,
    leave_one_out,
    rank_acceptability,
    rank_reversals,
    rehearse,
)
from bids.evaluation.domain.scoring.scoring import Criterion, Formula, TieRule, rank

D = Decimal
SCALE = tuple(map(D, range(6)))
Q = Criterion(id="q", weight=D(60), maximum=D(5), scale=SCALE)
R = Criterion(id="r", weight=D(40), maximum=D(5), scale=SCALE)
PRICE = Criterion(id="price", weight=D(40), kind="formula", formula=Formula(kind="lowest_over_price"))
REVERSING = {
    "A": {"q": D(60), "price": D(100)},
    "B": {"q": D(80), "price": D(150)},
    "C": {"q": D(10), "price": D(60)},
}
QUALITY = Criterion(id="q", weight=D(60), maximum=D(100))


def _marks(*rows: tuple[str, str, int], criterion: str = "q") -> list[Assessment]:
    return [Assessment(evaluator=e, bid=b, criterion=criterion, score=D(score)) for e, b, score in rows]


def _first(bids, criteria) -> tuple[str, ...]:
    totals = rank(bids, criteria, TieRule()).totals
    return tuple(sorted(bid for bid, total in totals.items() if total == max(totals.values())))


# ---- acceptability


def test_rank_acceptability_shares_tied_ranks() -> None:
    held = rank_acceptability(np.array([[3.0, 1.0], [3.0, 2.0], [3.0, 2.0], [0.0, 0.0]]))

    third, half = 1 / 3, 1 / 2
    expected = [
        [third, third, third + 1, 0],
        [third + half, third + half, third, 0],
        [third + half, third + half, third, 0],
        [0, 0, 0, 2],
    ]
    assert held == pytest.approx(np.array(expected) / 2)


@given(arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 8)), elements=st.integers(0, 3)))
@settings(deadline=None)
def test_rows_and_columns_add_to_one(totals) -> None:
    held = rank_acceptability(totals)

    assert held.sum(axis=0) == pytest.approx(np.ones(len(totals)), abs=1e-12)
    assert held.sum(axis=1) == pytest.approx(np.ones(len(totals)), abs=1e-12)


@given(arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 3)), elements=st.integers(0, 2)))
@settings(deadline=None)
def test_rank_acceptability_is_the_mean_over_every_way_to_break_ties(totals) -> None:
    bids, draws = totals.shape
    expected = np.zeros((bids, bids))
    for column in totals.T:
        orders = [
            o for o in permutations(range(bids)) if all(column[o[i]] >= column[o[i + 1]] for i in range(bids - 1))
        ]
        for order in orders:
            for place, bid in enumerate(order):
                expected[bid, place] += 1 / len(orders) / draws

    assert rank_acceptability(totals) == pytest.approx(expected)


@given(
    arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 4)), elements=st.floats(0, 1)),
    st.none() | st.floats(0, 1),
    st.integers(0, 9),
)
@settings(deadline=None)
def test_acceptability_adds_to_one_and_repeats_with_its_seed(marks, spread, seed: int) -> None:
    weights = [1.0] * marks.shape[1]

    held = acceptability(marks, weights, spread=spread, draws=50, rng=np.random.default_rng(seed))

    assert held.sum(axis=0) == pytest.approx(np.ones(len(marks)))
    assert held.sum(axis=1) == pytest.approx(np.ones(len(marks)))
    again = acceptability(marks, weights, spread=spread, draws=50, rng=np.random.default_rng(seed))
    assert np.array_equal(held, again)


def test_acceptability_follows_the_published_draw() -> None:
    marks, weights = np.array([[0.9, 0.2, 0.4], [0.3, 0.8, 0.6]]), [50, 30, 20]
    u = np.random.default_rng(7).random((3, 1000))
    drawn = np.array(weights)[:, None] * (1 + 0.4 * (2 * u - 1))
    first = np.mean(marks[0] @ drawn > marks[1] @ drawn)

    held = acceptability(marks, weights, spread=0.4, draws=1000, rng=np.random.default_rng(7))

    assert held[0, 0] == pytest.approx(first)


def test_acceptability_without_spread_asks_any_weights() -> None:
    held = acceptability(np.eye(2), [99, 1], spread=None, draws=40_000, rng=np.random.default_rng(1))

    assert held == pytest.approx(np.full((2, 2), 0.5), abs=0.01)


def test_acceptability_takes_marks_by_draw() -> None:
    marks = np.zeros((2, 1, 4))
    marks[0, 0, 0] = marks[1, 0, 1:] = 1

    held = acceptability(marks, [1], spread=0, draws=4, rng=np.random.default_rng(1))

    assert held == pytest.approx(np.array([[0.25, 0.75], [0.75, 0.25]]))


def test_equal_totals_in_another_order_of_sums_are_ties() -> None:
    marks = np.array([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1]])

    assert acceptability(marks, [1, 1, 1], spread=0, draws=3, rng=np.random.default_rng(1))[0, 0] == 0.5


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"marks": [[NAN := float("nan"), 0]]}, r"marks\[0, 0\]: nan refused"),
        ({"marks": [1.0]}, "marks dimensions: 1 refused"),
        ({"marks": np.ones((1, 2, 3))}, "marks draws: 3 refused"),
        ({"weights": [1]}, "weights: 1 refused, must be one for each of 2"),
        ({"weights": []}, "weights"),
        ({"weights": [-1, 2]}, "weights: -1"),
        ({"weights": [0, 0]}, "weights: 0.0 refused, must add to more"),
        ({"weights": [NAN, 1]}, "weights: nan"),
        ({"weights": [True, 1]}, "weights: True"),
        ({"spread": 1.1}, "spread: 1.1"),
        ({"spread": -0.1}, "spread: -0.1"),
        ({"draws": 0}, "draws: 0"),
        ({"draws": 1.5}, "draws: 1.5"),
    ],
)
def test_acceptability_refuses(change, says: str) -> None:
    given = {"marks": [[1.0, 0.0]], "weights": [1, 1], "spread": 0.5, "draws": 10} | change

    with pytest.raises(ValueError, match=says):
        acceptability(**given, rng=np.random.default_rng(1))


@pytest.mark.parametrize("totals", [[[1.0, NAN]], [[np.inf]], [], [[True]]])
def test_rank_acceptability_refuses(totals) -> None:
    with pytest.raises(ValueError, match="totals"):
        rank_acceptability(totals)


# ---- leave one out


def test_leave_one_out_finds_who_decides() -> None:
    found = leave_one_out(
        _marks(("e1", "A", 9), ("e2", "A", 5), ("e3", "A", 5), ("e1", "B", 6), ("e2", "B", 6), ("e3", "B", 6)),
        [Criterion(id="q", weight=D(100), maximum=D(10))],
    )

    assert found.first == ("A",)
    assert found.without == {"e1": ("B",), "e2": ("A",), "e3": ("A",)}
    assert found.changes == ("e1",)


def test_leave_one_out_means_are_exact_and_not_rounded() -> None:
    # Three marks of 1 give exactly the mean of 1; and 1, 1, 2 a mean without end.
    criterion = Criterion(id="q", weight=D("0.015"), maximum=D(3))
    marks = _marks(("e1", "A", 1), ("e2", "A", 1), ("e3", "A", 2), ("e1", "B", 1))

    assert leave_one_out(marks, [criterion]).first == ("A", "B")


def test_leave_one_out_says_nothing_where_a_bid_then_lacks_a_mark() -> None:
    found = leave_one_out(_marks(("e1", "A", 1), ("e2", "A", 1), ("e2", "B", 2)), [Q])

    assert found.without == {"e1": ("B",), "e2": None}
    assert found.changes == ()


def test_leave_one_out_takes_fixed_values_and_minima() -> None:
    criteria = [
        Criterion(id="q", weight=D(60), maximum=D(5), minimum=D(3)),
        PRICE,
        Criterion(id="ok", kind="pass_fail"),
    ]
    fixed = {bid: {"price": D(price), "ok": D(1)} for bid, price in [("A", 100), ("B", 90)]}
    marks = _marks(("e1", "A", 5), ("e2", "A", 5), ("e1", "B", 5), ("e2", "B", 2))

    found = leave_one_out(marks, criteria, fixed=fixed)

    assert found.first == ("A",)
    assert found.without == {"e1": ("A",), "e2": ("B",)}
    assert found.changes == ("e2",)


@pytest.mark.parametrize(
    ("assessments", "fixed", "says"),
    [
        ([], {}, "assessments"),
        (_marks(("e", "A", 1), ("e", "A", 2)), {}, "stands twice"),
        (_marks(("e", "A", 6)), {}, r"assessments\[e\]\[A\]\[q\]: 6 refused"),
        (_marks(("e", "A", 1), criterion="x"), {}, "'x' refused"),
        (_marks(("e", "A", 1), criterion="price"), {}, "'price' refused"),
        (_marks(("e", "A", 1)), {}, r"bids\[A\]\[price\]: None refused"),
        (_marks(("e", "A", 1)), {"A": {"price": D(1)}, "B": {"price": D(1)}}, r"bids\[B\]\[q\]: None refused"),
        (_marks(("e", "A", 1)), {"A": {"price": D(1), "q": D(1)}}, "'q' refused"),
        (_marks(("e", "A", 1)), {"A": {"price": 1.5}}, "1.5 refused"),
        ([Assessment(evaluator="e", bid="A", criterion="q", score=1.5)], {}, "1.5 refused"),
        ([Assessment(evaluator="", bid="A", criterion="q", score=D(1))], {}, "assessments.evaluator"),
    ],
)
def test_leave_one_out_refuses(assessments, fixed, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        leave_one_out(assessments, [Q, PRICE], fixed=fixed)


# ---- flips


def test_flip_needs_two_steps_down() -> None:
    bids = {"A": {"q": D(5), "r": D(4)}, "B": {"q": D(4), "r": D(3)}}

    found = flip_distance(bids, [Q, R])

    assert found == Flip(
        steps=2, changes=(FlipChange(bid="A", criterion="q", from_=D(5), to=D(3), first=("B",)),)
    )  # 92 against 72: down two on q is 68


def test_flip_of_a_shared_first_place_is_nil() -> None:
    assert flip_distance({"A": {"q": D(3)}, "B": {"q": D(3)}}, [Q]) == Flip(steps=0, changes=())


def test_flip_may_disqualify_the_leader_or_bring_one_back() -> None:
    gated = Criterion(id="q", weight=D(60), maximum=D(5), scale=SCALE, minimum=D(3))
    bids = {"A": {"q": D(3), "r": D(5)}, "B": {"q": D(3), "r": D(0)}, "C": {"q": D(2), "r": D(5)}}

    found = flip_distance(bids, [gated, R])

    assert [(one.bid, one.to, one.first) for one in found.changes] == [("A", D(2), ("B",)), ("C", D(3), ("A", "C"))]


@st.composite
def scored_fields(draw):
    scale = tuple(map(D, range(4)))
    weight, least = st.integers(1, 5).map(D), draw(st.sampled_from([None, D(1)]))
    criteria = [
        Criterion(id="a", weight=draw(weight), maximum=D(3), scale=scale, minimum=least),
        Criterion(id="b", weight=draw(weight), maximum=D(3), scale=(D(0), D(1), D(3))),
        Criterion(id="p", weight=draw(weight), kind="formula", formula=Formula(kind="lowest_over_price")),
    ]
    bids = {
        f"bid{number}": {
            "a": draw(st.sampled_from(criteria[0].scale)),
            "b": draw(st.sampled_from(criteria[1].scale)),
            "p": D(draw(st.integers(1, 9))),
        }
        for number in range(draw(st.integers(1, 4)))
    }
    return bids, criteria


@given(scored_fields())
@settings(max_examples=150, deadline=None)
def test_flip_is_what_trying_every_move_finds(field) -> None:
    bids, criteria = field
    before = _first(bids, criteria)
    tried = {}
    for bid, scores in sorted(bids.items()):
        for criterion in criteria[:2]:
            for to in criterion.scale:
                steps = abs(criterion.scale.index(to) - criterion.scale.index(scores[criterion.id]))
                first = _first({**bids, bid: {**scores, criterion.id: to}}, criteria)
                if first != before:
                    tried.setdefault(steps, []).append((bid, criterion.id, scores[criterion.id], to, first))

    found = flip_distance(bids, criteria)

    if len(before) > 1:
        assert found == Flip(steps=0, changes=())
    elif not tried:
        assert found is None
    else:
        assert found.steps == min(tried)
        assert [(c.bid, c.criterion, c.from_, c.to, c.first) for c in found.changes] == sorted(tried[min(tried)])


def test_flip_of_nothing_is_none() -> None:
    assert flip_distance({}, [Q]) is None
    assert flip_distance({"A": {"q": D(3)}}, [Q]) is None


# ---- reversals


def test_lowest_over_price_reverses_two_bids() -> None:
    assert rank_reversals(REVERSING, [QUALITY, PRICE]) == (Reversal(ahead="B", behind="A", removed="C"),)


@given(scored_fields())
@settings(max_examples=100, deadline=None)
def test_reversals_are_what_taking_each_out_finds(field) -> None:
    bids, criteria = field
    totals = rank(bids, criteria, TieRule()).totals
    expected = []
    for removed in bids:
        without = rank({b: s for b, s in bids.items() if b != removed}, criteria, TieRule()).totals
        expected += [
            Reversal(ahead=x, behind=y, removed=removed)
            for x, y in permutations(without, 2)
            if totals[x] > totals[y] and without[x] < without[y]
        ]

    assert rank_reversals(bids, criteria) == tuple(sorted(expected, key=lambda r: (r.ahead, r.behind, r.removed)))


def test_absolute_formulas_reverse_nothing() -> None:
    absolute = Criterion(
        id="price", weight=D(40), kind="formula", formula=Formula(kind="linear", worst=D(200), best=D(0))
    )

    assert rank_reversals(REVERSING, [QUALITY, absolute]) == ()
    assert rank_reversals({}, [QUALITY]) == ()


# ---- rehearsal


def test_rehearsal_reports_ties_and_dead_criteria() -> None:
    tick = Criterion(id="tick", weight=D(5), maximum=D(1))
    bids = {bid: {**REVERSING[bid], "tick": D(1)} for bid in ("A", "B")}
    bids |= {"D": bids["B"], "E": {"q": D(50), "price": D(99), "tick": D(1)}}

    found = rehearse([QUALITY, PRICE, tick], bids)

    assert found.dead_criteria == ("tick",)
    assert [tie.bids for tie in found.ties] == [("B", "D")]
    assert (found.reversals, found.excluding, found.nobody_left) == ((), (), False)


def test_rehearsal_reports_reversals() -> None:
    found = rehearse([QUALITY, PRICE], REVERSING)

    assert found.reversals == (Reversal(ahead="B", behind="A", removed="C"),)
    assert found.dead_criteria == ("price",)  # B, A, C by quality alone too


def test_rehearsal_finds_thresholds_that_leave_nobody() -> None:
    criteria = [
        Criterion(id="q", weight=D(60), maximum=D(100), minimum=D(90)),
        Criterion(id="ok", kind="pass_fail"),
        PRICE,
    ]
    bids = {bid: {**scores, "ok": D(bid != "A")} for bid, scores in REVERSING.items()}

    found = rehearse(criteria, bids)

    assert (found.excluding, found.nobody_left, found.worth) == (("q",), True, {"price": {}})


def test_rehearsal_tells_when_thresholds_together_leave_nobody() -> None:
    criteria = [Criterion(id="q", weight=D(60), maximum=D(5), minimum=D(3)), Criterion(id="ok", kind="pass_fail")]

    found = rehearse(criteria, {"A": {"q": D(5), "ok": D(0)}, "B": {"q": D(1), "ok": D(1)}})

    assert (found.excluding, found.nobody_left) == ((), True)


def test_rehearsal_says_what_a_pound_and_an_outcome_are_worth() -> None:
    per_pound = Criterion(
        id="price", weight=D(40), kind="formula", formula=Formula(kind="linear", worst=D(1000), best=D(0))
    )
    per_outcome = Criterion(
        id="jobs", weight=D(30), maximum=D(5), kind="formula",
        formula=Formula(kind="steps", levels=((D(10), D(2)), (D(20), D(5)))),
    )  # fmt: skip
    bids = {"A": {"price": D(250), "jobs": D(19)}, "B": {"price": D(1500), "jobs": D("12.5")}}

    found = rehearse([per_pound, per_outcome], bids)

    assert found.worth == {"price": {"A": D("-0.04"), "B": D(0)}, "jobs": {"A": D(18), "B": D(0)}}


def test_rehearsal_moves_one_bids_own_price_among_the_others() -> None:
    found = rehearse([QUALITY, PRICE], REVERSING)

    assert found.worth["price"]["A"] == D(-24) / 101  # 40 × 60 / 101 less 40 × 60 / 100
    assert found.worth["price"]["C"] == 0  # still the lowest, and so still full marks


def test_rehearsal_needs_trial_bids() -> None:
    with pytest.raises(ValueError, match="trial_bids: .*must not be empty"):
        rehearse([QUALITY], {})
