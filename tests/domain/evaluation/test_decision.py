from decimal import Decimal

import pytest

from bids.awards.domain.summary import Assessed, Party, missing, summary_of
from bids.bidding.domain.measures import OfferToScore, measure_of
from bids.bidding.domain.payload import CommercialPart, OutcomeOfferPart, PledgePart
from bids.evaluation.domain.scoring.decision import Judged, RankedStage, decide, model_of
from bids.evaluation.domain.scoring.ranking_content import SpecificationNamed
from challenges.ground.domain.frozen_json import canonical
from challenges.publishing.domain.specification import (
    ConditionSpec,
    CriterionSpec,
    FormulaSpec,
    MeasureSpec,
    OutcomeSpec,
    Specification,
    TermsSpec,
    TieRuleSpec,
)

D = Decimal
RANKED = RankedStage(ocid="ocds-1", stage="only", lot="", specification=SpecificationNamed(number=1, sha256="a" * 64))


def specification(**changes):
    given = {
        "kind": "outcome_specification",
        "outcomes": (OutcomeSpec(id="jobs", title={"en": "Jobs kept"}, price=D(1000)),),
        "measures": (
            MeasureSpec(id="m1", code="M1", title={"en": "Apprentices"}, unit={"en": "people"}, unit_value=D(500)),
        ),
        "conditions": (ConditionSpec(id="pay", kind="access", title={"en": "Pay the living wage"}),),
        "terms": TermsSpec(years=2, fixed_fee=D(20_000), cap_total=D(150_000)),
        "criteria": (
            CriterionSpec(id="able", title={"en": "Able"}, method="pass_fail"),
            CriterionSpec(id="plan", title={"en": "Plan"}, pillar="public_value", weight=D(60), minimum=D(2)),
            CriterionSpec(
                id="price",
                title={"en": "Price"},
                pillar="risk_and_reward",
                method="formula",
                weight=D(40),
                maximum=D(100),
                formula=FormulaSpec(measure="price", kind="linear", worst=D(200_000), best=D(100_000)),
            ),
        ),
        "tie_rule": TieRuleSpec(steps=("plan",)),
    }
    return Specification(**{**given, **changes})


def offer(bid="a", *, volumes=("50", "50"), low="0.4", likely="0.5", high="0.6", **changes):
    part = CommercialPart(
        bid=bid,
        version=1,
        outcomes=(
            OutcomeOfferPart(
                outcome="jobs", volumes=tuple(map(D, volumes)), low=D(low), likely=D(likely), high=D(high)
            ),
        ),
        yearly_costs=(D(50_000), D(50_000)),
        **changes,
    )
    return OfferToScore(bid=bid, part=part, statements={"m1": "With the college next door."})


@pytest.mark.parametrize(
    ("measure", "changes", "expected"),
    [
        # 20,000 fee + 100 units × 1,000, each year within the cap of 150,000.
        ("price", {}, "120000.00"),
        ("price", {"volumes": ("100", "100")}, "170000.00"),
        # The promise counts at its lowest: 100 units × 0.4.
        ("outcome_volume", {}, "40"),
        # 20,000 + 40 × 1,000, over 40 results.
        ("cost_per_outcome", {}, "1500.00"),
        ("payment_at_risk", {}, "0.833333"),
    ],
)
def test_a_measure_is_worked_out_exactly(measure, changes, expected):
    formula = FormulaSpec(measure=measure, kind="linear", outcome="jobs")

    assert measure_of(offer(**changes), formula=formula, specification=specification()) == D(expected)


def test_a_whole_price_stands_for_itself():
    formula = FormulaSpec(measure="price", kind="linear")

    assert measure_of(offer(price=D("99.5")), formula=formula, specification=specification()) == D("99.50")


def test_a_fee_is_the_price_where_no_outcome_is_paid_for():
    formula = FormulaSpec(measure="price", kind="linear")
    fee_only = specification(outcomes=(), terms=TermsSpec(years=1, fee_is_offered=True))
    part = CommercialPart(bid="a", version=1, fixed_fee=D("4200.10"))

    assert measure_of(OfferToScore(bid="a", part=part), formula=formula, specification=fee_only) == D("4200.10")


def test_a_pledge_counts_at_the_published_value_and_not_without_a_statement():
    formula = FormulaSpec(measure="pledged_value", kind="linear")
    pledges = (PledgePart(measure="m1", quantity=D(3), years=2),)
    told = offer(pledges=pledges)
    silent = OfferToScore(bid="b", part=told.part)

    assert measure_of(told, formula=formula, specification=specification()) == D("3000.00")
    assert measure_of(silent, formula=formula, specification=specification()) == D("0.00")


def test_puffing_up_likely_or_high_moves_no_measure():
    modest = offer(likely="0.4", high="0.4")
    boastful = offer(likely="0.9", high="1")

    for measure in ("price", "outcome_volume", "cost_per_outcome", "payment_at_risk"):
        formula = FormulaSpec(measure=measure, kind="linear", outcome="jobs")
        figures = [measure_of(o, formula=formula, specification=specification()) for o in (modest, boastful)]
        assert figures[0] == figures[1]


def test_no_results_promised_leaves_the_price_per_result_undefined_and_counts_as_the_worst():
    formula = FormulaSpec(measure="cost_per_outcome", kind="linear", worst=D(5000), best=D(100), outcome="jobs")
    price = specification().criteria[2]
    spec = specification(criteria=(CriterionSpec(**{**vars(price), "formula": formula}),), conditions=())

    decided = decide(spec, ranked=RANKED, judged=Judged(scores={}, accepted={}), offers=[offer(low="0"), offer("b")])

    assert decided.undefined == {"a": ("price",)}
    assert decided.marks["a"]["price"] == 0


def decided_of(scores, accepted=None, offers=None):
    offers = offers or [offer(bid) for bid in scores]
    judged = Judged(
        scores={bid: {"able": D(able), "plan": D(plan)} for bid, (able, plan) in scores.items()},
        accepted=accepted or {bid: frozenset({"pay"}) for bid in scores},
    )
    return decide(specification(), ranked=RANKED, judged=judged, offers=offers)


def test_the_highest_total_leads_and_the_letter_adds_up():
    decided = decided_of({"a": (1, 4), "b": (1, 5)})

    assert decided.order == ("b", "a")
    plain = decided.as_plain()
    assert plain["marks"]["b"] == {"plan": "60", "price": "32"}
    assert plain["totals"] == {"b": "92", "a": "80"}
    assert plain["pillars"]["b"] == {"public_value": "60", "risk_and_reward": "32"}


@pytest.mark.parametrize(
    ("scores", "accepted", "reason"),
    [((0, 5), {"pay"}, "able"), ((1, 1), {"pay"}, "plan"), ((1, 5), set(), "condition:pay")],
    ids=["failed pass/fail", "below the minimum", "required condition not accepted"],
)
def test_pass_or_fail_bites_whatever_the_total(scores, accepted, reason):
    decided = decided_of({"a": scores, "b": (1, 2)}, accepted={"a": frozenset(accepted), "b": frozenset({"pay"})})

    assert decided.disqualified == {"a": (reason,)}
    assert decided.order == ("b",)


def test_the_order_of_bids_changes_no_byte():
    bids = {"a": (1, 4), "b": (1, 5), "c": (1, 3)}

    forward = decided_of(bids)
    backward = decided_of(dict(reversed(bids.items())))

    assert canonical(forward.as_plain()) == canonical(backward.as_plain())


def test_criteria_of_another_lot_do_not_count():
    north = CriterionSpec(id="north", title={}, pillar="public_value", weight=D(100), lot="n")
    south = CriterionSpec(id="south", title={}, pillar="public_value", weight=D(100), lot="s")

    criteria, _rule = model_of(specification(criteria=(north, south), conditions=()), lot="s")

    assert [criterion.id for criterion in criteria] == ["south"]


def assessed(reasons):
    ranking = decided_of({"a": (1, 4), "b": (1, 5)})
    return Assessed(
        specification=specification(),
        lot="",
        ranking=ranking,
        reasons=reasons,
        parties={"a": Party(name="Alpha"), "b": Party(name="Beta")},
        winner="b",
    )


GIVEN = {"able": "Has the licence.", "plan": "Clear and costed."}


def test_the_loser_is_told_the_winners_scores_and_the_winner_only_its_own():
    summaries = {bid: summary_of(bid, assessed({"a": GIVEN, "b": GIVEN})) for bid in ("a", "b")}

    assert summaries["a"].winner.name == "Beta"
    assert summaries["a"].own.total == 80
    assert summaries["b"].winner is None
    assert missing(summaries["a"]) == missing(summaries["b"]) == ()


def test_a_letter_without_a_reason_names_the_criterion():
    told = summary_of("a", assessed({"a": {"able": "Has the licence."}, "b": GIVEN}))

    assert missing(told) == ("plan",)
