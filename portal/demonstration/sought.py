"""What is sought in the demonstration: real published notices (`data`, with their sources), completed.

Titles, descriptions, areas, codes and amounts come from the imported notice; what it lacks (outcomes with prices,
scales, conditions, how risk is shared) is added here in our own words, as an officer would in the editor. The
authorities are demonstration ones: nothing here says what the bodies that published the originals decided.
"""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from challenges.publishing.domain.notices import NoticeDraft, read_notice
from challenges.publishing.domain.specification import (
    CriterionSpec,
    FormulaSpec,
    OutcomeSpec,
    QuestionSpec,
    Specification,
    TermsSpec,
    TieRuleSpec,
)
from portal.demonstration.missions import SLUG
from portal.demonstration.parts import (
    SCALE,
    apprentices,
    block,
    en,
    living_wage,
    noon,
    open_learning,
    payer,
    stage,
    volunteers,
)

DATA = Path(__file__).parent / "data"
D = Decimal


def imported(name: str) -> NoticeDraft:
    return read_notice((DATA / name).read_bytes())


def judged(name: str, *, title: str, weight: str, guidance: str, pillar: str = "public_value", **more) -> CriterionSpec:
    return CriterionSpec(
        id=block(name),
        title=en(title),
        guidance=en(guidance),
        pillar=pillar,
        heading="social_value" if pillar == "social_value" else "quality",
        weight=D(weight),
        scale=SCALE,
        **more,
    )


def formula(name: str, *, title: str, weight: str, guidance: str, pillar: str, rule: FormulaSpec) -> CriterionSpec:
    return CriterionSpec(
        id=block(name),
        title=en(title),
        guidance=en(guidance),
        pillar=pillar,
        heading="social_value" if pillar == "social_value" else "price",
        method="formula",
        weight=D(weight),
        maximum=D(100),
        formula=rule,
    )


def must_pass(name: str, *, title: str, guidance: str) -> CriterionSpec:
    return CriterionSpec(id=block(name), title=en(title), guidance=en(guidance), method="pass_fail", maximum=D(1))


def question(name: str, *, title: str, criterion: str, words: int, hint: str = "", files: bool = False) -> QuestionSpec:
    return QuestionSpec(
        id=block(name),
        title=en(title),
        hint=en(hint) if hint else {},
        criterion=block(criterion),
        word_limit=words,
        allows_files=files,
    )


def prevention(now: datetime) -> Specification:
    """Open for bids: an early help service for alcohol and drugs, from a Scottish notice."""
    draft = imported("pcs-alcohol-drug-prevention.json").specification
    name = "prevention"
    linear = FormulaSpec(
        measure="cost_per_outcome", kind="linear", worst=D(6000), best=D(1500), outcome=block(f"{name}/steady")
    )
    return replace(
        draft,
        title=en("Early help with alcohol and drugs"),
        description=en(
            "<p>People often meet help with alcohol or drugs only in an emergency. We want them to find it "
            "earlier, near "
            "where they live, from people who have been there themselves.</p>"
            "<p>How to get there is open: outreach, short support, recovery groups for people, carers and families, or "
            "something we have not thought of. Most of the money follows results.</p>"
            "<p>Made from a notice of North Ayrshire Council on Public Contracts Scotland, 2019 (Open "
            "Government Licence "
            "v3.0), completed for this demonstration.</p>"
        ),
        summary=en("People aged 16 and over get help early, stay well longer and rely less on emergency care."),
        mission=SLUG,
        route="light_touch",
        contract_type="light_touch",
        eligibility=en("Organisations of any kind with a named person responsible for safeguarding."),
        value_amount=D("900000.00"),
        starts_on=noon(now, days=120).date(),
        ends_on=noon(now, days=120 + 3 * 365).date(),
        outcomes=(
            OutcomeSpec(
                id=block(f"{name}/steady"),
                title=en("Steady for six months"),
                beneficiaries=en("People aged 16 and over who drink or use drugs in a way that harms them"),
                measure=en("No harmful use for six months, by the person's own account and a worker's review"),
                unit=en("people"),
                baseline=en("Three in ten of those who start with today's service"),
                target=D(240),
                by_when=noon(now, days=120 + 3 * 365).date(),
                verification=en("A sample of one in five is checked by the authority's verifier each quarter."),
                price=D("1400.00"),
                limit_per_person=D(1),
            ),
            OutcomeSpec(
                id=block(f"{name}/work"),
                title=en("In work, training or volunteering for three months"),
                beneficiaries=en("The same people, and their carers"),
                measure=en("Thirteen weeks in a row, at least eight hours a week"),
                unit=en("people"),
                target=D(120),
                by_when=noon(now, days=120 + 3 * 365).date(),
                verification=en("A letter from the employer, college or group."),
                price=D("1100.00"),
                limit_per_person=D(1),
            ),
        ),
        criteria=(
            must_pass(
                f"{name}/safe", title="Safeguarding", guidance="You have a safeguarding policy and a named lead person."
            ),
            judged(
                f"{name}/reach",
                title="Reaching people early",
                weight="35",
                guidance="How you find people before a crisis, including those who avoid services.",
                minimum=D(2),
            ),
            judged(
                f"{name}/peers",
                title="Lived experience in the workforce",
                weight="20",
                guidance="A third of the workforce or more has lived experience; how they are supported.",
            ),
            formula(
                f"{name}/price",
                title="Total paid for each person steady for six months",
                weight="25",
                guidance="£1,500 or less earns all marks, £6,000 or more none, and between them in a straight line.",
                pillar="risk_and_reward",
                rule=linear,
            ),
            judged(
                f"{name}/social",
                title="Good for the area",
                weight="20",
                pillar="social_value",
                guidance="What your commitments change for the area, and why we can rely on them.",
            ),
        ),
        questions=(
            question(
                f"{name}/q-safe",
                title="Who is responsible for safeguarding, and what does your policy say?",
                criterion=f"{name}/safe",
                words=200,
                files=True,
            ),
            question(
                f"{name}/q-reach",
                title="How will you reach people early?",
                criterion=f"{name}/reach",
                words=700,
                hint="Say whom you will miss at first, and what you will do about it.",
            ),
            question(
                f"{name}/q-peers",
                title="How do people with lived experience shape and deliver the service?",
                criterion=f"{name}/peers",
                words=500,
            ),
            question(
                f"{name}/q-social",
                title="How will you keep your commitments to the area?",
                criterion=f"{name}/social",
                words=400,
            ),
        ),
        conditions=(living_wage(), open_learning()),
        measures=(apprentices(), volunteers()),
        terms=TermsSpec(
            years=3,
            fixed_fee=D("300000.00"),
            cap_total=D("600000.00"),
            payers=(
                payer("Demonstration Council (demonstration)", share="0.8"),
                payer("Demonstration Fund (demonstration)", share="0.2"),
            ),
            advance=D("50000.00"),
            advance_from=6,
            advance_months=12,
            verification_lag=2,
            payment_lag=1,
            explanation=en(
                "A third of the money is a fixed fee, so that a small organisation can pay its staff while results "
                "grow. The rest is paid for results, each at a published price."
            ),
            intellectual_property=en("You keep what you make. The authority may use and share it."),
            money_back=en("Payments for results that a check finds untrue are given back."),
        ),
        stages=(stage(name, now=now, opens=-9, questions=8, closes=19, decision=60),),
        tie_rule=TieRuleSpec(steps=(block(f"{name}/reach"),)),
        late_bids=en("A late bid is not considered."),
    )


LOTS = (
    ("Detox and stabilisation", "Short stays in which people become safe and steady."),
    ("Abstinence and moving on", "Longer stays that lead to a home and a life without drugs or alcohol."),
)


def recovery(now: datetime) -> Specification:
    """Closed, waiting to be opened: residential recovery in two lots, from a Scottish notice."""
    draft = imported("pcs-residential-recovery-outcomes.json").specification
    name = "recovery"
    lots = tuple(
        replace(lot, title=en(title), description=en(words))
        for lot, (title, words) in zip(draft.lots, LOTS, strict=True)
    )
    return replace(
        draft,
        title=en("Residential recovery services"),
        description=en(
            "<p>A stay in residential care should be the beginning of a settled life. We want more people to "
            "leave with a "
            "home, a plan and somebody to call.</p>"
            "<p>Made from a notice of Glasgow City Council on Public Contracts Scotland, 2019 (Open Government Licence "
            "v3.0), completed for this demonstration.</p>"
        ),
        summary=en("People leave residential care for drug and alcohol problems with a home, a plan and support."),
        mission=SLUG,
        route="light_touch",
        contract_type="light_touch",
        eligibility=en("Registered care providers, alone or together with others."),
        starts_on=noon(now, days=90).date(),
        ends_on=noon(now, days=90 + 3 * 365).date(),
        lots=lots,
        outcomes=(
            OutcomeSpec(
                id=block(f"{name}/settled"),
                title=en("Settled at home three months later"),
                beneficiaries=en("Adults who complete a residential stay"),
                measure=en("Living in a settled home and in touch with a recovery worker after three months"),
                unit=en("people"),
                target=D(300),
                verification=en("Tenancy record and the recovery worker's note."),
                price=D("5000.00"),
                limit_per_person=D(1),
            ),
        ),
        criteria=tuple(
            each
            for n, lot in enumerate(lots)
            for each in (
                replace(
                    judged(
                        f"{name}/care-{n}",
                        title="Care and the way home",
                        weight="70",
                        guidance="How a stay leads to a settled life; what happens when it goes wrong.",
                        minimum=D(2),
                    ),
                    lot=lot.id,
                ),
                replace(
                    formula(
                        f"{name}/price-{n}",
                        title="Price for the whole lot",
                        weight="30",
                        guidance="The published best price earns all marks, the worst none; a straight line between.",
                        pillar="risk_and_reward",
                        rule=FormulaSpec(
                            measure="price", kind="linear", worst=lot.value_amount, best=lot.value_amount * D("0.7")
                        ),
                    ),
                    lot=lot.id,
                ),
            )
        ),
        questions=tuple(
            replace(
                question(
                    f"{name}/q-care-{n}",
                    title="How does a stay with you lead to a settled life?",
                    criterion=f"{name}/care-{n}",
                    words=900,
                ),
                lot=lot.id,
            )
            for n, lot in enumerate(lots)
        ),
        conditions=(living_wage(),),
        measures=(volunteers(),),
        terms=TermsSpec(
            years=3,
            fee_is_offered=True,
            payment_lag=1,
            verification_lag=1,
            explanation=en("You name a fixed fee for beds and staff; results are paid on top at the published price."),
            intellectual_property=en("You keep what you make."),
        ),
        stages=(stage(name, now=now, opens=-30, questions=-10, closes=-1, decision=30),),
        tie_rule=TieRuleSpec(steps=tuple(block(f"{name}/care-{n}") for n in range(len(lots)))),
        late_bids=en("A late bid is not considered."),
    )
