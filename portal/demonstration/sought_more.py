"""The demonstration's prize, and its contract that pays for results at a published rate card."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from challenges.publishing.domain.specification import FormulaSpec, OutcomeSpec, Specification, TermsSpec, TieRuleSpec
from portal.demonstration.parts import (
    apprentices,
    block,
    en,
    living_wage,
    noon,
    open_learning,
    payer,
    reinvest,
    stage,
    volunteers,
)
from portal.demonstration.sought import formula, imported, judged, must_pass, question

D = Decimal

#: Maximum payments for jobseekers aged 18 to 24 in the Work Programme: attachment, job outcome, all sustainment
#: payments (House of Commons Work and Pensions Committee, 2013, from the Department for Work and Pensions).
ATTACHMENT, JOB, SUSTAINED = D("400.00"), D("1200.00"), D("2210.00")


def employment(now: datetime) -> Specification:
    """Decided: back to work, paid for results at the maximum rates of a real programme."""
    draft = imported("outcomes-dwp-work-and-health.json").specification
    name = "employment"
    facts = {outcome.title["en"]: outcome for outcome in draft.outcomes}
    lasting = facts["In lasting employment"]
    return replace(
        draft,
        title=en("Young people back into work"),
        summary=en("Young people who have been out of work for months find a job and keep it."),
        description=en(
            "<p>Too many young people lose touch with work. We do not say how to change that: propose what works.</p>"
            "<p>You are paid for what happens: a start, a job, a job that lasts. The rates are the maximum payments of "
            "the Work Programme for people aged 18 to 24 (House of Commons Work and Pensions Committee, 2013). How a "
            "lasting job is measured is taken from the Work and Health Programme (Department for Work and "
            "Pensions, Open "
            "Government Licence v3.0). Completed for this demonstration.</p>"
        ),
        beneficiaries=en("People aged 18 to 24 who have been out of work for nine months or more"),
        eligibility=en("Organisations of any kind, alone or together with others."),
        route="light_touch",
        procedure="open",
        contract_type="light_touch",
        value_amount=D("1800000.00"),
        starts_on=noon(now, days=30).date(),
        ends_on=noon(now, days=30 + 2 * 365).date(),
        cpv=("79600000", "80500000"),
        places=("North West",),
        outcomes=(
            OutcomeSpec(
                id=block(f"{name}/start"),
                title=en("Started with you"),
                measure=en("A first meeting and an agreed plan"),
                unit=en("people"),
                price=ATTACHMENT,
                limit_per_person=D(1),
                verification=en("The signed plan."),
            ),
            OutcomeSpec(
                id=block(f"{name}/job"),
                title=en("In a job"),
                measure=en("Six months in work within two years of starting"),
                unit=en("people"),
                price=JOB,
                limit_per_person=D(1),
                verification=lasting.verification,
            ),
            OutcomeSpec(
                id=block(f"{name}/lasting"),
                title=lasting.title,
                measure=lasting.measure,
                unit=en("people"),
                price=SUSTAINED,
                target=D(300),
                by_when=noon(now, days=30 + 2 * 365).date(),
                limit_per_person=D(1),
                verification=lasting.verification,
            ),
        ),
        criteria=(
            must_pass(f"{name}/data", title="Data protection", guidance="You keep people's data safe and lawful."),
            judged(
                f"{name}/way",
                title="The way into work",
                weight="40",
                guidance="Why your way works for young people whom others have given up on.",
                minimum=D(2),
            ),
            formula(
                f"{name}/promise",
                title="Jobs that last, as promised",
                weight="20",
                guidance="What counts is the number you promise at the least. 300 or more earns all marks, 100 none.",
                pillar="public_value",
                rule=FormulaSpec(
                    measure="outcome_volume", kind="linear", worst=D(100), best=D(300), outcome=block(f"{name}/lasting")
                ),
            ),
            formula(
                f"{name}/value",
                title="Total paid for each lasting job",
                weight="20",
                guidance="£4,000 or less earns all marks, £12,000 or more none, and between them in a straight line.",
                pillar="risk_and_reward",
                rule=FormulaSpec(
                    measure="cost_per_outcome",
                    kind="linear",
                    worst=D(12000),
                    best=D(4000),
                    outcome=block(f"{name}/lasting"),
                ),
            ),
            formula(
                f"{name}/pledged",
                title="Social-value commitments",
                weight="20",
                guidance="Worked out from your commitments at the published values. £60,000 or more earns all marks.",
                pillar="social_value",
                rule=FormulaSpec(measure="pledged_value", kind="linear", worst=D(0), best=D(60000)),
            ),
        ),
        questions=(
            question(
                f"{name}/q-data", title="How do you keep people's data safe?", criterion=f"{name}/data", words=200
            ),
            question(
                f"{name}/q-way",
                title="What will you do, with whom, and why should it work here?",
                criterion=f"{name}/way",
                words=900,
            ),
        ),
        conditions=(living_wage(), reinvest()),
        measures=(apprentices(), volunteers()),
        terms=TermsSpec(
            years=2,
            fee_is_offered=True,
            cap_total=D("1300000.00"),
            cap_per_person=ATTACHMENT + JOB + SUSTAINED,
            payers=(payer("Demonstration Council (demonstration)", share="1"),),
            verification_lag=2,
            payment_lag=1,
            explanation=en("You may ask for a fixed fee. The lower it is, the less each lasting job costs the public."),
            intellectual_property=en("You keep what you make."),
            money_back=en("Payments for jobs that did not last as claimed are given back."),
        ),
        stages=(stage(name, now=now, opens=-75, questions=-55, closes=-40, decision=-5),),
        tie_rule=TieRuleSpec(steps=(block(f"{name}/way"), block(f"{name}/promise"))),
        late_bids=en("A late bid is not considered."),
    )


def ecotox(now: datetime) -> Specification:
    """Being judged: a challenge prize, from a real one of the United States (public domain)."""
    draft = imported("prize-ecotox-target.json").specification
    name = "ecotox"
    return replace(
        draft,
        title=en("A cheap test for what harms life in water"),
        summary=draft.summary,
        description=en(
            "<p>We seek a way to read how thousands of genes in four common test organisms respond to a "
            "chemical: a fish, "
            "a water flea, a midge and an alga. It should be good enough to trust, and cheap enough for thousands of "
            "samples a year. The target is 50 dollars a sample or less.</p>"
            "<p>Made from the EcoTox TARGET Challenge of the United States Environmental Protection Agency on "
            "Challenge.gov (public domain), shortened for this demonstration.</p>"
        ),
        prize=en("<p>A fund of £300,000. The winner takes £200,000; the jury may share the rest among others.</p>"),
        eligibility=en("Any organisation, team or person."),
        currency="GBP",
        value_amount=D("300000.00"),
        places=("United Kingdom",),
        criteria=(
            judged(
                f"{name}/precision",
                title="Precision and accuracy",
                weight="35",
                guidance="How close and how repeatable the measurements on the reference samples are.",
                minimum=D(2),
            ),
            judged(
                f"{name}/cost",
                title="Cost of one sample",
                weight="25",
                guidance="What a sample costs with everything counted, against a target of 50 dollars.",
            ),
            judged(
                f"{name}/throughput",
                title="From the bench to thousands of samples",
                weight="25",
                guidance="How the method grows to thousands of samples a year, and who would use it.",
            ),
            judged(
                f"{name}/open",
                title="Open to others",
                weight="15",
                pillar="social_value",
                guidance="What others may use, learn and build on.",
            ),
        ),
        questions=(
            question(
                f"{name}/q-precision",
                title="What did your platform measure on the reference samples?",
                criterion=f"{name}/precision",
                words=600,
                files=True,
            ),
            question(f"{name}/q-cost", title="What does one sample cost?", criterion=f"{name}/cost", words=300),
            question(
                f"{name}/q-throughput",
                title="How do you get to thousands of samples a year?",
                criterion=f"{name}/throughput",
                words=500,
            ),
            question(f"{name}/q-open", title="What will others be able to use?", criterion=f"{name}/open", words=300),
        ),
        conditions=(open_learning(),),
        stages=(stage(name, now=now, opens=-60, questions=-30, closes=-12, decision=20),),
        tie_rule=TieRuleSpec(steps=(block(f"{name}/precision"),)),
        late_bids=en("A late entry is not considered."),
    )
