from decimal import Decimal

import numpy as np
import pytest
from scipy.special import betaincinv

from challenges.publishing.domain.draws import SharedDraws
from challenges.publishing.domain.offers import Estimate, pert_quantile
from challenges.publishing.domain.risk_reward import simulate
from tests.domain.invented import certain, line, offer, terms

# Every shape there is (α from 1 to 5), ends included.
LIKELY = [Decimal(step) / 80 for step in range(81)]


@pytest.mark.parametrize("likely", LIKELY[::8])
def test_draws_are_the_quantiles_of_the_rule(likely):
    estimate = Estimate(low=Decimal(0), likely=likely, high=Decimal(1))
    bid = offer(line("a", 1, attainment=estimate), cost_factor=estimate)

    shared = SharedDraws(outcomes=("a",), draws=500, rng=np.random.default_rng(7))

    u = np.random.default_rng(7).random((2, 500))
    assert shared.attainment(bid)[0] == pytest.approx([pert_quantile(estimate, p) for p in u[0]], abs=1e-12)
    assert shared.cost_factor(bid) == pytest.approx([pert_quantile(estimate, p) for p in u[1]], abs=1e-12)


class Extremes(np.random.Generator):
    """A generator whose chances are as near to 0, 1 and the middle as float64 comes."""

    def random(self, size):
        ends = [0.0, 1e-16, 1e-9, 0.5 - 2**-54, 0.5, 0.5 + 2**-53, 1 - 1e-9, 1 - 2**-53]
        return np.tile(ends, (size[0], 1))


@pytest.mark.parametrize("likely", LIKELY)
def test_draws_hold_at_the_ends(likely):
    estimate = Estimate(low=Decimal(0), likely=likely, high=Decimal(1))
    bit_generator = np.random.default_rng(1).bit_generator
    shared = SharedDraws(outcomes=("a",), draws=8, rng=Extremes(bit_generator))

    drawn = shared.attainment(offer(line("a", 1, attainment=estimate)))[0]

    alpha = 1 + 4 * float(likely)
    assert drawn == pytest.approx(betaincinv(alpha, 6 - alpha, Extremes(bit_generator).random((1, 8))[0]), abs=1e-13)


def test_outcomes_are_drawn_in_the_order_of_their_names():
    spread = Estimate(low=Decimal(0), likely=Decimal("0.3"), high=Decimal(1))
    one_way = offer(line("b", 10, attainment=spread), line("a", 20, attainment=spread))
    other_way = offer(line("a", 20, attainment=spread), line("b", 10, attainment=spread))

    results = [
        simulate([bid], terms(prices=prices), draws=50, rng=np.random.default_rng(3))
        for bid, prices in ((one_way, {"b": 5, "a": 7}), (other_way, {"a": 7, "b": 5}))
    ]

    assert results[0] == results[1]


def test_a_bids_figures_do_not_depend_on_who_else_bids():
    spread = Estimate(low=Decimal(0), likely=Decimal("0.3"), high=Decimal(1))
    bids = [offer(line("a", volume, attainment=spread), bid=f"bid-{volume}") for volume in (10, 20, 30)]
    paid = terms(prices={"a": 5})

    alone = simulate(bids[1:2], paid, draws=50, rng=np.random.default_rng(3))
    together = simulate(bids[::-1], paid, draws=50, rng=np.random.default_rng(3))

    assert together.bids["bid-20"] == alone.bids["bid-20"]


def test_seed_is_what_the_generator_was_started_with():
    result = simulate([offer()], terms(prices={"a": 5}), draws=5, rng=np.random.default_rng(2026))

    assert (result.seed, result.draws) == (2026, 5)


@pytest.mark.parametrize(("draws", "rng"), [(0, np.random.default_rng(1)), (2.5, np.random.default_rng(1)), (5, 1)])
def test_draws_and_generator_are_checked(draws, rng):
    with pytest.raises(ValueError, match=r"(draws|rng): .* refused"):
        simulate([offer(cost_factor=certain(1))], terms(prices={"a": 5}), draws=draws, rng=rng)
