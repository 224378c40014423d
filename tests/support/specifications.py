"""A specification without a fault, from which tests break one thing at a time."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from challenges.ground.domain.words import ChallengeKind
from challenges.publishing.domain.specification import (
    ConditionSpec,
    CriterionSpec,
    FormulaSpec,
    MeasureSpec,
    OutcomeSpec,
    PayerSpec,
    QuestionSpec,
    ScalePoint,
    ShareBand,
    Specification,
    StagePayment,
    StageSpec,
    TermsSpec,
    TieRuleSpec,
)
from challenges.publishing.domain.words import Heading, MeasureOfOffer, Method, Pillar, Route

OPENS = datetime(2026, 12, 1, 9, tzinfo=UTC)
QUESTIONS_CLOSE = datetime(2027, 1, 8, 17, tzinfo=UTC)
CLOSES = datetime(2027, 1, 22, 12, tzinfo=UTC)

SCALE = tuple(
    ScalePoint(score=Decimal(score), label={"en": label})
    for score, label in ((0, "Nothing"), (1, "Poor"), (2, "Weak"), (3, "Fair"), (4, "Good"), (5, "Excellent"))
)
PLAN = CriterionSpec(
    id="plan",
    title={"en": "How you will bring people back into work"},
    guidance={"en": "We look for a plan that people with health problems can follow."},
    pillar=Pillar.PUBLIC_VALUE.value,
    heading=Heading.QUALITY.value,
    weight=Decimal(60),
    minimum=Decimal(2),
    scale=SCALE,
)
PRICE = CriterionSpec(
    id="price",
    title={"en": "Price of one person in work for six months"},
    pillar=Pillar.RISK_AND_REWARD.value,
    heading=Heading.PRICE.value,
    method=Method.FORMULA.value,
    weight=Decimal(40),
    maximum=Decimal(100),
    formula=FormulaSpec(
        measure=MeasureOfOffer.PRICE.value, kind="linear", worst=Decimal("900000"), best=Decimal("500000")
    ),
)
STANDING = CriterionSpec(id="standing", title={"en": "Insurance"}, method=Method.PASS_FAIL.value, maximum=Decimal(1))
JOBS = OutcomeSpec(
    id="jobs",
    title={"en": "In work for six months"},
    beneficiaries={"en": "Adults out of work for a year or more"},
    unit={"en": "person"},
    target=Decimal(200),
    by_when=date(2029, 3, 31),
    verification={"en": "Payslips"},
    price=Decimal("3500.00"),
)
STAGE = StageSpec(
    id="bids", title={"en": "Bids"}, opens_at=OPENS, questions_close_at=QUESTIONS_CLOSE, closes_at=CLOSES,
    decision_on=date(2027, 3, 1),
)  # fmt: skip
TERMS = TermsSpec(
    years=2,
    cap_total=Decimal(700000),
    bands=(
        ShareBand(from_=Decimal(0), to=Decimal(1), share=Decimal("0.5")),
        ShareBand(from_=Decimal(1), to=None, share=Decimal(1)),
    ),
    payers=(
        PayerSpec(code="council", name={"en": "Council"}, share=Decimal("0.7")),
        PayerSpec(code="foundation", name={"en": "Foundation"}, share=Decimal("0.3"), public=False),
    ),
    stage_payments=(StagePayment(month=0, amount=Decimal(20000)),),
    money_back={"en": "Money for results that did not last is given back."},
)


def outcome_specification(**changes):
    """A complete outcome specification on a route without a notice, changed as asked."""
    spec = Specification(
        kind=ChallengeKind.OUTCOME_SPECIFICATION.value,
        route=Route.RD_CONTRACT.value,
        title={"en": "Back into work"},
        summary={"en": "Two hundred people who have been out of work for a year find work that lasts."},
        description={"en": "<p>Anybody may propose how.</p>"},
        eligibility={"en": "Organisations of any kind."},
        value_amount=Decimal(840000),
        starts_on=date(2027, 4, 1),
        ends_on=date(2029, 3, 31),
        outcomes=(JOBS,),
        criteria=(PLAN, PRICE, STANDING),
        questions=(
            QuestionSpec(id="q-plan", title={"en": "What is your plan?"}, criterion="plan", word_limit=1500),
            QuestionSpec(id="q-standing", title={"en": "Are you insured?"}, criterion="standing", word_limit=50),
        ),
        conditions=(
            ConditionSpec(
                id="wage", kind="access", title={"en": "Real living wage"}, obligation={"en": "Pay it to everybody."}
            ),
        ),
        measures=(
            MeasureSpec(
                id="m-jobs",
                code="LOCAL1",
                title={"en": "Local jobs"},
                unit={"en": "person years"},
                unit_value=Decimal(20000),
            ),
        ),
        terms=TERMS,
        stages=(STAGE,),
        tie_rule=TieRuleSpec(steps=("plan",)),
    )
    return replace(spec, **changes)


def challenge_prize(**changes):
    """A complete prize: one criterion, no contract terms, two stages."""
    later = StageSpec(
        id="final",
        title={"en": "Final"},
        opens_at=datetime(2027, 3, 1, 9, tzinfo=UTC),
        closes_at=datetime(2027, 9, 1, 12, tzinfo=UTC),
    )
    spec = Specification(
        kind=ChallengeKind.CHALLENGE_PRIZE.value,
        route=Route.GRANT_OR_PRIZE.value,
        title={"en": "Cleaner rivers prize"},
        summary={"en": "A cheap way to measure what is in a river."},
        prize={"en": "<p>£500,000 for the winner.</p>"},
        eligibility={"en": "Anybody."},
        criteria=(replace(PLAN, weight=Decimal(100)),),
        questions=(QuestionSpec(id="q", title={"en": "Your idea?"}, criterion="plan"),),
        stages=(STAGE, later),
        tie_rule=TieRuleSpec(steps=("plan",)),
    )
    return replace(spec, **changes)


def in_welsh_too(value):
    """The same with every text in a second language."""
    if is_dataclass(value):
        changed = {field.name: in_welsh_too(getattr(value, field.name)) for field in fields(value)}
        if "languages" in changed:
            changed["languages"] = ("en", "cy")
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(map(in_welsh_too, value))
    if isinstance(value, dict) and value:
        plain, closing = (value["en"][:-4], "</p>") if value["en"].endswith("</p>") else (value["en"], "")
        return value | {"cy": f"{plain} (cy){closing}"}
    return value
