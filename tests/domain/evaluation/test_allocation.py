from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bids.evaluation.domain.choosing.allocation import allocate


def _good_sets(bid, evaluators, per_bid, conflicts, needs, expertise):
    return [
        chosen
        for chosen in combinations(evaluators, per_bid)
        if not any((one, bid) in conflicts for one in chosen)
        and all(any(topic in expertise.get(one, ()) for one in chosen) for topic in needs.get(bid, ()))
    ]


def _least_squares(good_sets, evaluators, load) -> int | None:
    """The smallest Σ load² over every combination of good sets."""
    reached = {(0,) * len(evaluators)}
    for sets in good_sets:
        reached = {
            tuple(had + (one in chosen) for had, one in zip(loads, evaluators, strict=True))
            for loads in reached
            for chosen in sets
        }
    squares = [sum(one * one for one in loads) for loads in reached if load is None or max(loads) <= load]
    return min(squares, default=None)


@st.composite
def requests(draw):
    bids = [f"b{number}" for number in range(draw(st.integers(1, 4)))]
    evaluators = [f"e{number}" for number in range(draw(st.integers(1, 5)))]
    topics = st.lists(st.sampled_from("xyz"), unique=True, max_size=3)
    pairs = st.tuples(st.sampled_from(evaluators), st.sampled_from(bids))
    return {
        "bids": bids,
        "evaluators": evaluators,
        "per_bid": draw(st.integers(1, 3)),
        "conflicts": draw(st.sets(pairs, max_size=6)),
        "needs": {bid: draw(topics) for bid in bids},
        "expertise": {one: draw(topics) for one in evaluators},
        "load": draw(st.none() | st.integers(0, 4)),
    }


@given(requests(), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_allocation_is_the_most_even_of_all(request, random) -> None:
    good = [
        _good_sets(
            bid, request["evaluators"], request["per_bid"], request["conflicts"], request["needs"], request["expertise"]
        )
        for bid in request["bids"]
    ]
    best = _least_squares(good, request["evaluators"], request["load"])

    found = allocate(**request)

    assert found.feasible == (best is not None)
    if best is not None:
        assert sum(load * load for load in found.loads.values()) == best
        assert all(found.readers[bid] in sets for bid, sets in zip(request["bids"], good, strict=True))
        for one in request["evaluators"]:
            assert found.loads[one] == sum(one in readers for readers in found.readers.values())
    else:
        assert (found.readers, found.loads) == ({}, {})
        assert found.blocking == tuple(sorted(found.blocking)) != ()
    shuffled = {key: list(value) if key in ("bids", "evaluators") else value for key, value in request.items()}
    random.shuffle(shuffled["bids"])
    random.shuffle(shuffled["evaluators"])
    assert allocate(**shuffled) == found


def test_a_chain_of_swaps_evens_out_what_single_swaps_cannot() -> None:
    # e1 may pass b1 to e2 only, who may pass b3 to e3 only: nobody swaps directly with e3.
    conflicts = {("e3", "b1"), ("e3", "b2"), ("e1", "b3"), ("e1", "b4"), ("e3", "b0"), ("e2", "b0")}

    found = allocate(["b0", "b1", "b2", "b3", "b4"], ["e1", "e2", "e3"], 1, conflicts=conflicts)

    assert sorted(found.loads.values()) == [1, 2, 2]


def test_blocking_names_every_plain_reason() -> None:
    found = allocate(
        ["b1", "b2"], ["e1", "e2"], 2,
        conflicts=[("e1", "b1")], needs={"b1": ["law"], "b2": ["tax"]}, expertise={"e1": ["law"]}, load=1,
    )  # fmt: skip

    assert found.feasible is False
    assert found.blocking == ("expertise:b1:law", "expertise:b2:tax", "load", "per_bid:b1")


def test_blocking_is_a_combination_where_no_single_reason_is() -> None:
    law = {"needs": {"b1": ["law"], "b2": ["law"]}, "expertise": {"e1": ["law"]}}

    assert allocate(["b1", "b2"], ["e1", "e2"], 1, load=2, **law).feasible is True
    assert allocate(["b1", "b2"], ["e1", "e2"], 1, load=1, **law).blocking == ("combination",)


def test_more_topics_than_readers_hold_is_a_combination() -> None:
    found = allocate(
        ["b"], ["e1", "e2"], 1, needs={"b": ["law", "tax"]}, expertise={"e1": ["law"], "e2": ["tax"]}
    )  # fmt: skip

    assert found.blocking == ("combination",)


def test_scarce_experts_read_more_and_the_rest_evenly() -> None:
    bids, evaluators = [f"b{n}" for n in range(40)], [f"e{n}" for n in range(12)]

    found = allocate(bids, evaluators, 3, needs=dict.fromkeys(bids, ["law"]), expertise={"e0": ["law"], "e1": ["law"]})

    assert sorted(found.loads.values()) == [8] * 10 + [20, 20]


@pytest.mark.parametrize("seed", range(3))
def test_many_bids_are_spread_to_the_last_reading(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bids, evaluators = [f"b{n}" for n in range(400)], [f"e{n}" for n in range(30)]
    conflicts = {(f"e{rng.integers(30)}", f"b{rng.integers(400)}") for _ in range(2000)}
    needs = {bid: [str(rng.integers(6))] for bid in bids}
    expertise = {one: [str(topic) for topic in rng.choice(6, 2, replace=False)] for one in evaluators}

    found = allocate(bids, evaluators, 3, conflicts=conflicts, needs=needs, expertise=expertise)

    assert set(found.loads.values()) == {40}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"bids": []}, "bids: .*must not be empty"),
        ({"evaluators": []}, "evaluators: .*must not be empty"),
        ({"bids": ["b", "b"]}, "bids: 'b' refused, stands twice"),
        ({"evaluators": ["e", "e"]}, "evaluators: 'e' refused, stands twice"),
        ({"bids": [""]}, "bids: ''"),
        ({"per_bid": 0}, "per_bid: 0"),
        ({"per_bid": 1.0}, "per_bid: 1.0"),
        ({"per_bid": True}, "per_bid: True"),
        ({"load": -1}, "load: -1"),
        ({"load": 1.5}, "load: 1.5"),
        ({"conflicts": [("x", "b")]}, "conflicts: 'x' refused, is unknown"),
        ({"conflicts": [("e", "x")]}, "conflicts: 'x' refused, is unknown"),
        ({"needs": {"x": ["law"]}}, "needs: 'x' refused, is unknown"),
        ({"needs": {"b": ["law", "law"]}}, r"needs\[b\]: 'law' refused, stands twice"),
        ({"needs": {"b": "law"}}, r"needs\[b\]: 'law' refused, must be a collection"),
        ({"expertise": {"x": ["law"]}}, "expertise: 'x' refused, is unknown"),
        ({"expertise": {"e": [""]}}, r"expertise\[e\]: ''"),
    ],
)
def test_allocation_refuses_naming_field_value_and_rule(change, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        allocate(**({"bids": ["b"], "evaluators": ["e"], "per_bid": 1} | change))
