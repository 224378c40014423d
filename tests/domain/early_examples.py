"""How each case of `worked-examples.json`, written before the functions were named, is put to them.

The cases state inputs in their sources' words; an adapter per case says which function answers and with what. Cases and
fields that no function answers are set aside by name, with the reason.
"""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from challenges.missions.domain.metrics import progress
from challenges.publishing.domain.appraisal import (
    bcr,
    discount_factor,
    distributional_weight,
    impact_by_year,
    net_additional,
    npsv,
    present_value,
    with_optimism_bias,
)
from challenges.publishing.domain.calendar import earliest_deadline, standstill_end
from challenges.publishing.domain.conditions import Measure, Pledge, attribute, pledged_value
from challenges.publishing.domain.duties import (
    Facts,
    authority_duties,
    duties,
    is_below_threshold,
    modification_allowed,
    valid_ppon,
)
from challenges.publishing.domain.offers import Estimate, Offer
from challenges.publishing.domain.payment import (
    Claim,
    Payer,
    ShareBand,
    Tariff,
    TariffLine,
    Terms,
    prize_ladder,
    royalties,
    share_of_difference,
    tariff_payments,
    two_way_difference,
)
from challenges.publishing.domain.risk_reward import cash_flow
from tests.domain.worked_examples import function_named

NOT_COVERED = {
    "award-notice-disclosure": "what an award notice names is content of the notice, not a calculation",
    "kpi-rating-codes": "the words of a rating and their codes belong to the open data, not to a calculation",
    "price-zero": "a nil price is refused, where the source shows a score that is undefined (tested below the table)",
    "sbri-milestone": "stage payments are stated in pounds; a part of one amount needs no function",
    "score-ifs-empty": "no scores are refused or undefined here, never 0; the source's own note says so",
    "sib-bristol-avg": "a cap divided by people describes a contract; no function answers it",
    "sv-weight-floor": "the least weight of social value is checked when a specification is published",
}

# Fields of a case that no function returns.
FIELDS_NOT_COVERED = {
    "icc-shrout-fleiss": ("BMS", "WMS", "JMS", "EMS"),
    "modification-term": ("pct",),
    "ppon-format": ("informal_consortium",),
    "threshold-vat": ("value_inc_vat",),
}


def exact(number):
    return Decimal(str(number))


def exactly_each(mapping):
    return {name: exact(value) for name, value in mapping.items()}


def on(text):
    return date.fromisoformat(text)


def bids_function(path):
    return function_named(f"bids.domain.{path}")


def _bcr_10yr(inputs):
    costs, benefits = inputs["costs"], inputs["benefits"]
    return {
        "pv_costs": present_value(costs),
        "pv_benefits": present_value(benefits),
        "npsv": npsv(costs, benefits),
        "bcr": bcr(costs, benefits),
    }


def _additional(gross):
    return net_additional(
        gross["GI"], leakage=gross["L"], displacement=gross["Dp"], substitution=gross["S"], multiplier=gross["M"]
    )


def _sroi(inputs):
    impacts = impact_by_year(
        inputs["quantity"],
        inputs["proxy"],
        deadweight=inputs["deadweight"],
        displacement=inputs["displacement"],
        attribution_to_others=inputs["attribution_to_others"],
        drop_off=inputs["drop_off"],
        years=inputs["years"],
    )
    # The source discounts the first year of benefit too, and pays the input in year 0.
    costs, benefits = [inputs["input"], *[0] * len(impacts)], [0, *impacts]
    return {
        "impact_by_year": impacts,
        "total_present_value": present_value(benefits),
        "sroi_ratio": bcr(costs, benefits),
        "net_present_value": npsv(costs, benefits),
    }


def _bands(inputs):
    return [
        ShareBand(
            from_=exact(band["from"]), to=None if band["to"] is None else exact(band["to"]), share=exact(band["share"])
        )
        for band in inputs["bands"]
    ]


def _target_cost(inputs):
    outturn = exact(inputs["pwdd"])
    gained = share_of_difference(exact(inputs["target"]), outturn, _bands(inputs))
    return {"contractor_share": gained, "contractor_paid": outturn + gained, "client_effective_cost": outturn + gained}


def _overrun(inputs):
    outturn = exact(inputs["final_cost"])
    bands = [ShareBand(from_=Decimal(1), to=None, share=exact(inputs["overrun_share"]))]
    return {"contractor_paid": outturn + share_of_difference(exact(inputs["target"]), outturn, bands)}


def _forum(inputs):
    return {
        "contractor_share": [
            share_of_difference(exact(inputs["target"]), exact(outturn), _bands(inputs)) for outturn in inputs["pwdd"]
        ]
    }


def _two_way(inputs):
    return {
        "payment_to_supplier": [
            two_way_difference(exact(inputs["strike"]), exact(reference), exact(inputs["volume"]))
            for reference in inputs["reference"]
        ]
    }


def _royalty(inputs):
    paid = royalties(
        [exact(revenue) for revenue in inputs["revenues"]],
        exact(inputs["royalty_rate"]),
        exact(inputs["public_funding"]),
        exact(inputs["cap_multiple"]),
    )
    return {"royalties": list(paid), "cumulative": sum(paid)}


ONE_PAYER = (Payer(name="authority", share=Decimal(1)),)


def _sustained(inputs):
    def paid(group):
        tariff = Tariff(lines=(TariffLine(outcome="sustained", price=exact(group["each"])),), payers=ONE_PAYER)
        claims = [Claim(id=str(number), person="p", outcome="sustained") for number in range(group["payments"])]
        return tariff_payments(claims, tariff).paid

    return {name: paid(group) for name, group in inputs["groups"].items()}


def _delivery_fee(inputs):
    months = inputs["months"]
    tariff = Tariff(lines=(TariffLine(outcome="job", price=Decimal(0)),), payers=ONE_PAYER)
    fee = exact(inputs["eptcv"]) * exact(inputs["share"])
    terms = Terms(years=months // 12, tariff=tariff, fixed_fee=fee, payment_lag=0)
    certain = Estimate(low=Decimal(1), likely=Decimal(1), high=Decimal(1))
    offer = Offer(bid="x", outcomes=(), costs=(Decimal(0),) * months, cost_factor=certain)
    receipts = set(cash_flow(offer, terms, months).receipts)
    return receipts.pop() if len(receipts) == 1 else receipts


def _rate_card(inputs):
    limits = exactly_each(inputs["max_claims_each"])
    lines = tuple(
        TariffLine(outcome=outcome, price=exact(price), limit_per_person=limits.get(outcome))
        for outcome, price in inputs["rate_card"].items()
    )
    tariff = Tariff(lines=lines, payers=ONE_PAYER, cap_per_person=exact(inputs["cap_per_person"]))
    claims = [
        Claim(id=outcome, person="p", outcome=outcome, quantity=exact(count))
        for outcome, count in inputs["achieved"].items()
    ]
    settled = tariff_payments(claims, tariff)
    return {
        "claimed": settled.claimed,
        "after_claim_limits": settled.after_limits,
        "paid_after_person_cap": settled.paid,
    }


def _contract_cap(inputs):
    tariff = Tariff(
        lines=(TariffLine(outcome="pound", price=Decimal(1)),),
        payers=ONE_PAYER,
        cap_total=exact(inputs["contract_cap"]),
    )
    before = exact(inputs["approved_before"])
    claims = [
        Claim(id=str(number), person=str(number), outcome="pound", quantity=exact(amount))
        for number, amount in enumerate(inputs["new_claims"])
    ]
    settled = tariff_payments(claims, tariff, paid_before=before)
    return {"paid": list(settled.paid_by_claim.values()), "cumulative": before + settled.paid}


def _disadvantaged(inputs):
    measure = Measure(code="m", unit="FTE", unit_value=Decimal(1), countable_years=inputs["countable_years"])
    pledge = Pledge(
        measure="m", quantity=exact(inputs["fte"]), unit="FTE", statement="hires", years=inputs["contract_years"]
    )
    return pledged_value([pledge], [measure]).total


def _social_value_score(inputs):
    criterion = bids_function("scoring.Criterion")
    split = inputs["split"]
    criteria = [
        criterion(id="quantity", weight=exact(inputs["weight"]) * exact(split["quantitative"])),
        criterion(
            id="quality",
            weight=exact(inputs["weight"]) * exact(split["qualitative"]),
            maximum=exact(inputs["qual_max"]),
        ),
    ]
    scores = {"quantity": exact(inputs["quant_ratio"]), "quality": exact(inputs["qual_score"])}
    return bids_function("scoring.weighted_total")(scores, criteria)


def _standstill(inputs):
    ends = standstill_end(on(inputs["award_notice_published"]), inputs["working_days"])
    return {"standstill_ends": ends, "earliest_contract_day": ends + timedelta(days=1)}


def _facts(**known):
    return Facts(
        authority_kind="sub-central",
        contract_type="services",
        value=Decimal(1_000_000),
        started_on=date(2026, 1, 5),
        **known,
    )


def _payment_information(inputs):
    facts = _facts(payments=((on(inputs["payment_date"]), exact(inputs["amount"])),))
    (duty,) = duties(facts, on(inputs["payment_date"]))
    return {"quarter_end": duty.code.removeprefix("contract_payment:"), "publish_by": duty.due}


def _due_in_authority(code, *, begins):
    due = [duty.due for duty in authority_duties(begins.year) if duty.code == code]
    return {"publish_by": min(day for day in due if day >= begins)}


def _retention(inputs):
    entered = on(inputs["contract_entered"])
    due = {duty.code: duty.due for duty in duties(_facts(contract_entered_on=entered), entered)}
    return {"keep_until_end_of": due["record_retention"]}


def _threshold_with_vat(inputs):
    value = exact(inputs["value_ex_vat"]) * (1 + exact(inputs["vat_rate"]))
    return {
        "above_threshold": not is_below_threshold(value, inputs["authority"], inputs["category"], on(inputs["date"]))
    }


def _threshold_vintage(inputs):
    value = exact(inputs["value_inc_vat"])
    return {
        "above_threshold": [
            not is_below_threshold(value, inputs["authority"], inputs["category"], on(started))
            for started in inputs["started"]
        ]
    }


def _changed(**known):
    facts = {
        "contract_type": "services",
        "value": Decimal(1_000_000),
        "change_value": Decimal(0),
        "earlier_changes": Decimal(0),
        "term_months": Decimal(48),
        "change_months": Decimal(0),
        "threshold": Decimal(207_720),
        "scope_changed": False,
        "balance_shifted": False,
    }
    return modification_allowed(**facts | known)


def _term_changes(inputs):
    term = exact(inputs["max_term_months"])
    tests = [_changed(term_months=term, change_months=exact(months)) for months in inputs["change_months"]]
    return {"substantial": [test.ground != "not substantial" for test in tests]}


def _value_changes(inputs):
    earlier, within, together, below = Decimal(0), [], [], []
    for change in map(exact, inputs["changes"]):
        test = _changed(
            value=exact(inputs["value"]),
            change_value=change,
            earlier_changes=earlier,
            threshold=exact(inputs["threshold"]),
            balance_shifted=True,
        )
        earlier += change
        within.append(not test.notice_required)
        together.append(earlier)
        below.append(test.ground == "below threshold")
    return {"each_within_10pct": within, "aggregate_after_each": together, "below_threshold_modification": below}


def _prize(inputs):
    seeds = [exact(inputs["seed_each"])] * inputs["finalists"]
    ladder = prize_ladder(exact(inputs["pot"]), seeds, [exact(award) for award in inputs["awards"]])
    return {"allocated": ladder.allocated, "unallocated": ladder.unallocated}


def _progress(inputs):
    return progress(exact(inputs["baseline"]), exact(inputs["target"]), exact(inputs["current"]))


def _best(values, *, lowest_first):
    places = bids_function("scoring.rank_values")(values, lowest_first=lowest_first, places=12)
    return next(bid for bid, place in places.items() if place == 1)


def _reversal(inputs):
    def totals(names):
        prices = bids_function("price.lowest_over_price")(
            {name: exact(inputs["bids"][name]["price"]) for name in names}, exact(inputs["weights"]["price"])
        )
        weight = exact(inputs["weights"]["quality"]) / 100
        return {name: prices[name] + weight * exact(inputs["bids"][name]["quality"]) for name in names}

    without, with_third = totals(["A", "B"]), totals(["A", "B", "C"])
    return {
        "without_C": without,
        "winner_without_C": _best(without, lowest_first=False),
        "with_C": with_third,
        "winner_with_C": _best(with_third, lowest_first=False),
    }


def _value_for_money(inputs):
    index = bids_function("price.value_for_money_index")
    values = {
        name: index(exact(bid["cost"]), exact(bid["quality"]), exact(inputs["wQ"]), exact(inputs["wC"]))
        for name, bid in inputs["bids"].items()
    }
    return values | {"winner": _best(values, lowest_first=False)}


def _monetised(inputs):
    worth = bids_function("price.monetised_quality")
    values = {
        name: worth(exact(bid["cost"]), exact(bid["quality"]), exact(inputs["wtp_per_point"]))
        for name, bid in inputs["bids"].items()
    }
    return values | {"winner": _best(values, lowest_first=True)}


def _minimum(inputs):
    criterion = bids_function("scoring.Criterion")
    criteria = [
        criterion(
            id=each["id"],
            weight=exact(each["weight"]),
            maximum=exact(each["max"]),
            minimum=exact(each["minimum"]) if "minimum" in each else None,
        )
        for each in inputs["criteria"]
    ]
    scores = {each["id"]: exact(each["score"]) for each in inputs["criteria"]}
    failed = bids_function("scoring.disqualifications")(scores, criteria)
    return {
        "weighted_total": bids_function("scoring.weighted_total")(scores, criteria),
        "disqualified": bool(failed),
        "failed": list(failed),
    }


def _icc(inputs):
    ratings = np.array(inputs["ratings_subject_by_judge"], dtype=float)
    icc = bids_function("reliability.icc")
    stated = {"1,1": "1,1", "2,1": "2,1", "3,1": "3,1", "1,4": "1,k", "2,4": "2,k", "3,4": "3,k"}
    return {f"ICC({name})": icc(ratings, form) for name, form in stated.items()}


def _alpha(inputs):
    ratings = np.array(inputs["coder_rows"], dtype=float).T
    alpha = bids_function("reliability.krippendorff_alpha")
    return {level: alpha(ratings, level) for level in ("nominal", "interval")}


def _average(inputs):
    scores = [exact(score) for score in inputs["scores"]]
    return bids_function("scoring.half_up")(sum(scores) / len(scores), 1)


ANSWERS = {
    "disc-standard": lambda inputs: {str(year): discount_factor(year) for year in inputs["years"]},
    "npv-100-30x5": lambda inputs: present_value(inputs["cashflow"]),
    "npv-100-50x3": lambda inputs: present_value(inputs["cashflow"]),
    "bcr-10yr": _bcr_10yr,
    "ob-mitigated": lambda inputs: with_optimism_bias(inputs["costs"], inputs["ob"], inputs["mitigation"]),
    "distw-1": lambda inputs: distributional_weight(inputs["income"], inputs["reference_median"], inputs["eta"]),
    "distw-2": lambda inputs: [
        distributional_weight(income, inputs["reference"], inputs["eta"]) for income in inputs["incomes"]
    ],
    "addit-hca": lambda inputs: _additional(inputs["intervention"]) - _additional(inputs["reference_case"]),
    "addit-chain": lambda inputs: net_additional(**inputs),
    "sroi-dropoff": _sroi,
    "sroi-guide-wheels": lambda inputs: bcr([inputs["total_input"]], [inputs["total_present_value"]]),
    "price-lowest-1": lambda inputs: bids_function("price.lowest_over_price")(exactly_each(inputs["quotes"])),
    "price-rank-reversal": _reversal,
    "price-standard-diff": lambda inputs: bids_function("price.percent_above_lowest")(exactly_each(inputs["prices"])),
    "price-mean-narrow-average": lambda inputs: bids_function("price.mean_narrow_average")(
        exactly_each(inputs["prices"])
    ),
    "price-wvfmi": _value_for_money,
    "price-monetised": _monetised,
    "score-normalise": lambda inputs: bids_function("scoring.normalise")(
        exact(inputs["score"]), exact(inputs["scale_max"]), exact(inputs["weight"])
    ),
    "score-threshold": _minimum,
    "score-ifs-average": _average,
    "icc-shrout-fleiss": _icc,
    "kripp-wikipedia": _alpha,
    "nec-pain-100": _overrun,
    "nec-bands-gain": _target_cost,
    "nec-bands-on-target": _target_cost,
    "nec-bands-pain": _target_cost,
    "nec-forum-975": _forum,
    "cfd-two-way": _two_way,
    "royalty-cap": _royalty,
    "wp-sustain": _sustained,
    "whp-delivery-fee": _delivery_fee,
    "rate-card-cap": _rate_card,
    "rate-card-contract-cap": _contract_cap,
    "toms-disadvantaged": _disadvantaged,
    "toms-attribution": lambda inputs: attribute(exact(inputs["spend"]), inputs["projects_sharing"]),
    "sv-50-50": _social_value_score,
    "standstill-1": _standstill,
    "standstill-2": _standstill,
    "tender-period-25": lambda inputs: {
        "earliest_deadline": earliest_deadline(on(inputs["invited"]), inputs["minimum_days"])
    },
    "payment-info-due": _payment_information,
    "payments-compliance-due": lambda inputs: _due_in_authority("payments_compliance", begins=on(inputs["period_end"])),
    "pipeline-due": lambda inputs: _due_in_authority("pipeline", begins=on(inputs["financial_year_start"])),
    "record-retention": _retention,
    "threshold-vat": _threshold_with_vat,
    "threshold-vintage": _threshold_vintage,
    "modification-term": _term_changes,
    "modification-value": _value_changes,
    "ppon-format": lambda inputs: {"valid": [valid_ppon(text) for text in inputs["ids"]]},
    "prize-pot": _prize,
    "mission-progress-nz-ed": _progress,
    "mission-progress-uk-18w": _progress,
    "mission-progress-down": _progress,
}
