from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bids.evaluation.domain.choosing.portfolio import Candidate, Constraints, select_portfolio

D = Decimal
ONE = Candidate(id="a", bidder="x", cost=D(60), value=D(100))
NONE = Constraints()


def _keeps(chosen: tuple[Candidate, ...], budget: Decimal, constraints: Constraints) -> bool:
    bidders = [one.bidder for one in chosen]
    most = constraints.max_per_bidder
    return (
        sum(one.cost for one in chosen) <= budget * constraints.over_programming
        and (most is None or all(bidders.count(bidder) <= most for bidder in bidders))
        and all(sum(o in one.outcomes for one in chosen) >= n for o, n in constraints.cover_outcomes.items())
        and all(sum(p in one.places for one in chosen) >= n for p, n in constraints.cover_places.items())
        and sum(one.sme for one in chosen) >= constraints.minimum_sme
    )


@st.composite
def questions(draw):
    money = st.sampled_from([D("0.01"), D("0.125"), D(1)])
    candidates = [
        Candidate(
            id=f"c{number}",
            bidder=draw(st.sampled_from("xyz")),
            cost=draw(st.integers(0, 30)) * draw(money),
            value=draw(st.integers(-3, 30)) * draw(money),
            outcomes=draw(st.sampled_from([(), ("o",), ("o", "p")])),
            places=draw(st.sampled_from([(), ("n",), ("s", "n")])),
            sme=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 7)))
    ]
    constraints = Constraints(
        max_per_bidder=draw(st.sampled_from([None, 0, 1, 2])),
        cover_outcomes=draw(st.dictionaries(st.sampled_from("op"), st.integers(0, 2), max_size=2)),
        cover_places=draw(st.dictionaries(st.sampled_from("nsx"), st.integers(0, 1), max_size=2)),
        minimum_sme=draw(st.integers(0, 2)),
        over_programming=draw(st.sampled_from([D(1), D("1.1")])),
    )
    return candidates, D(draw(st.integers(0, 60))), constraints


@given(questions(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_portfolio_is_the_best_of_all_sets(question, random) -> None:
    candidates, budget, constraints = question
    sets = [s for size in range(len(candidates) + 1) for s in combinations(candidates, size)]
    kept = [s for s in sets if _keeps(s, budget, constraints)]

    found = select_portfolio(candidates, budget, constraints=constraints)

    assert found.feasible == bool(kept)
    if kept:
        scores = [(sum(one.value for one in s), -sum(one.cost for one in s)) for s in kept]
        assert (found.value, -found.cost) == max(scores)
        assert found.unique == (scores.count(max(scores)) == 1)
        assert _keeps(tuple(one for one in candidates if one.id in found.chosen), budget, constraints)
        assert set(found.reasons) == {one.id for one in candidates}
    random.shuffle(candidates)
    assert select_portfolio(candidates, budget, constraints=constraints) == found


@given(questions())
@settings(max_examples=100, deadline=None)
def test_blocking_names_what_alone_stands_in_the_way(question) -> None:
    candidates, budget, constraints = question
    sets = [s for size in range(len(candidates) + 1) for s in combinations(candidates, size)]
    if any(_keeps(s, budget, constraints) for s in sets):
        return
    without = {"max_per_bidder": (budget, replace(constraints, max_per_bidder=None))}
    without["minimum_sme"] = (budget, replace(constraints, minimum_sme=0))
    without["budget"] = (D(10**6), constraints)
    for kind in ("cover_outcomes", "cover_places"):
        for name in (named := getattr(constraints, kind)):
            rest = {other: number for other, number in named.items() if other != name}
            without[f"{kind}:{name}"] = (budget, replace(constraints, **{kind: rest}))
    expected = [name for name, (money, eased) in without.items() if any(_keeps(s, money, eased) for s in sets)]

    found = select_portfolio(candidates, budget, constraints=constraints)

    assert found.blocking == tuple(sorted(expected) or ["combination"])
    assert (found.chosen, found.value, found.cost, found.reasons) == ((), 0, 0, {})
    assert (found.next_candidate, found.next_cost) == (None, None)


def test_reasons_say_why_in_and_why_out() -> None:
    candidates = [
        ONE,
        Candidate(id="b", bidder="y", cost=D(50), value=D(80), sme=True),
        Candidate(id="c", bidder="y", cost=D(50), value=D(75)),
        Candidate(id="d", bidder="z", cost=D(10), value=D(5), sme=True),
        Candidate(id="e", bidder="w", cost=D(200), value=D(900)),
        Candidate(id="f", bidder="v", cost=D(0), value=D(-1)),
    ]

    found = select_portfolio(candidates, D(110), constraints=Constraints(max_per_bidder=1))

    assert found.chosen == ("a", "b")
    assert found.reasons == {
        "a": "value", "b": "value", "c": "bidder limit", "d": "no money left", "e": "over budget", "f": "no value"
    }  # fmt: skip
    assert (found.next_candidate, found.next_cost) == ("d", D(10))


def test_reason_value_is_for_one_left_out_for_a_better_set() -> None:
    candidates = [
        Candidate(id="a", bidder="x", cost=D(1), value=D(10), outcomes=("o",)),
        Candidate(id="b", bidder="y", cost=D(1), value=D(1)),
        Candidate(id="c", bidder="z", cost=D(0), value=D(0)),
    ]

    found = select_portfolio(candidates, D(2), constraints=Constraints(cover_outcomes={"o": 1}))

    assert found.chosen[:2] == ("a", "b")
    assert found.reasons["a"] == "needed for cover_outcomes:o"
    assert found.unique is False  # with or without c, which costs and is worth nothing


def test_first_needed_constraint_in_order_is_named() -> None:
    both = replace(ONE, outcomes=("o",), places=("n",), sme=True)

    constraints = Constraints(minimum_sme=1, cover_places={"n": 1}, cover_outcomes={"o": 1})

    assert select_portfolio([both], D(60), constraints=constraints).reasons == {"a": "needed for cover_outcomes:o"}


def test_over_programming_commits_more_than_there_is() -> None:
    assert select_portfolio([ONE], D(50), constraints=NONE).chosen == ()
    assert select_portfolio([ONE], D(50), constraints=Constraints(over_programming=D("1.2"))).chosen == ("a",)


def test_next_candidate_is_most_value_for_money_then_by_id() -> None:
    candidates = [
        Candidate(id="big", bidder="x", cost=D(100), value=D(1000)),
        Candidate(id="d", bidder="y", cost=D(10), value=D(20)),
        Candidate(id="c", bidder="z", cost=D(5), value=D(10)),
        Candidate(id="e", bidder="w", cost=D(50), value=D(60)),
    ]

    found = select_portfolio(candidates, D(103), constraints=NONE)

    assert found.chosen == ("big",)
    assert (found.next_candidate, found.next_cost) == ("c", D(2))


def test_a_penny_decides() -> None:
    candidates = [
        Candidate(id=str(number), bidder=str(number), cost=D("33333333.34"), value=D("10000000.01"))
        for number in range(3)
    ]

    assert len(select_portfolio(candidates, D("100000000.01"), constraints=NONE).chosen) == 2
    assert len(select_portfolio(candidates, D("100000000.02"), constraints=NONE).chosen) == 3


@pytest.mark.parametrize(
    ("candidates", "budget", "constraints", "says"),
    [
        ([], D(1), NONE, "candidates: .*must not be empty"),
        ([ONE, ONE], D(1), NONE, "candidates.id: 'a' refused, stands twice"),
        ([replace(ONE, bidder="")], D(1), NONE, r"candidates\[a\].bidder: ''"),
        ([replace(ONE, cost=D(-1))], D(1), NONE, r"candidates\[a\].cost: -1"),
        ([replace(ONE, cost=1.5)], D(1), NONE, r"candidates\[a\].cost: 1.5"),
        ([replace(ONE, value=D("NaN"))], D(1), NONE, r"candidates\[a\].value: NaN"),
        ([replace(ONE, value=True)], D(1), NONE, r"candidates\[a\].value: True"),
        ([replace(ONE, outcomes=("o", "o"))], D(1), NONE, r"candidates\[a\].outcomes: 'o' refused, stands twice"),
        ([replace(ONE, places=("",))], D(1), NONE, r"candidates\[a\].places: ''"),
        ([replace(ONE, sme=1)], D(1), NONE, r"candidates\[a\].sme: 1"),
        ([ONE], D(-1), NONE, "budget: -1"),
        ([ONE], D("Infinity"), NONE, "budget: Infinity"),
        ([ONE], D(1), Constraints(max_per_bidder=-1), "constraints.max_per_bidder: -1"),
        ([ONE], D(1), Constraints(max_per_bidder=1.0), "constraints.max_per_bidder: 1.0"),
        ([ONE], D(1), Constraints(minimum_sme=-1), "constraints.minimum_sme: -1"),
        ([ONE], D(1), Constraints(cover_places={"n": -1}), r"constraints.cover_places\[n\]: -1"),
        ([ONE], D(1), Constraints(over_programming=D("0.9")), "constraints.over_programming: 0.9"),
        ([replace(ONE, value=D(10**16)), replace(ONE, id="b", value=D(1))], D(1), NONE, "candidates.value: .*digits"),
    ],
)  # fmt: skip
def test_portfolio_refuses_naming_field_value_and_rule(candidates, budget, constraints, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        select_portfolio(candidates, budget, constraints=constraints)
