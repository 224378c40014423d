"""Parts that several demonstration specifications share: the scoring scale, conditions and social-value measures."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from challenges.ground.domain.language import Text
from challenges.publishing.domain.notices.draft import block_id
from challenges.publishing.domain.specification import ConditionSpec, MeasureSpec, PayerSpec, ScalePoint, StageSpec

UK = ZoneInfo("Europe/London")


def en(words: str) -> Text:
    return {"en": words}


def block(name: str) -> str:
    """The same identifier in every demonstration, so that reading the code and the database side by side works."""
    return block_id("demonstration", name)


def noon(day: datetime, *, days: int) -> datetime:
    """12 noon in the United Kingdom, that many days from `day`."""
    local = (day.astimezone(UK) + timedelta(days=days)).date()
    return datetime.combine(local, time(12), tzinfo=UK)


SCALE = tuple(
    ScalePoint(score=Decimal(score), label=en(label), descriptor=en(descriptor))
    for score, label, descriptor in (
        (0, "Nothing", "No answer, or nothing in it that meets the question."),
        (1, "Poor", "Meets little of what is asked. Most of it is assertion without a plan or evidence."),
        (2, "Limited", "Meets part of what is asked. Important points are missing or not believable."),
        (3, "Acceptable", "Meets what is asked. Some points are thin, none would put the outcome at risk."),
        (4, "Good", "Meets everything asked with a clear plan and evidence that it works."),
        (
            5,
            "Excellent",
            "Meets everything asked, with strong evidence, and adds something that makes success likelier.",
        ),
    )
)


def living_wage() -> ConditionSpec:
    return ConditionSpec(
        id=block("condition/living-wage"),
        kind="directionality",
        title=en("Pay the real living wage"),
        obligation=en("Everyone who works on this contract is paid at least the real living wage, from the first day."),
        evidence=en("A payroll statement with each yearly report."),
        due=en("From the start, and each April"),
        consequence=en("Underpaid wages are made good within one month. Repeated failure is published."),
    )


def open_learning() -> ConditionSpec:
    return ConditionSpec(
        id=block("condition/open-learning"),
        kind="access",
        title=en("Share what is learnt"),
        obligation=en("Methods and results, without personal data, are published for anyone to use."),
        evidence=en("A public report each year."),
        due=en("Three months after each contract year"),
        consequence=en("The last payment of the year waits for the report."),
    )


def reinvest() -> ConditionSpec:
    return ConditionSpec(
        id=block("condition/reinvest"),
        kind="reinvestment",
        title=en("Put surplus back into the service"),
        obligation=en("Surplus above 8% of turnover on this contract goes back into the service or to the authority."),
        evidence=en("Open-book accounts each year."),
        due=en("Six months after each contract year"),
        consequence=en("The share that was not put back is taken off the next payment."),
    )


def apprentices() -> MeasureSpec:
    return MeasureSpec(
        id=block("measure/apprentices"),
        code="OPEN-1",
        title=en("Apprentices from the area"),
        unit=en("apprentice years"),
        unit_value=Decimal("9000.00"),
        maximum=Decimal(20),
    )


def volunteers() -> MeasureSpec:
    return MeasureSpec(
        id=block("measure/volunteers"),
        code="OPEN-2",
        title=en("Hours given to community groups"),
        unit=en("hours"),
        unit_value=Decimal("17.00"),
        maximum=Decimal(5000),
    )


def payer(name: str, *, share: str) -> PayerSpec:
    return PayerSpec(code=block(f"payer/{name}"), name=en(name), share=Decimal(share))


def stage(name: str, *, now: datetime, opens: int, questions: int, closes: int, decision: int) -> StageSpec:
    """A stage whose dates lie that many days from now, all at noon."""
    return StageSpec(
        id=block(f"{name}/stage"),
        title=en("Bids"),
        opens_at=noon(now, days=opens),
        questions_close_at=noon(now, days=questions),
        closes_at=noon(now, days=closes),
        decision_on=noon(now, days=decision).date(),
    )
