import hashlib
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bids.evaluation.domain.scoring.scoring import (
    Criterion,
    Formula,
    TieRule,
    credited,
    disqualifications,
    half_up,
    linear,
    normalise,
    rank,
    rank_values,
    steps,
    weighted_total,
)
from challenges.publishing.domain.offers import Estimate
from challenges.publishing.domain.words import FormulaKind
from tests.domain.evaluation.price_oracle import lowest_over_price, mean_narrow_average, percent_above_lowest

D = Decimal
QUALITY = Criterion(id="q", weight=D(60), maximum=D(100))
PRICE = Criterion(id="price", weight=D(40), kind="formula", formula=Formula(kind="lowest_over_price"))
NO_RULE = TieRule()
ABSOLUTE = [
    Formula(kind="linear", worst=D(200), best=D(0)),
    Formula(kind="linear", worst=D("-10.5"), best=D("99.25")),
    Formula(kind="steps", levels=((D(10), D(1)), (D("50.5"), D(3)), (D(90), D(5)))),
]
RELATIVE = {
    "lowest_over_price": lambda values: lowest_over_price(values),
    "percent_above_lowest": lambda values: {bid: mark / 100 for bid, mark in percent_above_lowest(values).items()},
    "mean_narrow_average": lambda values: {bid: mark / 100 for bid, mark in mean_narrow_average(values).items()},
    "share_of_highest": lambda values: {bid: value / max(values.values()) for bid, value in values.items()},
}
amounts = st.decimals(min_value=0, max_value=100, places=2)
prices = st.decimals(min_value="0.01", max_value=10**7, places=2)


def _of(criterion: Criterion, values: dict[str, Decimal]) -> dict[str, dict[str, Decimal]]:
    return {bid: {criterion.id: value} for bid, value in values.items()}


# ---- one score


@pytest.mark.parametrize(
    ("value", "expected"), [("0", "10"), ("20", "10"), ("30", "8.75"), ("100", "0"), ("150", "0"), ("-5", "10")]
)
def test_linear_is_clamped_at_both_ends(value: str, expected: str) -> None:
    assert linear(D(value), worst=D(100), best=D(20), maximum=D(10)) == D(expected)


@pytest.mark.parametrize(("value", "expected"), [("9.99", 0), ("10", 1), ("49.99", 3), ("50", 5), ("-1", 0)])
def test_steps_gives_the_last_level_reached(value: str, expected: int) -> None:
    assert steps(D(value), levels=[(D(10), D(1)), (D(20), D(3)), (D(50), D(5))]) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.344999", 2, "2.34"), ("0.5", 0, "1")],
)
def test_half_up_rounds_halves_away_from_zero(value: str, places: int, expected: str) -> None:
    assert half_up(D(value), places) == D(expected)


def test_normalise_is_exact_where_the_result_ends() -> None:
    assert normalise(D(1), D(3), D("0.015")) == D("0.005")
    assert normalise(D(4), D(5), D(20)) == 16


def test_results_do_not_hang_on_the_callers_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert linear(D("123.456"), worst=D(0), best=D(1000), maximum=D(1)) == D("0.123456")
        assert weighted_total({"q": D("33.333")}, [QUALITY]) == D("20.00")


@pytest.mark.parametrize(
    ("mark", "expected"), [("0", "10"), ("1.99", "10"), ("2", "15"), ("3.9", "15"), ("4", "20"), ("9", "20")]
)
def test_credited_counts_as_far_as_the_panel_believes(mark: str, expected: str) -> None:
    claim = Estimate(low=D(10), likely=D(20), high=D(1000))

    assert credited(claim, D(mark), [(D(2), D("0.5")), (D(4), D(1))]) == D(expected)


@given(amounts, amounts, amounts, st.decimals(0, 10, places=1), st.lists(st.decimals(0, 1, places=3), min_size=1))
@settings(deadline=None)
def test_credited_stays_between_promise_and_likely_and_ignores_high(low, more, top, mark, fs) -> None:
    levels = [(D(place), fraction) for place, fraction in enumerate(sorted(fs))]

    counted = credited(Estimate(low=low, likely=low + more, high=low + more + top), mark, levels)

    assert low <= counted <= low + more
    assert counted == credited(Estimate(low=low, likely=low + more, high=low + more), mark, levels)


def test_puffing_up_gains_nothing_where_nobody_believes_it() -> None:
    levels = [(D(0), D(0)), (D(3), D(1))]

    for likely, high in [(10, 10), (500, 900), (10**9, 10**9)]:
        assert credited(Estimate(low=D(10), likely=D(likely), high=D(high)), D(2), levels) == 10


@pytest.mark.parametrize(
    ("levels", "says"),
    [
        ([], "levels"),
        ([(D(2), D("0.5")), (D(2), D(1))], r"levels\[1\].from: 2"),
        ([(D(2), D("0.5")), (D(3), D("0.4"))], "levels from 3: 0.4"),
        ([(D(2), D("1.1"))], "levels from 2: 1.1"),
        ([(D(2), 0.5)], "0.5"),
    ],
)
def test_credited_refuses_levels(levels, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        credited(Estimate(low=D(1), likely=D(2), high=D(3)), D(1), levels)


# ---- one bid


def test_total_is_the_sum_of_marks_as_printed() -> None:
    criteria = [Criterion(id=one, weight=D(10), maximum=D(3)) for one in "abc"]

    assert weighted_total(dict.fromkeys("abc", D(1)), criteria) == D("9.99")


def test_total_counts_a_bid_that_fails_a_minimum() -> None:
    criteria = [
        Criterion(id="c1", weight=D(60), maximum=D(5)),
        Criterion(id="c2", weight=D(40), maximum=D(5), minimum=D(2)),
    ]
    scores = {"c1": D(5), "c2": D(1)}

    assert weighted_total(scores, criteria) == D("68.00")
    assert disqualifications(scores, criteria) == ("c2",)


def test_minimum_of_a_formula_looks_at_its_score() -> None:
    criterion = Criterion(
        id="f", weight=D(10), maximum=D(10), minimum=D(5), kind="formula",
        formula=Formula(kind="linear", worst=D(100), best=D(0)),
    )  # fmt: skip

    assert disqualifications({"f": D(50)}, [criterion]) == ()
    assert disqualifications({"f": D("50.001")}, [criterion]) == ("f",)


def test_relative_price_does_not_hinder_one_bids_disqualifications() -> None:
    criteria = [replace(QUALITY, minimum=D(50)), PRICE]

    assert disqualifications({"q": D(49), "price": D(9)}, criteria) == ("q",)
    with pytest.raises(ValueError, match="needs the other bids"):
        weighted_total({"q": D(49), "price": D(9)}, criteria)


# ---- ranking


def test_no_bids_give_an_empty_order() -> None:
    empty = rank({}, [QUALITY], NO_RULE)

    assert (empty.order, empty.places, empty.totals, empty.ties) == ((), {}, {}, ())


def test_nobody_left_gives_an_empty_order() -> None:
    ranking = rank({"A": {"q": D(1)}}, [replace(QUALITY, minimum=D(2))], NO_RULE)

    assert (ranking.order, ranking.totals, ranking.disqualified) == ((), {}, {"A": ("q",)})


def test_marks_hold_what_the_letter_prints() -> None:
    criteria = [QUALITY, PRICE, Criterion(id="ok", kind="pass_fail")]

    ranking = rank({"A": {"q": D("33.333"), "price": D(3), "ok": D(1)}}, criteria, NO_RULE)

    assert {bid: {c: str(m) for c, m in marks.items()} for bid, marks in ranking.marks.items()} == {
        "A": {"q": "20.00", "price": "40.00"}
    }
    assert str(ranking.totals["A"]) == "60.00"


def test_disqualified_price_never_sets_the_lowest() -> None:
    bids = {"A": {"q": D(60), "price": D(100)}, "B": {"q": D(80), "price": D(200)}}
    criteria = [replace(QUALITY, minimum=D(10)), PRICE]

    without = rank(bids, criteria, NO_RULE)
    with_dumped = rank({**bids, "C": {"q": D(9), "price": D(1)}}, criteria, NO_RULE)

    assert with_dumped.totals == without.totals == {"A": D(76), "B": D(68)}


def test_disqualified_price_may_be_nil_and_a_counted_one_not() -> None:
    criteria = [replace(QUALITY, minimum=D(10)), PRICE]

    assert rank({"A": {"q": D(60), "price": D(9)}, "C": {"q": D(9), "price": D(0)}}, criteria, NO_RULE).order == ("A",)
    with pytest.raises(ValueError, match=r"bids\[C\]\[price\]: 0 refused"):
        rank({"A": {"q": D(60), "price": D(9)}, "C": {"q": D(19), "price": D(0)}}, criteria, NO_RULE)


def test_share_of_highest_gives_nil_to_all_when_all_are_nil() -> None:
    criterion = Criterion(id="s", weight=D(10), kind="formula", formula=Formula(kind="share_of_highest"))

    assert rank({"A": {"s": D(0)}, "B": {"s": D(0)}}, [criterion], NO_RULE).totals == {"A": 0, "B": 0}
    assert rank({"A": {"s": D(1)}, "B": {"s": D(4)}}, [criterion], NO_RULE).totals == {"B": 10, "A": D("2.5")}


def test_places_are_shared_and_skipped() -> None:
    ranking = rank({"A": {"q": D(1)}, "B": {"q": D(9)}, "C": {"q": D(5)}, "D": {"q": D(5)}}, [QUALITY], NO_RULE)

    assert ranking.order == ("B", "C", "D", "A")
    assert ranking.places == {"B": 1, "C": 2, "D": 2, "A": 4}
    assert [(tie.bids, tie.by, tie.resolved) for tie in ranking.ties] == [(("C", "D"), (), False)]


def _two(a: tuple[int, int], b: tuple[int, int], **rule):
    criteria = [Criterion(id="q", weight=D(50), maximum=D(50)), Criterion(id="r", weight=D(50), maximum=D(50))]
    bids = {"A": {"q": D(a[0]), "r": D(a[1])}, "B": {"q": D(b[0]), "r": D(b[1])}}
    return rank(bids, criteria, TieRule(**rule))


def test_band_lets_a_step_put_a_lower_total_first() -> None:
    ranking = _two((40, 40), (30, 45), steps=("r",), band=D(6))

    assert ranking.order == ("B", "A")
    assert ranking.places == {"B": 1, "A": 2}
    assert [(tie.bids, tie.by, tie.resolved) for tie in ranking.ties] == [(("B", "A"), ("r",), True)]


def test_band_reaches_less_than_its_width() -> None:
    assert _two((40, 40), (30, 45), steps=("r",), band=D(5)).order == ("A", "B")
    assert _two((40, 40), (30, 45), steps=("r",), band=D(5)).ties == ()
    assert _two((40, 40), (30, 45), steps=("r",), band=D("5.001")).order == ("B", "A")


def test_within_the_band_the_higher_total_decides_after_the_steps() -> None:
    ranking = _two((40, 40), (38, 40), steps=("r",), band=D(15))

    assert [(tie.bids, tie.by, tie.resolved) for tie in ranking.ties] == [(("A", "B"), ("total",), True)]


def test_band_is_for_first_place_only() -> None:
    bids = {"A": {"q": D(90)}, "B": {"q": D(50)}, "C": {"q": D(49)}}
    criterion = Criterion(id="q", weight=D(100), maximum=D(100))

    assert rank(bids, [criterion], TieRule(band=D(15))).ties == ()


def test_a_tie_may_be_separated_in_part() -> None:
    bids = {
        "A": {"q": D(3), "r": D(4)},
        "B": {"q": D(3), "r": D(4)},
        "C": {"q": D(4), "r": D(3)},
    }
    criteria = [Criterion(id="q", weight=D(50), maximum=D(5)), Criterion(id="r", weight=D(50), maximum=D(5))]

    ranking = rank(bids, criteria, TieRule(steps=("q",)))

    assert ranking.places == {"C": 1, "A": 2, "B": 2}
    assert [(tie.bids, tie.by, tie.resolved) for tie in ranking.ties] == [(("C", "A", "B"), ("q",), False)]


def test_lots_are_the_hash_of_seed_and_bid() -> None:
    bids = {bid: {"q": D(7)} for bid in ("A", "B", "Ŵ")}

    ranking = rank(bids, [QUALITY], TieRule(seed="sé"))

    assert ranking.order == tuple(sorted(bids, key=lambda bid: hashlib.sha256(f"sé:{bid}".encode()).hexdigest()))
    assert [(tie.by, tie.resolved) for tie in ranking.ties] == [(("lots",), True)]


# ---- refusals


@pytest.mark.parametrize("score", [D("NaN"), D("sNaN"), D("inf"), D(-1), D(101), 5.0, True, "5", None, Fraction(1)])
def test_rank_refuses_a_score_naming_bid_and_criterion(score) -> None:
    with pytest.raises(ValueError, match=r"^bids\[B\]\[q\]: "):
        rank({"A": {"q": D(1)}, "B": {"q": score}}, [QUALITY], NO_RULE)


@pytest.mark.parametrize("truth", [True, False])
def test_a_boolean_is_no_score_even_beside_an_equal_number(truth: bool) -> None:
    with pytest.raises(ValueError, match="bool"):
        rank({"A": {"q": D(int(truth))}, "B": {"q": truth}}, [QUALITY], NO_RULE)


@pytest.mark.parametrize(
    ("bids", "criteria", "rule", "says"),
    [
        ({"A": {}}, [QUALITY], NO_RULE, r"bids\[A\]\[q\]: None refused, every criterion needs a score"),
        ({"A": {"q": D(1), "x": D(1)}}, [QUALITY], NO_RULE, r"bids\[A\]: 'x' refused, is unknown"),
        ({}, [], NO_RULE, "criteria: .*must not be empty"),
        ({}, [QUALITY, QUALITY], NO_RULE, "criteria.id: 'q' refused, stands twice"),
        ({}, [replace(QUALITY, weight=D(-1))], NO_RULE, r"criteria\[q\].weight: -1 refused"),
        ({}, [replace(QUALITY, weight=0.5)], NO_RULE, r"criteria\[q\].weight: 0.5 refused"),
        ({}, [replace(QUALITY, maximum=D(0))], NO_RULE, r"criteria\[q\].maximum: 0 refused"),
        ({}, [replace(QUALITY, minimum=D(-1))], NO_RULE, r"criteria\[q\].minimum: -1 refused"),
        ({}, [replace(QUALITY, scale=(D(1), D(101)))], NO_RULE, r"criteria\[q\].scale: 101 refused"),
        ({}, [replace(QUALITY, scale=(D(1), D("1.0")))], NO_RULE, r"criteria\[q\].scale: .*stands twice"),
        ({}, [replace(QUALITY, kind="guess")], NO_RULE, r"criteria\[q\].kind: 'guess' refused"),
        ({}, [replace(QUALITY, kind="formula")], NO_RULE, r"criteria\[q\].formula: None refused"),
        ({}, [replace(PRICE, minimum=D(1))], NO_RULE, r"criteria\[price\].minimum: 1 refused"),
        ({}, [replace(PRICE, formula=Formula(kind="best"))], NO_RULE, "'best' refused"),
        ({}, [replace(PRICE, formula=Formula(kind="linear", worst=D(1)))], NO_RULE, "formula.best: None refused"),
        ({}, [replace(PRICE, formula=Formula(kind="linear", worst=D(1), best=D(1)))], NO_RULE, "must differ"),
        ({}, [replace(PRICE, formula=Formula(kind="steps"))], NO_RULE, "formula.levels: .*must not be empty"),
        ({}, [replace(PRICE, formula=Formula(kind="steps", levels=((D(1), D(2)),)))], NO_RULE, "above the maximum 1"),
        ({}, [Criterion(id="ok", kind="pass_fail", weight=D(1))], NO_RULE, r"criteria\[ok\].weight: 1 refused"),
        ({"A": {"ok": D("0.5")}}, [Criterion(id="ok", kind="pass_fail")], NO_RULE, r"bids\[A\]\[ok\]: 0.5 refused"),
        ({}, [QUALITY], TieRule(steps=("x",)), "tie_rule.steps: 'x' refused"),
        ({}, [QUALITY], TieRule(steps=("q", "q")), "tie_rule.steps: 'q' refused, stands twice"),
        ({}, [QUALITY], TieRule(band=D(-1)), "tie_rule.band: -1 refused"),
        ({}, [QUALITY], TieRule(band=D("NaN")), "tie_rule.band: NaN refused"),
        ({}, [QUALITY], TieRule(seed=""), "tie_rule.seed: '' refused"),
        ({"A": {"price": D(-1)}}, [PRICE], NO_RULE, r"bids\[A\]\[price\]: -1 refused"),
    ],
)  # fmt: skip
def test_rank_refuses_naming_field_value_and_rule(bids, criteria, rule, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rank(bids, criteria, rule)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: linear(D(1), worst=D(2), best=D(2), maximum=D(1)), "best: 2 refused, must differ"),
        (lambda: linear(0.5, worst=D(2), best=D(1), maximum=D(1)), "value: 0.5"),
        (lambda: linear(D(1), worst=D(2), best=D(1), maximum=D(-1)), "maximum: -1"),
        (lambda: steps(D(1), levels=[(D(2), D(1)), (D(1), D(2))]), r"levels\[1\].from: 1"),
        (lambda: steps(D("NaN"), levels=[(D(2), D(1))]), "value: NaN"),
        (lambda: half_up(2.345, 2), "2.345"),
        (lambda: half_up(True, 2), "True"),
        (lambda: normalise(D(6), D(5), D(1)), "score: 6"),
        (lambda: normalise(D(-1), D(5), D(1)), "score: -1"),
        (lambda: normalise(D(1), D(0), D(1)), "maximum: 0"),
        (lambda: rank_values({"A": 1.0}, lowest_first=True), r"values\[A\]: 1.0"),
        (lambda: rank_values({"A": D("NaN")}, lowest_first=True), r"values\[A\]: NaN"),
        (lambda: rank_values({"A": D(1)}, lowest_first=True, places=-1), "places: -1"),
    ],
)
def test_functions_refuse_naming_field_and_value(call, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()


# ---- values instead of totals


def test_rank_values_shares_places_after_rounding() -> None:
    values = {"A": D("10.0000001"), "B": D(10), "C": D(12), "D": D(9)}

    assert rank_values(values, lowest_first=True) == {"D": 1, "A": 2, "B": 2, "C": 4}
    assert rank_values(values, lowest_first=False) == {"C": 1, "A": 2, "B": 2, "D": 4}
    assert rank_values(values, lowest_first=True, places=7) == {"D": 1, "B": 2, "A": 3, "C": 4}


# ---- what always holds


def test_every_kind_of_formula_has_an_oracle() -> None:
    assert {*RELATIVE, *(formula.kind for formula in ABSOLUTE)} == set(FormulaKind)


@given(st.lists(prices, min_size=1, max_size=6), st.sampled_from(sorted(RELATIVE)), st.decimals(1, 100, places=1))
@settings(deadline=None)
def test_relative_marks_are_those_of_the_price_functions(values, kind: str, weight: Decimal) -> None:
    criterion = Criterion(id="p", weight=weight, maximum=D(7), kind="formula", formula=Formula(kind=kind))
    named = {f"b{place}": value for place, value in enumerate(values)}

    marks = rank(_of(criterion, named), [criterion], NO_RULE).totals

    for bid, score in RELATIVE[kind](named).items():
        assert abs(marks[bid] - score * weight) <= D("0.00500000001")


@given(st.lists(amounts, min_size=1, max_size=6), st.sampled_from(ABSOLUTE), st.decimals(0, 100, places=3))
@settings(deadline=None)
def test_absolute_marks_are_those_of_linear_and_steps(values, formula: Formula, weight: Decimal) -> None:
    criterion = Criterion(id="f", weight=weight, maximum=D(5), kind="formula", formula=formula)
    named = {f"b{place}": value for place, value in enumerate(values)}

    totals = rank(_of(criterion, named), [criterion], NO_RULE).totals

    for bid, value in named.items():
        if formula.kind == "linear":
            score = linear(value, worst=formula.worst, best=formula.best, maximum=D(5))
        else:
            score = steps(value, levels=formula.levels)
        exact = Fraction(score) * Fraction(weight) / 5
        assert abs(Fraction(totals[bid]) - exact) <= Fraction(1, 200) + Fraction(1, 10**20)


@given(
    st.decimals(min_value=0, max_value=1, places=25),
    st.decimals(min_value=0, max_value=10**12, places=20),
    st.decimals(min_value=1, max_value=10**9, places=9),
)
@settings(deadline=None)
def test_marks_are_exact_however_many_decimals(part: Decimal, weight: Decimal, maximum: Decimal) -> None:
    with localcontext() as context:
        context.prec = 200
        score = part * maximum
        wanted = (score * weight / maximum).quantize(D("0.01"), rounding=ROUND_HALF_UP)

    assert weighted_total({"q": score}, [Criterion(id="q", weight=weight, maximum=maximum)]) == wanted


@st.composite
def fields_of_bids(draw, kinds=("judged", "formula", "relative", "pass_fail")):
    criteria = []
    for place, kind in enumerate(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=4))):
        weight = draw(st.decimals(0, 60, places=1))
        if kind == "judged":
            minimum = draw(st.none() | st.decimals(0, 2, places=1))
            criteria.append(Criterion(id=f"c{place}", weight=weight, maximum=D(5), minimum=minimum))
        elif kind == "formula":
            formula = draw(st.sampled_from(ABSOLUTE))
            criteria.append(Criterion(id=f"c{place}", weight=weight, maximum=D(5), kind="formula", formula=formula))
        elif kind == "relative":
            formula = Formula(kind=draw(st.sampled_from(sorted(RELATIVE))))
            criteria.append(Criterion(id=f"c{place}", weight=weight, kind="formula", formula=formula))
        else:
            criteria.append(Criterion(id=f"c{place}", kind="pass_fail"))
    values = {"judged": st.decimals(0, 5, places=1), "pass_fail": st.sampled_from([D(0), D(1)])}
    measures = st.decimals(min_value="0.1", max_value=200, places=1)
    bids = {
        f"bid{number}": {one.id: draw(values.get(one.kind, measures)) for one in criteria}
        for number in range(draw(st.integers(1, 6)))
    }
    return bids, criteria


@given(fields_of_bids(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_order_of_input_never_matters(field, random) -> None:
    bids, criteria = field
    rule = TieRule(steps=tuple(one.id for one in criteria if one.kind != "pass_fail"), band=D(3), seed="s")
    shuffled, others = list(bids), list(criteria)
    random.shuffle(shuffled)
    random.shuffle(others)

    ranking = rank(bids, criteria, rule)
    again = rank({bid: dict(reversed(bids[bid].items())) for bid in shuffled}, others, rule)

    assert (again.order, again.places, again.totals, again.marks, again.ties) == (
        ranking.order, ranking.places, ranking.totals, ranking.marks, ranking.ties
    )  # fmt: skip
    assert {bid: set(ids) for bid, ids in again.disqualified.items()} == {
        bid: set(ids) for bid, ids in ranking.disqualified.items()
    }


@given(fields_of_bids())
@settings(deadline=None)
def test_totals_are_the_sum_of_marks_and_everybody_is_somewhere(field) -> None:
    bids, criteria = field

    ranking = rank(bids, criteria, NO_RULE)

    for bid in ranking.order:
        assert ranking.totals[bid] == sum(ranking.marks[bid].values(), D(0))
    assert {*ranking.order, *ranking.disqualified} == set(bids)
    assert [ranking.totals[bid] for bid in ranking.order] == sorted(ranking.totals.values(), reverse=True)


@given(fields_of_bids(kinds=("judged", "formula", "pass_fail")))
@settings(deadline=None)
def test_absolute_scoring_never_reorders_two_bids_when_a_third_goes(field) -> None:
    bids, criteria = field
    totals = rank(bids, criteria, NO_RULE).totals

    for gone in bids:
        without = rank({bid: scores for bid, scores in bids.items() if bid != gone}, criteria, NO_RULE).totals
        assert without == {bid: total for bid, total in totals.items() if bid != gone}


@given(fields_of_bids(kinds=("judged", "relative")), st.decimals(min_value="0.1", max_value=1, places=1))
@settings(max_examples=50, deadline=None)
def test_a_disqualified_price_moves_no_mark(field, price: Decimal) -> None:
    bids, criteria = field
    gate = Criterion(id="gate", kind="pass_fail")
    passed = {bid: {**scores, "gate": D(1)} for bid, scores in bids.items()}
    dumped = {one.id: price if one.kind == "formula" else D(0) for one in criteria} | {"gate": D(0)}

    assert rank({**passed, "dumped": dumped}, [*criteria, gate], NO_RULE).totals == rank(bids, criteria, NO_RULE).totals
