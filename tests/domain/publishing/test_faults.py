from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from challenges.publishing.domain.faults import lint, validate
from challenges.publishing.domain.specification import (
    FormulaSpec,
    LotSpec,
    PayerSpec,
    ScalePoint,
    ShareBand,
    StagePayment,
    TieRuleSpec,
)
from tests.support.specifications import (
    CLOSES,
    JOBS,
    OPENS,
    PLAN,
    PRICE,
    STAGE,
    STANDING,
    TERMS,
    challenge_prize,
    in_welsh_too,
    outcome_specification,
)

LOTS = (LotSpec(id="north", title={"en": "North"}), LotSpec(id="south", title={"en": "South"}))
QUESTIONS = outcome_specification().questions
IN_BOTH = in_welsh_too(outcome_specification())


def found(spec, **options):
    return [(fault.path, fault.code) for fault in validate(spec, **options)]


def with_price(**changes):
    return outcome_specification(criteria=(PLAN, replace(PRICE, formula=replace(PRICE.formula, **changes)), STANDING))


def with_terms(**changes):
    return outcome_specification(terms=replace(TERMS, **changes))


def with_measure(**changes):
    spec = outcome_specification()
    return replace(spec, measures=(replace(spec.measures[0], **changes),))


def payer(code, share):
    return PayerSpec(code=code, name={"en": "Council"}, share=Decimal(share))


def band(start, end, share="0.5"):
    return ShareBand(from_=Decimal(start), to=None if end is None else Decimal(end), share=Decimal(share))


@pytest.mark.parametrize("spec", [outcome_specification(), challenge_prize(), IN_BOTH])
def test_complete_specification_has_no_fault(spec):
    assert validate(spec) == ()


CASES = {
    "no title": (outcome_specification(title={}), [(("title",), "missing")]),
    "title of spaces": (outcome_specification(title={"en": "  "}), [(("title",), "missing")]),
    "no summary": (outcome_specification(summary={}), [(("summary",), "missing")]),
    "no route": (outcome_specification(route=""), [(("route",), "unknown")]),
    "no value": (outcome_specification(value_amount=None), [(("value_amount",), "missing")]),
    "prize without money": (challenge_prize(prize={"en": "<p></p>"}), [(("prize",), "missing")]),
    "ends before it starts": (
        outcome_specification(ends_on=outcome_specification().starts_on),
        [(("ends_on",), "order")],
    ),
    "no outcome": (
        outcome_specification(outcomes=()),
        [(("outcomes",), "missing")],
    ),
    "same identity twice": (
        outcome_specification(outcomes=(JOBS, JOBS)),
        [(("outcomes", 0), "identity"), (("outcomes", 1), "identity")],
    ),
    "weights of 99.9": (
        outcome_specification(criteria=(PLAN, replace(PRICE, weight=Decimal("39.9")), STANDING)),
        [(("criteria",), "weights")],
    ),
    "weight of nought": (
        outcome_specification(
            criteria=(replace(PLAN, weight=Decimal(100)), replace(PRICE, weight=Decimal(0)), STANDING)
        ),
        [(("criteria", 1, "weight"), "not_positive")],
    ),
    "pass or fail with marks": (
        outcome_specification(criteria=(PLAN, PRICE, replace(STANDING, weight=Decimal(1)))),
        [(("criteria", 2, "weight"), "not_nil")],
    ),
    "no pillar": (
        outcome_specification(criteria=(replace(PLAN, pillar=""), PRICE, STANDING)),
        [(("criteria", 0, "pillar"), "unknown")],
    ),
    "minimum above maximum": (
        outcome_specification(criteria=(replace(PLAN, minimum=Decimal(6)), PRICE, STANDING)),
        [(("criteria", 0, "minimum"), "outside")],
    ),
    "score off the scale": (
        outcome_specification(
            criteria=(
                replace(PLAN, scale=(*PLAN.scale, ScalePoint(score=Decimal(6), label={"en": "More"}))),
                PRICE,
                STANDING,
            )
        ),
        [(("criteria", 0, "scale", 6, "score"), "above_maximum")],
    ),
    "formula missing": (
        outcome_specification(criteria=(PLAN, replace(PRICE, formula=None), STANDING)),
        [(("criteria", 1, "formula"), "missing")],
    ),
    "formula on a judged criterion": (
        outcome_specification(criteria=(replace(PLAN, formula=PRICE.formula), PRICE, STANDING)),
        [(("criteria", 0, "formula"), "not_used")],
    ),
    "minimum on a relative formula": (
        outcome_specification(
            criteria=(
                PLAN,
                replace(PRICE, minimum=Decimal(1), formula=FormulaSpec(measure="price", kind="lowest_over_price")),
                STANDING,
            )
        ),
        [(("criteria", 1, "minimum"), "relative")],
    ),
    "worst equals best": (
        with_price(worst=Decimal(1), best=Decimal(1)),
        [(("criteria", 1, "formula", "best"), "equal")],
    ),
    "worst missing": (with_price(worst=None), [(("criteria", 1, "formula", "worst"), "missing")]),
    "unknown figure": (with_price(measure="charm"), [(("criteria", 1, "formula", "measure"), "unknown")]),
    "unknown formula": (with_price(kind="magic"), [(("criteria", 1, "formula", "kind"), "unknown")]),
    "dearest bid wins": (with_price(kind="share_of_highest"), [(("criteria", 1, "formula", "kind"), "does_not_fit")]),
    "steps that fall": (
        with_price(kind="steps", levels=((Decimal(2), Decimal(1)), (Decimal(1), Decimal(2)))),
        [(("criteria", 1, "formula", "levels"), "order")],
    ),
    "no outcome named": (
        with_price(measure="cost_per_outcome"),
        [(("criteria", 1, "formula", "outcome"), "missing")],
    ),
    "unlimited promise": (
        with_price(measure="outcome_volume", kind="share_of_highest", outcome="jobs"),
        [(("criteria", 1, "formula", "kind"), "unlimited")],
    ),
    "unlimited pledges": (
        with_price(measure="pledged_value", kind="share_of_highest"),
        [(("criteria", 1, "formula", "kind"), "unlimited")],
    ),
    "question under no criterion": (
        outcome_specification(questions=(*QUESTIONS, replace(QUESTIONS[0], id="q-gone", criterion="gone"))),
        [(("questions", 2, "criterion"), "unknown")],
    ),
    "question under a formula": (
        outcome_specification(questions=(*QUESTIONS, replace(QUESTIONS[0], id="q-price", criterion="price"))),
        [(("questions", 2, "criterion"), "formula")],
    ),
    "nothing for the panel to read": (
        outcome_specification(questions=()),
        [(("criteria", 0), "no_question")],
    ),
    "questions only under other criteria": (
        challenge_prize(questions=(replace(QUESTIONS[0], criterion=""),)),
        [(("criteria", 0), "no_question")],
    ),
    "nothing to read for one lot": (
        outcome_specification(lots=LOTS, questions=(replace(QUESTIONS[0], lot="north"), QUESTIONS[1])),
        [(("criteria", 0), "no_question")],
    ),
    "social value judged without measures": (
        outcome_specification(
            criteria=(replace(PLAN, pillar="social_value"), PRICE, STANDING), questions=(), measures=()
        ),
        [(("criteria", 0), "no_question")],
    ),
    "condition of no kind": (
        outcome_specification(conditions=(replace(outcome_specification().conditions[0], kind="nice"),)),
        [(("conditions", 0, "kind"), "unknown")],
    ),
    "price given and left open": (
        outcome_specification(outcomes=(replace(JOBS, price_is_offered=True),)),
        [(("outcomes", 0, "price"), "twice")],
    ),
    "no terms": (outcome_specification(terms=None), [(("terms",), "missing")]),
    "no years": (with_terms(years=None), [(("terms", "years"), "missing")]),
    "bands with a gap": (
        with_terms(bands=(band("0", "0.9"), band("1", None))),
        [(("terms", "bands", 1, "from_"), "gap")],
    ),
    "bands that overlap": (
        with_terms(bands=(band("0.8", "1.2"), band("0", "0.9"))),
        [(("terms", "bands", 0, "from_"), "overlap")],
    ),
    "payers' shares": (
        with_terms(payers=(PayerSpec(code="council", name={"en": "Council"}, share=Decimal("0.9")),)),
        [(("terms", "payers"), "shares")],
    ),
    "payer without a name": (
        with_terms(payers=(PayerSpec(code="council", name={"en": " "}, share=Decimal(1)),)),
        [(("terms", "payers", 0, "name"), "missing")],
    ),
    "payers of one name": (
        with_terms(payers=(payer("a", "0.5"), payer("b", "0.5"))),
        [(("terms", "payers", 0, "name"), "twice"), (("terms", "payers", 1, "name"), "twice")],
    ),
    "payers of one code": (
        with_terms(payers=(payer("a", "0.5"), replace(payer("a", "0.5"), name={"en": "Fund"}))),
        [(("terms", "payers", 0), "identity"), (("terms", "payers", 1), "identity")],
    ),
    "payer's name in one language only": (
        replace(IN_BOTH, terms=replace(IN_BOTH.terms, payers=(payer("a", "1"),))),
        [(("terms", "payers", 0, "name"), "language_missing")],
    ),
    "measure without a unit": (with_measure(unit={}), [(("measures", 0, "unit"), "missing")]),
    "measure's unit in one language only": (
        replace(IN_BOTH, measures=(replace(IN_BOTH.measures[0], unit={"en": "hours"}),)),
        [(("measures", 0, "unit"), "language_missing")],
    ),
    "payment after the end": (
        with_terms(stage_payments=(StagePayment(month=24, amount=Decimal(1)),)),
        [(("terms", "stage_payments", 0, "month"), "outside")],
    ),
    "no stage": (outcome_specification(stages=()), [(("stages",), "missing")]),
    "closes as it opens": (
        outcome_specification(stages=(replace(STAGE, closes_at=OPENS, questions_close_at=None),)),
        [(("stages", 0, "closes_at"), "order")],
    ),
    "questions close with bids": (
        outcome_specification(stages=(replace(STAGE, questions_close_at=CLOSES),)),
        [(("stages", 0, "questions_close_at"), "order")],
    ),
    "stages that overlap": (
        outcome_specification(stages=(STAGE, replace(STAGE, id="second"))),
        [(("stages", 1, "opens_at"), "order")],
    ),
    "tie rule names pass or fail": (
        outcome_specification(tie_rule=TieRuleSpec(steps=("standing",))),
        [(("tie_rule", "steps"), "unknown")],
    ),
    "unknown lot": (
        outcome_specification(outcomes=(replace(JOBS, lot="east"),)),
        [(("outcomes", 0, "lot"), "unknown")],
    ),
}


@pytest.mark.parametrize(("spec", "expected"), CASES.values(), ids=CASES)
def test_fault_is_found_at_its_place(spec, expected):
    assert found(spec) == expected


def test_commitments_are_what_a_panel_reads_under_social_value():
    judged = replace(PLAN, pillar="social_value")

    assert validate(outcome_specification(criteria=(judged, PRICE, STANDING), questions=())) == ()


def test_question_for_each_lot_is_enough():
    questions = (replace(QUESTIONS[0], lot="north"), replace(QUESTIONS[0], id="q-south", lot="south"))

    assert validate(outcome_specification(lots=LOTS, questions=questions)) == ()


def test_weights_add_up_for_each_lot():
    common, north = replace(PLAN, weight=Decimal(60)), replace(PRICE, lot="north")
    spec = outcome_specification(lots=LOTS, criteria=(common, north, STANDING))

    assert [fault.message for fault in validate(spec)] == [
        "The weights for the lot “South” add up to 60, not to exactly 100."
    ]


def test_every_text_stands_in_every_language():
    spec = outcome_specification(languages=("en", "cy"), questions=(), criteria=(), outcomes=(), tie_rule=TieRuleSpec())
    welsh = [fault for fault in validate(spec) if fault.code == "language_missing"]

    assert (welsh[0].path, welsh[0].message) == (("title",), "The words in Welsh are missing.")
    assert {fault.item_id for fault in welsh} == {"", "wage", "m-jobs", "bids"}


def test_fault_names_the_block_it_was_written_in():
    (fault,) = validate(outcome_specification(criteria=(replace(PLAN, minimum=Decimal(-1)), PRICE, STANDING)))

    assert (fault.item_id, fault.field) == ("plan", "minimum")


def test_closing_in_the_past_is_a_fault_only_at_a_moment():
    spec = outcome_specification()

    assert found(spec, at=CLOSES - timedelta(seconds=1)) == []
    assert found(spec, at=CLOSES) == [(("stages", 0, "closes_at"), "passed")]


def test_any_stage_that_closed_before_the_first_publication_is_a_fault():
    assert found(challenge_prize(), at=CLOSES) == [(("stages", 0, "closes_at"), "passed")]


def test_stage_that_closed_as_published_is_none_while_a_later_one_is_to_come():
    prize = challenge_prize()
    first, final = prize.stages
    after_all = final.closes_at
    moved = replace(prize, stages=(replace(first, closes_at=CLOSES - timedelta(minutes=1)), final))
    added = replace(prize, stages=(replace(first, id="another", opens_at=OPENS - timedelta(days=9), closes_at=OPENS,
                                           questions_close_at=None), *prize.stages))  # fmt: skip

    assert found(prize, at=CLOSES, published=prize) == []
    assert found(moved, at=CLOSES, published=prize) == [(("stages", 0, "closes_at"), "passed")]
    assert found(added, at=CLOSES, published=prize) == [(("stages", 0, "closes_at"), "passed")]
    assert found(prize, at=after_all, published=prize) == [(("stages", 1, "closes_at"), "passed")]


def test_period_under_the_law_is_advice():
    short = replace(STAGE, closes_at=OPENS + timedelta(days=24), questions_close_at=None, decision_on=None)
    spec = outcome_specification(route="public_contract", stages=(short,))

    assert validate(spec) == ()
    assert [fault.code for fault in lint(spec)] == ["period"]


def test_period_of_the_law_is_enough_on_its_last_day():
    enough = replace(STAGE, closes_at=OPENS + timedelta(days=25), questions_close_at=None, decision_on=None)

    assert lint(outcome_specification(route="public_contract", stages=(enough,))) == ()
